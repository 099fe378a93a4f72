import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cochranArmitage} from "../../src/kernels/cochranArmitage.js";
import {cochranMantelHaenszel} from "../../src/kernels/cochranMantelHaenszel.js";
import {exactOddsRatio} from "../../src/kernels/exactOddsRatio.js";
import {fisherExact, fisherExactGenotypes} from "../../src/kernels/fisherExact.js";
import {
  allelicTable,
  dominantTable,
  recessiveTable,
  type CaseControlGenotypes
} from "../../src/kernels/genotypeModels.js";
import type {CaseControlTable} from "../../src/kernels/mantelHaenszel.js";
import {oddsRatio} from "../../src/kernels/oddsRatio.js";
import {pearson} from "../../src/kernels/pearson.js";
import {itWith} from "../require.js";
import {expectPrinted} from "./expectPrinted.js";
import {plinkChromosome} from "./plinkChromosome.js";

function table([caseAlt, caseRef, controlAlt, controlRef]: readonly number[]): CaseControlTable {
  return {caseAlt, caseRef, controlAlt, controlRef};
}

function rowsOf({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): number[][] {
  return [
    [caseAlt, caseRef],
    [controlAlt, controlRef]
  ];
}

function expectSame(found: number, expected: number, error = 1e-11): void {
  if (!Number.isFinite(expected)) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(error * Math.abs(expected));
}

const count = fc.integer({min: 0, max: 40});
const genotypes = fc
  .tuple(count, count, count, count, count, count)
  .map(([a, b, c, d, e, f]): CaseControlGenotypes => ({cases: [a, b, c], controls: [d, e, f]}));

describe("allelicTable, dominantTable, recessiveTable", () => {
  it("count alleles, carriers and people with two", () => {
    const both: CaseControlGenotypes = {cases: [1, 2, 4], controls: [8, 16, 32]};
    expect(allelicTable(both)).toEqual(table([10, 4, 80, 32]));
    expect(dominantTable(both)).toEqual(table([6, 1, 48, 8]));
    expect(recessiveTable(both)).toEqual(table([4, 3, 32, 24]));
  });
});

describe("pearson(counts)", () => {
  // scipy.stats.chi2_contingency(t, correction=False); -chi2.logsf(x, dof) / log(10)
  it.each([
    [[12, 5], [7, 20], 8.481137484233457, 1, 2.44508988497726],
    [[100, 200, 50], [80, 260, 90], 13.412847444336677, 2, 2.912562815842776],
    [[3, 4], [5, 6], 0.011688311688311661, 1, 0.03909825460476913]
  ])("of %j and %j is %d with %d degrees of freedom", (a, b, chiSquared, df, minusLog10P) => {
    const found = pearson([a, b]);
    expect(found.df).toBe(df);
    expectSame(found.chiSquared, chiSquared);
    expectSame(found.minusLog10P, minusLog10P);
  });

  it("leaves out empty rows and columns, and is unknown where one is left", () => {
    expect(
      pearson([
        [12, 0, 5],
        [7, 0, 20],
        [0, 0, 0]
      ])
    ).toEqual(
      pearson([
        [12, 5],
        [7, 20]
      ])
    );
    for (const counts of [
      [],
      [[3, 4]],
      [
        [0, 4],
        [0, 5]
      ],
      [
        [0, 0],
        [3, 4]
      ]
    ])
      expect(pearson(counts)).toEqual({chiSquared: NaN, df: 0, minusLog10P: NaN});
  });
});

describe("cochranArmitage(genotypes)", () => {
  // numpy: correlation of dosage with case status over all people, times the root of their number
  it.each([
    [[100, 200, 50], [80, 260, 90], -3.6140422022363747, 3.5207703628618745],
    [[10, 40, 50], [60, 30, 10], 7.908745952947463, 14.585035732359819]
  ] as const)("of %j and %j is %d", (cases, controls, z, minusLog10P) => {
    const found = cochranArmitage({
      cases: [cases[0], cases[1], cases[2]],
      controls: [controls[0], controls[1], controls[2]]
    });
    expectSame(found.z, z);
    expectSame(found.minusLog10P, minusLog10P);
  });

  it("is unknown without cases, controls or two genotypes", () => {
    for (const [cases, controls] of [
      [
        [0, 0, 0],
        [1, 2, 3]
      ],
      [
        [1, 2, 3],
        [0, 0, 0]
      ],
      [
        [4, 0, 0],
        [5, 0, 0]
      ]
    ] as const)
      expect(cochranArmitage({cases, controls}).z).toBeNaN();
  });

  it("turns round with the alleles, and with cases and controls", () => {
    fc.assert(
      fc.property(genotypes, ({cases: [a, b, c], controls: [d, e, f]}) => {
        const {z} = cochranArmitage({cases: [a, b, c], controls: [d, e, f]});
        if (Number.isNaN(z)) return;
        expect(cochranArmitage({cases: [c, b, a], controls: [f, e, d]}).z).toBeCloseTo(-z, 9);
        expect(cochranArmitage({cases: [d, e, f], controls: [a, b, c]}).z).toBeCloseTo(-z, 9);
      }),
      {seed: 1}
    );
  });
});

describe("oddsRatio(table) and exactOddsRatio(table)", () => {
  // scipy.stats.contingency.odds_ratio([[a, b], [c, d]], kind="sample"), and kind="conditional", with .confidence_interval()
  it.each([
    [[12, 5, 7, 20], 6.857142857142857, 1.773202473050631, 26.51722455719962],
    [[3, 1, 1, 3], 9, 0.36663693192554553, 220.92700692915736],
    [[200, 1800, 150, 2400], 1.7777777777777777, 1.426208437022003, 2.2160111699800122],
    [[30, 2, 500, 700], 21, 4.995680845692009, 88.27625575406672]
  ])("of %j is %d by Woolf", (counts, ratio, low, high) => {
    const found = oddsRatio(table(counts));
    expectSame(found.oddsRatio, ratio);
    expectSame(found.interval[0], low);
    expectSame(found.interval[1], high);
  });

  it.each([
    [[12, 5, 7, 20], 6.5145839565551755, 1.4955215609154755, 33.38402958115845],
    [[3, 1, 1, 3], 6.408319658199662, 0.21173559544657966, 626.2435305888141],
    [[0, 5, 4, 6], 0, 0, 2.879471751872135],
    [[5, 0, 4, 6], Infinity, 0.7820213146559613, Infinity],
    [[200, 1800, 150, 2400], 1.7775498736544804, 1.4181996320239203, 2.2316088025304186],
    [[30, 2, 500, 700], 20.962800843224002, 5.277797213690973, 181.8466941492522]
  ])("of %j is %d by conditional likelihood", (counts, ratio, low, high) => {
    const found = exactOddsRatio(table(counts));
    // scipy's search stops at 1e-9 or so.
    expectSame(found.oddsRatio, ratio, 1e-8);
    expectSame(found.interval[0], low, 1e-8);
    expectSame(found.interval[1], high, 1e-8);
  });

  it("is 6.408309 for Fisher's tea, as R's fisher.test prints", () => {
    // fisher.test(matrix(c(3, 1, 1, 3), 2)); R searches to 1e-4 or so
    expect(exactOddsRatio(table([3, 1, 1, 3])).oddsRatio).toBeCloseTo(6.408309, 4);
  });

  it("say nothing of an empty cell or an empty margin", () => {
    expect(oddsRatio(table([0, 5, 4, 6]))).toEqual({oddsRatio: 0, se: Infinity, interval: [0, Infinity]});
    expect(oddsRatio(table([0, 5, 0, 6])).interval).toEqual([NaN, NaN]);
    expect(exactOddsRatio(table([0, 5, 0, 6]))).toEqual({oddsRatio: NaN, interval: [NaN, NaN]});
    expect(exactOddsRatio(table([0, 0, 0, 0]))).toEqual({oddsRatio: NaN, interval: [NaN, NaN]});
  });

  it("invert where cases and controls change places, and hold the estimate", () => {
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const found = exactOddsRatio(table([a, b, c, d]));
        const swapped = exactOddsRatio(table([c, d, a, b]));
        if (Number.isNaN(found.oddsRatio)) return expect(swapped.oddsRatio).toBeNaN();
        expectSame(found.oddsRatio, 1 / swapped.oddsRatio, 1e-9);
        expectSame(found.interval[0], 1 / swapped.interval[1], 1e-9);
        expect(found.interval[0]).toBeLessThanOrEqual(found.oddsRatio);
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.oddsRatio);
      }),
      {seed: 1}
    );
  });
});

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

