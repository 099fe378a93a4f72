import {randomLcg} from "d3-random";
import {describe, expect} from "vitest";
import {callCohort} from "../../../data-loaders/tables/pharmacogenomics/callCohort.js";
import type {GeneGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import {phenotypeOf} from "../../../data-loaders/tables/pharmacogenomics/phenotypeOf.js";
import {pharmacogenomicsTables} from "../../../data-loaders/tables/pharmacogenomics/pharmacogenomicsTables.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";

/** Made-up frequencies of alleles by group; the rest is the reference allele. */
const planted: Record<string, Record<string, Record<string, number>>> = {
  TPMT: {AFR: {"*3A": 0.008, "*3C": 0.024, "*8": 0.02}, EUR: {"*2": 0.002, "*3A": 0.034, "*3C": 0.005}},
  CYP2C19: {AFR: {"*2": 0.16, "*17": 0.2, "*9": 0.02}, EUR: {"*2": 0.15, "*17": 0.22, "*3": 0.002}},
  SLCO1B1: {AFR: {"*14": 0.2, "*15": 0.03, "*37": 0.5}, EUR: {"*5": 0.02, "*15": 0.15, "*37": 0.25, "*14": 0.15}}
};

const people = 4000;
const groups = ["AFR", "EUR"];

describe("planted frequencies", () => {
  itWith(pypgxTables)(
    "phenotypes and alleles of a simulated cohort are within their intervals, in each group",
    async () => {
      const definitions = await readPypgx("GRCh38");
      const genes = Object.keys(planted).map((name) => definitions.genes.find((gene) => gene.name === name)!);
      const random = randomLcg(0.42);
      const groupOf = Int16Array.from({length: people}, (_, i) => i % 2);
      const truth = genes.map((gene) =>
        Array.from(groupOf, (g) => [draw(gene, groups[g], random), draw(gene, groups[g], random)])
      );
      const cohort = {
        total: people,
        included: new Uint8Array(people).fill(1),
        sex: new Uint8Array(people),
        strata: [{name: "ancestry", levels: groups, codes: groupOf}]
      };
      const genotypes = genes.map((gene, g) => genotypesOfPairs(gene, truth[g]));
      const calls = callCohort({genes}, genotypes, cohort);
      const tables = pharmacogenomicsTables(definitions, calls, cohort, "ancestry");

      let [ambiguous, outside, rows] = [0, 0, 0];
      for (const [g, gene] of genes.entries())
        for (const [code, group] of groups.entries()) {
          const pairs = truth[g].filter((_, person) => groupOf[person] === code);
          for (const row of tables.phenotypes.filter((r) => r.gene === gene.name && r.group === group)) {
            const n = pairs.filter(
              (pair) =>
                phenotypeOf(
                  gene,
                  pair.map((allele) => [allele])
                ) === row.phenotype
            ).length;
            expect(n).toBeGreaterThanOrEqual(row.least);
            expect(n).toBeLessThanOrEqual(row.most);
            // What is not certain is estimated to within a few people.
            expect(Math.abs(row.share * row.people - n)).toBeLessThan(6);
            ambiguous += row.most - row.least;
          }
          for (const [allele, frequency] of Object.entries(planted[gene.name][group])) {
            const row = tables.alleles.find((r) => r.gene === gene.name && r.group === group && r.allele === allele)!;
            rows++;
            if (row.low > frequency || row.high < frequency) outside++;
          }
        }
      expect(ambiguous).toBeGreaterThan(100);
      // One in twenty 95 % intervals misses.
      expect(rows).toBe(19);
      expect(outside).toBeLessThanOrEqual(3);

      // Recomputed from the truth: poor and intermediate metabolizers of CYP2C19 should not have clopidogrel as usual.
      const cyp2c19 = genes.findIndex(({name}) => name === "CYP2C19");
      for (const [code, group] of groups.entries()) {
        const row = tables.results.find(
          (r) => r.medicine === "clopidogrel" && r.group === group && r.result === "actionable"
        )!;
        const n = truth[cyp2c19].filter(
          (pair, person) =>
            groupOf[person] === code &&
            /Poor|Intermediate/.test(
              phenotypeOf(
                genes[cyp2c19],
                pair.map((allele) => [allele])
              ) ?? ""
            )
        ).length;
        expect([row.least, row.most, row.level, row.whole]).toEqual([n, n, "A", true]);
        // No phenotype has a recommendation for fear of a reaction: that nobody is concerned would say nothing of people.
        expect(tables.results.some((r) => r.medicine === "clopidogrel" && r.result === "adverse")).toBe(false);
      }
    },
    60_000
  );
});

function draw({name, referenceAllele, alleles}: PgxGene, group: string, random: () => number): number {
  let left = random();
  for (const [allele, frequency] of Object.entries(planted[name][group])) {
    left -= frequency;
    if (left < 0) return alleles.findIndex((found) => found.name === allele);
  }
  return alleles.findIndex((found) => found.name === referenceAllele);
}

function genotypesOfPairs(gene: PgxGene, pairs: number[][]): GeneGenotypes {
  const rows = gene.variants.map((_, v) => {
    const row = new Uint8Array(Math.ceil(pairs.length / 4));
    pairs.forEach((pair, person) => {
      const copies = pair.filter((allele) => gene.alleles[allele].carries[v] === 1).length;
      row[person >> 2] |= [0b11, 0b10, 0b00][copies] << (2 * (person & 3));
    });
    return row;
  });
  return {gene: gene.name, rows, ploidy: 0, unusable: new Map()};
}
