import {describe, expect, it, beforeAll} from "vitest";
import {openAge} from "../../src/query/unlock.js";
import {associationTables} from "../../src/query/associationTables.js";
import {scanBuilder} from "../../src/query/scanBuilder.js";
import type {AssociationTables} from "../../src/model/association.js";
import {tierView} from "../../src/model/tierView.js";
import {associationRelease, type TableColumns} from "../fixtures/associationRelease.js";

const trait = "EFO_0004611";
let tables: AssociationTables;
let written: Record<string, TableColumns>;
let opened: string[];

beforeAll(async () => {
  const release = await associationRelease("controlled");
  written = release.tables;
  opened = [];
  tables = associationTables(release.manifest, async ({file, tier}) => {
    opened.push(file);
    const bytes = release.files.get(file)!;
    return tier === "registered" ? openAge(bytes, release.identity) : bytes;
  });
});

/** Rows of a written table as the test reads it, one object a row. */
function rowsOf(name: string): Record<string, string | number | null>[] {
  const columns = Object.entries(written[name]);
  return columns[0][1].map((_, i) => Object.fromEntries(columns.map(([column, values]) => [column, values[i]])));
}

describe("associationTables(release, open)", () => {
  it("scan(trait, group) is every row of the group, in order, with withheld p as NaN", async () => {
    const scan = await tables.scan(trait, "AMR");
    const rows = rowsOf(`association-${trait}`).filter(({ancestry}) => ancestry === "AMR");
    expect(scan.rows).toBe(rows.length);
    const ids = [...rows.keys()].map(
      (i) => `${scan.chromosomes[scan.chromCode[i]]}-${scan.posBp[i]}-${scan.alleles[scan.alleleCode[i]]}`
    );
    expect(ids).toEqual(rows.map(({variant_id}) => variant_id));
    expect([...scan.minusLog10P]).toEqual(
      rows.map(({minus_log10_p: p}) => (p === null ? NaN : Math.fround(p as number)))
    );
    expect([...scan.minusLog10P].some(Number.isNaN)).toBe(true);
  });

  it("tests(trait, region) and tests(trait, variants) are those rows, of all groups", async () => {
    const region = {chrom: "19", start: 40_000_000, end: 50_000_000};
    const rows = rowsOf(`association-${trait}`).filter(({variant_id: id}) => {
      const [chrom, pos] = String(id).split("-");
      return chrom === "19" && Number(pos) >= region.start && Number(pos) <= region.end;
    });
    const tests = await tables.tests(trait, region);
    expect(
      tests.map(({variantId, ancestry, n, beta, minusLog10P, betaRandom}) => [
        variantId,
        ancestry,
        n,
        beta,
        minusLog10P,
        betaRandom
      ])
    ).toEqual(rows.map((row) => [row.variant_id, row.ancestry, row.n, row.beta, row.minus_log10_p, row.beta_random]));
    const one = tests[0].variantId;
    expect(await tables.tests(trait, {variants: [one]})).toEqual(tests.filter(({variantId}) => variantId === one));
  });

  it("manhattan, qq and loci are of one trait and one group", async () => {
    const of = (name: string) => rowsOf(name).filter((row) => row.trait === trait && row.ancestry === "meta");
    expect((await tables.manhattan(trait, "meta")).map(({minusLog10P, variants}) => [minusLog10P, variants])).toEqual(
      of("manhattan").map((row) => [row.minus_log10_p, row.n_variants])
    );
    expect((await tables.qq(trait, "meta")).map(({observed}) => observed)).toEqual(
      of("qq").map(({observed}) => observed)
    );
    expect(
      (await tables.loci(trait, "meta")).map(({variantId, gene, start, minusLog10P}) => [
        variantId,
        gene,
        start,
        minusLog10P
      ])
    ).toEqual(of("loci").map((row) => [row.variant_id, row.gene, row.start, row.minus_log10_p]));
    expect(await tables.groups(trait)).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS", "meta"]);
  });

  it("ld of a region, genes and density are read as they are", async () => {
    const pairs = await tables.ld({chrom: "19", start: 1, end: 60_000_000});
    expect(pairs).toHaveLength(written.ld.r2.length);
    expect(await tables.ld({chrom: "19", start: 1, end: 2})).toEqual([]);
    expect((await tables.genes()).map(({name}) => name)).toEqual(written.genes.name);
    expect((await tables.density()).map(({people}) => people)).toEqual(written.pca_density.n);
  });

  it("comparisons(trait) are those of one trait, or of none, with null for what there is not", async () => {
    const none = {otherAncestry: null, trait: null, bin: null, se: null, low: null, high: null, nVariants: 1500};
    expect(await tables.comparisons(null)).toEqual([
      {...none, measure: "frequency-measured", ancestry: "AFR", estimate: 0.5},
      {
        ...none,
        measure: "fst",
        ancestry: "AFR",
        otherAncestry: "EUR",
        estimate: 0.11,
        se: 0.01,
        low: 0.09,
        high: 0.13
      }
    ]);
    expect(await tables.comparisons("EFO_0001645")).toEqual([
      {
        ...none,
        measure: "power",
        ancestry: "EUR",
        trait: "EFO_0001645",
        bin: "0.05",
        estimate: 0.25,
        nVariants: null
      }
    ]);
    expect(await tables.comparisons("EFO_1")).toEqual([]);
  });

  it("named(rsid) finds a variant by its name, in any case", async () => {
    expect(await tables.named("SYN000007")).toBe(written.variants.variant_id[6]);
    expect(await tables.named("rs1")).toBeNull();
  });

  it("reads each file once, and says which is missing", async () => {
    expect(opened.filter((file) => file.includes("manhattan"))).toHaveLength(1);
    expect(opened.filter((file) => file.includes(`association-${trait}`))).toHaveLength(1);
    await expect(tables.scan("EFO_1", "meta")).rejects.toThrow("this release has no table association of EFO_1");
  });

  it("publicHits(trait) are what a public-safe release shows everybody; others have none", async () => {
    const release = await associationRelease("public-safe");
    const open = associationTables(tierView(release.manifest, "public"), async ({file}) => release.files.get(file)!);
    expect(await open.publicHits(trait)).toMatchObject([{oddsRatio: 1.3, pBin: "<5e-8", nCase: 4000}]);
    expect(await open.publicHits("EFO_0001645")).toEqual([]);
    expect(await tables.publicHits(trait)).toEqual([]);
  });
});

describe("scanBuilder(at most)", () => {
  it("keeps long alleles and unusual chromosomes", () => {
    const builder = scanBuilder(3);
    builder.add("HLA_1-5-A-<DEL>", 3);
    builder.add("X-9-ACGT-A", null);
    const {rows, chromosomes, alleles, alleleCode, minusLog10P} = builder.scan();
    expect({rows, chromosomes, alleles}).toEqual({
      rows: 2,
      chromosomes: ["HLA_1", "X"],
      alleles: ["A-<DEL>", "ACGT-A"]
    });
    expect([...alleleCode, ...minusLog10P]).toEqual([0, 1, 3, NaN]);
  });
});
