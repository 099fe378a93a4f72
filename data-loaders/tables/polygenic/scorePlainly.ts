import type {ScoringFile} from "../../../src/model/polygenic.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {Genotype} from "../countGenotypes.js";

/**
 * The slow and obvious twin of `scorePeople` for additive scores on autosomes without repeated sites: its oracle. Every
 * variant of the score is looked for in every row; palindromic ones are left out, missing genotypes are the cohort's mean.
 */
export function scorePlainly(
  batches: readonly GenotypeBatch[],
  {variants}: ScoringFile,
  included: Uint8Array
): number[] {
  const bases = "ACGT";
  const other = (allele: string): string =>
    allele.length === 1 ? bases[3 - bases.indexOf(allele)] : `no other strand of ${allele}`;
  const sums = Array.from(included, () => 0);
  for (const {chrom, pos, effectAllele, otherAllele, weights} of variants)
    for (const batch of batches)
      for (let row = 0; row < batch.count; ++row) {
        if (batch.chrom[row] !== chrom || batch.pos[row] !== pos || batch.ref[row] === other(batch.alt[row])) continue;
        const named = [effectAllele, other(effectAllele)].indexOf(batch.alt[row]) >= 0 ? "alt" : "ref";
        const pair = [batch.ref[row], batch.alt[row]].sort().join("/");
        if (
          pair !== [effectAllele, otherAllele!].sort().join("/") &&
          pair !== [other(effectAllele), other(otherAllele!)].sort().join("/")
        )
          continue;
        const copies = Array.from(included, (_, person) => {
          const code =
            (batch.genotypes[row * Math.ceil(included.length / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
          if (code === Genotype.missing) return NaN;
          const alt = code === Genotype.homAlt ? 2 : code === Genotype.het ? 1 : 0;
          return named === "alt" ? alt : 2 - alt;
        });
        const known = copies.filter((copy, person) => included[person] && !Number.isNaN(copy));
        const mean = known.reduce((sum, copy) => sum + copy, 0) / known.length;
        if (known.length > 0)
          copies.forEach((copy, person) => (sums[person] += weights[1] * (Number.isNaN(copy) ? mean : copy)));
      }
  return sums.map((sum, person) => (included[person] ? sum : NaN));
}
