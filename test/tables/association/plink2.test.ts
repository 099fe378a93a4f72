import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {randomLcg, randomNormal} from "d3-random";
import {afterAll, beforeAll, describe, expect} from "vitest";
import {designMatrix, type Covariate} from "../../../data-loaders/tables/association/designMatrix.js";
import {openLogisticFitter} from "../../../data-loaders/tables/association/logisticFit.js";
import {fitNullModel} from "../../../data-loaders/tables/association/nullModel.js";
import {openVariantTester, testMethods, type Tested} from "../../../data-loaders/tables/association/testVariants.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import {itWith} from "../../require.js";
import {dosagesOf} from "./randomGenotypes.js";

const run = promisify(execFile);
const people = 1200;
const variants = 4000;
const covariateCount = 4;
let folder: string;
let genotypes: Uint8Array;
let covariates: Covariate[];
const traits: Record<"balanced" | "rare" | "amount", Float64Array> = {} as never;
const sex = Uint8Array.from({length: people}, (_, i) => 1 + (i % 2));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-glm-"));
});
afterAll(() => rm(folder, {recursive: true}));

/**
 * plink2 --dummy 1200 4000 0.01 --seed 3 --make-bed --out d, and beside it seeded covariates and traits: a common and a rare
 * disease and a quantity, with effects of the covariates and of every 200th variant.
 */
async function simulate(): Promise<void> {
  if (genotypes) return;
  await plink2(`--dummy ${people} ${variants} 0.01 --seed 3 --make-bed --out d`);
  genotypes = new Uint8Array(await readFile(join(folder, "d.bed"))).subarray(3);
  const ids = (await table("d.fam")).map(([family, id]) => `${family}\t${id}`);
  const source = randomLcg(11);
  const normal = randomNormal.source(source)();
  covariates = Array.from({length: covariateCount}, (_, c) => ({
    name: `C${c}`,
    kind: "quantitative",
    values: Float64Array.from({length: people}, () => Math.round(normal() * 1e6) / 1e6)
  }));
  const genes = new Float64Array(people);
  for (let variant = 0; variant < variants; variant += 200)
    dosagesOf(genotypes, people, variant).forEach((copies, i) => (genes[i] += 0.25 * ((copies || 0) - 1)));
  const liability = genes.map((g, i) => g + 0.3 * covariates[0].values[i] - 0.2 * covariates[1].values[i]);
  traits.balanced = liability.map((x) => +(source() < 1 / (1 + Math.exp(-x))));
  traits.rare = liability.map((x) => +(source() < 1 / (1 + Math.exp(3.2 - x))));
  traits.amount = liability.map((x) => Math.round((x + 1.5 * normal()) * 1e5) / 1e5);
  const write = (name: string, header: string, row: (i: number) => string): Promise<void> =>
    writeFile(
      join(folder, name),
      [`#FID\tIID\t${header}`, ...ids.map((id, i) => `${id}\t${row(i)}`)].join("\n") + "\n"
    );
  await write("covariates.txt", covariates.map(({name}) => name).join("\t"), (i) =>
    covariates.map(({values}) => values[i]).join("\t")
  );
  await write("sex.txt", "SEX", (i) => String(sex[i]));
  await write("traits.txt", "balanced\trare\tamount", (i) =>
    [traits.balanced[i] + 1, traits.rare[i] + 1, traits.amount[i]].join("\t")
  );
}

function plink2(command: string): Promise<unknown> {
  return run("plink2", command.split(" "), {cwd: folder});
}

