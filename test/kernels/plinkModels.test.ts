import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cochranArmitage} from "../../src/kernels/cochranArmitage.js";
import {cochranMantelHaenszel} from "../../src/kernels/cochranMantelHaenszel.js";
import {fisherExact, fisherExactGenotypes} from "../../src/kernels/fisherExact.js";
import {
  allelicTable,
  dominantTable,
  recessiveTable,
  type CaseControlGenotypes
} from "../../src/kernels/genotypeModels.js";
import {oddsRatio} from "../../src/kernels/oddsRatio.js";
import {pearson} from "../../src/kernels/pearson.js";
import {itWith} from "../require.js";
import {rowsOf} from "./caseControlTables.js";
import {expectPrinted} from "./expectPrinted.js";
import {plinkChromosome} from "./plinkChromosome.js";

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
