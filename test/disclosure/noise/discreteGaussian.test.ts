import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import {describe, expect, it} from "vitest";
import {discreteGaussian, fillDiscreteGaussian} from "../../../data-loaders/disclosure/noise/discreteGaussian.js";
import {cryptoBits, type RandomBits} from "../../../data-loaders/disclosure/noise/randomBits.js";
import {seededBits, seededRandom} from "./seededBits.js";

describe("discreteGaussian(sigma, bits)", () => {
  // Canonne, Kamath & Steinke 2020, Definition 1; chi² per degree of freedom is 1 on average.
  it("fits exp(-y²/2σ²) for σ² = 1, 4, 100 and 2,500", () => {
    const bits = seededBits(1);
    for (const sigma of [1, 2, 10, 50]) {
      const samples = draw(60_000, sigma, bits);
      expect(chiPerDegree(samples, sigma)).toBeLessThan(1.5);
      expect(Math.abs(mean(samples)) / sigma).toBeLessThan(0.02);
      expect(variance(samples) / varianceOf(sigma)).toBeCloseTo(1, 1);
    }
  });

  it("fits with the bits of the operating system", () => {
    expect(chiPerDegree(draw(20_000, 10, cryptoBits()), 10)).toBeLessThan(2.5);
  });

  it("agrees with the paper's algorithm in rational numbers of any size", () => {
    const fast = histogram(draw(20_000, 3, seededBits(2)));
    const slow = histogram(Float64Array.from({length: 20_000}, plainly(3n, seededBits(3))));
    let chi = 0;
    for (let y = -9; y <= 9; ++y) {
      const [a, b] = [fast.get(y) ?? 0, slow.get(y) ?? 0];
      chi += (a - b) ** 2 / (a + b);
    }
    expect(chi / 19).toBeLessThan(1.8);
  });

  // Kolmogorov & Smirnov's distance exceeds 1.95/√n once in a thousand.
  it("is a normal distribution, to the eye, for the σ of a release (600,000) and the largest (2^26)", () => {
    for (const sigma of [600_000, 2 ** 26]) {
      const samples = draw(100_000, sigma, seededBits(4)).sort();
      const distance = samples.reduce(
        (most, y, i) => Math.max(most, Math.abs((i + 0.5) / samples.length - normalCdf(y, 0, sigma))),
        0
      );
      expect(distance).toBeLessThan(1.95 / Math.sqrt(samples.length));
      expect(samples.every(Number.isSafeInteger)).toBe(true);
      expect(new Set(samples.subarray(0, 1000).map((y) => ((y % 7) + 7) % 7)).size).toBe(7);
    }
  });

  it("refuses σ that is no integer, or beyond the range in which doubles are exact", () => {
    for (const sigma of [0, -1, 0.5, 1.5, NaN, 2 ** 26 + 1])
      expect(() => discreteGaussian(sigma, seededBits(1))).toThrow(/2\^26/);
  });

  it("never asks for a random integer above 2σ² or 2^53", () => {
    const bits = seededBits(5);
    let most = 0;
    const watched: RandomBits = {uniform: (n) => ((most = Math.max(most, n)), bits.uniform(n))};
    draw(2000, 2 ** 26, watched);
    expect(most).toBe(2 ** 53);
  });

  // Mironov 2012, On significance of the least significant bits for differential privacy.
  it("does not give the count away, as the textbook's Laplace noise in doubles does for more than half of its outputs", () => {
    const random = seededRandom(6);
    let betrayed = 0;
    for (let i = 0; i < 5000; ++i) {
      const u = Math.floor(random() * 2 ** 27) * 2 ** -27 + random() * 2 ** -27 - 0.5;
      const published = 0 - Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
      if (mayComeFrom(0, published) && !mayComeFrom(1, published)) ++betrayed;
    }
    expect(betrayed / 5000).toBeGreaterThan(0.5);
    // A discrete Gaussian reaches every integer from every integer: what is published rules out no count.
    const published = draw(5000, 1, seededBits(7));
    expect(published.every((y) => Number.isInteger(y) && Number.isInteger(y - 1))).toBe(true);
  });
});

function draw(count: number, sigma: number, bits: RandomBits): Float64Array {
  const samples = new Float64Array(count);
  fillDiscreteGaussian(samples, sigma, bits);
  return samples;
}

function mean(samples: Float64Array): number {
  return samples.reduce((sum, y) => sum + y, 0) / samples.length;
}

function variance(samples: Float64Array): number {
  return samples.reduce((sum, y) => sum + y * y, 0) / samples.length;
}

function histogram(samples: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const y of samples) counts.set(y, (counts.get(y) ?? 0) + 1);
  return counts;
}

function weight(y: number, sigma: number): number {
  return Math.exp(-(y * y) / (2 * sigma * sigma));
}

function sumOver(sigma: number, value: (y: number) => number): number {
  let sum = 0;
  for (let y = -40 * sigma; y <= 40 * sigma; ++y) sum += value(y) * weight(y, sigma);
  return sum;
}

function varianceOf(sigma: number): number {
  return sumOver(sigma, (y) => y * y) / sumOver(sigma, () => 1);
}

function chiPerDegree(samples: Float64Array, sigma: number): number {
  const counts = histogram(samples);
  const total = sumOver(sigma, () => 1);
  let chi = 0;
  let degrees = 0;
  for (let y = -3 * sigma; y <= 3 * sigma; ++y) {
    const expected = (samples.length * weight(y, sigma)) / total;
    if (expected < 5) continue;
    chi += ((counts.get(y) ?? 0) - expected) ** 2 / expected;
    ++degrees;
  }
  return chi / degrees;
}

/** Algorithms 1 to 3 as they are printed, on integers of any size. */
function plainly(sigma: bigint, bits: RandomBits): () => number {
  const uniform = (n: bigint): bigint => BigInt(bits.uniform(Number(n)));
  const bernoulliExp = (numerator: bigint, denominator: bigint): boolean => {
    for (; numerator > denominator; numerator -= denominator) if (!bernoulliExp(1n, 1n)) return false;
    let k = 1n;
    while (uniform(denominator * k) < numerator) ++k;
    return k % 2n === 1n;
  };
  const t = sigma + 1n;
  return () => {
    for (;;) {
      const u = uniform(t);
      if (!bernoulliExp(u, t)) continue;
      let v = 0n;
      while (bernoulliExp(1n, 1n)) ++v;
      const size = u + t * v;
      const negative = uniform(2n) === 1n;
      if (negative && size === 0n) continue;
      const gap = size * t - sigma * sigma;
      if (bernoulliExp(gap * gap, 2n * sigma * sigma * t * t)) return Number(negative ? -size : size);
    }
  };
}

/** Whether count + Laplace noise of scale 1 can be `published`, for any 1 - 2|u| that is a multiple of 2^-53. */
function mayComeFrom(count: number, published: number): boolean {
  const noise = published - count;
  const near = Math.round(Math.exp(-Math.abs(noise)) * 2 ** 53);
  for (let step = -64; step <= 64; ++step) {
    const w = (near + step) * 2 ** -53;
    if (w > 0 && w <= 1 && count + (noise < 0 ? 1 : -1) * Math.log(w) === published) return true;
  }
  return false;
}
