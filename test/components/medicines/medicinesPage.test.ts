// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {
  medicinesPage,
  type MedicineEffects,
  type MedicineView
} from "../../../src/components/medicines/medicinesPage.js";
import {
  coverageSentence,
  furthestApart,
  groupOrder,
  medicinesLead,
  percentText,
  protectionSentence,
  shareWords
} from "../../../src/components/medicines/medicineWords.js";
import type {AssociationTables} from "../../../src/model/association.js";
import type {Decision} from "../../../src/model/decision.js";
import type {GeneCoverage, PhenotypeShare, ResultShare, ShownShare} from "../../../src/model/medicines.js";
import {associationRelease} from "../../fixtures/associationRelease.js";

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();

const share = (ancestry: string, more: Partial<ShownShare> = {}): ShownShare => ({
  ancestry,
  people: 1000,
  n: 120,
  share: 0.12,
  low: 0.08,
  high: 0.16,
  uncertain: null,
  noiseSd: 10,
  whole: true,
  ...more
});
const none = {people: 1000, n: null, share: null, low: null, high: null};
const groups = ["EUR", "all", "AFR"];
const phenotypes: PhenotypeShare[] = groups.flatMap((group) => [
  {
    gene: "CYP2C19",
    phenotype: "Normal Metabolizer",
    priority: "normal",
    ...share(group, {share: 0.6, low: 0.5, high: 0.7})
  },
  {gene: "CYP2C19", phenotype: "Poor Metabolizer", priority: "abnormal", ...share(group, group === "EUR" ? none : {})},
  {gene: "TPMT", phenotype: "Poor Metabolizer", priority: "abnormal", ...share(group, {...none, whole: false})}
]);
const results: ResultShare[] = groups.flatMap((group) =>
  (["actionable", "adverse"] as const).map((result) => ({
    medicine: "clopidogrel",
    genes: ["CYP2C19"],
    level: "A",
    result,
    silent: null,
    ...share(group)
  }))
);
const gene = (name: string, why: string | null, more: Partial<GeneCoverage> = {}): GeneCoverage => ({
  gene: name,
  about: "gene",
  name: null,
  looksLike: null,
  why,
  variants: 30,
  assayed: 30,
  whole: true,
  ...more
});
const coverage = [
  gene("CYP2C19", null),
  gene("CYP2D6", "copies of CYP2D6 are lost, gained or hybrid", {whole: false}),
  gene("TPMT", null, {assayed: 3, whole: false}),
  gene("TPMT", "9-1-A-C is not in the files", {about: "allele", name: "*9", looksLike: "*1", whole: false})
];
const permit: Decision = {
  outcome: "permit",
  reasons: [],
  obligations: [{rule: "equity.no-advice", sentence: "Say that shares of a group are no advice to a person."}],
  policy: "p"
};

async function open({
  view = null,
  phase = "ready",
  decision = permit
}: {
  view?: MedicineView | null;
  phase?: "ready" | "absent" | "locked";
  decision?: Decision;
} = {}) {
  const {manifest} = await associationRelease("controlled");
  const tables = {
    phenotypes: async () => phenotypes,
    results: async () => results,
    coverage: async () => coverage
  } as unknown as AssociationTables;
  const onView = vi.fn();
  const effects: MedicineEffects = {
    status: phase === "ready" ? {phase, tier: "registered", whole: true, unlockable: false} : {phase},
    onStatus: () => () => {},
    async ask(_trait, _action, _about, read) {
      const value = decision.outcome === "permit" ? (await read(tables)).value : null;
      return {request: {} as never, decision, value};
    },
    unlock: async () => {},
    unlockRemembered: async () => {},
    onAskerChange: () => () => {},
    onView
  };
  const element = medicinesPage({
    manifest: {...manifest, medicines: {source: "pypgx 0.26"}},
    view,
    why: "Because.",
    demoKey: "",
    effects
  });
  document.body.replaceChildren(element);
  await new Promise((resume) => setTimeout(resume, 50));
  return {element, onView};
}

