// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {scoresPage} from "../../../src/components/scores/scoresPage.js";
import type {ScoreEffects} from "../../../src/components/scores/scoreQuestions.js";
import {notEvaluatedSentence, portabilitySentence, scoresLead} from "../../../src/components/scores/scoreWords.js";
import type {AssociationTables} from "../../../src/model/association.js";
import type {Decision} from "../../../src/model/decision.js";
import type {PolygenicScoreRow, ReleasedScore, ScoreMeasure} from "../../../src/model/polygenicScores.js";
import {associationRelease} from "../../fixtures/associationRelease.js";

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();

function row(measure: ScoreMeasure, ancestry: string | null, more: Partial<PolygenicScoreRow>): PolygenicScoreRow {
  const none = {bin: null, x0: null, x1: null, estimate: null, low: null, high: null, n: null, nVariants: null};
  return {score: "S1", measure, ancestry, ...none, ...more};
}

const score: ReleasedScore = {
  id: "S1",
  label: "LDL cholesterol",
  traits: [
    {id: "EFO_0004611", label: "LDL cholesterol"},
    {id: "EFO_0004339", label: "body height"}
  ],
  evaluatedAgainst: {id: "EFO_0004611", label: "LDL cholesterol", kind: "binary"},
  evaluatedIn: ["AFR", "EUR"],
  shownFor: ["AFR", "EUR"],
  reference: "EUR",
  referenceIs: "where it was made",
  madeIn: "EUR",
  training: null,
  adjustedFor: ["age"],
  refused: null,
  card: {
    name: "a name",
    traitReported: "LDL",
    weightType: "beta",
    formatVersion: "2.0",
    harmonised: false,
    citation: "",
    licence: "",
    variants: 8
  }
};

const rows: PolygenicScoreRow[] = [
  row("variants", null, {bin: "rows", nVariants: 8}),
  row("variants", null, {bin: "matched", nVariants: 7}),
  row("variants", null, {bin: "left out: palindromic", nVariants: 1}),
  row("weight-share", null, {estimate: 0.9}),
  ...["AFR", "EUR"].flatMap((group) => [
    row("people", group, {n: 1000}),
    row("people", group, {bin: "cases", n: 200}),
    row("auc", group, {estimate: 0.6, low: 0.55, high: 0.65}),
    row("r2", group, {estimate: 0.04, low: 0.02, high: 0.06}),
    row("odds-ratio", group, {estimate: 1.3, low: 1.2, high: 1.4}),
    row("calibration-slope", group, {estimate: 1, low: 0.8, high: 1.2}),
    row("density", group, {x0: 0, x1: 1, n: 500}),
    row("density", group, {x0: 1, x1: 2, n: 475}),
    row("calibration", group, {bin: "1", x0: 0.1, estimate: 0.12, low: 0.1, high: 0.14, n: 500}),
    row("mean", group, {bin: "as it is", estimate: 0.3, low: 0.2, high: 0.4}),
    row("spread", group, {bin: "as it is", estimate: 1.1}),
    row("mean", group, {bin: "adjusted", estimate: 0.01, low: -0.1, high: 0.1}),
    row("spread", group, {bin: "adjusted", estimate: 1}),
    row("r2-adjusted", group, {estimate: 0.039, low: 0.02, high: 0.06}),
    row("leverage", group, {bin: "rs1 (A)", estimate: 0.4}),
    row("r2-without", group, {bin: "rs1 (A)", estimate: 0.02, low: 0.01, high: 0.03})
  ]),
  row("flagged", "EUR", {x0: 1.5, estimate: 0.11}),
  row("true-positive", "EUR", {x0: 1.5, estimate: 0.2, low: 0.1, high: 0.3}),
  row("false-positive", "EUR", {x0: 1.5, estimate: 0.1, low: 0.08, high: 0.12}),
  row("portability", "AFR", {estimate: 0.5, low: 0.3, high: 0.8}),
  row("equal-accuracy", "AFR", {estimate: 2, low: 1.2, high: null})
];

