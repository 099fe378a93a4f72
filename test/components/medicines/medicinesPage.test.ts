// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {
  medicinesPage,
  type MedicineEffects,
  type MedicineView
} from "../../../src/components/medicines/medicinesPage.js";
import {
  coverageSentence,
  groupOrder,
  medicinesLead,
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
    expect(text(element)).toMatch(/3 of the 30 variants that define alleles of TPMT are in the genotype files/);
    expect(text(element.querySelector("#phenotypes")!)).toContain("not all variants in the files");
    const select = element.querySelector("select")!;
    expect([...select.options].map(({value}) => value)).toEqual(["gene:CYP2C19", "gene:TPMT", "medicine:clopidogrel"]);
    select.value = "medicine:clopidogrel";
    select.dispatchEvent(new Event("change"));
    expect(onView).toHaveBeenCalledWith({kind: "medicine", name: "clopidogrel"});
    expect(element.querySelector("#phenotypes")).toBeNull();
    expect(text(element)).toMatch(/clopidogrel depends on CYP2C19 \(CPIC level A\)/);
    expect(text(element.querySelector("#results")!)).toContain("A reaction or too much of a medicine is feared");
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
    expect(shareWords(share("AFR")).replaceAll("\u202f", " ")).toBe("12 % (8 % to 16 %)");
    expect(shareWords(share("AFR", {uncertain: 0.05, whole: false})).replaceAll("\u202f", " ")).toBe(
      "12 % (8 % to 16 %); 5 % uncertain; not all variants in the files"
    );
    expect(shareWords(share("AFR", none))).toBe("withheld: few people, or nearly all");
  });

  it("say what was called and what protects the people", async () => {
    expect(groupOrder(["all", "EUR", "unknown", "AFR", "EUR"])).toEqual(["AFR", "EUR", "unknown", "all"]);
    expect(coverageSentence(coverage, "CYP2D6")).toBe(
      "Nobody’s CYP2D6 was called: copies of CYP2D6 are lost, gained or hybrid."
    );
    expect(coverageSentence(coverage, "CYP2C19")).toMatch(/Every allele of the tables can be told/);
    expect(protectionSentence([share("AFR", {noiseSd: 0})])).toMatch(/exact/);
    expect(protectionSentence([share("AFR"), share("EUR", none)])).toMatch(/1 of these 2 shares is withheld/);
    const {manifest} = await associationRelease("controlled");
    expect(medicinesLead(manifest)).toMatch(/names no tables of star alleles/);
  });
});
