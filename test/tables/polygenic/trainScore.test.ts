import {describe, expect, it} from "vitest";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {readScoringFile} from "../../../data-loaders/sources/scores/readScoringFile.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import type {SyntheticTruth} from "../../../data-loaders/sources/synthetic/truth.js";
import {constantOnly} from "../../../data-loaders/tables/polygenic/covariateModel.js";
import {scorePeople} from "../../../data-loaders/tables/polygenic/scorePeople.js";
import {scoringFileText} from "../../../data-loaders/tables/polygenic/scoringFileText.js";
import {centredDosages, collectTraining} from "../../../data-loaders/tables/polygenic/trainingGenotypes.js";
import {trainScore, type TrainingInput} from "../../../data-loaders/tables/polygenic/trainScore.js";
import type {GenotypeBatch, Shard} from "../../../data-loaders/sources/cohort.js";
import {temporaryFolder} from "../../sources/temporary.js";
import {structuredGenotypes} from "../structure/packedOf.js";
import {batchesOf} from "./batchOf.js";
import {trainingOf} from "./trainingOf.js";

const folder = temporaryFolder();
const people = 1200;
const training = trainingOf(
  structuredGenotypes({people, variants: 150, groups: 2, fst: 0.05, missing: 0.01}, randomStream(21, "genotypes"))
);
const codes = Int16Array.from({length: people}, (_, i) => i % 2);

/** A trait of which five variants explain about a quarter; `inSecond` is their effect in the other group. */
function plantedTrait(inSecond: number): {trait: Float64Array; genetic: Float64Array} {
  const random = randomStream(22, "trait");
  const genetic = new Float64Array(people);
  const everybody = Int32Array.from(codes.keys());
  const dosages = new Float32Array(people);
  for (const variant of [10, 40, 70, 100, 130]) {
    const {deviation} = centredDosages(training, variant, everybody, dosages);
    dosages.forEach((dosage, i) => (genetic[i] += (dosage / deviation) * 0.26 * (codes[i] === 0 ? 1 : inSecond)));
  }
  const noise = (): number => Array.from({length: 12}, random).reduce((sum, u) => sum + u, -6);
  return {trait: genetic.map((value) => value + noise()), genetic};
}

const inputOf = (rest: Partial<TrainingInput>): TrainingInput => ({
  training,
  kind: "quantitative",
  trait: plantedTrait(1).trait,
  covariates: constantOnly(people),
  included: new Uint8Array(people).fill(1),
  groups: {levels: ["EUR", "SAS"], codes},
  reference: "EUR",
  method: {kind: "penalised", mixing: [1], steps: 15, least: 0.05, mostVariants: 1000},
  folds: 4,
  heldOutOneIn: 4,
  highShare: 0.1,
  least: 21,
  describe: {id: "L1", name: "learned", traitReported: "a trait", traitId: "EFO_1", build: "GRCh37"},
  randomOf: (name) => randomStream(1, name),
  ...rest
});
const clumping = {kind: "clumping", minusLog10P: [2, 4, 6], r2: [0.1, 0.5], distanceBp: 10_000} as const;

