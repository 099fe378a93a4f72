import {describe, expect} from "vitest";
import {assayOf} from "../../../data-loaders/tables/pharmacogenomics/assay.js";
import {callDiplotypes} from "../../../data-loaders/tables/pharmacogenomics/callDiplotypes.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";

const itWithTables = itWith(pypgxTables);

/** Everybody's genotypes of all variants are in the files. */
function wholeAssay(gene: PgxGene) {
  const rows = gene.variants.map(() => new Uint8Array(1));
  return assayOf(gene, {gene: gene.name, rows, ploidy: 0, unusable: new Map()}, {assumeTwoCopies: [gene.name]});
}

/** Callable alleles of a gene and what one copy of each carries; `either` counts as not carried. */
function carriers(gene: PgxGene) {
  return gene.alleles.flatMap(({notCallable, isAbsentChromosome, carries}, allele) =>
    notCallable === null && !isAbsentChromosome ? [{allele, carries: carries.map((c) => Number(c === 1))}] : []
  );
}

describe.each(["GRCh37", "GRCh38"] as const)("callDiplotypes(gene, assay, counts, copies) on %s", (build) => {
  itWithTables(
    "finds from the genotypes of every pair of alleles exactly the pairs that have these genotypes",
    async () => {
      const {genes} = await readPypgx(build);
      let [told, ambiguous] = [0, 0];
      for (const gene of genes) {
        if (gene.variants.length === 0) continue;
        const tolerant = gene.alleles.some(({carries}) => carries.includes(2));
        const assay = wholeAssay(gene);
        const all = carriers(gene);
        const pairsOf = new Map<string, {counts: Int8Array; names: string[]}>();
        for (const [i, a] of all.entries())
          for (const b of all.slice(i)) {
            const counts = Int8Array.from(a.carries, (c, v) => c + b.carries[v]);
            const same = pairsOf.get(counts.join("")) ?? {counts, names: []};
            same.names.push(`${gene.alleles[a.allele].name}/${gene.alleles[b.allele].name}`);
            pairsOf.set(counts.join(""), same);
          }
        for (const {counts, names} of pairsOf.values()) {
          const {outcome, candidates} = callDiplotypes(gene, assay, counts, 2);
          const found = candidates.map(({name}) => name).sort();
          if (tolerant) expect(found, gene.name).toEqual(expect.arrayContaining(names));
          else expect(found, gene.name).toEqual(names.sort());
          expect(outcome, gene.name).toBe(candidates.length === 1 ? "called" : "ambiguous");
          if (names.length === 1) told++;
          else ambiguous++;
        }
      }
      // Nearly all pairs of alleles have genotypes of their own; 99 sets of genotypes belong to several pairs.
      expect({told, ambiguous}).toEqual({told: build === "GRCh37" ? 43_202 : 43_152, ambiguous: 99});
    },
    120_000
  );
});
