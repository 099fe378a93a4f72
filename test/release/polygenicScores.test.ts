import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {Protection} from "../../data-loaders/disclosure/protect.js";
import {readThresholds} from "../../data-loaders/disclosure/thresholds.js";
import {attackLearned, scoreFacts} from "../../data-loaders/release/scoreSide.js";
import {openSynthetic} from "../../data-loaders/sources/synthetic/openSynthetic.js";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import {constantOnly} from "../../data-loaders/tables/polygenic/covariateModel.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import {scoreMeasures, type ScoreMeasure} from "../../src/model/polygenicScores.js";
import {plantedScore} from "../fixtures/plantedScore.js";
import {openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

const ldl = "EFO_0004611";
const diabetes = "EFO_0001360";
const parameters = {seed: 5, people: 4000, variants: 900, build: "GRCh37" as const};
let identity: string;
let folder: string;

beforeAll(async () => {
  identity = await generateIdentity();
  folder = await scratchFolder();
  const {truth} = await openSynthetic(parameters);
  await writeFile(join(folder, "ldl.txt"), plantedScore(truth, ldl, "LDL1"));
  await writeFile(join(folder, "t2d.txt"), plantedScore(truth, diabetes, "T2D1"));
  await writeFile(join(folder, "other.txt"), plantedScore(truth, ldl, "LDL2").replace("GRCh37", "GRCh38"));
});

async function released(
  releaseClass: ReleaseClass,
  scores: string
): Promise<{manifest: ReleaseManifest; out: string; path: string}> {
  const name = `${releaseClass}-${scores.length}`;
  const path = join(folder, `${name}.yaml`);
  const codes = releaseClass === "open" ? "DUO:0000004" : "DUO:0000042";
  await writeFile(
    path,
    `id: ${name}
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${await identityToRecipient(identity)}]}}
synthetic: {seed: 5, people: 4000, variants: 900}
strata: [ancestry, sex, status]
consent: {codes: ["${codes}"]}
association: {covariates: [age, sex], pcs: 2, kinship_max: 0.5}
scores: ${scores}
`
  );
  const out = join(folder, name);
  return {manifest: await makeRelease({manifestPath: path, out, threads: 2}), out, path};
}

const both = `[{file: ldl.txt, label: LDL, trait: ${ldl}}, {file: t2d.txt, trait: ${diabetes}}]`;
const fileOf = ({tables}: ReleaseManifest): string | undefined =>
  tables.find(({name}) => name === "polygenic_scores")?.file;

describe("table polygenic_scores", () => {
  let manifest: ReleaseManifest;
  let rows: ReleasedRow[];

  beforeAll(async () => {
    const made = await released("controlled", both);
    manifest = made.manifest;
    rows = await query(await openFile(made.out, fileOf(manifest)!, identity), "select * from $file");
  }, 180_000);

  it("goes to named readers of a controlled cohort, evaluated in every group that it is shown for", () => {
    expect(fileOf(manifest)).toBe("registered/polygenic_scores.parquet.age");
    expect(manifest.scores!.map(({id, label}) => [id, label])).toEqual([
      ["LDL1", "LDL"],
      ["T2D1", "Type 2 diabetes (simulated) (T2D1)"]
    ]);
    for (const {id, evaluatedIn, shownFor, reference, refused, adjustedFor, traits} of manifest.scores!) {
      expect(refused).toBeNull();
      expect(evaluatedIn).toContain(reference);
      expect(shownFor.every((group) => evaluatedIn.includes(group))).toBe(true);
      expect(adjustedFor).toEqual(["age", "sex", "PC1", "PC2"]);
      expect(traits.map((trait) => trait.id)).toEqual([id === "LDL1" ? ldl : diabetes]);
      for (const measure of ["r2", id === "T2D1" ? "auc" : "calibration-slope"])
        expect(rows.filter((row) => row.score === id && row.measure === measure).map(({ancestry}) => ancestry)).toEqual(
          evaluatedIn
        );
    }
  });

  it("shows no count of 1 to 20 people, and only numbers of people that are rounded", async () => {
    const people = rows.filter(({n}) => n !== null);
    expect(people.length).toBeGreaterThan(20);
    expect(people.filter(({n}) => Number(n) <= 20)).toEqual([]);
    expect(people.filter(({measure, n}) => measure === "density" && Number(n) % 25 !== 0)).toEqual([]);
    // Of a group everybody but a multiple of 25, at least 25, is evaluated.
    const at = manifest.people.strata.indexOf("ancestry");
    for (const {ancestry, n} of people.filter(({measure, bin}) => measure === "people" && bin === null)) {
      const cells = manifest.people.rows.filter(({levels}) => levels[at] === ancestry);
      if (cells.some((cell) => cell.n === null)) continue;
      const left = cells.reduce((sum, cell) => sum + cell.n!, 0) - Number(n);
      expect(left % 25).toBe(0);
      expect(left).toBeGreaterThanOrEqual(25);
    }
    expect(manifest.privacy.audit.filter(({table}) => table === "registered/polygenic_scores")).not.toEqual([]);
  });

  it("accounts for every row of the scoring file, and gives every number its unit and an ordered interval", () => {
    for (const id of ["LDL1", "T2D1"]) {
      const variants = rows.filter((row) => row.score === id && row.measure === "variants");
      const all = Number(variants.find(({bin}) => bin === "rows")!.n_variants);
      expect(all).toBe(manifest.scores!.find((score) => score.id === id)!.card!.variants);
      expect(variants.reduce((sum, {bin, n_variants: n}) => sum + (bin === "rows" ? 0 : Number(n)), 0)).toBe(all);
      const share = Number(rows.find((row) => row.score === id && row.measure === "weight-share")!.estimate);
      const palindromic = Number(variants.find(({bin}) => bin === "left out: palindromic")!.n_variants);
      expect(share === 1).toBe(palindromic === 0);
      expect(share).toBeGreaterThan(0.5);
    }
    for (const {measure, unit, estimate, low, high} of rows) {
      expect(scoreMeasures[measure as ScoreMeasure].unit).toBe(unit);
      if (low === null || high === null) continue;
      expect(low).toBeLessThanOrEqual(Number(estimate));
      expect(high).toBeGreaterThanOrEqual(Number(estimate));
    }
  });

  it("tells nothing but the match of a score that is evaluated against no trait", async () => {
    const {manifest, out} = await released("open", "[{file: ldl.txt}]");
    expect(fileOf(manifest)).toBe("public/polygenic_scores.parquet");
    const found = await query(await openFile(out, fileOf(manifest)!), "select distinct measure from $file");
    expect(found.map(({measure}) => measure).sort()).toEqual(["variants", "weight-share"]);
    expect(manifest.scores![0]).toMatchObject({evaluatedIn: [], shownFor: [], traits: [{id: ldl}]});
  }, 120_000);

  it("learns a score, tests it on others than it was learned from, and releases neither weights nor names", async () => {
    const {manifest, out} = await released(
      "controlled",
      `[{train: ${ldl}, in: EUR}, {train: ${diabetes}, method: penalised, label: T2D}]`
    );
    const rows = await query(await openFile(out, fileOf(manifest)!, identity), "select * from $file");
    expect(manifest.scores!.map(({id, label, card, madeIn}) => [id, label, card, madeIn])).toEqual([
      [`trained-${ldl}-EUR-clumping`, "LDL cholesterol (simulated), learned here", null, "EUR"],
      [`trained-${diabetes}-penalised`, "T2D", null, "EUR"]
    ]);
    const [ldlScore, t2d] = manifest.scores!;
    expect(ldlScore).toMatchObject({refused: null, reference: "EUR", referenceIs: "where it was made"});
    expect(ldlScore.training).toEqual({method: "clumping", folds: 5, heldOutOneIn: 3});
    expect(t2d.training!.method).toBe("penalised");
    const own = rows.filter(({score}) => score === ldlScore.id);
    const at = manifest.people.strata.indexOf("ancestry");
    const everybody = manifest.people.rows.filter(({levels}) => levels[at] === "EUR").reduce((sum, {n}) => sum + n!, 0);
    const of = (measure: string): number =>
      Number(own.find((row) => row.measure === measure && row.ancestry === "EUR" && row.bin === null)!.n);
    // Of the group less a multiple of 25 both, and nobody is in both.
    for (const n of [of("learned-from"), of("people")]) expect((everybody - n) % 25).toBe(0);
    expect(of("learned-from") + of("people")).toBeLessThan(everybody);
    expect(of("learned-from")).toBeGreaterThan(1.5 * of("people"));
    expect(own.filter(({measure}) => measure === "variants").map(({bin}) => bin)).toEqual(["in the score"]);
    expect(own.filter(({measure}) => measure === "leverage" || measure === "r2-without").map(({bin}) => bin)).toEqual(
      Array.from({length: 2 * ldlScore.evaluatedIn.length}, () => null)
    );
    // Nothing of the release names a variant of what was learned.
    expect(JSON.stringify(own)).not.toMatch(/syn\d{6}|\d+-\d+-[ACGT]+-[ACGT]+/);
    const findings = manifest.privacy.audit.filter(
      ({table, attack}) => table === "registered/polygenic_scores" && attack === "effects"
    );
    expect(findings.length).toBe(manifest.scores!.filter(({refused}) => refused === null).length);
    for (const finding of findings) expect(finding).toMatchObject({pool: "EUR", withstood: true, standing: "enforced"});
  }, 180_000);

  it("refuses a training that cannot be, by field and remedy", async () => {
    const refused: [string, RegExp][] = [
      ["[{train: EFO_0}]", /scores\[0\]\.train: the cohort has no trait EFO_0; name one of /],
      [`[{train: ${ldl}, in: XXX}]`, /scores\[0\]\.in: the cohort has no genetic ancestry group XXX; name one of AFR/],
      [`[{train: ${ldl}}, {train: ${ldl}}]`, /scores\[1\]\.train: a second training of the same kind/],
      [`[{train: ${ldl}, file: ldl.txt}]`, /scores\[0\]\.train: expected nothing here beside file/],
      [`[{train: ${ldl}, trait: ${ldl}}]`, /scores\[0\]\.trait: expected nothing here, since train names the trait/],
      ["[{file: ldl.txt, method: clumping}]", /scores\[0\]\.method: expected nothing here without train/],
      [`[{train: ${ldl}, method: guess}]`, /scores\[0\]\.method: expected clumping or penalised, found "guess"/],
      ["[{label: LDL}]", /scores\[0\]\.file: missing; expected the path of a scoring file, or train/]
    ];
    for (const [scores, message] of refused) await expect(released("open", scores)).rejects.toThrow(message);
  });

  it("refuses another build, a trait that the cohort lacks, and the same score twice, by file and line", async () => {
    await expect(released("open", "[{file: other.txt}]   ")).rejects.toThrow(
      /other\.txt: has positions of GRCh38, and the cohort those of GRCh37; positions are not lifted over/
    );
    await expect(released("open", "[{file: ldl.txt, trait: EFO_0}]")).rejects.toThrow(
      /\.yaml:8: scores\[0\]\.trait: the cohort has no trait EFO_0; name one of /
    );
    await expect(released("open", "[{file: ldl.txt}, {file: ldl.txt}]")).rejects.toThrow(
      /\.yaml:8: scores\[1\]\.file: a second file of score LDL1/
    );
    await expect(released("open", "[{file: none.txt}]")).rejects.toThrow(
      /\.yaml:8: scores\[0\]\.file: .*none\.txt does not exist/
    );
    await expect(released("open", "[{path: ldl.txt}]")).rejects.toThrow(/\.yaml:8: scores\[0\]\.path: unknown field/);
  });
});

describe("scoreFacts(scores)", () => {
  it("names a group as evaluated only where every score that is shown for it was", () => {
    expect(
      scoreFacts([
        {evaluatedIn: ["EUR", "AFR"], shownFor: ["EUR", "AFR"]},
        {evaluatedIn: ["EUR"], shownFor: ["EUR", "AFR"]}
      ])
    ).toEqual({evaluated_in: ["EUR"], shown_for: ["AFR", "EUR"]});
  });
});

describe("attackLearned(input, table, learned)", () => {
  /** A score that is `own` part what each person has who was learned from, and chance in others. */
  const learnedOf = (own: number) => {
    const random = randomStream(3, "remembers");
    const total = 3000;
    const trait = Float64Array.from({length: total}, () => random() + random() + random());
    const folds = Int16Array.from({length: total}, (_, i) => (i < 2000 ? i % 5 : -1));
    return {
      refused: null,
      group: "EUR",
      learned: {folds, foldCount: 5, trait, covariates: constantOnly(total)},
      kept: Int32Array.from({length: 1000}, (_, i) => 2000 + i),
      scores: trait.map((value, i) => (folds[i] < 0 ? 0 : own * value) + random())
    };
  };
  const limits = async () =>
    (await readThresholds(new URL("../../policies/thresholds.yaml", import.meta.url))).membership;
  const protection = (limit: number | null) => ({limit}) as Protection;

  it("refuses a score that remembers whom it was learned from, and reports it in class open", async () => {
    const membership = await limits();
    const bad: Parameters<typeof attackLearned>[2] = new Map([["a", learnedOf(1)]]);
    const open = attackLearned({protection: protection(null), membership}, "public/polygenic_scores", bad);
    expect(open).toMatchObject([{attack: "effects", pool: "EUR", withstood: false, standing: "reported"}]);
    expect(bad.get("a")!.scores).not.toBeNull();
    expect(attackLearned({protection: protection(20), membership}, "registered/polygenic_scores", bad)).toEqual([]);
    expect(bad.get("a")).toMatchObject({scores: null});
    expect(bad.get("a")!.refused).toMatch(/would remember the people it was learned from; learn from more people, or/);
  });

  it("finds nothing in a score that treats them as others", async () => {
    const good: Parameters<typeof attackLearned>[2] = new Map([["a", learnedOf(0)]]);
    const [finding] = attackLearned({protection: protection(20), membership: await limits()}, "t", good);
    expect(finding).toMatchObject({withstood: true, standing: "enforced"});
    expect(good.get("a")!.refused).toBeNull();
  });
});

describe("the scoring files of the embedded cohort", () => {
  it.each([
    ["ldl", ldl],
    ["type-2-diabetes", diabetes],
    ["height", "EFO_0004339"]
  ])(
    "synthetic-%s.pgs.txt holds the effects that the simulation was given in the European group",
    async (name, trait) => {
      const {truth} = await openSynthetic({seed: 1, people: 20000, variants: 20000, build: "GRCh37"});
      const file = new URL(`../../data-loaders/cohorts/synthetic-${name}.pgs.txt`, import.meta.url);
      expect(await readFile(file, "utf8")).toBe(plantedScore(truth, trait, `SYN-${name}`));
    },
    60_000
  );
});
