// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it, vi} from "vitest";
import {
  carryOverLead,
  missingGroupsSentence,
  replicationSentences,
  slopeSentence
} from "../../../../src/components/equity/genomics/carryOverWords.js";
import {comparedLeads} from "../../../../src/components/equity/genomics/effectScatter.js";
import {pooledReplication} from "../../../../src/components/equity/genomics/pooledReplication.js";
import {
  portabilityChart,
  portabilityRange,
  portabilityShares
} from "../../../../src/components/equity/genomics/portabilityChart.js";
import {powerChart} from "../../../../src/components/equity/genomics/powerChart.js";
import {powerSentence, unknownCasesSentence} from "../../../../src/components/equity/genomics/powerWords.js";
import {powerCurves, publicCases} from "../../../../src/components/equity/genomics/publicPower.js";
import {carriesOverPage} from "../../../../src/components/equity/genomics/carriesOverPage.js";
import type {ComparisonEffects} from "../../../../src/components/equity/genomics/comparisonEffects.js";
import type {AssociationTables, Locus, VariantTest} from "../../../../src/model/association.js";
import type {Decision} from "../../../../src/model/decision.js";
import type {EquityGenomicsRow} from "../../../../src/model/equityGenomics.js";
import {associationRelease, associationTraits} from "../../../fixtures/associationRelease.js";

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();
const texts = (chart: Element) => [...chart.querySelectorAll("text")].map((e) => e.textContent);

function row(
  measure: EquityGenomicsRow["measure"],
  ancestry: string,
  more: Partial<EquityGenomicsRow>
): EquityGenomicsRow {
  const none = {otherAncestry: null, trait: null, bin: null, estimate: null, se: null, low: null, high: null};
  return {...none, nVariants: 10, measure, ancestry, ...more};
}

describe("sentences about what carries over", () => {
  const end = fc.option(fc.double({min: -2, max: 4, noNaN: true}));

  it("claim a difference only where the interval leaves out 1", () => {
    fc.assert(
      fc.property(end, end, fc.double({min: -2, max: 4, noNaN: true}), (a, b, estimate) => {
        const [low, high] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        const seen = replicationSentences([{ancestry: "AFR", low, high}]);
        const slope = slopeSentence("AFR", row("effect-slope", "AFR", {estimate, low, high}), 0);
        const holdsNone = (low === null || low <= 1) && (high === null || high >= 1);
        expect(/fewer findings|more findings/.test(seen)).toBe(!holdsNone);
        expect(/smaller than|larger than/.test(slope)).toBe(!holdsNone);
        if (high !== null && high < 1) {
          expect(seen).toMatch(/do not carry over/);
          expect(slope).toMatch(/smaller than/);
        }
      }),
      {seed: 1}
    );
    expect(slopeSentence("AFR", undefined, null)).toMatch(/Too few loci/);
  });

  it("always say who is missing", () => {
    expect(missingGroupsSentence(["AFR", "EUR"], new Set(["AFR", "EUR"]), "this comparison")).toBe(
      "All 2 genetic ancestry groups of the cohort are in this comparison."
    );
    expect(missingGroupsSentence(["AFR", "EUR", "SAS"], new Set(["EUR"]), "this comparison")).toMatch(
      /^AFR and SAS are not in this comparison: they have too few people/
    );
  });
});

describe("published portability", () => {
  const figure = (
    group: string,
    value: number,
    measure = "prediction accuracy lower than in Europeans by a factor"
  ) => ({
    source: "Martin et al. 2019 Nat Genet 51:584",
    group,
    measure,
    value,
    note: ""
  });
  const shares = portabilityShares([
    figure("South Asian", 1.6),
    figure("African", 4.9),
    {...figure("African", 24, "relative power percent"), source: "Alemu et al."}
  ]);

  it("is drawn as a share of the value in Europeans, a panel a study", () => {
    expect(shares.map(({percent}) => Math.round(percent))).toEqual([63, 20, 24]);
    expect(new Set(shares.map(({study}) => study)).size).toBe(2);
    for (const width of [800, 340]) expect(texts(portabilityChart(shares, width))).toContain("20 %");
    expect(carryOverLead(portabilityRange(shares))).toMatch(
      /kept 63 % of their accuracy in one group and 20 % in another/
    );
    expect(carryOverLead(portabilityRange([]))).toMatch(/^Whether/);
  });
});