/** The same score, learned in the cohort, with an enlarged gap between groups. */
const learned: Partial<ReleasedScore> = {
  card: null,
  training: {method: "clumping", folds: 5, heldOutOneIn: 3}
};
const learnedRows: PolygenicScoreRow[] = [
  ...rows.filter(({measure}) => measure !== "variants" && measure !== "weight-share"),
  row("variants", null, {bin: "in the score", nVariants: 7}),
  row("setting", null, {bin: "p ≤ 10⁻⁶, r² < 0.1"}),
  row("learned-from", "EUR", {n: 7500}),
  row("learned-from", "EUR", {bin: "cases", n: 850}),
  row("odds-gap", null, {bin: "true-positive", estimate: 0.042}),
  row("odds-gap", null, {bin: "false-positive", estimate: 0.013})
];

const permit: Decision = {
  outcome: "permit",
  reasons: [],
  obligations: [{rule: "equity.score-accuracy", sentence: "Show how well the score predicts in each group."}],
  policy: "p"
};
const refer: Decision = {
  outcome: "refer",
  reasons: [{rule: "enhancement.view", sentence: "The board decides about traits of enhancement."}],
  obligations: [],
  policy: "p"
};

async function open(
  decide: (trait: string | undefined) => Decision,
  one: Partial<ReleasedScore> = {},
  shown = rows,
  others: ReleasedScore[] = []
) {
  const {manifest} = await associationRelease("controlled");
  const asked: unknown[] = [];
  const effects: ScoreEffects = {
    status: {phase: "ready", tier: "registered", whole: true, unlockable: false},
    onStatus: () => () => {},
    async ask(trait, action, {table, score}, read) {
      asked.push([trait?.id, action, table, score]);
      const decision = decide(trait?.id);
      const tables = {scores: async () => shown} as unknown as AssociationTables;
      return {
        request: {} as never,
        decision,
        value: decision.outcome === "permit" ? (await read(tables)).value : null
      };
    },
    unlock: async () => {},
    unlockRemembered: async () => {},
    onAskerChange: () => () => {},
    onView: () => {}
  };
  const element = scoresPage({
    manifest: {...manifest, scores: [{...score, ...one}, ...others]},
    chosen: null,
    why: "Scores are locked.",
    demoKey: "",
    effects
  });
  document.body.replaceChildren(element);
  await new Promise((resume) => setTimeout(resume, 50));
  return {element, asked};
}

