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
