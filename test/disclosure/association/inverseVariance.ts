import type {MetaAnalysis} from "../../../data-loaders/disclosure/association/hideAssociation.js";

/** A fixed-effect meta-analysis in three lines, for tests; p by its leading term. */
export function inverseVariance(beta: readonly number[], se: readonly number[]): MetaAnalysis {
  const weights = se.map((s) => 1 / s ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const mean = weights.reduce((total, weight, g) => total + weight * beta[g], 0) / sum;
  const z = mean * Math.sqrt(sum);
  return {
    beta: mean,
    se: 1 / Math.sqrt(sum),
    z,
    minusLog10P: (z * z) / 2 / Math.LN10,
    i2: 0,
    minusLog10PHet: 0,
    betaRandom: mean,
    seRandom: 1 / Math.sqrt(sum)
  };
}
