import gammaln from "@stdlib/math-base-special-gammaln";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {hardyWeinberg} from "../../src/kernels/hardyWeinberg.js";
import {hardyWeinbergX} from "../../src/kernels/hardyWeinbergX.js";
import {itWith} from "../require.js";
import {plinkChromosome} from "./plinkChromosome.js";

describe("hardyWeinbergX(femaleHomRef, femaleHet, femaleHomAlt, maleRef, maleAlt)", () => {
  it("is unknown where nobody was genotyped, and the test of the females where there are no males", () => {
    expect(hardyWeinbergX(0, 0, 0, 0, 0)).toEqual({minusLog10P: NaN, minusLog10MidP: NaN});
    const count = fc.integer({min: 1, max: 60});
    fc.assert(
      fc.property(count, count, count, (a, b, c) => {
        const [found, expected] = [hardyWeinbergX(a, b, c, 0, 0), hardyWeinberg(a, b, c)];
        expect(found.minusLog10P).toBeCloseTo(expected.minusLog10P, 9);
        expect(found.minusLog10MidP).toBeCloseTo(expected.minusLog10MidP, 9);
      }),
      {seed: 1}
    );
  });

  it("equals the sum over all counts with the same alleles, females and males", () => {
    const count = fc.integer({min: 0, max: 25});
    fc.assert(
      fc.property(count, count, count, count, count, (...people) => {
        fc.pre(people.some((n) => n > 0));
        const [found, slow] = [hardyWeinbergX(...people), slowTails(...people)];
        expect(found.minusLog10P).toBeCloseTo(slow.minusLog10P, 9);
        expect(found.minusLog10MidP).toBeCloseTo(slow.minusLog10MidP, 9);
      }),
      {seed: 1, numRuns: 500}
    );
  });

  it("does not depend on which allele is called the reference", () => {
    const count = fc.integer({min: 0, max: 40});
    fc.assert(
      fc.property(count, count, count, count, count, (a, b, c, d, e) => {
        fc.pre(a + b + c + d + e > 0);
        expect(hardyWeinbergX(a, b, c, d, e).minusLog10P).toBeCloseTo(hardyWeinbergX(c, b, a, e, d).minusLog10P, 9);
      }),
      {seed: 1}
    );
  });
});

/** The definition, row by row, with the probability of each outcome over that of all. */
function slowTails(aa: number, ab: number, bb: number, a: number, b: number): ReturnType<typeof hardyWeinbergX> {
  const [females, males, alt] = [aa + ab + bb, a + b, 2 * bb + ab + b];
  const logFactorial = (n: number): number => gammaln(n + 1);
  const log = (altMales: number, hets: number): number => {
    const homAlt = (alt - altMales - hets) / 2;
    const parts = [altMales, males - altMales, hets, homAlt, females - hets - homAlt];
    return hets * Math.LN2 - parts.reduce((sum, n) => sum + logFactorial(n), 0);
  };
  let [tail, ties, all] = [0, 0, 0];
  for (let altMales = Math.max(0, alt - 2 * females); altMales <= Math.min(males, alt); altMales++) {
    const inFemales = alt - altMales;
    for (let hets = inFemales & 1; hets <= Math.min(inFemales, 2 * females - inFemales); hets += 2) {
      const relative = log(altMales, hets) - log(b, ab);
      all += Math.exp(relative);
      if (relative <= 1e-8) tail += Math.exp(relative);
      if (Math.abs(relative) <= 1e-8) ties += Math.exp(relative);
    }
  }
  return {minusLog10P: -Math.log10(tail / all), minusLog10MidP: -Math.log10((tail - ties / 2) / all)};
}

describe("on chromosome X of kg1126", () => {
  let files: Awaited<ReturnType<typeof plinkChromosome>>;
  const test = itWith("kg1126/phenotypes.tsv", "plink2");

  beforeAll(async () => {
    if (test === it) files = await plinkChromosome("X");
  });
  afterAll(() => files?.remove());

  test.each([
    ["--hardy", "minusLog10P"],
    ["--hardy midp", "minusLog10MidP"]
  ] as const)("equals plink2 %s to its six digits", async (option, which) => {
    // The men of this file are written as half-calls.
    const reading = "--double-id --update-sex sex.txt --split-par b37 --vcf-half-call h --max-alleles 2";
    await files.run("plink2", `--vcf ${files.vcf} ${reading} ${option} --out x`);
    const [, ...rows] = await files.rows("x.hardy.x");
    expect(rows.length).toBeGreaterThan(500);
    for (const row of rows) {
      const [a, b, c, d, e] = row.slice(4, 9).map(Number);
      const printed = Number(row.at(-1));
      expect(Math.abs(10 ** -hardyWeinbergX(a, b, c, d, e)[which] - printed)).toBeLessThanOrEqual(6e-6 * printed);
    }
  });
});
