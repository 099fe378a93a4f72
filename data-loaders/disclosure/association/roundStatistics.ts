/** A number to so many significant figures; NaN and infinite ones as they are. */
export function roundFigures(value: number, figures: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(figures)) : value;
}

/** The nearest multiple of `base`, at least one where there is anybody. */
export function roundPeople(people: number, base: number): number {
  return people === 0 ? 0 : Math.max(1, Math.round(people / base)) * base;
}

/**
 * A frequency as it is shown instead of `ac / an`: the middle of a range that as many copies as the limit and one more
 * fit into, from whichever allele is rarer, so that no difference from another table counts 1 to `limit` copies.
 *
 * The ranges follow from `an` down to a multiple of two of `base` copies, as exactly as numbers of people are shown. The
 * lowest is twice as wide, since it is known that more than `limit` copies were seen; the highest takes in what is left
 * below one half. NaN where not even one range fits. `ac` and `an - ac` have to be more than `limit`.
 */
export function shownFrequency(ac: number, an: number, limit: number, base: number): number {
  const whole = Math.floor(an / (2 * base)) * 2 * base;
  const width = (limit + 1) / whole;
  const ranges = Math.floor(whole / (2 * (limit + 1)));
  if (whole === 0 || ranges < 2) return NaN;
  const range = Math.floor((Math.min(ac, an - ac) * whole) / (an * (limit + 1)));
  const isLowest = range < 2 || ranges === 2;
  const isHighest = range >= ranges - 1 || ranges === 2;
  // Below one width there is nothing to be shown.
  const from = (isLowest ? 1 : isHighest ? ranges - 1 : range) * width;
  const to = isHighest ? 0.5 : isLowest ? 2 * width : (range + 1) * width;
  const frequency = roundFigures((from + to) / 2, 6);
  return 2 * ac <= an ? frequency : 1 - frequency;
}

/**
 * By what an effect and its standard error are multiplied to be as they would be with the shown frequency: both go with
 * the inverse square root of its binomial variance, and would tell the exact one otherwise.
 */
export function effectScale(frequency: number, shown: number): number {
  return Math.sqrt((frequency * (1 - frequency)) / (shown * (1 - shown)));
}
