import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  clipNorm,
  clippedSums,
  type ClippedSums,
  type PooledGenotypes
} from "../../../data-loaders/disclosure/noise/clippedSums.js";
import {packGenotypes} from "./packGenotypes.js";

const [homAlt, missing, het, homRef] = [0, 1, 2, 3];

describe("clippedSums(input, clip, grid)", () => {
  it("adds up centred genotypes in steps of the grid; a missing call adds nothing", () => {
    const genotypes = packGenotypes([homAlt, het, homRef, missing, homRef, het, homRef, het], 2, 4);
    const input = {genotypes, variants: 2, people: 4, poolOf: Int16Array.of(0, 0, 0, 0), pools: 1};
    const {sums, clipped} = clippedSums({...input, frequencies: Float64Array.of(0.25, 0.5)}, [10], 100);
    // (2 - .5) + (1 - .5) + (0 - .5) = 1.5 and (0 - 1) + (1 - 1) + (0 - 1) + (1 - 1) = -2
    expect([...sums]).toEqual([150, -200]);
    expect([...clipped]).toEqual([0]);
  });

  it("scales people beyond the clip down to it, and leaves those within as they are", () => {
    // Norms of 1.5 copies (the first) and 0.5.
    const genotypes = packGenotypes([homAlt, homRef], 1, 2);
    const input = {genotypes, variants: 1, people: 2, poolOf: Int16Array.of(0, 1), pools: 2};
    const at = (clip: number[]) => clippedSums({...input, frequencies: Float64Array.of(0.25, 0.25)}, clip, 1000);
    expect([...at([1.6, 0.6]).sums]).toEqual([1500, -500]);
    expect([...at([1, 0.6]).sums]).toEqual([1000, -500]);
    expect([...at([1, 0.4]).sums]).toEqual([1000, -400]);
    expect([...at([1, 0.6]).clipped]).toEqual([1, 0]);
    // ceil(1000 · 1 + √1/2), ceil(1000 · 0.6 + √1/2)
    expect([...at([1, 0.6]).sensitivity]).toEqual([1001, 601]);
  });

  it("agrees with its slow twin", () => {
    fc.assert(
      fc.property(cases, ({input, clip, grid}) => {
        expect(clippedSums(input, clip, grid)).toEqual(plainly(input, clip, grid));
      }),
      {numRuns: 200}
    );
  });

  it("moves nobody's pool by more than the sensitivity, whoever is left out", () => {
    fc.assert(
      fc.property(cases, ({input, clip, grid}) => {
        const {sums, sensitivity} = clippedSums(input, clip, grid);
        for (let person = 0; person < input.people; ++person) {
          const poolOf = input.poolOf.map((pool, other) => (other === person ? -1 : pool));
          const without = clippedSums({...input, poolOf}, clip, grid);
          const moved = new Float64Array(input.pools);
          sums.forEach((sum, cell) => (moved[cell % input.pools] += (sum - without.sums[cell]) ** 2));
          moved.forEach((square, pool) => expect(square).toBeLessThanOrEqual(sensitivity[pool] ** 2));
        }
      }),
      {numRuns: 100}
    );
  });

  it("gives sums that are whole numbers, and refuses input that does not fit together", () => {
    const input: PooledGenotypes = {
      genotypes: packGenotypes([het, homAlt], 1, 2),
      variants: 1,
      people: 2,
      poolOf: Int16Array.of(0, 0),
      pools: 1,
      frequencies: Float64Array.of(1 / 3)
    };
    expect(clippedSums(input, [0.123]).sums.every(Number.isInteger)).toBe(true);
    expect(() => clippedSums({...input, frequencies: Float64Array.of(0.1, 0.2)}, [1])).toThrow("2 frequencies");
    expect(() => clippedSums({...input, frequencies: Float64Array.of(NaN)}, [1])).toThrow("frequency must be");
    expect(() => clippedSums({...input, poolOf: Int16Array.of(0)}, [1])).toThrow("pools of 1 people");
    expect(() => clippedSums({...input, genotypes: new Uint8Array(0)}, [1])).toThrow("0 bytes");
    expect(() => clippedSums(input, [0])).toThrow("clip of pool 0");
    expect(() => clippedSums(input, [NaN])).toThrow("clip of pool 0");
    expect(() => clippedSums(input, [1], 2 ** 52)).toThrow("below 2^53");
  });

  it("clipNorm(frequencies) is 1.1 times the expected norm", () => {
    expect(clipNorm([0.5, 0.5])).toBeCloseTo(1.1, 12);
    expect(clipNorm([0.1, 0.2, 0.3])).toBeCloseTo(1.1 * Math.sqrt(0.18 + 0.32 + 0.42), 12);
  });
});

const cases = fc
  .record({variants: fc.integer({min: 1, max: 40}), people: fc.integer({min: 1, max: 13})})
  .chain(({variants, people}) =>
    fc
      .record({
        codes: fc.array(fc.integer({min: 0, max: 3}), {minLength: variants * people, maxLength: variants * people}),
        poolOf: fc.array(fc.integer({min: -1, max: 1}), {minLength: people, maxLength: people}),
        frequencies: fc.array(fc.double({min: 0, max: 1, noNaN: true}), {
          minLength: variants * 2,
          maxLength: variants * 2
        }),
        clip: fc.array(fc.double({min: 0.01, max: 8, noNaN: true}), {minLength: 2, maxLength: 2}),
        grid: fc.constantFrom(1, 3, 64, 4096)
      })
      .map(({codes, poolOf, frequencies, clip, grid}) => ({
        input: {
          genotypes: packGenotypes(codes, variants, people),
          variants,
          people,
          poolOf: Int16Array.from(poolOf),
          pools: 2,
          frequencies: Float64Array.from(frequencies)
        },
        clip,
        grid
      }))
  );

/** One person at a time, the norm first. */
function plainly(input: PooledGenotypes, clip: number[], grid: number): ClippedSums {
  const {genotypes, variants, people, poolOf, pools, frequencies} = input;
  const sums = new Float64Array(variants * pools);
  const clipped = new Int32Array(pools);
  for (let person = 0; person < people; ++person) {
    const pool = poolOf[person];
    if (pool < 0) continue;
    const centred = Array.from({length: variants}, (_, variant) => {
      const byte = genotypes[variant * Math.ceil(people / 4) + Math.floor(person / 4)];
      const copies = {[homAlt]: 2, [het]: 1, [homRef]: 0}[Math.floor(byte / 4 ** (person % 4)) % 4];
      return copies === undefined ? 0 : copies - 2 * frequencies[variant * pools + pool];
    });
    const norm = Math.sqrt(centred.reduce((sum, x) => sum + x ** 2, 0));
    const limit = clip[pool] * (1 - 2 ** -30);
    const scale = norm > limit ? (grid * limit) / norm : grid;
    if (norm > limit) ++clipped[pool];
    centred.forEach((x, variant) => (sums[variant * pools + pool] += Math.round(scale * x)));
  }
  const sensitivity = Float64Array.from(clip, (c) => Math.ceil(grid * c + Math.sqrt(variants) / 2));
  return {variants, pools, grid, sums, clipped, sensitivity};
}
