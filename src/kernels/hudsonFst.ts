/** Alleles of one variant in two groups: alternate alleles counted (AC) among the alleles called (AN). */
export interface TwoGroupAlleles {
  alleleCount1: number;
  alleleNumber1: number;
  alleleCount2: number;
  alleleNumber2: number;
}

/**
 * Hudson's F_ST between two groups over many variants, as the ratio of sums (not the mean of ratios, which rare variants
 * pull down). Variants with fewer than two called alleles in a group are left out; NaN without differences in either.
 * Slightly negative where the groups do not differ.
 *
 * Hudson, Slatkin & Maddison 1992, Genetics 132:583, estimated as in Bhatia et al. 2013, Genome Res 23:1514; the same as
 * plink2 --fst method=hudson.
 */
export function hudsonFst(variants: Iterable<TwoGroupAlleles>): number {
  let between = 0;
  let total = 0;
  for (const variant of variants) {
    const parts = hudsonParts(variant);
    if (!parts) continue;
    between += parts.between;
    total += parts.total;
  }
  return between / total;
}

/** What one variant adds to the two sums whose ratio is Hudson's F_ST; null where it is left out. */
export function hudsonParts({
  alleleCount1,
  alleleNumber1,
  alleleCount2,
  alleleNumber2
}: TwoGroupAlleles): {between: number; total: number} | null {
  if (!(alleleNumber1 > 1 && alleleNumber2 > 1)) return null;
  const p1 = alleleCount1 / alleleNumber1;
  const p2 = alleleCount2 / alleleNumber2;
  return {
    between: (p1 - p2) ** 2 - (p1 * (1 - p1)) / (alleleNumber1 - 1) - (p2 * (1 - p2)) / (alleleNumber2 - 1),
    total: p1 * (1 - p2) + p2 * (1 - p1)
  };
}
