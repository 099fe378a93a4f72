import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fisherExact, fisherExactGenotypes} from "../../src/kernels/fisherExact.js";
import {count, expectSame, table} from "./caseControlTables.js";

describe("fisherExact(table)", () => {
  // python3 with whole numbers: products of binomials; -log10 of the share at most as large as the observed one (half of
  // those as large, for mid-p), by mpmath; scipy.stats.fisher_exact agrees where it does not underflow
  it.each([
    [[12, 5, 7, 20], 2.27459776244498, 2.47320599510571],
    [[3, 1, 1, 3], 0.313619122972002, 0.589825534910951],
    [[10, 0, 0, 10], 4.96556855546015, 5.26659855112413],
    [[200, 1800, 150, 2400], 6.52687584542205, 6.58793959458528],
    [[2000, 100, 100, 2500], 1045.43476234491, 1045.73492543472],
    [[1, 9, 11, 3], 2.55917649729294, 2.84974105927876]
  ])("of %j has −log10 p %d, mid-p %d", (counts, p, midP) => {
    const found = fisherExact(table(counts));
    expectSame(found.minusLog10P, p, 1e-12);
    expectSame(found.minusLog10MidP, midP, 1e-12);
  });

  it("turned on its side is the same", () => {
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const {minusLog10P} = fisherExact(table([a, b, c, d]));
        expect(fisherExact(table([a, c, b, d])).minusLog10P).toBeCloseTo(minusLog10P, 11);
        expect(fisherExact(table([d, c, b, a])).minusLog10P).toBeCloseTo(minusLog10P, 11);
      }),
      {seed: 1}
    );
  });
});

describe("fisherExactGenotypes(genotypes)", () => {
  // python3 with whole numbers, as above
  it.each([
    [[10, 5, 1], [4, 9, 6], 1.45770228594675],
    [[100, 200, 50], [80, 260, 90], 2.90887955551084],
    [[300, 20, 0], [250, 60, 9], 8.0488150146929],
    [[0, 0, 30], [20, 10, 0], 16.7718247038748],
    [[5, 3, 0], [4, 4, 0], 0]
  ] as const)("of %j and %j has −log10 p %d", (cases, controls, p) => {
    expect(Math.abs(fisherExactGenotypes({cases, controls}) - p)).toBeLessThanOrEqual(1e-10);
  });

  const few = fc.integer({min: 0, max: 12});

  it("equals the sum over all tables with the same margins", () => {
    fc.assert(
      fc.property(few, few, few, few, few, few, (a, b, c, d, e, f) => {
        const [cases, controls] = [[a, b, c] as const, [d, e, f] as const];
        const totals = cases.map((value, i) => value + controls[i]);
        const weight = (x: number, y: number, z: number): number =>
          z < 0 || z > totals[2] ? 0 : choose(totals[0], x) * choose(totals[1], y) * choose(totals[2], z);
        const observed = weight(a, b, c);
        let [tail, total] = [0, 0];
        for (let x = 0; x <= totals[0]; x++)
          for (let y = 0; y <= totals[1]; y++) {
            const value = weight(x, y, a + b + c - x - y);
            total += value;
            if (value <= observed * (1 + 1e-12)) tail += value;
          }
        expect(10 ** -fisherExactGenotypes({cases, controls})).toBeCloseTo(tail / total, 9);
      }),
      {seed: 1}
    );
  });
});

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = Math.round((product * (n - k + i)) / i);
  return product;
}
