/**
 * ACRO's published defaults. `threshold`: people a cell needs; `degreesOfFreedom`: what a model needs; `nkN`, `nkK`,
 * `pRatio`: see below; `roundBase`: for its mitigation by rounding.
 *
 * AI-SDC, ACRO, acro/default.yaml and acro/acro_tables.py.
 */
export const acroDefaults = {
  threshold: 10,
  degreesOfFreedom: 10,
  nkN: 2,
  nkK: 0.9,
  pRatio: 0.1,
  zerosAreDisclosive: true,
  roundBase: 5
} as const;

/** Whether the `n` largest contributions (none negative) are more than the share `k` of all; never where all are 0. */
export function dominates(
  values: readonly number[],
  n: number = acroDefaults.nkN,
  k: number = acroDefaults.nkK
): boolean {
  const sorted = descending(values);
  const total = sumOf(sorted);
  return total > 0 && sumOf(sorted.slice(0, n)) / total > k;
}

/**
 * Whether the second largest contributor could work out the largest contribution too well: all but the two largest are
 * less than the share `p` of the largest. One contribution, or none above 0, fails, as zeros are disclosive.
 */
export function pRatioFails(values: readonly number[], p: number = acroDefaults.pRatio): boolean {
  const [largest = 0, , ...rest] = descending(values);
  if (values.length <= 1 || largest <= 0) return acroDefaults.zerosAreDisclosive;
  return sumOf(rest) / largest < p;
}

/** Whether a model has too few observations beyond its parameters: residual degrees of freedom below the minimum. */
export function degreesOfFreedomTooFew(
  observations: number,
  parameters: number,
  least: number = acroDefaults.degreesOfFreedom
): boolean {
  return observations - parameters < least;
}

function descending(values: readonly number[]): number[] {
  if (values.some((value) => !(value >= 0)))
    throw new RangeError("dominance is defined for contributions of 0 or more");
  return [...values].sort((a, b) => b - a);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
