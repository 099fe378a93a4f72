import {randomBeta} from "d3-random";
import {describe, expect, it} from "vitest";
import {clipNorm, clippedSums, type ClippedSums} from "../../../data-loaders/disclosure/noise/clippedSums.js";
import {noiseSteps, noisyCounts} from "../../../data-loaders/disclosure/noise/noisyCounts.js";
import {packGenotypes} from "./packGenotypes.js";
import {seededBits, seededRandom} from "./seededBits.js";

describe("noisyCounts(sums, frequencies, people, rho, bits)", () => {
  const variants = 20_000;
  const nothing: ClippedSums = {
    variants,
    pools: 2,
    grid: 4096,
    sums: new Float64Array(2 * variants),
    clipped: new Int32Array(2),
    sensitivity: Float64Array.of(4096 * 50, 4096 * 50)
  };
  const half = new Float64Array(2 * variants).fill(0.5);

  it("adds noise of √(variance) = sensitivity/√(2ρ) to each pool and says how much", () => {
    const {ac, an, noiseSd} = noisyCounts(nothing, half, [10_000, 20_000], [0.066, 0.0158], seededBits(1));
    expect([...an]).toEqual([20_000, 40_000]);
    // c/√(2ρ) = 50/.3633, 50/.1778
    expect(noiseSd[0]).toBeCloseTo(137.6, 1);
    expect(noiseSd[1]).toBeCloseTo(281.3, 1);
    for (const pool of [0, 1]) {
      const noise = Array.from({length: variants}, (_, variant) => ac[2 * variant + pool] - an[pool] / 2);
      const sd = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / variants);
      expect(sd / noiseSd[pool]).toBeCloseTo(1, 1);
      expect(Math.abs(noise.reduce((sum, x) => sum + x, 0) / variants)).toBeLessThan(noiseSd[pool] / 30);
    }
  });

  it("keeps counts within 0 and an", () => {
    const {ac, an} = noisyCounts(nothing, half, [20, 20], [0.0158, 0.0158], seededBits(2));
    expect(Math.min(...ac)).toBe(0);
    expect(Math.max(...ac)).toBe(an[0]);
  });

  it("refuses ρ that is not above 0", () => {
    for (const rho of [0, -0.1, NaN, Infinity])
      expect(() => noisyCounts(nothing, half, [20, 20], [0.1, rho], seededBits(3))).toThrow("rho must be above 0");
  });

  it("refuses a ρ so small that the noise would not be exact", () => {
    expect(noiseSteps(2 ** 18, 2 ** -16)).toBeLessThan(2 ** 26);
    expect(() => noiseSteps(2 ** 18, 2 ** -20)).toThrow("coarser grid");
  });

  it("noiseSteps(sensitivity, rho) is never below sensitivity/√(2ρ)", () => {
    expect(noiseSteps(100, 0.5)).toBe(101);
    expect(noiseSteps(1000, 0.066)).toBe(2753);
    for (let rho = 0.001; rho < 2; rho += 0.001)
      expect(2 * rho * noiseSteps(12_345, rho) ** 2).toBeGreaterThanOrEqual(12_345 ** 2);
  });
});

describe("an attack with the optimal linear score on noisy counts of five ancestries", () => {
  // 1000 Genomes, phase 3; people simulated as Balding & Nichols do, F_st in the same order.
  const sizes = [661, 347, 504, 503, 489];
  const fst = [0.08, 0.06, 0.12, 0.1, 0.08];

  // Simulated separately in numpy: ρ = .066: .587 and .095; ρ = .0158: .545 and .073.
  it("finds 9.5 % of members where 5 others are mistaken for one, at ρ = 0.066, and 7 % at ρ = 0.0158", () => {
    const relaxed = attacked(0.3633 ** 2 / 2, 5);
    expect(Math.abs(relaxed.auc - 0.587)).toBeLessThan(0.02);
    expect(Math.abs(relaxed.tpr - 0.095)).toBeLessThan(0.02);
    const strict = attacked(0.1777 ** 2 / 2, 5);
    expect(Math.abs(strict.auc - 0.545)).toBeLessThan(0.02);
    expect(Math.abs(strict.tpr - 0.07)).toBeLessThan(0.02);
    expect(relaxed.clipped + strict.clipped).toBeLessThan(0.005);
  });

  function attacked(rho: number, runs: number): {auc: number; tpr: number; clipped: number} {
    const random = seededRandom(21);
    const variants = 1000;
    const sum = {auc: 0, tpr: 0, clipped: 0, weight: 0};
    for (let run = 0; run < runs; ++run) {
      const ancestral = Array.from({length: variants}, () => 0.05 * 10 ** random());
      sizes.forEach((people, k) => {
        const frequencies = Float64Array.from(ancestral, (f) => {
          const spread = (1 - fst[k]) / fst[k];
          return randomBeta.source(random)(f * spread, (1 - f) * spread)();
        });
        const codes = Uint8Array.from({length: variants * people}, (_, i) => {
          const p = frequencies[Math.floor(i / people)];
          return [3, 2, 0][Number(random() < p) + Number(random() < p)];
        });
        const input = {
          genotypes: packGenotypes(codes, variants, people),
          variants,
          people,
          poolOf: new Int16Array(people),
          pools: 1,
          frequencies
        };
        const sums = clippedSums(input, [clipNorm(frequencies)]);
        const {ac, an, noiseSd} = noisyCounts(sums, frequencies, [people], [rho], seededBits(run * 10 + k));
        const weights = frequencies.map((p, j) => (ac[j] - an[0] * p) / (an[0] * p * (1 - p) + noiseSd[0] ** 2) || 0);
        const members = new Float64Array(people);
        const others = new Float64Array(people);
        for (let j = 0; j < variants; ++j)
          for (let i = 0; i < people; ++i) {
            const p = frequencies[j];
            members[i] += weights[j] * ([2, 0, 1, 0][codes[j * people + i]] - 2 * p);
            others[i] += weights[j] * (Number(random() < p) + Number(random() < p) - 2 * p);
          }
        sum.auc += people * areaUnderCurve(members, others);
        sum.tpr += people * found(members, others, 0.05);
        sum.clipped += sums.clipped[0];
        sum.weight += people;
      });
    }
    return {auc: sum.auc / sum.weight, tpr: sum.tpr / sum.weight, clipped: sum.clipped / sum.weight};
  }
});

function areaUnderCurve(members: Float64Array, others: Float64Array): number {
  let above = 0;
  for (const a of members) for (const b of others) above += a > b ? 1 : 0;
  return above / members.length / others.length;
}

function found(members: Float64Array, others: Float64Array, fpr: number): number {
  const threshold = others.toSorted()[Math.ceil(others.length * (1 - fpr)) - 1];
  return members.filter((score) => score > threshold).length / members.length;
}