describe("medicinesPage", () => {
  it("shows the phenotypes of a gene by group with intervals, what is owed, and hatches what is withheld", async () => {
    const {element} = await open();
    expect(text(element)).toContain("Say that shares of a group are no advice to a person.");
    const figure = element.querySelector("#phenotypes")!;
    expect(text(figure)).toContain("CYP2C19: how its phenotypes are spread over groups");
    expect(text(figure)).toContain("pypgx 0.26");
    const rows = [...figure.querySelectorAll("tbody tr")].map((row) => text(row));
    expect(rows).toContain("Poor MetabolizerAFR12.0 %8.0 %16.0 %withheldyes");
    expect(rows).toContain("Poor MetabolizerEURwithheldwithheldwithheldwithheldyes");
    expect(text(element)).toMatch(/noise with a standard deviation of 10 people/);
  });

  it("asks again for another gene or medicine, keeps it in the address, and says what was not in the files", async () => {
    const {element, onView} = await open({view: {kind: "gene", name: "TPMT"}});
    expect(text(element)).toMatch(
      /3 of the 30 variants that define alleles of TPMT in the tables are in the genotype files/
    );
    expect(text(element.querySelector("#phenotypes")!)).toContain("Not all alleles that the tables name are seen");
    const select = element.querySelector<HTMLSelectElement>("section[aria-labelledby=one-medicine] select")!;
    expect([...select.options].map(({value}) => value)).toEqual(["gene:CYP2C19", "gene:TPMT", "medicine:clopidogrel"]);
    select.value = "medicine:clopidogrel";
    select.dispatchEvent(new Event("change"));
    expect(onView).toHaveBeenCalledWith({kind: "medicine", name: "clopidogrel"});
    expect(element.querySelector("#phenotypes")).toBeNull();
    expect(text(element)).toMatch(/Clopidogrel depends on CYP2C19 \(CPIC level A\)/);
    expect(text(element.querySelector("#results")!)).toContain("Departures for fear of a reaction");
  });

  it("shows all medicines at once, by what is counted, and says for which the tables have none of it", async () => {
    const {element} = await open();
    const section = element.querySelector("section[aria-labelledby=all-at-once]")!;
    const rows = [...section.querySelectorAll("#all-medicines tbody tr")].map((row) => text(row));
    expect(rows).toEqual(
      ["AFR", "EUR", "all"].map((group) => `clopidogrel${group}12.0 %8.0 %16.0 %withheldyeswithheld`)
    );
    expect(text(section)).toContain("Medicines: for whom the guideline departs from its usual recommendation");
    const select = section.querySelector("select")!;
    select.value = "adverse";
    select.dispatchEvent(new Event("change"));
    expect(text(section)).toContain("Medicines: for whom it departs for fear of a reaction");
    expect(section.querySelector("#all-genes")).toBeNull();
  });

  it("lists what could not be called, and why", async () => {
    const {element} = await open();
    const refused = text(element.querySelector("section[aria-labelledby=not-called]")!);
    expect(refused).toMatch(/CYP2D6.*copies of CYP2D6 are lost, gained or hybrid/);
    expect(refused).toMatch(/TPMT\*9\*19-1-A-C is not in the files/);
  });

  it("says what to add to a manifest without tables, and shows nothing where the rules do not permit it", async () => {
    const {element} = await open({phase: "absent"});
    expect(text(element)).toMatch(/pharmacogenomics: genes: /);
    const sentence = "The public sees only what is public.";
    const refused = await open({
      decision: {...permit, outcome: "forbid", reasons: [{rule: "query.role-public", sentence}]}
    });
    expect(text(refused.element)).toContain(sentence);
    expect(refused.element.querySelector("figure")).toBeNull();
    expect(text((await open({phase: "locked"})).element)).toContain("locked");
  });
});

describe("words about medicines", () => {
  it("put the interval, what is uncertain and what is not whole beside every share", () => {
    expect(shareWords(share("AFR"))).toBe("12.0 % (8.0 to 16.0)");
    expect(shareWords(share("AFR", {uncertain: 0.05, whole: false}))).toBe("12.0 % (8.0 to 16.0); 5.0 % uncertain");
    expect([0, 0.0001, 0.025, 0.9999, 1].map(percentText)).toEqual(["0", "<0.1", "2.5", ">99.9", "100"]);
    expect(shareWords(share("AFR", none))).toBe("withheld: few people, or nearly all");
  });

  it("say what was called and what protects the people", async () => {
    expect(groupOrder(["all", "EUR", "unknown", "AFR", "EUR"])).toEqual(["AFR", "EUR", "unknown", "all"]);
    expect(coverageSentence(coverage, "CYP2D6")).toBe(
      "Nobody’s CYP2D6 was called: copies of CYP2D6 are lost, gained or hybrid."
    );
    expect(coverageSentence(coverage, "CYP2C19")).toMatch(
      /All 30 variants .* Every allele that the tables name can be told apart/
    );
    expect(coverageSentence(coverage, "TPMT")).toMatch(
      /\*9 may be there unseen, and is then counted as another allele/
    );
    expect(protectionSentence([share("AFR", {noiseSd: 0})])).toMatch(/exact/);
    expect(protectionSentence([share("AFR"), share("EUR", none)])).toMatch(/1 of these 2 shares is withheld/);
    const of = (ancestry: string, at: number, more: Partial<ResultShare> = {}): ResultShare => ({
      ...results[0],
      ...share(ancestry, {share: at, low: at - 0.02, high: at + 0.02}),
      ...more
    });
    // 0.4 ± √(0.02² + 0.02²)
    expect(furthestApart([of("AFR", 0.2), of("EUR", 0.6), of("all", 0.9)])).toBe(
      "Groups are furthest apart in clopidogrel: 60.0 % of people similar to the European reference, 20.0 % of people similar to the African reference, a difference of 37 to 43 points (95 %)."
    );
    expect(furthestApart([of("AFR", 0.2), of("EUR", 0.22)])).toBeNull();
    expect(furthestApart([of("AFR", 0.2), of("EUR", 0.6, {whole: false})])).toBeNull();
    expect(furthestApart([of("AFR", 0.2), of("EUR", 0.6, {medicine: "warfarin"})])).toBeNull();
    const {manifest} = await associationRelease("controlled");
    expect(medicinesLead(manifest)).toMatch(/names no tables of star alleles/);
  });
});
