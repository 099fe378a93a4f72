import {expect} from "vitest";

/**
 * A number equals what a program printed: to half a unit of the last of `digits` significant digits, and a thousandth of
 * that for its own rounding. What it prints as unknown or infinite must not be finite.
 */
export function expectPrinted(value: number, printed: string, digits = 4): void {
  if (/^(NA|nan|-nan|inf|-inf)$/i.test(printed)) return expect(Number.isFinite(value)).toBe(false);
  const expected = Number(printed);
  const unit = expected === 0 ? 1e-300 : 10 ** (Math.floor(Math.log10(Math.abs(expected))) - digits + 1);
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(unit * 0.501);
}
