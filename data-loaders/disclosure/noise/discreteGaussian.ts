import type {RandomBits} from "./randomBits.js";

/** The largest σ for which every integer of the sampler, 2σ² at most, stays within 2^53 and is exact as a double. */
export const largestSigma = 2 ** 26;

/**
 * A sample of the discrete Gaussian N_Z(0, σ²): an integer y with probability proportional to exp(-y²/2σ²). Exact:
 * every decision compares integers. `sigma` is an integer in [1, 2^26]; its variance is at most σ² and nearly equal.
 * How long it takes depends on the sample, so it is for loaders and not for answering somebody who holds a watch.
 *
 * Canonne, Kamath & Steinke 2020, The Discrete Gaussian for Differential Privacy, Algorithms 1 to 3, with t = σ.
 */
export function discreteGaussian(sigma: number, bits: RandomBits): number {
  if (!(sigma >= 1 && sigma <= largestSigma) || !Number.isInteger(sigma))
    throw new RangeError(`discrete Gaussian: sigma must be an integer in [1, 2^26], not ${sigma}`);
  return sample(sigma, bits);
}

/** Fills an array with independent samples. Beyond 32σ lies less than 10^-200 of them, so 32 bits hold any. */
export function fillDiscreteGaussian(into: Int32Array | Float64Array, sigma: number, bits: RandomBits): void {
  for (let i = 0; i < into.length; ++i) into[i] = discreteGaussian(sigma, bits);
}

/** Algorithm 3. A discrete Laplace variable of scale σ is |y| = u + σv, u in [0, σ); it is kept with exp(-(|y|-σ)²/2σ²). */
function sample(sigma: number, bits: RandomBits): number {
  for (;;) {
    const u = bits.uniform(sigma);
    if (!bernoulliExp(u, sigma, bits)) continue;
    let v = 0;
    while (bernoulliExp(1, 1, bits)) ++v;
    const negative = bits.uniform(2) === 1;
    if (negative && u === 0 && v === 0) continue;
    if (keep(u, v, sigma, bits)) return negative ? -(u + sigma * v) : u + sigma * v;
  }
}

/**
 * True with probability exp(-(u + σ(v-1))²/2σ²). For v ≥ 1, with w = v-1, the square is u²/2σ² + w·u/σ + w²/2, and an
 * event of probability exp(-a-b) is two independent ones of exp(-a) and exp(-b): so no integer exceeds 2σ², whatever v.
 */
function keep(u: number, v: number, sigma: number, bits: RandomBits): boolean {
  const twiceVariance = 2 * sigma * sigma;
  if (v === 0) return bernoulliExp((sigma - u) * (sigma - u), twiceVariance, bits);
  if (!bernoulliExp(u * u, twiceVariance, bits)) return false;
  const w = v - 1;
  for (let i = 0; i < w; ++i) if (!bernoulliExp(u, sigma, bits)) return false;
  for (let i = 0; i < w * w; ++i) if (!bernoulliExp(1, 2, bits)) return false;
  return true;
}

/**
 * Algorithm 1: true with probability exp(-γ), γ = numerator/denominator in [0, 1]. The k-th event of its row, of
 * probability γ/k, is drawn as two independent ones of 1/k and γ.
 */
function bernoulliExp(numerator: number, denominator: number, bits: RandomBits): boolean {
  let k = 1;
  while ((k === 1 || bits.uniform(k) === 0) && bits.uniform(denominator) < numerator) ++k;
  return k % 2 === 1;
}
