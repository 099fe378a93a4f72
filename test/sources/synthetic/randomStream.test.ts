import {expect, it} from "vitest";
import {nextWord, randomStream, shuffle, streamState} from "../../../data-loaders/sources/synthetic/randomStream.js";

it("randomStream(seed, …keys) is the same stream for the same seed and keys", () => {
  const first = randomStream(7, "block", 3);
  const second = randomStream(7, "block", 3);
  for (let i = 0; i < 100; ++i) expect(first()).toBe(second());
});

it("randomStream(seed, …keys) differs with seed, name and number", () => {
  const heads = [
    randomStream(7, "block", 3),
    randomStream(8, "block", 3),
    randomStream(7, "blocks", 3),
    randomStream(7, "block", 4),
    randomStream(7, "block", 3, 0)
  ].map((random) => random());
  expect(new Set(heads).size).toBe(heads.length);
});

it("nextWord(state) is sfc32", () => {
  // Expected: the C code of PractRand (RNG/sfc.h), compiled with gcc; a, b, c, counter = 1, 2, 3, 1.
  const state = new Int32Array([1, 2, 3, 1]);
  expect(Array.from({length: 4}, () => nextWord(state) >>> 0)).toEqual([4, 31, 56623170, 132259135]);
});

it("streamState(seed, …keys) starts neighbouring streams uncorrelated, and each uniform", () => {
  const n = 4_000;
  const streams = Array.from({length: 16}, (_, key) => streamState(1, "block", key));
  const values = streams.map((state) => Float64Array.from({length: n}, () => (nextWord(state) >>> 0) / 2 ** 32 - 0.5));
  for (let i = 0; i < values.length; ++i) {
    for (let j = 0; j <= i; ++j) {
      const r = (values[i].reduce((sum, x, k) => sum + x * values[j][k], 0) / n) * 12;
      expect(Math.abs(r - +(i === j))).toBeLessThan(4.5 / Math.sqrt(n));
    }
  }
});

it("shuffle(array, random) puts every value at every place equally often", () => {
  const random = randomStream(1, "shuffle");
  const counts = new Float64Array(16);
  for (let i = 0; i < 16_000; ++i) {
    shuffle(Uint8Array.of(0, 1, 2, 3), random).forEach((value, place) => ++counts[4 * place + value]);
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 4_000) ** 2 / 4_000, 0);
  // The 0.999 quantile of chi-square with 9 degrees of freedom.
  expect(chiSquare).toBeLessThan(27.88);
});
