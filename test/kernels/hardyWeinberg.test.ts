import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {hardyWeinberg} from "../../src/kernels/hardyWeinberg.js";
import {itWith} from "../require.js";
import {plinkChromosome} from "./plinkChromosome.js";

describe("hardyWeinberg(homRef, het, homAlt)", () => {
  // python3 with whole numbers: weights 2^het n!/(aa! het! bb!) of every het of the same parity; -log10 of the share of
  // those at most as large as the observed one, by mpmath 1.3
  it.each([
    [57, 14, 50, 18.2547653213222, 18.5213102151063],
    [3, 0, 2, 1.32221929473392, 1.6232492903979],
    [0, 1000, 0, 299.270547245261, 299.561021036055],
    [1080, 19, 27, 38.0100383021394, 38.3098440526339],
    [5000, 0, 5000, 3010.14944707066, 3010.45047706633],
    [2, 6, 2, 0, 0.106923098522357],
    [1000, 497, 80, 1.10180362070908, 1.13769658695345],
    [1469, 138, 5, 0.417347365796088, 0.497394484896295]
  ])("of %d, %d and %d people has −log10 p %d, mid-p %d", (homRef, het, homAlt, p, midP) => {
    const found = hardyWeinberg(homRef, het, homAlt);
    expect(Math.abs(found.minusLog10P - p)).toBeLessThanOrEqual(1e-12 * p);
    expect(Math.abs(found.minusLog10MidP - midP)).toBeLessThanOrEqual(1e-12 * midP);
  });

  it("is unknown where nobody was genotyped, and certain where all have one allele", () => {
    expect(hardyWeinberg(0, 0, 0)).toEqual({minusLog10P: NaN, minusLog10MidP: NaN});
    expect(hardyWeinberg(9, 0, 0)).toEqual({minusLog10P: 0, minusLog10MidP: Math.log1p(1) / Math.LN10});
  });

  const count = fc.integer({min: 0, max: 60});

  it("equals the sum over all genotype counts with the same alleles", () => {
    fc.assert(
      fc.property(count, count, count, (homRef, het, homAlt) => {
        fc.pre(homRef + het + homAlt > 0);
        const {minusLog10P, minusLog10MidP} = hardyWeinberg(homRef, het, homAlt);
        const slow = slowTails(homRef, het, homAlt);
        expect(10 ** -minusLog10P).toBeCloseTo(slow.p, 11);
        expect(10 ** -minusLog10MidP).toBeCloseTo(slow.midP, 11);
      }),
      {seed: 1}
    );
  });

  it("does not depend on which allele is called the reference", () => {
    fc.assert(
      fc.property(count, count, count, (a, b, c) => {
        expect(hardyWeinberg(a, b, c)).toEqual(hardyWeinberg(c, b, a));
      }),
      {seed: 1}
    );
  });
});

/** The definition, with weights as whole numbers. */
function slowTails(homRef: number, het: number, homAlt: number): {p: number; midP: number} {
  const n = homRef + het + homAlt;
  const alt = 2 * homAlt + het;
  const weights: bigint[] = [];
  let observed = 0n;
  for (let k = alt & 1; k <= Math.min(alt, 2 * n - alt); k += 2) {
    const b = (alt - k) / 2;
    const weight = (2n ** BigInt(k) * factorial(n)) / (factorial(n - k - b) * factorial(k) * factorial(b));
    weights.push(weight);
    if (k === het) observed = weight;
  }
  const sum = (values: bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
  const tail = sum(weights.filter((weight) => weight <= observed));
  const ties = sum(weights.filter((weight) => weight === observed));
  const share = (part: bigint): number => Number((part * 10n ** 16n) / sum(weights)) / 1e16;
  return {p: share(tail), midP: share(tail * 2n - ties) / 2};
}

function factorial(n: number): bigint {
  let product = 1n;
  for (let i = 2; i <= n; i++) product *= BigInt(i);
  return product;
}

describe("on chromosome 22 of kg1126", () => {
  let files: Awaited<ReturnType<typeof plinkChromosome>>;
  const test = itWith("kg1126/phenotypes.tsv", "plink1.9", "plink2", "bcftools");

  beforeAll(async () => {
    if (test !== it) return;
    files = await plinkChromosome("22");
    await files.run("bcftools", `norm -m-any ${files.vcf} -o norm.vcf`);
    await files.run("plink1.9", "--vcf norm.vcf --double-id --keep-allele-order --make-bed --out c");
  });
  afterAll(() => files?.remove());

  // plink2 --bfile c --hardy midp --out c
  test.each([
    ["--hardy", "minusLog10P"],
    ["--hardy midp", "minusLog10MidP"]
  ] as const)("equals plink2 %s to its six digits", async (option, which) => {
    await files.run("plink2", `--bfile c ${option} --out c`);
    const [header, ...rows] = await files.rows("c.hardy");
    expect(rows.length).toBeGreaterThan(500);
    for (const row of rows) {
      const [a, b, c] = ["HOM_A1_CT", "HET_A1_CT", "TWO_AX_CT"].map((name) => Number(row[header.indexOf(name)]));
      const printed = Number(row.at(-1));
      expect(Math.abs(10 ** -hardyWeinberg(a, b, c)[which] - printed)).toBeLessThanOrEqual(6e-6 * printed);
    }
  });

  // plink1.9 --bfile c --hardy midp --out c
  test.each([
    ["--hardy", "minusLog10P"],
    ["--hardy midp", "minusLog10MidP"]
  ] as const)("equals plink1.9 %s to its four digits", async (option, which) => {
    await files.run("plink1.9", `--bfile c --keep-allele-order ${option} --out c`);
    const [header, ...rows] = await files.rows("c.hwe");
    for (const row of rows) {
      const [a, b, c] = row[header.indexOf("GENO")].split("/").map(Number);
      const printed = Number(row.at(-1));
      expect(Math.abs(10 ** -hardyWeinberg(a, b, c)[which] - printed)).toBeLessThanOrEqual(6e-4 * printed);
    }
  });
});
