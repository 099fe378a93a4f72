import type {CaseControlTable} from "./mantelHaenszel.js";

/**
 * Conditional maximum likelihood estimate of the odds ratio of a 2 × 2 table given its margins, and the exact 95 %
 * interval; right for small counts, where Woolf's is not. 0 or Infinity at the edge of what the margins allow, NaN
 * where they allow one table only.
 *
 * Fisher's noncentral hypergeometric distribution, as in R's fisher.test; Cornfield 1956, Proc 3rd Berkeley Symp 4:135.
 */
export function exactOddsRatio({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): {
  oddsRatio: number;
  interval: [low: number, high: number];
} {
  const cases = caseAlt + caseRef;
  const alt = caseAlt + controlAlt;
  const low = Math.max(0, alt - controlAlt - controlRef);
  const high = Math.min(cases, alt);
  if (!(high > low)) return {oddsRatio: NaN, interval: [NaN, NaN]};
  // Logarithms of the central hypergeometric probabilities, up to a constant.
  const weights = [0];
  for (let a = low; a < high; a++) {
    const step = ((cases - a) / (a + 1)) * ((alt - a) / (controlRef - caseAlt + a + 1));
    weights.push(weights[a - low] + Math.log(step));
  }
  const observed = caseAlt - low;
  const last = high - low;
  const find = (share: (probabilities: number[]) => number, target: number): number =>
    Math.exp(increasingRoot((logRatio) => share(probabilitiesAt(weights, logRatio)) - target));
  return {
    oddsRatio: observed === 0 ? 0 : observed === last ? Infinity : find(mean, observed),
    interval: [
      observed === 0 ? 0 : find((p) => sum(p.slice(observed)), 0.025),
      observed === last ? Infinity : find((p) => -sum(p.slice(0, observed + 1)), -0.025)
    ]
  };
}

function probabilitiesAt(weights: readonly number[], logRatio: number): number[] {
  const logs = weights.map((weight, a) => weight + a * logRatio);
  const most = logs.reduce((a, b) => Math.max(a, b));
  const values = logs.map((log) => Math.exp(log - most));
  const total = sum(values);
  return values.map((value) => value / total);
}

function mean(probabilities: readonly number[]): number {
  return sum(probabilities.map((p, a) => p * a));
}

/** Where an increasing function crosses 0, by halving; the logarithm of an odds ratio of counts is within ±60. */
function increasingRoot(f: (x: number) => number): number {
  let [low, high] = [-60, 60];
  for (;;) {
    const middle = (low + high) / 2;
    if (high - low < 1e-14 * Math.max(1, Math.abs(middle))) return middle;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