describe("cochranMantelHaenszel(tables)", () => {
  // R's UCBAdmissions, as in mantelHaenszel.test.ts. Breslow–Day by a root of the odds ratio's equation with
  // scipy.optimize.brentq, the interval by the formula of the paper in numpy; R's DescTools prints X-squared = 18.826.
  const admissions = [
    [512, 313, 89, 19],
    [353, 207, 17, 8],
    [120, 205, 202, 391],
    [138, 279, 131, 244],
    [53, 138, 94, 299],
    [22, 351, 24, 317]
  ].map(table);

  it("gives interval and tests of sameness of the admissions to Berkeley", () => {
    const found = cochranMantelHaenszel(admissions);
    expect(found.strata).toBe(6);
    expectSame(found.oddsRatio, 0.9046968282586231);
    expectSame(found.z, -1.234749634720916);
    expectSame(found.se, 0.08098890965622091);
    expectSame(found.interval[0], 0.7719073617593505);
    expectSame(found.interval[1], 1.0603297644366556);
    expect(found.breslowDay.df).toBe(5);
    expectSame(found.breslowDay.chiSquared, 18.825513705236, 1e-10);
    expectSame(found.breslowDay.minusLog10P, 2.683738051352374, 1e-10);
    expectSame(found.tarone.chiSquared, 18.825501252052714, 1e-10);
    expectSame(found.tarone.minusLog10P, 2.683735735006407, 1e-10);
  });

  it("of one stratum is that stratum's odds ratio with Woolf's error, and tells nothing of sameness", () => {
    const found = cochranMantelHaenszel([table([12, 5, 7, 20]), table([0, 0, 3, 4])]);
    const one = oddsRatio(table([12, 5, 7, 20]));
    expect(found.strata).toBe(1);
    expectSame(found.oddsRatio, one.oddsRatio);
    expectSame(found.se, one.se);
    expect(found.breslowDay.chiSquared).toBeNaN();
  });

  it("is unknown without strata, and without end where no stratum bounds the odds ratio", () => {
    expect(cochranMantelHaenszel([])).toMatchObject({strata: 0, z: NaN, oddsRatio: NaN, interval: [NaN, NaN]});
    const bare = cochranMantelHaenszel([table([0, 5, 4, 6]), table([0, 3, 2, 6])]);
    expect(bare).toMatchObject({oddsRatio: 0, se: Infinity, interval: [0, Infinity]});
    expect(bare.tarone.chiSquared).toBeNaN();
  });

  const strata = fc.array(
    fc.tuple(count, count, count, count).map((counts) => table([...counts])),
    {minLength: 1, maxLength: 6}
  );

  it("inverts where cases and controls change places, with the same tests of sameness", () => {
    fc.assert(
      fc.property(strata, (tables) => {
        const found = cochranMantelHaenszel(tables);
        const swapped = cochranMantelHaenszel(
          tables.map((t) => table([t.controlAlt, t.controlRef, t.caseAlt, t.caseRef]))
        );
        if (!(found.oddsRatio > 0 && found.oddsRatio < Infinity)) return;
        expectSame(swapped.oddsRatio, 1 / found.oddsRatio, 1e-9);
        expectSame(swapped.se, found.se, 1e-9);
        expect(found.tarone.chiSquared).not.toBeGreaterThan(found.breslowDay.chiSquared);
        if (!Number.isNaN(found.tarone.chiSquared))
          expect(Math.abs(swapped.breslowDay.chiSquared - found.breslowDay.chiSquared)).toBeLessThanOrEqual(
            1e-7 * Math.max(1, found.breslowDay.chiSquared)
          );
      }),
      {seed: 1}
    );
  });
});

