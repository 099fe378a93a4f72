import {chiSquaredMinusLog10P} from "./tails.js";

/** A χ² statistic with its degrees of freedom. */
export interface ChiSquared {
  chiSquared: number;
  df: number;
  minusLog10P: number;
}

/**
 * Pearson's test that rows and columns of a table of counts are independent, without continuity correction.
 * Empty rows and columns tell nothing and cost no degree of freedom; NaN where fewer than two of either are left.
 *
 * Pearson 1900, Phil Mag 50:157; the same as plink1.9 --assoc on alleles and --model GENO, DOM, REC.
 */
export function pearson(counts: readonly (readonly number[])[]): ChiSquared {
  const rows = counts.map(sum);
  const columns = (counts[0] ?? []).map((_, column) => sum(counts.map((row) => row[column])));
  const n = sum(rows);
  const df = (rows.filter((total) => total > 0).length - 1) * (columns.filter((total) => total > 0).length - 1);
  if (!(n > 0) || df < 1) return {chiSquared: NaN, df: 0, minusLog10P: NaN};
  let chiSquared = 0;
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const expected = (rows[i] * columns[j]) / n;
      if (expected > 0) chiSquared += (count - expected) ** 2 / expected;
    })
  );
  return {chiSquared, df, minusLog10P: chiSquaredMinusLog10P(chiSquared, df)};
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
