/**
 * Sum of the relative probabilities of those of the outcomes `low`–`high` that are at most as likely as the observed one.
 * `logRelative(k)` is the logarithm of P(k) over that of the observed outcome; it rises up to `mode` and then falls.
 * Of a distribution over many rows this is the part of one; `sum` is what the rows before it gave, and terms that do not
 * change it any more are left out. Each end costs a search by halving and the few terms that matter.
 */
export function unlikelyMass(
  low: number,
  high: number,
  mode: number,
  logRelative: (k: number) => number,
  sum: number
): {mass: number; ties: number} {
  const atMost = (k: number): boolean => logRelative(k) <= tieTolerance;
  const middle = Math.min(high, Math.max(low, mode));
  let mass = 0;
  let ties = 0;
  const add = (k: number): boolean => {
    const log = logRelative(k);
    const term = Math.exp(log);
    mass += term;
    if (log >= -tieTolerance) ties += term;
    return term < (sum + mass) * negligible;
  };
  for (let k = lastWhere(low, middle - 1, atMost); k >= low; k--) if (add(k)) break;
  for (let k = firstWhere(middle, high, atMost); k <= high; k++) if (add(k)) break;
  return {mass, ties};
}

/** Outcomes whose logarithms of probability differ by less count as equally likely: rounding of large logarithms. */
const tieTolerance = 1e-8;
const negligible = 2 ** -60;

/** The last of `low`–`high` that holds, where all before it hold; low − 1 where none does. */
function lastWhere(low: number, high: number, holds: (k: number) => boolean): number {
  let [inside, outside] = [low - 1, high + 1];
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** The first of `low`–`high` that holds, where all after it hold; high + 1 where none does. */
function firstWhere(low: number, high: number, holds: (k: number) => boolean): number {
  return lastWhere(low, high, (k) => !holds(k)) + 1;
}
