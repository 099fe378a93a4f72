/** A block of data, such as a stretch of genome: how much of the data it holds, and the estimate from all others. */
export interface LeftOutBlock {
  /** Above 0, such as the variants in it. */
  weight: number;
  withoutIt: number;
}

/**
 * Standard error of an estimate from blocks that are as good as independent of each other, of unequal size: the weighted
 * delete-m jackknife. NaN for fewer than two blocks.
 *
 * Busing, Meijer & van der Leeden 1999, Stat Comput 9:3; for F_ST see Bhatia et al. 2013, Genome Res 23:1514.
 */
export function blockJackknife(estimate: number, blocks: readonly LeftOutBlock[]): number {
  const known = blocks.filter(({weight}) => weight > 0);
  const count = known.length;
  if (count < 2) return NaN;
  const total = known.reduce((sum, {weight}) => sum + weight, 0);
  const mean = known.reduce((sum, {weight, withoutIt}) => sum + (1 - weight / total) * withoutIt, 0);
  const centre = count * estimate - mean;
  const variance = known.reduce((sum, {weight, withoutIt}) => {
    const times = total / weight;
    const pseudo = times * estimate - (times - 1) * withoutIt;
    return sum + (pseudo - centre) ** 2 / (times - 1);
  }, 0);
  return Math.sqrt(variance / count);
}
