import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {mantelHaenszel, type CaseControlTable} from "../../src/kernels/mantelHaenszel.js";
import {itWith} from "../require.js";

function table([caseAlt, caseRef, controlAlt, controlRef]: number[]): CaseControlTable {
  return {caseAlt, caseRef, controlAlt, controlRef};
}

describe("mantelHaenszel(strata)", () => {
  // Graduate admissions to Berkeley, 1973, as in R's data set UCBAdmissions: admitted and rejected men, then women, of six
  // departments. By hand in Python: Σ(a - E a) / √ΣVar a = -1.234749634720916, its square 1.5246066604434356, and
  // Σ(ad/n) / Σ(bc/n) = 0.9046968282586231.
  const admissions = [
    [512, 313, 89, 19],
    [353, 207, 17, 8],
    [120, 205, 202, 391],
    [138, 279, 131, 244],
    [53, 138, 94, 299],
    [22, 351, 24, 317]
  ].map(table);

  it("gives the statistic without continuity correction, and the common odds ratio", () => {
    const {z, oddsRatio} = mantelHaenszel(admissions);
    expect(z).toBeCloseTo(-1.234749634720916, 12);
    expect(z ** 2).toBeCloseTo(1.5246066604434356, 12);
    expect(oddsRatio).toBeCloseTo(0.9046968282586231, 12);
  });

  it("of one table is Pearson's statistic times (n - 1)/n, and the cross ratio", () => {
    // scipy.stats.chi2_contingency([[12, 5], [7, 20]], correction=False)[0] = 8.481137484233457
    const {z, oddsRatio} = mantelHaenszel([table([12, 5, 7, 20])]);
    expect((z ** 2 * 44) / 43).toBeCloseTo(8.481137484233457, 12);
    expect(oddsRatio).toBeCloseTo((12 * 20) / (5 * 7), 12);
  });

  it("is not a number where no table has cases, controls and both alleles", () => {
    for (const strata of [[], [[3, 4, 0, 0]], [[0, 0, 3, 4]], [[0, 4, 0, 5]], [[4, 0, 5, 0]], [[0, 0, 0, 0]]])
      expect(mantelHaenszel(strata.map(table))).toEqual({z: NaN, oddsRatio: NaN});
  });

  const count = fc.integer({min: 0, max: 500});
  const strata = fc.array(
    fc.tuple(count, count, count, count).map((counts) => table([...counts])),
    {maxLength: 8}
  );
  const same = (found: number, expected: number): void => {
    if (Number.isNaN(expected) || !Number.isFinite(expected)) expect(found).toBe(expected);
    else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  };

  it("swapping cases and controls, or the alleles, turns z round and inverts the odds ratio", () => {
    fc.assert(
      fc.property(strata, (tables) => {
        const {z, oddsRatio} = mantelHaenszel(tables);
        const swaps = [
          tables.map((t) => table([t.controlAlt, t.controlRef, t.caseAlt, t.caseRef])),
          tables.map((t) => table([t.caseRef, t.caseAlt, t.controlRef, t.controlAlt]))
        ];
        for (const swapped of swaps.map(mantelHaenszel)) {
          same(swapped.z, -z);
          same(swapped.oddsRatio, 1 / oddsRatio);
        }
      })
    );
  });

  it("does not change with strata that have no cases, no controls or one allele", () => {
    fc.assert(
      fc.property(strata, count, count, (tables, a, b) => {
        const empty = [table([a, b, 0, 0]), table([0, 0, a, b]), table([0, a, 0, b]), table([a, 0, b, 0])];
        const {z, oddsRatio} = mantelHaenszel(tables);
        const more = mantelHaenszel([...empty, ...tables]);
        same(more.z, z);
        same(more.oddsRatio, oddsRatio);
      })
    );
  });
});

const run = promisify(execFile);
const data = new URL("../../../shared/data/kg1126/", import.meta.url).pathname;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-mh-"));
});
afterAll(() => rm(folder, {recursive: true}));

