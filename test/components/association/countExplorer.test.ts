// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {countExplorer} from "../../../src/components/association/countExplorer.js";
import {
  choiceOf,
  comparisonOf,
  countsQuestion,
  traitOf,
  type ExploreView
} from "../../../src/components/association/countChoice.js";
import {analyseCounts, type GroupGenotypes} from "../../../src/kernels/countAnalysis.js";
import type {Decision} from "../../../src/model/decision.js";
import type {Answer, Question} from "../../../src/model/question.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

const permit: Decision = {outcome: "permit", reasons: [], obligations: [], policy: ""};
const usual: ExploreView = {variant: "", model: null, adjustFor: null};
const text = (element: Element | null) => element?.textContent!.replace(/\s+/g, " ").trim() ?? "";

/** A release whose people are divided by country and status; nobody is in it. */
async function byCountry(): Promise<ReleaseManifest> {
  const {manifest} = await sampleRelease({variants: 5, class: "open"});
  return {
    ...manifest,
    traits: [
      {id: "EX:0", label: "hay fever", kind: "binary"},
      {
        id: "EX:1",
        label: "asthma",
        kind: "binary",
        stratum: {variable: "status", cases: ["case"], controls: ["control"]}
      }
    ],
    strata: [
      {name: "country", levels: ["Norway", "Spain"]},
      {name: "status", levels: ["control", "case"]}
    ],
    people: {
      strata: ["country", "status"],
      rows: [
        {levels: ["Norway", "case"], n: 40},
        {levels: ["Norway", "control"], n: 400},
        {levels: ["Spain", "case"], n: 400},
        {levels: ["Spain", "control"], n: 400}
      ]
    }
  };
}

const counts: GroupGenotypes[] = [
  {levels: {country: "Norway", status: "case"}, homRef: 10, het: 20, homAlt: 10},
  {levels: {country: "Norway", status: "control"}, homRef: 100, het: 200, homAlt: 100},
  {levels: {country: "Spain", status: "case"}, homRef: 324, het: 72, homAlt: 4},
  {levels: {country: "Spain", status: "control"}, homRef: 324, het: 72, homAlt: 4}
];

/** Counts summed as the question groups them. */
function answerOf({groupBy}: Question, ids: string[], rows = counts): Answer {
  const groups = new Map<string, (string | number | null)[]>();
  for (const id of ids)
    for (const {levels, homRef, het, homAlt} of rows) {
      const own = groupBy.map((name) => levels[name]);
      const key = [id, ...own].join("|");
      const row = groups.get(key) ?? [id, ...own, 0, 0, 0];
      const add = (before: string | number | null, value: number | null): number | null =>
        value === null || before === null ? null : Number(before) + value;
      [homRef, het, homAlt].forEach((value, i) => (row[1 + own.length + i] = add(row[1 + own.length + i], value)));
      groups.set(key, row);
    }
  const table = [...groups.values()];
  const names = ["variant_id", ...groupBy, "hom_ref", "het", "hom_alt"];
  return {
    names,
    rows: table.length,
    smallestCell: 1,
    withheld: 0,
    page: async () => ({names, values: names.map((_, i) => table.map((row) => row[i])), rows: table.length, offset: 0}),
    close: async () => undefined
  };
}

async function explorer(
  manifest: ReleaseManifest,
  {ids = ["5-1-G-T"], decision = permit, rows = counts, view = usual} = {}
) {
  const ask = vi.fn(async (question: Question, _action: "analyse" | "export") => ({
    decision,
    answer: decision.outcome === "permit" ? answerOf(question, ids, rows) : null
  }));
  const views: ExploreView[] = [];
  const chosen: string[] = [];
  const element = countExplorer({
    manifest,
    variant: "rs1",
    filter: {kind: "rsid", ids: ["rs1"]},
    view,
    onView: (next) => void views.push(next),
    onVariant: (id) => void chosen.push(id),
    ask
  });
  document.body.replaceChildren(element);
  await vi.waitFor(() => expect(element.querySelector(".count-stage")!.children.length).toBeGreaterThan(0));
  return {element, ask, views, chosen};
}