async function table(file: string): Promise<string[][]> {
  return (await readFile(join(folder, file), "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
}

interface PlinkRow {
  n: number;
  beta: number;
  se: number;
  p: number;
}

/** One row a variant, with effects turned to the allele alt; null where plink2 has none. */
async function glm(file: string): Promise<(PlinkRow | null)[]> {
  const [header, ...rows] = await table(file);
  const at = (name: string): number => header.indexOf(name);
  return rows.map((row) => {
    if (row[at("P")] === "NA") return null;
    const effect = at("BETA") >= 0 ? Number(row[at("BETA")]) : Math.log(Number(row[at("OR")]));
    const se = Number(row[at("SE") >= 0 ? at("SE") : at("LOG(OR)_SE")]);
    // The first allele of a .bim is alt here.
    return {
      n: Number(row[at("OBS_CT")]),
      beta: row[at("A1")] === row[at("ALT")] ? effect : -effect,
      se,
      p: Number(row[at("P")])
    };
  });
}

async function ours(
  trait: Float64Array,
  kind: "binary" | "quantitative",
  ploidy = 0,
  more: Covariate[] = []
): Promise<Tested> {
  const everybody = Int32Array.from({length: people}, (_, i) => i);
  const design = designMatrix(everybody, trait, [...covariates, ...more]);
  const model = fitNullModel(design, trait, kind);
  const settings = {missing: "drop" as const, saddlepointP: 0, fitP: 0.02};
  const tester = await openVariantTester({people, sex, trait, design, model, settings});
  return tester.test(genotypes, new Uint8Array(variants).fill(ploidy));
}

/** Differences of −log10 p and of the effect (relative) where p < 0.01 and the minor allele was seen 20 times. */
function compare(
  tested: Tested,
  peer: (PlinkRow | null)[]
): {compared: number; log10P: number; beta: number; se: number} {
  const worst = {compared: 0, log10P: 0, beta: 0, se: 0};
  peer.forEach((row, v) => {
    const minor = Math.min(tested.ac[v], tested.an[v] - tested.ac[v]);
    expect(row === null).toBe(Number.isNaN(tested.beta[v]));
    if (row === null) return;
    expect(tested.n[v]).toBe(row.n);
    if (row.p >= 0.01 || minor < 20) return;
    worst.compared++;
    worst.log10P = Math.max(worst.log10P, Math.abs(tested.minusLog10P[v] + Math.log10(row.p)));
    worst.beta = Math.max(worst.beta, Math.abs(tested.beta[v] / row.beta - 1));
    worst.se = Math.max(worst.se, Math.abs(tested.se[v] / row.se - 1));
  });
  return worst;
}

describe("openVariantTester on genotypes of plink2 --dummy", () => {
  itWith("plink2")("equals plink2 --glm for a quantitative trait", async () => {
    await simulate();
    // plink2 --bfile d --pheno traits.txt --pheno-name amount --covar covariates.txt --glm hide-covar --out linear
    await plink2(
      "--bfile d --pheno traits.txt --pheno-name amount --covar covariates.txt --glm hide-covar --out linear"
    );
    const tested = await ours(traits.amount, "quantitative");
    const worst = compare(tested, await glm("linear.amount.glm.linear"));
    expect(worst.compared).toBeGreaterThan(40);
    // plink2 prints six digits.
    expect(worst.log10P).toBeLessThan(1e-5);
    expect(worst.beta).toBeLessThan(2e-5);
    expect(worst.se).toBeLessThan(2e-5);
  });

  for (const trait of ["balanced", "rare"] as const)
    itWith("plink2")(`equals plink2 --glm firth-fallback for a ${trait} disease`, async () => {
      await simulate();
      // plink2 --bfile d --pheno traits.txt --pheno-name balanced --covar covariates.txt \
      //        --glm firth-fallback hide-covar --out logistic
      await plink2(
        `--bfile d --pheno traits.txt --pheno-name ${trait} --covar covariates.txt --glm firth-fallback hide-covar --out logistic`
      );
      const tested = await ours(traits[trait], "binary");
      const worst = compare(tested, await glm(`logistic.${trait}.glm.logistic.hybrid`));
      expect(worst.compared).toBeGreaterThan(20);
      expect(worst.log10P).toBeLessThan(0.001);
      expect(worst.beta).toBeLessThan(0.0005);
      expect([...tested.method].filter((method) => testMethods[method] === "wald").length).toBeGreaterThan(50);
    });

  itWith("plink2")("fits as plink2 --glm firth, to the 1e-4 at which that stops", async () => {
    await simulate();
    // plink2 --bfile d --pheno traits.txt --pheno-name rare --covar covariates.txt --glm firth hide-covar --out firth
    await plink2(
      "--bfile d --pheno traits.txt --pheno-name rare --covar covariates.txt --glm firth hide-covar --out firth"
    );
    const peer = await glm("firth.rare.glm.firth");
    const bytes = Math.ceil(people / 4);
    const design = designMatrix(
      Int32Array.from({length: people}, (_, i) => i),
      traits.rare,
      covariates
    );
    const model = fitNullModel(design, traits.rare, "binary");
    const fitter = await openLogisticFitter(design, model, traits.rare, bytes);
    let compared = 0;
    let within4Digits = 0;
    for (let v = 0; v < 1500; ++v) {
      const row = peer[v];
      if (!row) continue;
      fitter.setVariant(genotypes.subarray(v * bytes, (v + 1) * bytes), NaN, "drop");
      const {beta, se} = fitter.fitFirth()!;
      ++compared;
      expect(Math.abs(beta - row.beta)).toBeLessThan(1e-3);
      expect(se / row.se).toBeCloseTo(1, 2);
      if (Math.abs(beta / row.beta - 1) < 5e-5 || Math.abs(beta - row.beta) < 5e-5) ++within4Digits;
    }
    expect(compared).toBeGreaterThan(1400);
    expect(within4Digits / compared).toBeGreaterThan(0.9);
  });

  itWith("plink2")("codes men on X as 0 or 2, with sex among the covariates, as plink2 does", async () => {
    await simulate();
    // plink2 --bfile x --update-sex sex.txt --pheno … --glm hide-covar: chromosome X, men's heterozygous calls missing.
    const bim = (await table("d.bim")).map(([, ...rest]) => [
      "23",
      ...rest.slice(0, 2),
      3_000_000 + Number(rest[2]),
      ...rest.slice(3)
    ]);
    await writeFile(join(folder, "x.bim"), bim.map((row) => row.join("\t")).join("\n") + "\n");
    const bytes = Math.ceil(people / 4);
    const before = genotypes;
    genotypes = genotypes.map((byte, i) => {
      let without = byte;
      for (let k = 0; k < 4; ++k) {
        const person = (i % bytes) * 4 + k;
        if (sex[person] === 1 && ((byte >> (2 * k)) & 3) === 2) without = (without & ~(3 << (2 * k))) | (1 << (2 * k));
      }
      return without;
    });
    await writeFile(join(folder, "x.bed"), Buffer.concat([Buffer.from([0x6c, 0x1b, 1]), genotypes]));
    await writeFile(join(folder, "x.fam"), await readFile(join(folder, "d.fam")));
    for (const [trait, kind] of [
      ["amount", "quantitative"],
      ["balanced", "binary"]
    ] as const) {
      await plink2(
        `--bfile x --update-sex sex.txt --pheno traits.txt --pheno-name ${trait} --covar covariates.txt --glm firth-fallback hide-covar sex --out x`
      );
      const tested = await ours(traits[trait], kind, Ploidy.menHaploid, [
        {name: "sex", kind: "categorical", values: Float64Array.from(sex)}
      ]);
      const worst = compare(tested, await glm(`x.${trait}.glm.${kind === "binary" ? "logistic.hybrid" : "linear"}`));
      expect(worst.compared).toBeGreaterThan(20);
      expect(worst.log10P).toBeLessThan(0.001);
      expect(worst.beta).toBeLessThan(0.0005);
    }
    genotypes = before;
  });
});
