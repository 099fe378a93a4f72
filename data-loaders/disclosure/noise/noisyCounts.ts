import type {ClippedSums} from "./clippedSums.js";
import {fillDiscreteGaussian, largestSigma} from "./discreteGaussian.js";
import type {RandomBits} from "./randomBits.js";

/** Allele counts as they may be published. */
export interface NoisyCounts {
  /** Copies of `alt`, variants × pools, within [0, an]. */
  ac: Int32Array;
  /** Per pool: twice its people. */
  an: Int32Array;
  /** Per pool: standard deviation of the noise, in allele copies; rounding to whole copies adds a variance of 1/12. */
  noiseSd: Float64Array;
}

/**
 * Adds discrete Gaussian noise to the sums of each pool and turns them into allele counts. A pool's noise has
 * σ = ceil(sensitivity/√(2ρ)) steps of the grid, which is ρ-zCDP (Canonne, Kamath & Steinke 2020) for that pool;
 * nobody is in two pools, so all of them together cost the largest ρ. What follows the noise is post-processing.
 * `frequencies` are those that the sums were centred on; `people` and `rho` are per pool.
 */
export function noisyCounts(
  {variants, pools, grid, sums, sensitivity}: ClippedSums,
  frequencies: Float64Array,
  people: ArrayLike<number>,
  rho: ArrayLike<number>,
  bits: RandomBits
): NoisyCounts {
  if (frequencies.length !== sums.length)
    throw new Error(`${frequencies.length} frequencies for ${variants} variants × ${pools} pools`);
  const ac = new Int32Array(variants * pools);
  const an = Int32Array.from({length: pools}, (_, pool) => 2 * people[pool]);
  const noiseSd = new Float64Array(pools);
  const noise = new Float64Array(variants);
  for (let pool = 0; pool < pools; ++pool) {
    const sigma = noiseSteps(sensitivity[pool], rho[pool]);
    fillDiscreteGaussian(noise, sigma, bits);
    for (let variant = 0; variant < variants; ++variant) {
      const cell = variant * pools + pool;
      const copies = Math.round(an[pool] * frequencies[cell] + (sums[cell] + noise[variant]) / grid);
      ac[cell] = Math.min(an[pool], Math.max(0, copies));
    }
    noiseSd[pool] = sigma / grid;
  }
  noise.fill(0);
  return {ac, an, noiseSd};
}

/** σ of the noise in steps of the grid; rounded up, also where the quotient itself was rounded down to an integer. */
export function noiseSteps(sensitivity: number, rho: number): number {
  if (!(rho > 0 && rho < Infinity)) throw new RangeError(`noise: rho must be above 0, not ${rho}`);
  const sigma = Math.max(1, Math.ceil((sensitivity / Math.sqrt(2 * rho)) * (1 + 2 ** -50)));
  if (!(sigma <= largestSigma))
    throw new RangeError(
      `noise: rho ${rho} needs sigma ${sigma}, at most ${largestSigma} is exact; take a coarser grid`
    );
  return sigma;
}
