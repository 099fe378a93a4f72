/** −log10 of two p-values of an exact test. */
export interface ExactTail {
  /** All outcomes at most as likely as the observed one. */
  minusLog10P: number;
  /** As above, but outcomes exactly as likely as the observed one count half. */
  minusLog10MidP: number;
}

/**
 * Two-sided exact tail of a discrete distribution with one mode over the whole numbers `low`–`high`, of which only the
 * ratio of neighbours is known: `ratio(k)` = P(k + 1) / P(k). Right in the far tail, where p is no double any more.
 */
export function exactTail(observed: number, low: number, high: number, ratio: (k: number) => number): ExactTail {
  // All in units of the probability of the observed outcome; `centre` are the likelier ones, in units of bigᵉˣᵖᵒⁿᵉⁿᵗ.
  let tail = 1;
  let ties = 1;
  let centre = 0;
  let centreExponent = 0;
  for (const step of [1, -1]) {
    let value = 1;
    let exponent = 0;
    let k = observed;
    for (;;) {
      if (step > 0 ? k >= high : k <= low) break;
      const factor = step > 0 ? ratio(k) : 1 / ratio(k - 1);
      value *= factor;
      k += step;
      if (value > big) {
        value /= big;
        exponent++;
        if (exponent > centreExponent) {
          centre /= big;
          centreExponent = exponent;
        }
      } else if (exponent > 0 && value < 1) {
        value *= big;
        exponent--;
      }
      if (exponent === 0 && value <= 1 + tieTolerance) {
        if (value >= 1 - tieTolerance) ties += value;
        tail += value;
        if (factor < 1 && value < tail * negligible) break;
        continue;
      }
      // A smaller exponent after the mode is nothing beside the centre.
      if (exponent === centreExponent) centre += value;
    }
  }
  return {
    minusLog10P: share(tail, centre, centreExponent, 0),
    minusLog10MidP: share(tail, centre, centreExponent, ties)
  };
}

/** −log10 of (tail − ties/2) / (tail + centre). */
function share(tail: number, centre: number, exponent: number, ties: number): number {
  const part = tail - ties / 2;
  if (exponent === 0) return Math.log1p((centre + ties / 2) / part) / Math.LN10;
  return (Math.log(centre) + exponent * Math.log(big) - Math.log(part)) / Math.LN10;
}

/** Outcomes whose probabilities differ by less than this share count as equally likely: rounding of many products. */
const tieTolerance = 1e-11;
const negligible = 2 ** -60;
const big = 2 ** 900;
