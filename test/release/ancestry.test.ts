import {readFileSync} from "node:fs";
import {describe, expect} from "vitest";
import {itWith} from "../require.js";
import {temporaryFolder} from "../sources/temporary.js";
import {groupsOf, labelsOf, readPanel, tallied} from "./ancestryCohort.js";

const folder = temporaryFolder();
const data = new URL("../../../shared/data/", import.meta.url).pathname;
const chr22 = `${data}kg2504-chr22/cineca_synthetic_subset`;

const idsOf = (fam: string): string[] =>
  readFileSync(fam, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/\s+/)[1]);

describe("inferAncestry(cohort)", () => {
  itWith("kg2504-chr22/cineca_synthetic_subset.bed", "panel/integrated_call_samples_v3.20130502.ALL.panel")(
    "puts people of the 1000 Genomes into their groups by the other half of them, from one chromosome",
    async () => {
      const ids = idsOf(`${chr22}.fam`);
      folder.write("labels.tsv", labelsOf(ids, (_, i) => i % 2 === 0));
      const manifest = folder.write(
        "m.yaml",
        `id: x\nbuild: GRCh37\ngenotypes: ${chr22}.bed\nsamples: {file: labels.tsv, id: id}\nstrata: [ancestry]\n` +
          `ancestry: {reference: ${chr22}.bed, labels: {file: labels.tsv, id: id, group: group}, source: half}\n`
      );
      const t=performance.now();
      const {groups, inferred} = await groupsOf(manifest.file);
      console.log(performance.now()-t, inferred);
      const panel = readPanel();
      console.log(tallied(groups, ids.map((id, i) => (i % 2 === 0 ? null : panel.get(id)!.superPop))));
      expect(1).toBe(1);
    },
    60_000
  );
});
