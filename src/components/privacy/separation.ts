/*
 * How well members and others can be told apart by anybody, from what was spent of the budget.
 * A release of ρ-zero-concentrated differential privacy by Gaussian noise lets no test separate the two scores by more
 * than d′ = √(2ρ) standard deviations: the area under its curve is Φ(d′/√2) = Φ(√ρ) at most.
 */

/** Largest area under an attack's curve that ρ allows, 0.5 = guessing. */
export function aucOfRho(rho: number): number {
  return normalCdf(Math.sqrt(Math.max(0, rho)));
}

/** Largest share of members found at a false-positive rate between 0 and 1. */
export function tprOfRho(rho: number, fpr: number): number {
  return normalCdf(Math.sqrt(2 * Math.max(0, rho)) + normalQuantile(fpr));
}

/**
 * Standard normal distribution function, to 10⁻⁷, which is more than any page shows.
 * Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 7.1.26 (error 1.5 × 10⁻⁷).
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (sum * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** By bisection: it is asked for a few values a page. */
function normalQuantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
