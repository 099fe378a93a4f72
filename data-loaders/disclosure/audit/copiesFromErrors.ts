/**
 * Copies of the rarer allele that were analysed, as standard errors tell them: the inverse square of an error goes with
 * the variance of the genotype, and the factor that all variants share follows from the exact counts of everybody. One
 * number per variant, NaN where an error is. `ac`, `an`: exact counts of the whole group.
 */
export function copiesFromErrors(se: Float64Array, ac: ArrayLike<number>, an: ArrayLike<number>): Float64Array {
  const varianceOf = (i: number): number => ac[i] * (1 - ac[i] / an[i]);
  const factors = Float64Array.from(se, (error, i) => error ** 2 * varianceOf(i))
    .filter(Number.isFinite)
    .sort();
  // Those who lack take away from the variance, so the factor is that of the variants of which they have no copies.
  const factor = factors[Math.floor(factors.length / 50)];
  return se.map((error, i) => {
    const variance = factor / error ** 2;
    // variance = copies × (1 − copies / an), of which the smaller solution is the rarer allele's.
    return (an[i] / 2) * (1 - Math.sqrt(Math.max(0, 1 - (4 * variance) / an[i])));
  });
}
