import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect} from "vitest";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {readVcfSamples} from "../../../data-loaders/sources/vcf/readVcfSamples.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {designMatrix, type Covariate, type Design} from "../../../data-loaders/tables/association/designMatrix.js";
import {fitNullModel, type NullModel} from "../../../data-loaders/tables/association/nullModel.js";
import {openVariantTester} from "../../../data-loaders/tables/association/testVariants.js";
import {itWith} from "../../require.js";

const data = new URL("../../../../shared/data/", import.meta.url).pathname;
const vcf = join(data, "kg1126/1KG_phase3_subset_chr1.vcf.gz");

/** Columns of the phenotype file in the order of the VCF's samples. */
async function readColumns(): Promise<(name: string) => string[]> {
  const [header, ...rows] = (await readFile(join(data, "kg1126/phenotypes.tsv"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const byId = new Map(rows.map((row) => [row[0], row]));
  const ids = await readVcfSamples(vcf, "chr1");
  return (name) => ids.map((id) => byId.get(id)![header.indexOf(name)]);
}

function categorical(name: string, values: string[]): Covariate {
  const levels = [...new Set(values)].sort();
  return {name, kind: "categorical", values: Float64Array.from(values, (value) => levels.indexOf(value))};
}

interface Score {
  score: number;
  se: number;
  stat: number;
}

/** Scores of the variants of chromosome 1, by position. */
async function scores(trait: Float64Array, design: Design, model: NullModel): Promise<Map<number, Score>> {
  const people = trait.length;
  const sex = new Uint8Array(people);
  const settings = {missing: "mean" as const, saddlepointP: 0, fitP: 0};
  const tester = await openVariantTester({people, sex, trait, design, model, settings});
  const found = new Map<number, Score>();
  for (const shard of await planVcfShards([{file: vcf, label: "chr1"}], {people, sex, build: "GRCh37"}))
    for await (const {genotypes, pos, ploidy} of readShard(shard)) {
      const {beta, se, z} = tester.test(genotypes, ploidy);
      pos.forEach((position, v) => found.set(position, {score: beta[v] / se[v] ** 2, se: 1 / se[v], stat: z[v]}));
    }
  return found;
}

async function compare(file: string, found: Map<number, Score>, relative: number): Promise<void> {
  const [header, ...rows] = (await readFile(join(data, "reference/genesis", file), "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  expect(rows.length).toBe(6);
  for (const row of rows) {
    const {pos, score, score_se, score_stat} = Object.fromEntries(header.map((name, i) => [name, Number(row[i])]));
    const ours = found.get(pos)!;
    expect(Math.abs(ours.score / score - 1)).toBeLessThan(relative);
    expect(Math.abs(ours.se / score_se - 1)).toBeLessThan(relative);
    expect(Math.abs(ours.stat / score_stat - 1)).toBeLessThan(relative);
  }
}

// Printed output of UW-GAC/SISG_2022, 02_single_variant_tests: fitNullModel and assocTestSingle(test = "Score") of GENESIS.
describe("openVariantTester on chromosome 1 of kg1126", () => {
  itWith("reference/genesis", "kg1126/phenotypes.tsv")("gives the logistic score statistics of GENESIS", async () => {
    const column = await readColumns();
    // fitNullModel(annot, outcome = "status", covars = c("sex", "pop"), family = binomial)
    const trait = Float64Array.from(column("status"), Number);
    const covariates = [categorical("sex", column("sex")), categorical("pop", column("pop"))];
    const design = designMatrix(Int32Array.from(trait.keys()), trait, covariates);
    const found = await scores(trait, design, fitNullModel(design, trait, "binary"));
    await compare("status_logistic_score_head6.tsv", found, 1e-6);
  });

  itWith("reference/genesis", "kg1126/phenotypes.tsv")(
    "gives the linear ones with a variance for each study",
    async () => {
      const column = await readColumns();
      // fitNullModel(annot, outcome = "height", covars = c("sex", "age", "study"), group.var = "study")
      const trait = Float64Array.from(column("height"), Number);
      const study = categorical("study", column("study"));
      const age: Covariate = {name: "age", kind: "quantitative", values: Float64Array.from(column("age"), Number)};
      const design = designMatrix(Int32Array.from(trait.keys()), trait, [
        categorical("sex", column("sex")),
        age,
        study
      ]);
      const groups = Int32Array.from(design.people, (person) => study.values[person]);
      const found = await scores(trait, design, fitNullModel(design, trait, "quantitative", groups));
      await compare("height_linear_groupvar_head6.tsv", found, 1e-6);
    }
  );
});