async function rows(file: string): Promise<string[][]> {
  const lines = (await readFile(join(folder, file), "utf8")).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/));
}

/** Tables by ancestry of one variant of a .bed file. */
function tablesOf(bed: Uint8Array, groupOf: number[], isCase: boolean[], groups: number): CaseControlTable[] {
  const tables = Array.from({length: groups}, () => table([0, 0, 0, 0]));
  groupOf.forEach((group, person) => {
    const code = (bed[person >> 2] >> (2 * (person & 3))) & 3;
    if (code === 1) return;
    const alt = code === 0 ? 2 : code === 2 ? 1 : 0;
    tables[group][isCase[person] ? "caseAlt" : "controlAlt"] += alt;
    tables[group][isCase[person] ? "caseRef" : "controlRef"] += 2 - alt;
  });
  return tables;
}

itWith(
  "kg1126/phenotypes.tsv",
  "plink1.9",
  "bcftools"
)("mantelHaenszel(strata) equals plink1.9 --mh on chromosome 22 of kg1126, cases within ancestries", async () => {
  const samples = (await readFile(join(data, "phenotypes.tsv"), "utf8")).trim().split("\n").slice(1);
  const people = new Map(
    samples.map((line) => line.split("\t")).map((row) => [row[0], {group: row[2], status: row[7]}])
  );
  const lines = (of: (id: string) => string): string =>
    [...people.keys()].map((id) => `${id} ${id} ${of(id)}\n`).join("");
  await writeFile(
    join(folder, "status.txt"),
    lines((id) => (people.get(id)!.status === "1" ? "2" : "1"))
  );
  await writeFile(
    join(folder, "groups.txt"),
    lines((id) => people.get(id)!.group)
  );
  // bcftools norm -m-any 1KG_phase3_subset_chr22.vcf.gz -o norm.vcf
  // plink1.9 --vcf norm.vcf --double-id --keep-allele-order --make-bed --out c
  // plink1.9 --bfile c --keep-allele-order --allow-no-sex --pheno status.txt --within groups.txt --mh --out c
  await run("bcftools", ["norm", "-m-any", join(data, "1KG_phase3_subset_chr22.vcf.gz"), "-o", "norm.vcf"], {
    cwd: folder
  });
  const plink = (options: string) => run("plink1.9", options.split(" "), {cwd: folder});
  await plink("--vcf norm.vcf --double-id --keep-allele-order --make-bed --out c");
  await plink("--bfile c --keep-allele-order --allow-no-sex --pheno status.txt --within groups.txt --mh --out c");

  const ids = (await rows("c.fam")).map((row) => row[1]);
  const levels = [...new Set(ids.map((id) => people.get(id)!.group))];
  const groupOf = ids.map((id) => levels.indexOf(people.get(id)!.group));
  const isCase = ids.map((id) => people.get(id)!.status === "1");
  const bed = (await readFile(join(folder, "c.bed"))).subarray(3);
  const bytes = Math.ceil(ids.length / 4);
  const [header, ...results] = await rows("c.cmh");
  expect(results).toHaveLength(bed.length / bytes);
  results.forEach((row, variant) => {
    const {z, oddsRatio} = mantelHaenszel(
      tablesOf(bed.subarray(variant * bytes, (variant + 1) * bytes), groupOf, isCase, levels.length)
    );
    expectPrinted(z ** 2, row[header.indexOf("CHISQ")]);
    expectPrinted(oddsRatio, row[header.indexOf("OR")]);
  });
});

/** Equal to four significant digits, as plink prints them, and a relative error of 1e-4. */
function expectPrinted(value: number, printed: string): void {
  if (printed === "NA" || printed === "nan") return expect(Number.isFinite(value)).toBe(false);
  const expected = Number(printed);
  const lastDigit = expected === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(expected))) - 3);
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(lastDigit / 2 + 1e-4 * Math.abs(expected));
}
