import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {GenotypeCode} from "../../data-loaders/disclosure/audit/genotypeCode.js";
import {drawGenotypes} from "../../data-loaders/disclosure/audit/nonMembers.js";
import {clippedSums, clipNorm} from "../../data-loaders/disclosure/noise/clippedSums.js";
import {exactPanelCounts, noisyPanelCounts, type PanelPeople} from "../../data-loaders/disclosure/panelCounts.js";
import {alternateAlleles, mean} from "./audit/simulated.js";
import {packGenotypes} from "./noise/packGenotypes.js";
import {seededBits, seededRandom} from "./noise/seededBits.js";

const {homRef, het, homAlt, missing} = GenotypeCode;

/** One variant in one pool of so many people; the rest are reference homozygotes. */
function onePool(people: number, codes: number[]): PanelPeople {
  const all = Array.from({length: people}, (_, i) => codes[i] ?? homRef);
  return {
    genotypes: packGenotypes(all, 1, people),
    variants: 1,
    people,
    poolOf: new Int16Array(people),
    sizes: [people],
    frequencies: Float64Array.of(0.5)
  };
}

const times = (n: number, code: number): number[] => Array.from({length: n}, () => code);

describe("exactPanelCounts(input, limit)", () => {
  it.each([
    {ac: 20, kept: 0},
    {ac: 21, kept: 1},
    {ac: 1, kept: 0},
    {ac: 0, kept: 0},
    {ac: 179, kept: 1},
    {ac: 180, kept: 0},
    {ac: 199, kept: 0},
    {ac: 200, kept: 0}
  ])("of 100 people, $ac copies: keeps $kept", ({ac, kept}) => {
    const codes = [...times(ac >> 1, homAlt), ...times(ac % 2, het)];
    const counts = exactPanelCounts(onePool(100, codes), 20);
    expect(counts.kept).toHaveLength(kept);
    expect([...counts.ac]).toEqual(kept ? [ac] : []);
    expect([...counts.an]).toEqual(kept ? [200] : []);
    expect(counts).toMatchObject({noiseSd: [0]});
  });

  it.each([
    {calls: 20, an: 300},
    {calls: 21, an: 258},
    {calls: 41, an: 258},
    {calls: 42, an: 216}
  ])("of 150 people, $calls without a call: gives $an copies as called", ({calls, an}) => {
    const counts = exactPanelCounts(onePool(150, [...times(calls, missing), ...times(50, het)]), 20);
    expect([...counts.an]).toEqual([an]);
    expect([...counts.ac]).toEqual([50]);
  });

  it("goes by called copies of the other allele, not by those that are told", () => {
    // 21 copies of ref are called, then 20; 10 people without a call seem to have been called.
    const codes = (refs: number) => [...times(10, missing), ...times(refs, het), ...times(90 - refs, homAlt)];
    expect(exactPanelCounts(onePool(100, codes(21)), 20).kept).toEqual([0]);
    expect(exactPanelCounts(onePool(100, codes(20)), 20).kept).toEqual([]);
  });

  it("equals a slow count by person, and leaves a variant out for all pools when one has few copies", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 60}),
        fc.integer({min: 1, max: 6}),
        fc.integer({min: 1, max: 5}),
        fc.integer(),
        (people, variants, limit, seed) => {
          const random = seededRandom(seed);
          const codes = Array.from({length: variants * people}, () => Math.floor(random() * 4));
          const poolOf = Int16Array.from({length: people}, () => Math.floor(random() * 3) - 1);
          const sizes = [0, 1].map((pool) => poolOf.filter((own) => own === pool).length);
          const input = {genotypes: packGenotypes(codes, variants, people), variants, people, poolOf, sizes};
          const counts = exactPanelCounts({...input, frequencies: new Float64Array(variants * 2)}, limit);

          const expected = Array.from({length: variants}, (_, v) =>
            [0, 1].map((pool) => {
              const own = codes.slice(v * people, (v + 1) * people).filter((_, person) => poolOf[person] === pool);
              const copies: Record<number, number> = {[homAlt]: 2, [het]: 1, [homRef]: 0};
              const called = own.filter((code) => code !== missing);
              const alt = called.reduce((sum, code) => sum + copies[code], 0);
              return {alt, ref: 2 * called.length - alt, missing: own.length - called.length};
            })
          );
          const kept = expected.flatMap((row, v) => (row.every(({alt, ref}) => alt > limit && ref > limit) ? v : []));
          expect(counts.kept).toEqual(kept);
          expect([...counts.ac]).toEqual(kept.flatMap((v) => expected[v].map(({alt}) => alt)));
          kept.forEach((v, row) =>
            expected[v].forEach((cell, pool) => {
              const told = sizes[pool] - counts.an[row * 2 + pool] / 2;
              expect(told === 0 || told > limit).toBe(true);
              expect(told).toBeLessThanOrEqual(cell.missing);
              expect(cell.missing - told).toBeLessThanOrEqual(limit);
            })
          );
        }
      )
    );
  });
});