/** The table that says the same as the chart, by group. */
function lines(element: Element): Map<string, string[]> {
  const rows = [...element.querySelectorAll("table.data tbody tr")].map((row) => [...row.children].map(text));
  return new Map(rows.map(([label, ...cells]) => [label, cells]));
}

describe("countExplorer(options)", () => {
  it("asks the gate for an association about the trait, and adjusts for country at first", async () => {
    const {element, ask} = await explorer(await byCountry());
    const [question, action] = ask.mock.calls[0];
    expect(action).toBe("analyse");
    expect(question).toMatchObject({
      method: "association",
      trait: {id: "EX:1", label: "asthma"},
      groupBy: ["country", "status"],
      filters: [{kind: "rsid", ids: ["rs1"]}]
    });
    expect(question.measures.every(({table, count}) => table === "genotype_counts" && count)).toBe(true);
    expect(text(element.querySelector(".decision"))).toMatch(/Permitted/);
  });

  it("says the answer first, and warns of confounding by country", async () => {
    const {element} = await explorer(await byCountry());
    expect(text(element.querySelector(".count-answer"))).toMatch(
      /^No association of rs1 \(5-1-G-T\) with asthma is seen after adjustment for country \(p = 1\)\. The odds ratio is 1 /
    );
    const warnings = [...element.querySelectorAll("[data-warning]")].map((item) => item.getAttribute("data-warning"));
    expect(warnings).toEqual(["confounded", "goes-with-status"]);
    expect(text(element.querySelector(".count-warnings"))).toMatch(/Cases and controls differ in country/);
  });

  it("shows in the table what the kernel computes", async () => {
    const manifest = await byCountry();
    const {element} = await explorer(manifest);
    const choice = choiceOf(usual, manifest, comparisonOf(manifest)!);
    const {crude, adjusted, strata} = analyseCounts(counts, choice);
    const table = lines(element);
    expect([...table.keys()]).toEqual(["Norway", "Spain", "Not adjusted", "Adjusted"]);
    expect(table.get("Norway")!.slice(0, 6)).toEqual(["10", "20", "10", "100", "200", "100"]);
    expect(Number(table.get("Norway")![6])).toBeCloseTo(strata[0].compared!.oddsRatios[0].oddsRatio, 3);
    expect(Number(table.get("Not adjusted")![6])).toBeCloseTo(crude.oddsRatios[0].oddsRatio, 3);
    expect(Number(table.get("Adjusted")![6])).toBeCloseTo(adjusted.oddsRatios[0].oddsRatio, 3);
    expect(Number(table.get("Adjusted")![8])).toBeCloseTo(adjusted.oddsRatios[0].interval[1], 3);
  });

  it("asks again for another model or adjustment, and keeps the choice", async () => {
    const {element, ask, views} = await explorer(await byCountry());
    element.querySelector<HTMLInputElement>('input[value="genotypic"]')!.click();
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    element.querySelector<HTMLInputElement>('input[value="country"]')!.click();
    await vi.waitFor(() => expect(text(element.querySelector(".count-answer"))).toMatch(/with nothing adjusted for/));
    expect(ask.mock.calls[2][0].groupBy).toEqual(["status"]);
    expect(views.at(-1)).toEqual({variant: "rs1", model: "genotypic", adjustFor: []});
    expect([...lines(element).keys()]).toEqual(["Everybody · 1 copy", "Everybody · 2 copies"]);
    // The counts of people still tell that country goes with status.
    expect(text(element.querySelector(".count-warnings"))).toMatch(/does not adjust for it/);
  });

  it("leaves out and names a group with a withheld count, which the table marks", async () => {
    const rows = counts.map((group, i) => (i === 0 ? {...group, homAlt: null} : group));
    const {element} = await explorer(await byCountry(), {rows});
    expect(text(element.querySelector('[data-warning="withheld"]'))).toMatch(/^Left out\. Norway: counts are withheld/);
    expect(lines(element).get("Norway")!.slice(0, 6)).toEqual(Array(6).fill(expect.stringMatching(/^withheld/)));
    expect(lines(element).get("Norway")![6]).toBe("–");
  });

  it("says so where every count that it needs is withheld", async () => {
    const rows = counts.map((group, i) => (i === 0 ? {...group, homAlt: null} : group));
    const {element} = await explorer(await byCountry(), {rows, view: {...usual, adjustFor: []}});
    expect(text(element.querySelector(".count-answer"))).toMatch(
      /^The counts of rs1 \(5-1-G-T\) that this comparison needs are withheld: compare within groups instead/
    );
  });

  it("shows a refusal and no number", async () => {
    const refusal: Decision = {...permit, outcome: "forbid"};
    const {element} = await explorer(await byCountry(), {decision: refusal});
    expect(text(element.querySelector(".decision"))).toMatch(/Not permitted/);
    expect(element.querySelector("table, .count-answer")).toBeNull();
  });

  it("lets the reader choose where an id stands for several variants, and says where it stands for none", async () => {
    const {element, chosen} = await explorer(await byCountry(), {ids: ["5-1-G-T", "5-1-G-A"]});
    const buttons = [...element.querySelectorAll<HTMLButtonElement>(".count-stage button")];
    buttons.find((button) => text(button) === "5-1-G-A")!.click();
    expect(chosen).toEqual(["5-1-G-A"]);
    const none = await explorer(await byCountry(), {ids: []});
    expect(text(none.element)).toMatch(/No variant of this release is called “rs1”/);
  });

  it("says so where the release does not tell cases from controls", async () => {
    const {manifest} = await sampleRelease({variants: 5, class: "open"});
    const element = countExplorer({
      manifest: {...manifest, strata: [{name: "sex", levels: ["F", "M"]}], people: {strata: ["sex"], rows: []}},
      variant: "rs1",
      filter: {kind: "rsid", ids: ["rs1"]},
      view: usual,
      onView: () => undefined,
      onVariant: () => undefined,
      ask: async () => ({decision: permit, answer: null})
    });
    expect(text(element)).toMatch(/does not tell cases from controls/);
  });
});

