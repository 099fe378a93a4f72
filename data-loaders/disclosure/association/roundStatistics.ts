/** A number to so many significant figures; NaN and infinite ones as they are. */
export function roundFigures(value: number, figures: number): number {
  const size = Math.abs(value);
  if (!(size > 0 && size < Infinity)) return value;
  // Powers of ten are exact up to 10²², and a quotient of two whole numbers is the decimal number nearest to it.
  if (size < 1e-15 || size > 1e15) return Number(value.toPrecision(figures));
  const digits = figures - 1 - Math.floor(Math.log10(size));
  return digits >= 0
    ? Math.round(value * 10 ** digits) / 10 ** digits
    : Math.round(value / 10 ** -digits) * 10 ** -digits;
}

/**
 * The number of people analysed as it is shown: all of the group less a multiple of `base`, the first at or above the
 * truth. It leaves open whether anybody lacks, and up to `base` − 1 who do, however near the truth is to a round number.
 * 0 stays 0: the variant was not tested.
 */
export function shownPeople(people: number, all: number, base: number): number {
  if (people > all) throw new Error("more people were analysed than the group has; nothing is released");
  return people === 0 ? 0 : all - Math.floor((all - people) / base) * base;
}

/** A number of cases as it is shown: the nearest multiple of `base`, at least one where there is anybody. */
export function shownCases(cases: number, base: number): number {
  return cases === 0 ? 0 : Math.max(1, Math.round(cases / base)) * base;
}

/**
 * A frequency as it is shown instead of `ac / an`: the middle of a range that as many copies as the limit and one more
 * fit into, from whichever allele is rarer, so that no difference from another table counts 1 to `limit` copies.
 *
 * The ranges follow from the fewest copies that the shown number of people allows, `people` being that number, so that
 * they do not tell it more exactly; with fewer called, from an eighth less, and so on. The lowest range is twice as wide,
 * since it is known that more than `limit` copies were seen; the highest takes in what is left below one half. NaN where
 * not even one range fits. `ac` and `an - ac` have to be more than `limit`.
 */
export function shownFrequency(ac: number, an: number, people: number, limit: number, base: number): number {
  const whole = copiesAtLeast(an, 2 * (people - base + 1), base);
  const width = (limit + 1) / whole;
  const ranges = Math.floor(whole / (2 * (limit + 1)));
  if (whole <= 0 || ranges < 2) return NaN;
  const range = Math.floor((Math.min(ac, an - ac) * whole) / (an * (limit + 1)));
  const isLowest = range < 2 || ranges === 2;
  const isHighest = range >= ranges - 1 || ranges === 2;
  // Below one width there is nothing to be shown.
  const from = (isLowest ? 1 : isHighest ? ranges - 1 : range) * width;
  const to = isHighest ? 0.5 : isLowest ? 2 * width : (range + 1) * width;
  const frequency = roundFigures((from + to) / 2, 6);
  return 2 * ac <= an ? frequency : 1 - frequency;
}

/** `usual`, or less of it by eighths, and no more than `an`. */
function copiesAtLeast(an: number, usual: number, base: number): number {
  if (an >= usual) return usual;
  const step = Math.max(2 * base, Math.ceil(usual / 8));
  return usual - Math.ceil((usual - an) / step) * step;
}

/**
 * By what an effect and its standard error are multiplied to be as they would be with the shown frequency: both go with
 * the inverse square root of its binomial variance, and would tell the exact one otherwise.
 */
export function effectScale(frequency: number, shown: number): number {
  return Math.sqrt((frequency * (1 - frequency)) / (shown * (1 - shown)));
}
