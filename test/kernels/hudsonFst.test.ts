import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {hudsonFst} from "../../src/kernels/hudsonFst.js";
import {itWith} from "../require.js";
import {plinkChromosome} from "./plinkChromosome.js";

describe("hudsonFst(variants)", () => {
  const one = (alleleCount1: number, alleleNumber1: number, alleleCount2: number, alleleNumber2: number) => ({
    alleleCount1,
    alleleNumber1,
    alleleCount2,
    alleleNumber2
  });

  it("is one where the groups share no allele, and unknown where all have the same", () => {
    expect(hudsonFst([one(0, 20, 30, 30)])).toBe(1);
    expect(hudsonFst([one(0, 20, 0, 30)])).toBeNaN();
    expect(hudsonFst([])).toBeNaN();
  });

  it("is the sum of the parts between over the sum of all, and leaves out uncalled variants", () => {
    // by hand: p = .25, .5, n = 20, 40: (.0625 - .1875/19 - .25/39) / (.125 + .375)
    const expected = (0.0625 - 0.1875 / 19 - 0.25 / 39) / 0.5;
    expect(hudsonFst([one(5, 20, 20, 40)])).toBeCloseTo(expected, 12);
    expect(hudsonFst([one(5, 20, 20, 40), one(0, 0, 3, 40), one(1, 1, 3, 40)])).toBeCloseTo(expected, 12);
  });

  it("does not depend on the order of groups or the choice of allele", () => {
    const variant = fc
      .tuple(fc.integer({min: 2, max: 50}), fc.integer({min: 2, max: 50}), fc.nat(50), fc.nat(50))
      .map(([n1, n2, a, b]) => one(a % (n1 + 1), n1, b % (n2 + 1), n2));
    fc.assert(
      fc.property(fc.array(variant, {minLength: 1}), (variants) => {
        const found = hudsonFst(variants);
        if (Number.isNaN(found)) return;
        const turned = variants.map((v) => one(v.alleleCount2, v.alleleNumber2, v.alleleCount1, v.alleleNumber1));
        const other = variants.map((v) =>
          one(v.alleleNumber1 - v.alleleCount1, v.alleleNumber1, v.alleleNumber2 - v.alleleCount2, v.alleleNumber2)
        );
        expect(hudsonFst(turned)).toBeCloseTo(found, 10);
        expect(hudsonFst(other)).toBeCloseTo(found, 10);
        expect(found).toBeLessThanOrEqual(1);
      }),
      {seed: 1}
    );
  });
});

describe("on chromosome 22 of kg1126", () => {
  let files: Awaited<ReturnType<typeof plinkChromosome>>;
  const test = itWith("kg1126/phenotypes.tsv", "plink2");

  beforeAll(async () => {
    if (test === it) files = await plinkChromosome("22");
  });
  afterAll(() => files?.remove());

  test("equals plink2 --fst method=hudson between the super-populations to its six digits", async () => {
    const input = `--vcf ${files.vcf} --double-id --max-alleles 2 --within groups.txt pop`;
    await files.run("plink2", `${input} --fst pop method=hudson --out f`);
    await files.run("plink2", `${input} --freq counts --loop-cats pop --out f`);
    const [, ...pairs] = await files.rows("f.fst.summary");
    expect(pairs).toHaveLength(10);
    const counts = new Map<string, string[][]>();
    for (const group of new Set(pairs.flatMap((pair) => pair.slice(0, 2))))
      counts.set(group, (await files.rows(`f.${group}.acount`)).slice(1));
    for (const [first, second, printed] of pairs) {
      const variants = counts.get(first)!.map((row, i) => ({
        alleleCount1: Number(row.at(-2)),
        alleleNumber1: Number(row.at(-1)),
        alleleCount2: Number(counts.get(second)![i].at(-2)),
        alleleNumber2: Number(counts.get(second)![i].at(-1))
      }));
      expect(Math.abs(hudsonFst(variants) - Number(printed))).toBeLessThanOrEqual(6e-6 * Number(printed));
    }
  });
});
