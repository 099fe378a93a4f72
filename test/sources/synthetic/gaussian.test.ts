import {expect, it} from "vitest";
import {gaussianTable, normalProbability, normalQuantile} from "../../../data-loaders/sources/synthetic/gaussian.js";

it("normalQuantile(p) is that of the standard normal distribution", () => {
  // scipy.stats.norm.ppf, scipy 1.x
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0.03)).toBeCloseTo(-1.880793608151251, 13);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 13);
  expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
});

it("normalQuantile(p) is infinite where an allele is fixed or absent", () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
});

it.each([
  // scipy.stats.norm.cdf
  [-3, 0.0013498980316300933],
  [-1, 0.15865525393145707],
  [0.5, 0.6914624612740131],
  [2.5, 0.9937903346742238]
])("normalProbability(%f) is right to within 1e-7", (z, p) => {
  expect(Math.abs(normalProbability(z) - p)).toBeLessThan(1e-7);
});

it("gaussianTable() has mean 0, variance 1 and the kurtosis of a normal distribution", () => {
  const moment = (k: number) => gaussianTable().reduce((sum, z) => sum + z ** k, 0) / gaussianTable().length;
  expect(moment(1)).toBeCloseTo(0, 6);
  expect(moment(2)).toBeCloseTo(1, 6);
  expect(moment(4)).toBeCloseTo(3, 1);
});
