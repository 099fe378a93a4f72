import {describe, expect, it} from "vitest";
import {
  formatBytes,
  formatCount,
  formatFrequency,
  formatMinusLog10P,
  formatShare
} from "../../src/components/formatNumber.js";

describe("formatNumber", () => {
  it("formatCount(n) keeps thousands apart by thin spaces", () => {
    expect([0, 999, 1000, 25709, 1234567].map(formatCount)).toEqual([
      "0",
      "999",
      "1\u202f000",
      "25\u202f709",
      "1\u202f234\u202f567"
    ]);
  });

  it("formatFrequency(f) has three decimals from 1 % on and two significant figures below", () => {
    expect([0, 1, 0.5, 0.01, 0.12345].map(formatFrequency)).toEqual(["0", "1", "0.500", "0.010", "0.123"]);
    expect([0.00999, 0.0012345, 0.000123].map(formatFrequency)).toEqual(["0.010", "0.0012", "0.00012"]);
    expect(formatFrequency(0.0000123)).toBe("1.2 × 10⁻⁵");
  });

  it("formatFrequency(f) never rounds a frequency to 0 or 1, and has a dash for none", () => {
    expect(formatFrequency(1e-9)).toBe("1.0 × 10⁻⁹");
    expect(formatFrequency(0.99999)).toBe("> 0.999");
    expect(formatFrequency(NaN)).toBe("–");
  });

  it("formatShare(share) is 0 % and 100 % only when it is exactly that", () => {
    expect([0, 1, 0.5, 0.123, 0.004, 0.0004, 0.9996, 0.995].map(formatShare)).toEqual(
      ["0 %", "100 %", "50 %", "12 %", "0.4 %", "< 0.1 %", "> 99.9 %", "99.5 %"].map((s) => s.replaceAll(" ", "\u202f"))
    );
  });

  it("formatMinusLog10P(x) writes p as 3.2 × 10⁻⁹ and never as 0", () => {
    // Python: -math.log10(3.2e-9) = 8.494850021680094
    expect(formatMinusLog10P(8.494850021680094)).toBe("3.2 × 10⁻⁹");
    expect(formatMinusLog10P(400)).toBe("1.0 × 10⁻⁴⁰⁰");
    expect(formatMinusLog10P(-Math.log10(9.99e-5))).toBe("1.0 × 10⁻⁴");
    expect(formatMinusLog10P(-Math.log10(0.05))).toBe("0.05");
    expect(formatMinusLog10P(0)).toBe("1");
    expect(formatMinusLog10P(NaN)).toBe("–");
  });

  it("formatBytes(bytes) uses decimal units", () => {
    expect([0, 999, 1000, 6800, 1234567, 4.2e9].map((n) => formatBytes(n).replace("\u00a0", " "))).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "6.8 kB",
      "1.2 MB",
      "4.2 GB"
    ]);
  });
});
