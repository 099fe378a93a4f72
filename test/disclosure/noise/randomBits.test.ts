import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cryptoBits, uniformFrom} from "../../../data-loaders/disclosure/noise/randomBits.js";
import {seededBits} from "./seededBits.js";

describe("uniformFrom(fill)", () => {
  it("uniform(n) takes every word to each number equally often: all 8 openings of a word give 0 to 4 once", () => {
    const bits = uniformFrom((block) => block.forEach((_, i) => (block[i] = ((i % 8) << 29) >>> 0)));
    expect(Array.from({length: 10}, () => bits.uniform(5))).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });

  it("uniform(n) rejects what a remainder would fold onto the small numbers, below and above 32 bits", () => {
    const words = (...list: number[]) => {
      let next = 0;
      return uniformFrom((block) => block.forEach((_, i) => (block[i] = list[next++ % list.length])));
    };
    expect(words(0xffffffff, 0xbfffffff).uniform(3 * 2 ** 30)).toBe(3 * 2 ** 30 - 1);
    expect(words(0xffffffff, 0xffffffff, 2 ** 31, 7).uniform(3 * 2 ** 51)).toBe(2 ** 52 + 7);
    expect(words(0xffffffff).uniform(2 ** 32)).toBe(2 ** 32 - 1);
    expect(words(0xffffffff).uniform(2 ** 53)).toBe(2 ** 53 - 1);
  });

  it("uniform(n) has no bias: 60,000 numbers fit a uniform distribution", () => {
    const bits = seededBits(11);
    for (const n of [2, 3, 6, 7, 10, 33]) {
      const counts = new Int32Array(n);
      for (let i = 0; i < 60_000; ++i) ++counts[bits.uniform(n)];
      expect(chiSquared(counts, 60_000 / n) / (n - 1)).toBeLessThan(2.5);
    }
    for (const n of [3 * 2 ** 30, 3 * 2 ** 51]) {
      const thirds = new Int32Array(3);
      for (let i = 0; i < 60_000; ++i) ++thirds[Math.floor(bits.uniform(n) / (n / 3))];
      expect(chiSquared(thirds, 20_000) / 2).toBeLessThan(4);
    }
  });

  it("uniform(n) is an integer in [0, n) for all n up to 2^53, and refuses others", () => {
    const bits = cryptoBits();
    fc.assert(
      fc.property(fc.integer({min: 1, max: 2 ** 53 - 1}), (n) => {
        const value = bits.uniform(n);
        return Number.isSafeInteger(value) && value >= 0 && value < n;
      })
    );
    for (const n of [0, -1, 1.5, NaN, 2 ** 33 + 0.5, 2 ** 54]) expect(() => bits.uniform(n)).toThrow(/2\^53/);
  });

  it("wipes each word as it is read", () => {
    let kept: Uint32Array = new Uint32Array();
    const bits = uniformFrom((block) => void (kept = block).fill(0x12345678));
    for (let i = 0; i < 5; ++i) bits.uniform(1000);
    const read = kept.findIndex((word) => word !== 0);
    expect(read).toBeGreaterThanOrEqual(5);
    expect([...kept.subarray(0, read)].every((word) => word === 0)).toBe(true);
  });

  it("cryptoBits() does not repeat itself", () => {
    const [a, b] = [cryptoBits(), cryptoBits()];
    expect(Array.from({length: 8}, () => a.uniform(2 ** 32))).not.toEqual(
      Array.from({length: 8}, () => b.uniform(2 ** 32))
    );
  });
});

function chiSquared(counts: Int32Array, expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