describe("power from public counts of people", () => {
  const people = {
    strata: ["ancestry", "status"],
    rows: [
      {levels: ["EUR", "case"], n: 20000},
      {levels: ["EUR", "control"], n: 40000},
      {levels: ["AFR", "case"], n: null},
      {levels: ["AFR", "control"], n: 900},
      {levels: ["SAS", "case"], n: 200},
      {levels: ["SAS", "control"], n: 900}
    ]
  };
  const traits = [
    {
      id: "EFO_1",
      label: "Diabetes",
      kind: "binary" as const,
      stratum: {variable: "status", cases: ["case"], controls: ["control"]}
    }
  ];

  it("has a curve for each group whose cases are known, and says whose lacks", () => {
    const {groups, trait} = publicCases({people, traits})!;
    expect(trait).toEqual({id: "EFO_1", label: "Diabetes"});
    const points = powerCurves(groups);
    expect([...new Set(points.map(({ancestry}) => ancestry))]).toEqual(["EUR", "SAS"]);
    // scipy: ncx2.sf(chi2.isf(5e-8, 1), 1, 2 * .05 * .95 * log(1.2)**2 * 20000 * 40000 / 60000)
    const one = points.find(({ancestry, frequency}) => ancestry === "EUR" && frequency === 0.05)!;
    expect(one.power).toBeCloseTo(0.8502628343973541, 8);
    expect(unknownCasesSentence(groups)).toMatch(/^AFR has no curve/);
    expect(powerSentence(points)).toMatch(/Only EUR would find/);
    expect(texts(powerChart(points, 900))).toContain("SAS");
    expect(powerChart(points, 340).querySelector("path")).not.toBeNull();
  });

  it("is nothing where no trait divides the people, or no ancestry", () => {
    expect(publicCases({people, traits: [{id: "x", label: "x", kind: "quantitative"}]})).toBeNull();
    expect(publicCases({people: {strata: ["status"], rows: []}, traits})).toBeNull();
  });
});

it("pooledReplication(rows) sums traits, with an exact interval of the sum", () => {
  const of = (trait: string, ancestry: string, observed: number, expected: number, other: string | null = null) => [
    row("replicated-observed", ancestry, {trait, otherAncestry: other, estimate: observed, nVariants: 8}),
    row("replicated-expected", ancestry, {trait, otherAncestry: other, estimate: expected, nVariants: 8})
  ];
  const rows = [
    ...of("a", "AFR", 3, 2.5),
    ...of("a", "AFR", 1, 1, "EUR"),
    ...of("b", "AFR", 4, 5.5),
    ...["EUR", "SAS"].flatMap((group) => ["a", "b"].map((trait) => row("loci-found", group, {trait})))
  ];
  const [pooled, ...rest] = pooledReplication(rows);
  expect(rest).toEqual([]);
  // scipy: chi2.ppf(.025, 14) / 2 / 8, chi2.ppf(.975, 16) / 2 / 8
  expect(pooled).toMatchObject({ancestry: "AFR", observed: 7, expected: 8, loci: 16, estimate: 7 / 8});
  expect(pooled.low).toBeCloseTo(2.8143630515198654 / 8, 9);
  expect(pooled.high).toBeCloseTo(14.422675361702376 / 8, 9);
});

it("comparedLeads(loci, tests, target) are those of genome-wide significance in other groups, where both are shown", () => {
  const locus = (ancestry: string, variantId: string, minusLog10P: number) =>
    ({ancestry, variantId, minusLog10P, gene: "G"}) as Locus;
  const test = (ancestry: string, variantId: string, beta: number | null) =>
    ({ancestry, variantId, beta, se: 0.1}) as VariantTest;
  const leads = comparedLeads(
    [locus("EUR", "1-1-A-C", 9), locus("EUR", "2-1-A-C", 7.2), locus("AFR", "1-1-A-C", 9), locus("EUR", "3-1-A-C", 9)],
    [test("EUR", "1-1-A-C", 1), test("AFR", "1-1-A-C", 0.5), test("EUR", "3-1-A-C", 1), test("AFR", "3-1-A-C", null)],
    "AFR"
  );
  expect(leads).toEqual([
    {
      variantId: "1-1-A-C",
      gene: "G",
      discovery: "EUR",
      target: "AFR",
      found: {beta: 1, se: 0.1},
      here: {beta: 0.5, se: 0.1}
    }
  ]);
});

