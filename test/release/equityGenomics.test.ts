import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import {genomicMeasures, type GenomicMeasure} from "../../src/model/equityGenomics.js";
import {metadataOf, openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

let identity: string;
let folder: string;

beforeAll(async () => {
  identity = await generateIdentity();
  folder = await scratchFolder();
});

async function released(
  releaseClass: ReleaseClass,
  {association = true} = {}
): Promise<{manifest: ReleaseManifest; out: string}> {
  const name = `${releaseClass}-${association}`;
  const manifestPath = join(folder, `${name}.yaml`);
  const codes = releaseClass === "open" ? "DUO:0000004" : "DUO:0000042";
  const recipient = await identityToRecipient(identity);
  await writeFile(
    manifestPath,
    `id: ${name}
title: Small synthetic cohort
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${recipient}]}}
synthetic: {seed: 3, people: 1500, variants: 400}
strata: [ancestry, sex, status]
consent: {codes: ["${codes}"]}
association: ${association ? "{covariates: [age, sex], pcs: 2, kinship_max: 0.5}" : "false"}
`
  );
  const out = join(folder, name);
  return {manifest: await makeRelease({manifestPath, out, threads: 2}), out};
}

const fileOf = ({tables}: ReleaseManifest): string | undefined =>
  tables.find(({name}) => name === "equity_genomics")?.file;

describe("table equity_genomics", () => {
  it("goes to named readers of a controlled cohort, about groups and nobody in particular", async () => {
    const {manifest, out} = await released("controlled");
    expect(fileOf(manifest)).toBe("registered/equity_genomics.parquet.age");
    const bytes = await openFile(out, fileOf(manifest)!, identity);
    const rows: ReleasedRow[] = await query(bytes, "select * from $file");
    const groups = new Set(manifest.strata.find(({name}) => name === "ancestry")!.levels);
    const traits = new Set(manifest.traits.map(({id}) => id));
    for (const {measure, ancestry, other_ancestry: other, trait, estimate, low, high, unit} of rows) {
      expect(genomicMeasures[measure as GenomicMeasure]?.unit).toBe(unit);
      expect(genomicMeasures[measure as GenomicMeasure].perTrait).toBe(trait !== null);
      expect(groups.has(String(ancestry))).toBe(true);
      if (other !== null) expect(groups.has(String(other))).toBe(true);
      if (trait !== null) expect(traits.has(String(trait))).toBe(true);
      if (low !== null && estimate !== null) expect(low).toBeLessThanOrEqual(Number(estimate) + 1e-9);
      if (high !== null && estimate !== null) expect(high).toBeGreaterThanOrEqual(Number(estimate) - 1e-9);
    }
    expect(rows.filter(({measure}) => measure === "frequency-withheld").length).toBeGreaterThan(1);
    // One number of people stands behind a row, and it is one that the rows of associations show.
    const people = await query(
      await openFile(out, `registered/association-${[...traits][1]}.parquet.age`, identity),
      "select ancestry, max(n) as n from $file group by all"
    );
    for (const {ancestry, estimate, trait} of rows.filter(({measure}) => measure === "effective-size"))
      if (trait === [...traits][1]) expect(people.find((row) => row.ancestry === ancestry)!.n).toBe(estimate);
    const {covenant} = await metadataOf(bytes);
    expect(covenant ?? JSON.stringify(await metadataOf(bytes))).not.toMatch(/syn_?p\d|person/i);
  }, 120_000);

  it("is public for open data, and has shares and distances without associations", async () => {
    const {manifest, out} = await released("open", {association: false});
    expect(fileOf(manifest)).toBe("public/equity_genomics.parquet");
    const rows = await query(await openFile(out, fileOf(manifest)!), "select * from $file");
    expect(new Set(rows.map(({measure}) => measure))).toEqual(
      new Set(["frequency-measured", "frequency-uncertain", "allele-unseen", "frequency-withheld", "fst"])
    );
    const groups = new Set(rows.map(({ancestry}) => ancestry));
    for (const group of groups) {
      const shares = rows.filter(
        ({measure, ancestry}) =>
          ancestry === group && genomicMeasures[measure as GenomicMeasure].unit === "share of variants"
      );
      expect(shares.reduce((sum, {estimate}) => sum + Number(estimate), 0)).toBeCloseTo(1, 9);
    }
    expect(rows.filter(({measure, estimate}) => measure === "frequency-withheld" && estimate !== 0)).toEqual([]);
  }, 120_000);
});