describe("on chromosome 22 of kg1126", () => {
  let files: Awaited<ReturnType<typeof plinkChromosome>>;
  const test = itWith("kg1126/phenotypes.tsv", "plink1.9", "bcftools");

  beforeAll(async () => {
    if (test !== it) return;
    files = await plinkChromosome("22");
    await files.run("bcftools", `norm -m-any ${files.vcf} -o norm.vcf`);
    await files.run("plink1.9", "--vcf norm.vcf --double-id --keep-allele-order --make-bed --out c");
  });
  afterAll(() => files?.remove());

  const plink = (options: string): Promise<void> =>
    files.run("plink1.9", `--bfile c --keep-allele-order --allow-no-sex --pheno status.txt ${options} --out c`);

  /** Genotypes of each variant as `--model` counts them: A1 is the alternate allele. */
  const counted = (rows: string[][]): CaseControlGenotypes[] => {
    const counts = (cell: string): [number, number, number] => {
      const [homAlt, het, homRef] = cell.split("/").map(Number);
      return [homRef, het, homAlt];
    };
    return rows.filter((row) => row[4] === "GENO").map((row) => ({cases: counts(row[5]), controls: counts(row[6])}));
  };

  test("the models equal plink1.9 --model --cell 0", async () => {
    await plink("--model --cell 0");
    const [, ...rows] = await files.rows("c.model");
    const tests = {
      GENO: (g: CaseControlGenotypes) => pearson([g.cases, g.controls]),
      ALLELIC: (g: CaseControlGenotypes) => pearson(rowsOf(allelicTable(g))),
      DOM: (g: CaseControlGenotypes) => pearson(rowsOf(dominantTable(g))),
      REC: (g: CaseControlGenotypes) => pearson(rowsOf(recessiveTable(g))),
      TREND: (g: CaseControlGenotypes) => {
        const {z, minusLog10P} = cochranArmitage(g);
        return {chiSquared: z * z, df: 1, minusLog10P};
      }
    };
    const variants = counted(rows);
    expect(variants.length).toBeGreaterThan(500);
    for (const [name, kernel] of Object.entries(tests)) {
      rows
        .filter((row) => row[4] === name)
        .forEach((row, i) => {
          const found = kernel(variants[i]);
          expectPrinted(found.chiSquared, row[7]);
          if (row[8] !== "NA") expect(found.df).toBe(Number(row[8]));
          expectPrinted(10 ** -found.minusLog10P, row[9]);
        });
    }
  });

  test("Fisher's test equals plink1.9 --model fisher", async () => {
    await plink("--model fisher");
    const [, ...rows] = await files.rows("c.model");
    const tests = {
      GENO: fisherExactGenotypes,
      ALLELIC: (g: CaseControlGenotypes) => fisherExact(allelicTable(g)).minusLog10P,
      DOM: (g: CaseControlGenotypes) => fisherExact(dominantTable(g)).minusLog10P,
      REC: (g: CaseControlGenotypes) => fisherExact(recessiveTable(g)).minusLog10P
    };
    const variants = counted(rows);
    for (const [name, kernel] of Object.entries(tests)) {
      rows.filter((row) => row[4] === name).forEach((row, i) => expectPrinted(10 ** -kernel(variants[i]), row.at(-1)!));
    }
  });

  test("odds ratios and Woolf's intervals equal plink1.9 --assoc --ci 0.95", async () => {
    await plink("--model --cell 0");
    const variants = counted(await files.rows("c.model"));
    await plink("--assoc --ci 0.95");
    const [header, ...rows] = await files.rows("c.assoc");
    rows.forEach((row, i) => {
      const {oddsRatio: ratio, se, interval} = oddsRatio(allelicTable(variants[i]));
      const cell = (name: string): string => row[header.indexOf(name)];
      expectPrinted(ratio, cell("OR"));
      expectPrinted(se, cell("SE"));
      // With an empty cell plink prints 0 or nan for the ends.
      if (se === Infinity || Number.isNaN(se)) return;
      expectPrinted(interval[0], cell("L95"));
      expectPrinted(interval[1], cell("U95"));
    });
  });

  test("Cochran–Mantel–Haenszel and Breslow–Day equal plink1.9 --bd --ci 0.95 within ancestries", async () => {
    const groups = new Map<string, CaseControlGenotypes[]>();
    const levels = [...new Set((await files.rows("groups.txt")).map((row) => row[2]))];
    for (const level of levels) {
      await files.run(
        "plink1.9",
        [
          "--bfile c --keep-allele-order --allow-no-sex --pheno status.txt --within groups.txt",
          `--keep-cluster-names ${level} --model --cell 0 --out g`
        ].join(" ")
      );
      groups.set(level, counted(await files.rows("g.model")));
    }
    await plink("--within groups.txt --bd --ci 0.95");
    const [header, ...rows] = await files.rows("c.cmh");
    let compared = 0;
    rows.forEach((row, i) => {
      const found = cochranMantelHaenszel(levels.map((level) => allelicTable(groups.get(level)![i])));
      const cell = (name: string): string => row[header.indexOf(name)];
      expectPrinted(found.z ** 2, cell("CHISQ"));
      expectPrinted(10 ** -found.minusLog10P, cell("P"));
      if (cell("SE") !== "NA") {
        expectPrinted(found.oddsRatio, cell("OR"));
        expectPrinted(found.se, cell("SE"));
        expectPrinted(found.interval[0], cell("L95"));
        expectPrinted(found.interval[1], cell("U95"));
      }
      // plink knows no answer where a cell is empty.
      if (cell("CHISQ_BD") === "NA") return;
      compared++;
      expectPrinted(found.breslowDay.chiSquared, cell("CHISQ_BD"));
      expectPrinted(10 ** -found.breslowDay.minusLog10P, cell("P_BD"));
    });
    expect(compared).toBeGreaterThan(100);
  });
});