describe("noisyPanelCounts(input, rho, bits)", () => {
  const variants = 400;
  const sizes = [3000, 1000];
  const people = 4001;
  const random = seededRandom(7);
  const own = Float64Array.from({length: variants}, () => 0.05 + 0.9 * random());
  const input: PanelPeople = {
    genotypes: drawGenotypes(own, people, random),
    variants,
    people,
    // The last person is in no pool.
    poolOf: Int16Array.from({length: people}, (_, i) => (i < 3000 ? 0 : i < 4000 ? 1 : -1)),
    sizes,
    frequencies: Float64Array.from({length: variants * 2}, (_, i) => own[i >> 1])
  };
  const rho = 0.0158;
  const counts = noisyPanelCounts(input, rho, seededBits(1));

  it("gives every variant a count per pool, among twice its people", () => {
    expect(counts.kept).toEqual(Array.from({length: variants}, (_, v) => v));
    expect(counts.ac).toHaveLength(variants * 2);
    expect([...counts.an]).toEqual(Array.from({length: variants * 2}, (_, i) => 2 * sizes[i % 2]));
  });

  it("says the standard deviation of the noise, and has it", () => {
    for (const pool of [0, 1]) {
      // 1.1 √Σ2p(1-p) / √(2ρ) copies; the sums are rounded to 1/4096 copy.
      expect(counts.noiseSd[pool] / (clipNorm(own) / Math.sqrt(2 * rho))).toBeCloseTo(1, 2);
      const exact = alternateAlleles(input.genotypes, people, variants, (person) => input.poolOf[person] === pool);
      const inner = Array.from({length: variants}, (_, v) => v).filter(
        (v) => Math.min(own[v], 1 - own[v]) * counts.an[pool] > 4 * counts.noiseSd[pool]
      );
      expect(inner.length).toBeGreaterThan(100);
      const noise = inner.map((v) => counts.ac[v * 2 + pool] - exact[v]);
      const sd = Math.sqrt(mean(noise.map((x) => x ** 2)));
      expect(Math.abs(sd / counts.noiseSd[pool] - 1)).toBeLessThan(3 / Math.sqrt(2 * inner.length));
      const {clipped} = clippedSums({...input, pools: 2}, [clipNorm(own), clipNorm(own)]);
      expect(clipped[pool] / sizes[pool]).toBeLessThan(0.05);
    }
  });

  it("depends on the bits alone when it is done again", () => {
    expect(noisyPanelCounts(input, rho, seededBits(1))).toEqual(counts);
    expect(noisyPanelCounts(input, rho, seededBits(2)).ac).not.toEqual(counts.ac);
  });

  it("does not depend on people in no pool", () => {
    const without = {...input, genotypes: input.genotypes.slice()};
    const bytes = Math.ceil(people / 4);
    for (let v = 0; v < variants; ++v) without.genotypes[v * bytes + bytes - 1] = homRef;
    expect(noisyPanelCounts(without, rho, seededBits(1)).ac).toEqual(counts.ac);
  });
});
