/**
 * r² of two variants from the nine counts of their genotypes, row by row of copies (0, 1, 2) at the first, by the most
 * likely frequencies of haplotypes under random mating. NaN where one of them does not vary. People of several
 * ancestries do not mate at random: there the correlation of genotypes says more.
 *
 * Excoffier & Slatkin 1995, Mol Biol Evol 12:921; what plink1.9 --clump and --r2 dprime use.
 */
export function haplotypeCorrelation(counts: ArrayLike<number>): number {
  const n = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const at = (a: number, b: number): number => counts[3 * a + b];
  const p = (2 * (at(2, 0) + at(2, 1) + at(2, 2)) + at(1, 0) + at(1, 1) + at(1, 2)) / (2 * n);
  const q = (2 * (at(0, 2) + at(1, 2) + at(2, 2)) + at(0, 1) + at(1, 1) + at(2, 1)) / (2 * n);
  if (!(p > 0 && p < 1 && q > 0 && q < 1)) return NaN;
  const known = 2 * at(2, 2) + at(2, 1) + at(1, 2);
  const doubleHet = at(1, 1);
  let both = p * q;
  // Of the double heterozygotes, some have both alternate alleles on one chromosome.
  for (let iteration = 0; iteration < 1000; ++iteration) {
    const coupled = both * (1 - p - q + both);
    const total = coupled + (p - both) * (q - both);
    const next = (known + doubleHet * (total > 0 ? coupled / total : 0.5)) / (2 * n);
    const change = Math.abs(next - both);
    both = next;
    if (change < 1e-12) break;
  }
  return (both - p * q) ** 2 / (p * (1 - p) * q * (1 - q));
}