describe("scoresPage(options)", () => {
  it("draws accuracy, portability, spread and match, with the conditions of the answer, and asks about each trait", async () => {
    const {element, asked} = await open(() => permit);
    expect([...element.querySelectorAll("figure")].map(({id}) => id)).toEqual([
      "auc",
      "r2",
      "portability",
      "equal-accuracy",
      "odds-ratio",
      "calibration-slope",
      "calibration",
      "cut-off",
      "spread",
      "adjustment",
      "leverage",
      "match"
    ]);
    expect(text(element)).toMatch(/Show how well the score predicts in each group/);
    expect(text(element)).toMatch(/It explains less of the trait in AFR than in EUR\./);
    expect(text(element)).toMatch(/Model card.*Made from\s*people of EUR, by the manifest.*Citation\s*not said/);
    expect(text(element)).toMatch(/Compared with\s*EUR, where it was made.*Not for\s*advice to a person/);
    expect(text(element)).toMatch(/40\s%, rs1 \(A\); without it R² 0\.020/);
    expect(text(element)).toMatch(/2\.0 × \(1\.2 × to no limit\)/);
    const where = {evaluated_in: ["AFR", "EUR"], shown_for: ["AFR", "EUR"]};
    expect(asked).toEqual([
      ["EFO_0004611", "view", "polygenic_scores", where],
      ["EFO_0004339", "view", "polygenic_scores", where]
    ]);
  });

  it("shows no number of a score that the board decides about, though one of its traits alone would be permitted", async () => {
    const {element} = await open((trait) => (trait === "EFO_0004339" ? refer : permit));
    expect(element.querySelectorAll("figure")).toHaveLength(0);
    expect(text(element)).toMatch(/Referred to the board.*The board decides about traits of enhancement\./);
    expect(element.querySelector("#model-card")).not.toBeNull();
  });

  it("hides no group: it names those of which a figure says nothing", async () => {
    const {element} = await open(() => permit);
    expect(text(element)).toMatch(
      /Nothing is told of AFR.*: fewer than 25 cases or controls on one side of the cut-off\./
    );
  });

  it("says of a score that was learned here from whom, how, and on whom it was tested, and names no variant", async () => {
    const {element} = await open(() => permit, learned, learnedRows.map((one) => (one.measure === "leverage" ? {...one, bin: null} : one))); // prettier-ignore
    const said = text(element);
    expect(said).toMatch(/Made from\s*7.500 people of EUR, of whom 850 are cases in this cohort/);
    expect(said).toMatch(/cross-validation in 5 parts of them; chosen: p ≤ 10⁻⁶, r² < 0\.1/);
    expect(said).toMatch(/Variants\s*7\D/);
    expect(said).toMatch(/Weights\s*not released/);
    expect(said).toMatch(/differs between groups by up to 4\.2 percentage points.*up to 1\.3 percentage points/);
    expect(said).toMatch(/about 15.000 people/);
    expect(said).toMatch(/Which variant it is, is not told/);
    expect(element.querySelector("#match")).toBeNull();
  });

  it("sets scores of one trait beside each other by where they were made, of those that may be seen", async () => {
    const other: ReleasedScore = {...score, id: "S2", label: "made in AFR", madeIn: "AFR"};
    const {element} = await open(() => permit, {}, rows, [other]);
    expect(element.querySelector("#made-where")).not.toBeNull();
    const hidden = {...other, traits: [{id: "EFO_1", label: "refused"}]};
    const {element: without} = await open((trait) => (trait === "EFO_1" ? refer : permit), {}, rows, [hidden]);
    expect(without.querySelector("#made-where")).toBeNull();
    expect(without.querySelector("#r2")).not.toBeNull();
  });

  it("says why nothing was learned", async () => {
    const {element} = await open(
      () => permit,
      {...learned, evaluatedIn: [], shownFor: [], refused: "too few people"},
      []
    );
    expect(text(element)).toMatch(/Nothing was learned: too few people\./);
    expect(element.querySelectorAll("figure")).toHaveLength(0);
  });

  it("says of a score that was evaluated nowhere what became of its variants, and why there is no more", async () => {
    const {element} = await open(() => permit, {evaluatedIn: [], shownFor: [], evaluatedAgainst: null});
    expect([...element.querySelectorAll("figure")].map(({id}) => id)).toEqual(["match"]);
    expect(text(element)).toMatch(/evaluated in no group \(the cohort names no trait for it\)/);
  });
});

describe("sentences about scores", () => {
  it("claim a difference only where the interval leaves out 1", () => {
    const end = fc.double({min: 0.01, max: 3, noNaN: true});
    fc.assert(
      fc.property(end, end, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const said = portabilitySentence([row("portability", "AFR", {estimate: low, low, high})], "EUR");
        expect(/explains less/.test(said)).toBe(high < 1);
        expect(/explains more/.test(said)).toBe(low > 1);
        expect(/allows for/.test(said)).toBe(low <= 1 && high >= 1);
      }),
      {seed: 1}
    );
  });

  it("always say where a score was not evaluated, and how many there are", () => {
    expect(notEvaluatedSentence(["AFR", "EUR"], score)).toMatch(/evaluated in all 2/);
    expect(notEvaluatedSentence(["AFR", "EUR", "SAS"], score)).toMatch(/was not evaluated in SAS/);
    expect(scoresLead({scores: [score, {...score, evaluatedIn: []}]})).toMatch(/has 2 polygenic scores, 1 of them/);
    expect(scoresLead({})).toBe("This release has no polygenic score.");
  });
});