describe("trainScore(input)", () => {
  it.each([
    ["lasso", {kind: "penalised", mixing: [1, 0.5], steps: 15, least: 0.05, mostVariants: 1000}],
    ["clumping", clumping]
  ] as const)("finds planted effects by %s, and tests on people that it has not seen", async (_, method) => {
    const found = await trainScore(inputOf({method}));
    expect(found.refused).toBe(null);
    for (const planted of [10, 40, 70, 100, 130]) expect(found.weights[planted]).toBeGreaterThan(0);
    expect(found.tuning.filter(({chosen}) => chosen)).toHaveLength(1);
    const best = Math.max(...found.tuning.map(({crossValidatedR2}) => crossValidatedR2));
    expect(found.tuning.find(({chosen}) => chosen)!.crossValidatedR2).toBe(best);
    expect(found.learnedFrom).toEqual([
      {group: "EUR", n: 450, cases: null},
      {group: "SAS", n: 450, cases: null}
    ]);
    expect(found.evaluation.map(({n}) => n)).toEqual([150, 150]);
    // Five variants of 0.26² each beside a residual variance of 1: a quarter.
    for (const {accuracy} of found.evaluation) {
      expect(accuracy!.interval[0]).toBeLessThan(0.25);
      expect(accuracy!.interval[1]).toBeGreaterThan(0.2);
    }
    expect(found.equalisedOdds).toBe(null);
  });

  it("tries no more variants than it may, the most significant ones", async () => {
    const found = await trainScore(
      inputOf({method: {kind: "penalised", mixing: [1], steps: 15, least: 0.05, mostVariants: 8}})
    );
    expect(found.variants).toBeLessThanOrEqual(8);
    for (const planted of [10, 40, 70, 100, 130]) expect(found.weights[planted]).toBeGreaterThan(0);
  });

  it("is the same again with the same seed, and other people are tested with another", async () => {
    const [first, second] = [await trainScore(inputOf({})), await trainScore(inputOf({}))];
    expect(second).toEqual(first);
    const other = await trainScore(inputOf({randomOf: (name) => randomStream(2, name)}));
    expect(other.evaluation[0].accuracy!.r2).not.toBe(first.evaluation[0].accuracy!.r2);
  });

  it("never lets the people tested change what is learned", async () => {
    const first = await trainScore(inputOf({}));
    const {trait} = plantedTrait(1);
    // Whoever is tested is known by this: with another trait nothing else is learned.
    const changed = trait.slice();
    const tested = new Set<number>();
    const plain = await trainScore(inputOf({method: {...clumping, minusLog10P: [4], r2: [0.1]}}));
    for (let i = 0; i < 40; ++i) {
      const turned = trait.slice();
      turned[i] += 50;
      const again = await trainScore(inputOf({trait: turned, method: {...clumping, minusLog10P: [4], r2: [0.1]}}));
      if (again.weights.every((weight, j) => weight === plain.weights[j])) tested.add(i);
    }
    expect(tested.size).toBeGreaterThan(3);
    expect(tested.size).toBeLessThan(20);
    for (const i of tested) changed[i] += 50;
    expect((await trainScore(inputOf({trait: changed}))).weights).toEqual(first.weights);
  });

  it("shows the loss where the effects of the other group are weaker and only one group was learned from", async () => {
    const found = await trainScore(inputOf({trait: plantedTrait(0.3).trait, learnFrom: ["EUR"]}));
    expect(found.learnedFrom[1]).toEqual({group: "SAS", n: 0, cases: null});
    const sas = found.evaluation[1];
    expect(sas.n).toBe(150);
    expect(sas.portability!.ratio).toBeLessThan(0.6);
  });

  it("of a binary trait gives area, calibration and gaps between the groups", async () => {
    const {genetic} = plantedTrait(1);
    const random = randomStream(23, "cases");
    const cases = genetic.map((value) => Number(value + 2 * random() - 1 > 0.3));
    const found = await trainScore(inputOf({kind: "binary", trait: cases, prevalence: [0.3, 0.3], least: 21}));
    expect(found.refused).toBe(null);
    for (const {roc, calibration, odds, liability} of found.evaluation) {
      expect(roc!.area).toBeGreaterThan(0.65);
      expect(odds!.oddsRatio).toBeGreaterThan(1.5);
      expect(liability!.r2).toBeGreaterThan(0.05);
      expect(calibration!.slopeInterval[0]).toBeLessThan(1.2);
    }
    const odds = found.equalisedOdds!;
    const rates = odds.groups.map(({rates}) => rates!);
    expect(odds.gaps.truePositive).toBeCloseTo(Math.abs(rates[0].truePositive - rates[1].truePositive), 12);
    expect(odds.gaps.falsePositive).toBeCloseTo(Math.abs(rates[0].falsePositive - rates[1].falsePositive), 12);
    const high = rates.reduce((sum, r) => sum + r.truePositive * r.cases + r.falsePositive * r.controls, 0);
    const tested = rates.reduce((sum, r) => sum + r.cases + r.controls, 0);
    // A few people more where scores at the threshold are equal.
    expect(Math.round(high)).toBeGreaterThanOrEqual(tested - Math.floor(0.9 * tested));
    expect(high).toBeLessThan(0.13 * tested);
  });

  it("gives no score where nothing is inherited", async () => {
    const random = randomStream(24, "noise");
    const trait = Float64Array.from({length: people}, () => random());
    const found = await trainScore(inputOf({trait, method: {...clumping, minusLog10P: [7], r2: [0.1]}}));
    expect(found).toMatchObject({variants: 0, scoringFile: "", evaluation: []});
    expect(found.refused).toMatch(/^no setting explains people that it has not seen/);
  });

  it("leaves out people without trait, covariates or group", async () => {
    const {trait} = plantedTrait(1);
    trait[0] = NaN;
    const values = new Float64Array(people).fill(1);
    values[2] = NaN;
    const left = codes.slice();
    left[4] = -1;
    const included = new Uint8Array(people).fill(1);
    included[6] = 0;
    const found = await trainScore(
      inputOf({trait, covariates: {columns: 1, values}, groups: {levels: ["EUR", "SAS"], codes: left}, included})
    );
    expect([0, 2, 4, 6].map((i) => found.scores[i])).toEqual([NaN, NaN, NaN, NaN]);
    const all = found.learnedFrom[0].n + found.evaluation[0].n;
    expect(all).toBe(596);
  });

  it("writes a scoring file that reads back and gives the same scores", async () => {
    const found = await trainScore(inputOf({}));
    const scoring = await readScoringFile(folder.write("learned.txt", found.scoringFile));
    expect(scoring).toMatchObject({id: "L1", traitReported: "a trait", traitIds: ["EFO_1"], build: "GRCh37"});
    expect(scoring.variants).toHaveLength(found.variants);
    const batch: GenotypeBatch = {...training, count: training.variants, ploidy: new Uint8Array(training.variants)};
    const {scores} = await scorePeople(batchesOf(batch), [scoring], {
      total: people,
      included: new Uint8Array(people).fill(1)
    });
    const most = Math.max(...scores[0]!.map((score, i) => Math.abs(score - found.scores[i])));
    expect(most).toBeLessThan(1e-5);
  });

  it("scoringFileText(…) keeps every field on its line", () => {
    const text = scoringFileText(training, new Float64Array(training.variants), {
      id: "a\nb",
      name: "x\ty",
      traitReported: "t",
      traitId: "e",
      build: "GRCh38"
    });
    expect(text).toContain("#pgs_id=a b\n#pgs_name=x y\n");
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/^rsID\tchr_name/);
  });
});

