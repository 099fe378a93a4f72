/**
 * Hudson's F_ST between two populations over many variants, as the ratio of averages, from allele frequencies and
 * numbers of chromosomes (Infinity = the frequencies are exact).
 *
 * Bhatia et al. 2013, Genome Res 23:1514, equation 10.
 */
export function hudsonFst(
  p: readonly number[],
  q: readonly number[],
  chromosomes: readonly [number, number] = [Infinity, Infinity]
): number {
  let numerator = 0;
  let denominator = 0;
  p.forEach((a, i) => {
    const b = q[i];
    numerator += (a - b) ** 2 - (a * (1 - a)) / (chromosomes[0] - 1) - (b * (1 - b)) / (chromosomes[1] - 1);
    denominator += a * (1 - b) + b * (1 - a);
  });
  return numerator / denominator;
}
