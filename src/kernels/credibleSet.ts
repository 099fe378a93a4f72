import type {Estimate} from "./metaAnalysis.js";

export interface CredibleSet {
  /** Probability of each estimate's variant to be the causal one; 0 where the estimate is unknown. Sums to 1. */
  posterior: number[];
  /** Places of the variants of the set, likeliest first. */
  members: number[];
  /** Sum of the posterior of the set: at least the level asked for. */
  coverage: number;
}

/**
 * The smallest set of variants of a locus that holds the causal one with probability `level`, if exactly one variant is
 * causal, it is among them, and all are as likely beforehand. Unknown estimates (NaN) cannot be members.
 * `priorVariance` is that of the effect, 0.2² for log odds ratios; about (0.15 sd)² suits a trait in units of sd.
 *
 * Wakefield 2009, Genet Epidemiol 33:79; Maller et al. 2012, Nat Genet 44:1294.
 */
export function credibleSet(estimates: readonly Estimate[], priorVariance = 0.04, level = 0.95): CredibleSet {
  const logs = estimates.map((estimate) => logBayesFactor(estimate, priorVariance));
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === -Infinity) return {posterior: logs.map(() => 0), members: [], coverage: 0};
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const posterior = weights.map((weight) => weight / total);
  const order = [...posterior.keys()].filter((i) => posterior[i] > 0).sort((a, b) => posterior[b] - posterior[a]);
  const members: number[] = [];
  let coverage = 0;
  for (const i of order) {
    if (coverage >= level) break;
    members.push(i);
    coverage += posterior[i];
  }
  return {posterior, members, coverage};
}

/**
 * Natural logarithm of the approximate Bayes factor for association against none: above 0 speaks for it. −Infinity where
 * the estimate is unknown.
 */
export function logBayesFactor({beta, se}: Estimate, priorVariance = 0.04): number {
  if (!(Number.isFinite(beta) && Number.isFinite(se) && se > 0)) return -Infinity;
  const variance = se * se;
  const shrinkage = priorVariance / (variance + priorVariance);
  return Math.log1p(-shrinkage) / 2 + ((beta * beta) / variance) * (shrinkage / 2);
}