describe("comparisonOf, traitOf, choiceOf, countsQuestion", () => {
  it("take the stratum of a trait, or else find cases by their name, and then know no trait", async () => {
    const manifest = await byCountry();
    expect(comparisonOf(manifest)).toEqual({variable: "status", cases: "case", controls: "control"});
    const coded = {...manifest, traits: [], strata: [{name: "status", levels: ["0", "1", "unknown"]}]};
    expect(comparisonOf(coded)).toEqual({variable: "status", cases: "1", controls: "0"});
    const untold = {...manifest, traits: manifest.traits.slice(0, 1)};
    expect(comparisonOf(untold)).toEqual({variable: "status", cases: "case", controls: "control"});
    expect(traitOf(untold, comparisonOf(untold)!)).toBeNull();
    expect(traitOf(manifest, comparisonOf(manifest)!)).toEqual({id: "EX:1", label: "asthma"});
  });

  it("take a choice from an address only where the release has it", async () => {
    const manifest = await byCountry();
    const comparison = comparisonOf(manifest)!;
    const strange = choiceOf({variant: "rs1", model: "magic", adjustFor: ["status", "moon"]}, manifest, comparison);
    expect(strange).toEqual({model: "allelic", comparison, adjustFor: []});
    const {groupBy} = countsQuestion({kind: "rsid", ids: ["rs1"]}, strange, manifest);
    expect(groupBy).toEqual(["status"]);
  });
});
