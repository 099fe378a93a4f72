import {describe, expect, it} from "vitest";
import {phenotypeOf} from "../../../data-loaders/tables/pharmacogenomics/phenotypeOf.js";
import type {PgxDefinitions, PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";
import {readShipped} from "./shippedTables.js";

function geneOf({genes}: PgxDefinitions, name: string): PgxGene {
  return genes.find((gene) => gene.name === name)!;
}

/** Names of the variants that make an allele differ from the reference allele. */
function variantsOf(gene: PgxGene, allele: string): string[] {
  const {carries} = gene.alleles.find(({name}) => name === allele)!;
  return gene.variants.flatMap(({name}, v) => (carries[v] === 1 ? name : [])).sort();
}

function phenotype(gene: PgxGene, pair: readonly string[]): string | null {
  return phenotypeOf(
    gene,
    pair.map((name) => [gene.alleles.findIndex((allele) => allele.name === name)])
  );
}

describe("the tables of medicines of the default cohort", () => {
  it("are understood without a remark, and can all be called but CYP2D6", async () => {
    const {genes, problems, recommendations} = await readShipped();
    expect(problems).toEqual([]);
    expect(genes.map(({name, copyNumberVaries}) => [name, copyNumberVaries])).toEqual([
      ["CYP2C19", false],
      ["CYP2C9", false],
      ["CYP2D6", true],
      ["DPYD", false],
      ["NUDT15", false],
      ["SLCO1B1", false],
      ["TPMT", false],
      ["VKORC1", false]
    ]);
    expect(new Set(recommendations.map(({medicine}) => medicine)).size).toBe(11);
    expect(recommendations.filter(({class: found}) => found === "unrated")).toEqual([]);
  });

  it("give every pair of alleles a phenotype, and every phenotype a rating", async () => {
    for (const gene of (await readShipped()).genes.filter(({name}) => name !== "CYP2D6"))
      for (const {name: a} of gene.alleles)
        for (const {name: b} of gene.alleles) {
          const found = phenotype(gene, [a, b]);
          expect(found, `${gene.name} ${a}/${b}`).not.toBeNull();
          expect(gene.priorities.get(found!), found!).toMatch(/^(ab)?normal$/);
        }
  });

  it("agree with the label of warfarin where all diplotypes of a phenotype have doses on one side of the usual", async () => {
    // Expected daily dose in mg, lowest, by VKORC1 −1639 and CYP2C9; section 2.3 of the label, 5 being the usual.
    const least: Record<string, Record<string, number>> = {
      "-1639 GG": {"*1/*1": 5, "*1/*2": 5, "*1/*3": 3, "*2/*2": 3, "*2/*3": 3, "*3/*3": 0.5},
      "-1639 GA": {"*1/*1": 5, "*1/*2": 3, "*1/*3": 3, "*2/*2": 3, "*2/*3": 0.5, "*3/*3": 0.5},
      "-1639 AA": {"*1/*1": 3, "*1/*2": 3, "*1/*3": 0.5, "*2/*2": 0.5, "*2/*3": 0.5, "*3/*3": 0.5}
    };
    const shipped = await readShipped();
    const cyp2c9 = geneOf(shipped, "CYP2C9");
    for (const [vkorc1, doses] of Object.entries(least)) {
      const lower = new Map<string, Set<boolean>>();
      for (const [pair, dose] of Object.entries(doses)) {
        const found = phenotype(cyp2c9, pair.split("/"))!;
        lower.set(found, (lower.get(found) ?? new Set()).add(dose < 5));
      }
      for (const [found, sides] of lower) {
        const row = shipped.recommendations.find(
          ({medicine, when}) => medicine === "warfarin" && when[0].phenotype === vkorc1 && when[1].phenotype === found
        )!;
        expect(row.class, `${vkorc1}, ${found}`).toBe(
          sides.size > 1 ? "none" : sides.has(true) ? "adverse" : "standard"
        );
      }
    }
  });

  itWith(pypgxTables).each(["GRCh37"] as const)(
    "agree on %s with those of pypgx: variants, functions, phenotypes, ratings",
    async (build) => {
      const [shipped, whole] = [await readShipped(), await readPypgx(build)];
      let pairs = 0;
      for (const gene of shipped.genes) {
        const known = geneOf(whole, gene.name);
        expect(gene.chrom).toBe(known.chrom);
        for (const {name, rsid} of gene.variants)
          expect(known.variants.find((variant) => variant.name === name)?.rsid, name).toBe(rsid);
        for (const {name, activity, function: what, notCallable} of gene.alleles) {
          const other = known.alleles.find((allele) => allele.name === name)!;
          expect([name, activity, what, notCallable], gene.name).toEqual([
            name,
            other.activity,
            other.function,
            other.notCallable
          ]);
          // Of DPYD, GRCh37 itself carries c.85T>C, of normal function, which the small table does not look at.
          if (gene.name !== "DPYD" || name !== "Reference")
            expect(variantsOf(gene, name), `${gene.name} ${name}`).toEqual(
              variantsOf(known, name).filter((variant) => variant !== "1-98348885-G-A")
            );
        }
        if (gene.name === "VKORC1" || gene.name === "CYP2D6") continue;
        for (const {name: a} of gene.alleles)
          for (const {name: b} of gene.alleles) {
            expect(phenotype(gene, [a, b]), `${gene.name} ${a}/${b}`).toBe(phenotype(known, [a, b]));
            pairs += 1;
          }
        for (const [found, priority] of gene.priorities) expect(priority, found).toBe(known.priorities.get(found));
      }
      expect(pairs).toBe(16 + 49 + 16 + 4 + 16 + 16);
    }
  );

  itWith(pypgxTables)(
    "give recommendations the class that those of pypgx have, and medicines their level",
    async () => {
      const [shipped, whole] = [await readShipped(), await readPypgx("GRCh37")];
      const key = ({medicine, when}: PgxDefinitions["recommendations"][number]): string =>
        JSON.stringify([medicine, when.map(({gene, phenotype: p}) => [gene, p])]);
      const known = new Map(whole.recommendations.map((row) => [key(row), row.class]));
      const compared = shipped.recommendations.filter(({medicine}) => !["warfarin", "phenytoin"].includes(medicine));
      expect(compared.map((row) => [key(row), row.class])).toEqual(
        compared.map((row) => [key(row), known.get(key(row))])
      );
      for (const row of shipped.medicines)
        expect(row.level, `${row.gene} ${row.medicine}`).toBe(
          whole.medicines.find(({gene, medicine}) => gene === row.gene && medicine === row.medicine)!.level
        );
    }
  );
});