describe("carriesOverPage(options)", () => {
  const groups = ["AFR", "EUR", "SAS"];
  const general = [
    ...groups.flatMap((group) => [
      row("frequency-measured", group, {estimate: 0.5}),
      row("frequency-uncertain", group, {estimate: 0.2}),
      row("allele-unseen", group, {estimate: 0.2}),
      row("frequency-withheld", group, {estimate: 0.1})
    ]),
    row("fst", "AFR", {otherAncestry: "EUR", estimate: 0.11, se: 0.001, low: 0.108, high: 0.112}),
    row("fst", "EUR", {otherAncestry: "SAS", estimate: 0.04})
  ];
  const ofTrait = (trait: string) =>
    groups.flatMap((group) => [
      row("loci-found", group, {trait, estimate: 2}),
      row("loci-elsewhere", group, {trait, bin: "found", estimate: 1}),
      row("replicated-observed", group, {trait, estimate: 3}),
      row("replicated-expected", group, {trait, estimate: 3.5}),
      row("effect-slope", group, {trait, estimate: 0.5, low: 0.2, high: 0.8}),
      row("effect-slope", group, {
        trait,
        otherAncestry: group === "EUR" ? "AFR" : "EUR",
        estimate: 0.5,
        low: 0.2,
        high: null
      }),
      row("effect-correlation", group, {trait, estimate: 0.9, low: 0.7, high: 1.1}),
      row("effects-differ", group, {trait, estimate: 1})
    ]);
  const permit: Decision = {
    outcome: "permit",
    reasons: [],
    obligations: [{rule: "equity.say-who-is-not-compared", sentence: "Say which groups are not compared, and why."}],
    policy: "p"
  };

  async function open(decide: (trait: string | null, action: string) => Decision, phase: "locked" | "ready" = "ready") {
    const {manifest} = await associationRelease("controlled");
    const tables = {
      comparisons: async (trait: string | null) => (trait === null ? general : ofTrait(trait)),
      groups: async () => [...groups, "meta"],
      loci: async (_: string, ancestry: string) =>
        ancestry === "EUR" ? [{variantId: "1-1-A-C", ancestry, minusLog10P: 9, gene: "G"} as Locus] : [],
      tests: async () =>
        groups.map(
          (ancestry) => ({variantId: "1-1-A-C", ancestry, beta: 0.2, se: 0.05, n: 100, nCase: null}) as VariantTest
        )
    } as unknown as AssociationTables;
    const onView = vi.fn();
    const effects: ComparisonEffects = {
      status: phase === "ready" ? {phase, tier: "registered", whole: true, unlockable: false} : {phase},
      onStatus: () => () => {},
      async ask(trait, action, _, read) {
        const decision = decide(trait?.id ?? null, action);
        const value = decision.outcome === "permit" ? (await read(tables)).value : null;
        return {request: {} as never, decision, value};
      },
      unlock: async () => {},
      unlockRemembered: async () => {},
      onAskerChange: () => () => {},
      onView
    };
    const element = carriesOverPage({
      manifest,
      view: {trait: null, group: null},
      why: "Nothing about variants is public.",
      demoKey: "",
      effects
    });
    document.body.replaceChildren(element);
    await new Promise((resume) => setTimeout(resume, 50));
    return {element, onView};
  }

  it("draws every comparison, with the conditions of the answer and who is missing", async () => {
    const {element, onView} = await open(() => permit);
    expect([...element.querySelectorAll("figure")].map(({id}) => id)).toEqual([
      "measured",
      "distances",
      "replication",
      "found-and-missed",
      "effect-slopes",
      "effects"
    ]);
    expect(text(element)).toMatch(/Say which groups are not compared/);
    expect(text(element)).toMatch(/AMR and EAS are not in this comparison/);
    expect(text(element)).toMatch(/effects in AFR are smaller than where they were found: 0\.50 times as large/);
    expect(text(element)).not.toMatch(/\b(null|undefined|NaN)\b/);
    const [, group] = element.querySelectorAll<HTMLSelectElement>(".carry-bar select");
    group.value = "SAS";
    group.dispatchEvent(new Event("change"));
    expect(onView).toHaveBeenCalledWith({trait: associationTraits[0].id, group: "SAS"});
    expect(text(element)).toMatch(/effects in SAS are smaller/);
  });

  it("leaves out a trait that the rules refuse, from every sum, and says why", async () => {
    const [refused] = associationTraits;
    const forbid: Decision = {
      ...permit,
      outcome: "forbid",
      reasons: [{rule: "enhancement.group-harm", sentence: "It is not compared between groups."}]
    };
    const {element} = await open((trait) => (trait === refused.id ? forbid : permit));
    expect(text(element)).toMatch(
      new RegExp(`${refused.label.slice(0, 6)}.*not permitted. It is not compared between groups`)
    );
    const options = [...element.querySelectorAll(".carry-bar select")[0].querySelectorAll("option")].map(
      ({value}) => value
    );
    expect(options).not.toContain(refused.id);
    expect(options.length).toBe(associationTraits.length - 1);
    expect(text(element.querySelector("#replication tbody")!)).toMatch(/^AFR/);
  });

  it("shows nothing but the decision where the comparison itself is refused, and the lock without a key", async () => {
    const forbid: Decision = {...permit, outcome: "forbid", reasons: [{rule: "query.role-public", sentence: "No."}]};
    expect((await open(() => forbid)).element.querySelector("figure")).toBeNull();
    const {element} = await open(() => permit, "locked");
    expect(text(element)).toMatch(/The comparisons of this cohort are locked Nothing about variants is public/);
  });
});
