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
    row("density", group, {x0: 1, x1: 2, n: 475})
  ]),
  row("portability", "AFR", {estimate: 0.5, low: 0.3, high: 0.8})
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

async function open(decide: (trait: string | undefined) => Decision, one: Partial<ReleasedScore> = {}) {
  const {manifest} = await associationRelease("controlled");
  const asked: unknown[] = [];
  const effects: ScoreEffects = {
    status: {phase: "ready", tier: "registered", whole: true, unlockable: false},
    onStatus: () => () => {},
    async ask(trait, action, {table, score}, read) {
      asked.push([trait?.id, action, table, score]);
      const decision = decide(trait?.id);
      const tables = {scores: async () => rows} as unknown as AssociationTables;
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
    manifest: {...manifest, scores: [{...score, ...one}]},
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
      "odds-ratio",
      "calibration-slope",
      "spread",
      "match"
    ]);
    expect(text(element)).toMatch(/Show how well the score predicts in each group/);
    expect(text(element)).toMatch(/It explains less of the trait in AFR than in EUR\./);
    expect(text(element)).toMatch(/Model card.*Citation\s*not said.*Not for\s*advice to a person/);
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
