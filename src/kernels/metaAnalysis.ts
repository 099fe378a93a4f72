import {chiSquaredMinusLog10P, normalMinusLog10P, studentOfMinusLog10P} from "./tails.js";

/** An effect (log odds ratio, or unit of the trait, per allele) and its standard error. */
export interface Estimate {
  beta: number;
  se: number;
}

export interface MetaAnalysis {
  /** Estimates used: those with a finite effect and a standard error above 0. */
  k: number;
  /** Fixed effect, weighted by inverse variance. */
  beta: number;
  se: number;
  minusLog10P: number;
  /** Cochran's Q, χ² with k − 1 degrees of freedom where all estimates share one effect. */
  q: number;
  minusLog10PHet: number;
  /** Share of the variation between estimates that chance does not explain, 0–1, with a 95 % interval from the test. */
  i2: number;
  i2Interval: [low: number, high: number];
  /** Variance of the effects between estimates, by DerSimonian and Laird. */
  tau2: number;
  betaRandom: number;
  seRandom: number;
  minusLog10PRandom: number;
  /** Where the effect in one more group lies with 95 %; not a number for fewer than three estimates. */
  predictionInterval: [low: number, high: number];
}

/**
 * Combines estimates of one effect by independent groups, with one fixed and with random effects.
 * Unknown estimates (a withheld effect as NaN) are left out. Everything is NaN without estimates; what tells
 * heterogeneity is NaN with one.
 *
 * Cochran 1954, Biometrics 10:101; DerSimonian & Laird 1986, Control Clin Trials 7:177; I² and its interval: Higgins &
 * Thompson 2002, Stat Med 21:1539; prediction: Higgins, Thompson & Spiegelhalter 2009, J R Stat Soc A 172:137.
 */
export function metaAnalysis(estimates: readonly Estimate[]): MetaAnalysis {
  const known = estimates.filter(({beta, se}) => Number.isFinite(beta) && Number.isFinite(se) && se > 0);
  const k = known.length;
  const weights = known.map(({se}) => 1 / (se * se));
  const fixed = pooled(known, weights);
  const q = k === 0 ? NaN : sum(known.map(({beta}, i) => weights[i] * (beta - fixed.beta) ** 2));
  const total = sum(weights);
  const scale = total - sum(weights.map((weight) => weight * weight)) / total;
  const tau2 = k < 2 ? (k === 1 ? 0 : NaN) : Math.max(0, (q - (k - 1)) / scale);
  const random = pooled(
    known,
    known.map(({se}) => 1 / (se * se + tau2))
  );
  return {
    k,
    ...fixed,
    minusLog10P: normalMinusLog10P(fixed.beta / fixed.se),
    q,
    minusLog10PHet: chiSquaredMinusLog10P(q, k - 1),
    i2: k < 2 ? NaN : inconsistency(Math.sqrt(q / (k - 1))),
    i2Interval: inconsistencyInterval(q, k),
    tau2,
    betaRandom: random.beta,
    seRandom: random.se,
    minusLog10PRandom: normalMinusLog10P(random.beta / random.se),
    predictionInterval: predictionInterval(random, tau2, k)
  };
}

function pooled(estimates: readonly Estimate[], weights: readonly number[]): Estimate {
  const total = sum(weights);
  return {beta: sum(estimates.map(({beta}, i) => beta * weights[i])) / total, se: Math.sqrt(1 / total)};
}

/** I² of H, the root of Q over its degrees of freedom. */
function inconsistency(h: number): number {
  return h > 1 ? 1 - 1 / (h * h) : 0;
}

function inconsistencyInterval(q: number, k: number): [low: number, high: number] {
  if (k < 2 || (k === 2 && q <= 2)) return [NaN, NaN];
  const logH = Math.log(q / (k - 1)) / 2;
  const se =
    q > k ? logH / (Math.sqrt(2 * q) - Math.sqrt(2 * k - 3)) : Math.sqrt((1 - 1 / (3 * (k - 2) ** 2)) / (2 * (k - 2)));
  return [inconsistency(Math.exp(logH - z95 * se)), inconsistency(Math.exp(logH + z95 * se))];
}

function predictionInterval({beta, se}: Estimate, tau2: number, k: number): [low: number, high: number] {
  if (k < 3) return [NaN, NaN];
  const half = studentOfMinusLog10P(-Math.log10(0.05), k - 2) * Math.sqrt(tau2 + se * se);
  return [beta - half, beta + half];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
