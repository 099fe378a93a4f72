/**
 * 200 invented people whose numbers Python makes the same way: with x = 1 and, each time, x = x·16807 mod 2147483647,
 * a normal deviate is the sum of twelve x / 2147483647, less 6. First 200 scores, then 200 covariates, then 200 errors:
 *
 * def z(): return sum(u() for _ in range(12)) - 6
 * s, c, e = ([z() for _ in range(200)] for _ in range(3))
 * y = 0.5*s + 0.3*c + e; b = 0.8*s + 0.3*c + e > 0.7
 */
export function sampleTraits(n = 200): {
  score: Float64Array;
  covariate: Float64Array;
  error: Float64Array;
  trait: Float64Array;
  cases: Float64Array;
} {
  const random = minimalStandard(1);
  const deviates = (): Float64Array =>
    Float64Array.from({length: n}, () => {
      let sum = -6;
      for (let i = 0; i < 12; ++i) sum += random();
      return sum;
    });
  const [score, covariate, error] = [deviates(), deviates(), deviates()];
  return {
    score,
    covariate,
    error,
    trait: score.map((s, i) => 0.5 * s + 0.3 * covariate[i] + error[i]),
    cases: score.map((s, i) => Number(0.8 * s + 0.3 * covariate[i] + error[i] > 0.7))
  };
}

/** Uniform numbers in (0, 1). Park & Miller 1988, Commun ACM 31:1192. */
export function minimalStandard(seed: number): () => number {
  let x = seed;
  return () => (x = (x * 16807) % 2147483647) / 2147483647;
}
