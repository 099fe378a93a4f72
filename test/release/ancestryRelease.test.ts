import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect, vi} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import type * as GroupModel from "../../data-loaders/tables/ancestry/groupModel.js";
import {notAssigned} from "../../src/model/ancestry.js";
import {itWith} from "../require.js";
import {temporaryFolder} from "../sources/temporary.js";
import {ancestryManifest, chr22, groupsOf, labelTable, panelFile, readSuperPopulations} from "./ancestryCohort.js";
import {readBedFiles, takePeople, writeBedFiles} from "./bedFiles.js";
import {filesOf, openFile, query} from "./readRelease.js";

/** Where people lie and how likely each group is, as the inference worked it out: what must be in no file. */
const secret = new Set<number>();

vi.mock("../../data-loaders/tables/ancestry/groupModel.js", async (original) => {
  const module = await original<typeof GroupModel>();
  return {
    ...module,
    likenessOf: (...given: Parameters<typeof module.likenessOf>) => {
      const likeness = module.likenessOf(...given);
      for (const value of [...given[0], ...likeness.probabilities, ...likeness.typicality])
        if (value !== 0 && value !== 1) secret.add(value);
      return likeness;
    }
  };
});

const folder = temporaryFolder();
const limit = 20;

describe("a release whose ancestry is inferred", () => {
  itWith("kg2504-chr22/cineca_synthetic_subset.bed", panelFile)(
    "says how, protects people who are not assigned as any group, and holds nobody's place or probabilities",
    async () => {
      const files = readBedFiles(chr22);
      const superPopulation = readSuperPopulations();
      const isReference = (i: number): boolean => i % 2 === 0;
      const labels = labelTable(files.ids, (id, i) => (isReference(i) ? superPopulation.get(id) : null));
      folder.write("labels.tsv", labels);
      const plain = {genotypes: `${chr22}.bed`, reference: `${chr22}.bed`, labels: "labels.tsv"};
      const {groups} = await groupsOf(folder.write("all.yaml", ancestryManifest(plain)).file);
      const others = (group: string, most: number): number[] =>
        files.ids.flatMap((_, i) => (!isReference(i) && groups[i] === group ? i : [])).slice(0, most);
      // Seven people in no group: fewer than may be shown.
      const chosen = [...others("AFR", 200), ...others("EAS", 200), ...others(notAssigned, 7), ...others("SAS", 120)];
      writeBedFiles(`${folder.path}/cohort`, takePeople(files, chosen));
      const random = randomStream(3, "trait");
      folder.write(
        "cohort.tsv",
        `id\theight\n${chosen.map((i) => `${files.ids[i]}\t${150 + 40 * random()}\n`).join("")}`
      );
      const identity = await generateIdentity();
      const recipient = await identityToRecipient(identity);
      const manifestPath = folder.write(
        "cohort.yaml",
        ancestryManifest({
          ...plain,
          genotypes: "cohort.bed",
          samples: "cohort.tsv",
          rest:
            `release: {class: controlled, recipients: {registered: [${recipient}]}}\n` +
            "traits: [{id: EFO_0004339, label: height (invented), column: height, kind: quantitative}]\n" +
            "association: {covariates: [], pcs: 2, kinship_max: 0.5}\n"
        })
      ).file;
      const out = join(folder.path, "release");
      secret.clear();
      const manifest = await makeRelease({manifestPath, out, threads: 2});

      expect(manifest.ancestry).toMatchObject({
        source: "a reference",
        groups: ["AFR", "AMR", "EAS", "EUR", "SAS"],
        least: 0.9,
        callRateMin: 0.5,
        strangers: 0.001
      });
      expect(manifest.strata).toEqual([{name: "ancestry", levels: ["AFR", "EAS", "SAS", notAssigned]}]);
      const people = new Map(manifest.people.rows.map(({levels, n}) => [levels[0], n]));
      expect(people.get(notAssigned)).toBeNull();
      // What the others leave of everybody would tell it, so that the sum of all is hidden too.
      const margins = await query(await openFile(out, "public/people_margins.parquet"), "select * from $file");
      expect(margins.filter(({n}) => n === null).map(({ancestry}) => ancestry)).toEqual([notAssigned, "all"]);
      expect(manifest.privacy.audit.every(({withstood}) => withstood)).toBe(true);
      for (const n of people.values()) expect(n === null || n > limit).toBe(true);

      expect(secret.size).toBeGreaterThan(4 * chosen.length);
      const written = await filesOf(out);
      expect(written).toContain("registered/pca_density.parquet.age");
      for (const file of written) {
        const bytes = await (file.endsWith(".json") ? readFile(join(out, file)) : openFile(out, file, identity));
        const text = Buffer.from(bytes).toString("latin1");
        expect(files.ids.filter((id) => text.includes(id))).toEqual([]);
        if (file.endsWith(".json")) {
          const numbers = text.match(/-?\d+\.\d+(e-?\d+)?/g) ?? [];
          expect(numbers.filter((number) => secret.has(Number(number)))).toEqual([]);
          continue;
        }
        const rows = await query(bytes, "select * from $file");
        const found = rows.flatMap((row) => Object.values(row)).filter((value) => secret.has(value as number));
        expect(found, file).toEqual([]);
      }
    },
    120_000
  );
});
