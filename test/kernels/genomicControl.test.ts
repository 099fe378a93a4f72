import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {genomicControl, lambda1000} from "../../src/kernels/genomicControl.js";
import {itWith} from "../require.js";
import {plinkChromosome} from "./plinkChromosome.js";

describe("genomicControl(z)", () => {
  it("is the median of the squares over 0.4549", () => {
    // scipy.stats.chi2.ppf(.5, 1) = 0.454936423119572
    expect(genomicControl([3, -1, 0.5])).toBeCloseTo(1 / 0.454936423119572, 12);
    expect(genomicControl([2, -1])).toBeCloseTo(2.5 / 0.454936423119572, 12);
  });

  it("leaves out unknown statistics, and is unknown without any", () => {
    expect(genomicControl([NaN, 3, NaN, -1, 0.5])).toBe(genomicControl([3, -1, 0.5]));
    expect(genomicControl([NaN])).toBeNaN();
    expect(genomicControl([])).toBeNaN();
  });

  it("is one where z are quantiles of the normal distribution", () => {
    // scipy.stats.norm.ppf([.25, .75]) = ∓0.6744897501960817
    expect(genomicControl([-0.6744897501960817, 0.6744897501960817])).toBeCloseTo(1, 12);
  });
});

describe("lambda1000(lambda, cases, controls)", () => {
  it("is lambda of a thousand cases and controls, and shrinks the excess of larger studies", () => {
    expect(lambda1000(1.2, 1000, 1000)).toBeCloseTo(1.2, 12);
    // 1 + 0.2 (1/5000 + 1/20000) / (2/1000)
    expect(lambda1000(1.2, 5000, 20000)).toBeCloseTo(1.025, 12);
    expect(lambda1000(1, 7, 9)).toBe(1);
  });
});

describe("on chromosome 22 of kg1126, Europeans against others", () => {
  let files: Awaited<ReturnType<typeof plinkChromosome>>;
  const test = itWith("kg1126/phenotypes.tsv", "plink1.9", "plink2");

  beforeAll(async () => {
    if (test === it) files = await plinkChromosome("22");
  });
  afterAll(() => files?.remove());

  test("equals the lambda of plink1.9 --assoc --adjust, which rounds the median of chi-squared to 0.456", async () => {
    const input = `--vcf ${files.vcf} --double-id --biallelic-only strict --keep-allele-order --allow-no-sex`;
    await files.run("plink1.9", `${input} --make-pheno groups.txt EUR --assoc --adjust --out a`);
    const [header, ...rows] = await files.rows("a.assoc");
    // plink1.9 prints four digits of each statistic.
    const z = rows.map((row) => Math.sqrt(Number(row[header.indexOf("CHISQ")])));
    const words = (await files.rows("a.log")).find((row) => row.includes("lambda"))!;
    const printed = Number(words.at(-1)!.replace(/\.$/, ""));
    expect(printed).toBeGreaterThan(2);
    const rounded = (genomicControl(z) * 0.454936423119572) / 0.456;
    expect(Math.abs(rounded - printed)).toBeLessThanOrEqual(5e-4 * printed);
  });
});
