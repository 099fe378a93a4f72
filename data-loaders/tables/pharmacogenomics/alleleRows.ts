import {alleleInterval} from "../../../src/kernels/alleleInterval.js";
import type {PgxAlleleRow} from "../../../src/model/pharmacogenomicsTables.js";
import type {GeneCalls} from "./callCohort.js";
import type {GroupedCalls} from "./groupedCalls.js";

/** Frequencies of the alleles that anybody of the group has or may have, in the order of the gene's table. */
export function alleleRows({gene, assay, calls}: GeneCalls, group: string, grouped: GroupedCalls): PgxAlleleRow[] {
  const {people, weights} = grouped;
  const found = gene.alleles.map(() => ({least: 0, most: 0, expected: 0, homozygotes: 0}));
  let [copies, pairs] = [0, 0];
  calls.forEach(({candidates}, call) => {
    if (candidates.length === 0 || people[call] === 0) return;
    copies += people[call] * candidates[0].copies.length;
    if (candidates[0].copies.length === 2) pairs += people[call];
    const alleles = new Set(candidates.flatMap((candidate) => candidate.copies.flat()));
    for (const allele of alleles) {
      const carried = candidates.map((candidate) => candidate.copies.filter((copy) => copy.includes(allele)).length);
      const sum = found[allele];
      sum.least += people[call] * Math.min(...carried);
      sum.most += people[call] * Math.max(...carried);
      carried.forEach((n, k) => {
        sum.expected += people[call] * weights[call][k] * n;
        if (n === 2) sum.homozygotes += people[call] * weights[call][k];
      });
    }
  });
  return gene.alleles.flatMap(({name}, allele) => {
    const {least, most, expected, homozygotes} = found[allele];
    if (most === 0) return [];
    const frequency = expected / copies;
    const homozygous = pairs > 0 ? homozygotes / pairs : frequency * frequency;
    const [low, high] = alleleInterval(frequency, copies, homozygous);
    return [{gene: gene.name, group, whole: assay.whole, allele: name, copies, least, most, frequency, low, high}];
  });
}