describe("planted effects of the synthetic cohort", () => {
  it("LDL cholesterol: R² in every ancestry holds the truth in its interval, and the loss is where it was planted", async () => {
    const cohort = await openSynthetic({seed: 1, people: 12_000, variants: 6000, build: "GRCh37"});
    const truth = cohort.truth as SyntheticTruth;
    const {people: who} = cohort;
    const ldl = who.traits.find(({id}) => id === "EFO_0004611")!;
    const model = truth.traits.find(({id}) => id === ldl.id)!;
    const effects = truth.effects.filter(({trait}) => trait === ldl.id);
    expect(effects.length).toBeGreaterThan(3);
    const ancestry = who.strata.find(({name}) => name === "ancestry")!;
    const columns = who.covariates.map(({values}) => values);
    const covariates = {
      columns: columns.length + 1,
      values: Float64Array.from(Array.from({length: who.total}, (_, i) => [1, ...columns.map((c) => c[i])]).flat())
    };
    const causal = new Map(effects.map((effect) => [effect.variant_id, effect]));
    const own = (batch: GenotypeBatch, i: number) =>
      causal.has(`${batch.chrom[i]}-${batch.pos[i]}-${batch.ref[i]}-${batch.alt[i]}`);
    const genotypes = await collectTraining(
      readAll(cohort.shards),
      who.total,
      (batch, i) => own(batch, i) || batch.pos[i] % 8 === 0
    );
    const found = await trainScore({
      training: genotypes,
      kind: "quantitative",
      trait: ldl.values,
      covariates,
      included: who.included,
      groups: {levels: ancestry.levels, codes: ancestry.codes},
      reference: "EUR",
      learnFrom: ["EUR"],
      method: {kind: "clumping", minusLog10P: [3, 4, 5, 6], r2: [0.1], distanceBp: 500_000},
      folds: 5,
      heldOutOneIn: 3,
      highShare: 0.1,
      least: 21,
      describe: {id: "L", name: "", traitReported: ldl.label, traitId: ldl.id, build: "GRCh37"},
      randomOf: (name) => randomStream(1, name)
    });
    expect(found.refused).toBe(null);

    // What the same score would explain if all genetic effects were known: from the planted effects and everybody's genotypes.
    const genetic = new Float64Array(who.total);
    const everybody = Int32Array.from(who.included.keys());
    const dosages = new Float32Array(who.total);
    for (let variant = 0; variant < genotypes.variants; ++variant) {
      const id = `${genotypes.chrom[variant]}-${genotypes.pos[variant]}-${genotypes.ref[variant]}-${genotypes.alt[variant]}`;
      const effect = causal.get(id);
      if (!effect) continue;
      centredDosages(genotypes, variant, everybody, dosages);
      dosages.forEach((dosage, i) => {
        const level = ancestry.levels[ancestry.codes[i]] as keyof typeof effect.beta;
        genetic[i] += dosage * effect.beta[level];
      });
    }
    const shares: Record<string, number> = {};
    for (const {group, accuracy} of found.evaluation) {
      const members = everybody.filter((i) => ancestry.levels[ancestry.codes[i]] === group);
      const [g, s] = [genetic, found.scores].map((values) => Float64Array.from(members, (i) => values[i]));
      const known = Array.from(g.keys()).filter((i) => !Number.isNaN(s[i]));
      const [vg, vs, c] = moments(g, s, known);
      // Beyond the covariates the trait varies by what is inherited and by the residual.
      shares[group] = c ** 2 / vg / vs;
      const partial2 = c ** 2 / vs / (vg + model.residual_sd ** 2);
      const expected = partial2 * (1 - accuracy!.r2Covariates);
      expect({group, low: accuracy!.interval[0] <= expected, high: accuracy!.interval[1] >= expected}).toEqual({
        group,
        low: true,
        high: true
      });
    }
    // Of what is inherited, a score from Europe misses a part where PCSK9 (AFR) and HMGCR (EAS) have other effects.
    for (const same of ["AMR", "EUR", "SAS"]) expect(shares[same]).toBeGreaterThan(0.9);
    for (const other of ["AFR", "EAS"]) expect(shares[other]).toBeLessThan(0.8);
  });
});

async function* readAll(shards: readonly Shard[]): AsyncGenerator<GenotypeBatch> {
  for (const shard of shards) yield* readShard(shard);
}

function moments(a: Float64Array, b: Float64Array, rows: number[]): [number, number, number] {
  const mean = (values: Float64Array): number => rows.reduce((sum, i) => sum + values[i], 0) / rows.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: Float64Array, mx: number, y: Float64Array, my: number): number =>
    rows.reduce((sum, i) => sum + (x[i] - mx) * (y[i] - my), 0) / rows.length;
  return [product(a, ma, a, ma), product(b, mb, b, mb), product(a, ma, b, mb)];
}
