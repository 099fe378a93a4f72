import {expect} from "vitest";

/** Expects a value to have the digits that plink printed; which way a half is rounded is left open. */
export function expectPrinted(value: number, printed: number, digits = 6): void {
  const lastDigit = printed === 0 ? 1e-9 : 10 ** (Math.floor(Math.log10(Math.abs(printed))) + 1 - digits);
  expect(Math.abs(value - printed)).toBeLessThan(0.5001 * lastDigit);
}
