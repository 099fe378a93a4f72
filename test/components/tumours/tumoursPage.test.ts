// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {tumoursPage, type TumourEffects} from "../../../src/components/tumours/tumoursPage.js";
import {
  directionOf,
  evidenceWords,
  pairFinding,
  ratioWords,
  strongestSentence,
  tumourProtection,
  tumoursLead
} from "../../../src/components/tumours/tumourWords.js";
import type {AssociationTables} from "../../../src/model/association.js";
import type {Decision} from "../../../src/model/decision.js";
import type {
  CooccurrenceRow,
  EvidenceRow,
  Noisy,
  OncoprintRow,
  PairedRow,
  ResistanceRow,
  ShownTumours
} from "../../../src/model/tumours.js";
import {associationRelease} from "../../fixtures/associationRelease.js";

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();

const none = {
  oddsRatio: null,
  oddsRatioLow: null,
  oddsRatioHigh: null,
  minusLog10P: null,
  minusLog10Q: null,
  minusLog10Holm: null,
  beta: null,
  se: null,
  minusLog10PAdjusted: null,
  minusLog10QAdjusted: null,
  method: null
};

function resistance(gene: string, change: string | null, more: Partial<ResistanceRow> = {}): Noisy<ResistanceRow> {
  return {
    treatment: "Erlotinib",
    gene,
    change,
    mutatedResistant: 90,
    mutatedSensitive: 210,
    otherResistant: 400,
    otherSensitive: 300,
    ...none,
    oddsRatio: 0.32,
    oddsRatioLow: 0.2,
    oddsRatioHigh: 0.5,
    minusLog10P: 9,
    minusLog10Q: 8,
    noiseSd: 10,
    ...more
  };
}

const hidden = {mutatedResistant: null, mutatedSensitive: null, otherResistant: null, otherSensitive: null};
const t790m = resistance("EGFR", "T790M", {...hidden, ...none, oddsRatioLow: 3.8, minusLog10P: 21, minusLog10Q: 19.3});
const rows: ShownTumours = {
  resistance: [
    resistance("EGFR", "L858R"),
    t790m,
    resistance("TP53", null, {oddsRatio: 1.1, oddsRatioLow: 0.9, oddsRatioHigh: 1.3, minusLog10Q: 0.2}),
    resistance("RB1", null, {...hidden, ...none}),
    {...resistance("KIT", "V559D"), treatment: "Imatinib"}
  ],
  pairs: [
    {treatment: "Erlotinib", gene: "EGFR", change: "T790M", both: 200, gained: 92, lost: null, neither: null},
    {treatment: "Erlotinib", gene: "TP53", change: null, both: 300, gained: null, lost: null, neither: null}
  ].map((row, i): Noisy<PairedRow> => ({
    ...row,
    ...none,
    ...(i === 0 && {oddsRatioLow: 1.5, minusLog10P: 4, minusLog10Q: 3}),
    minusLog10MidP: null,
    noiseSd: 10
  })),
  cooccurrence: [
    {geneA: "RB1", geneB: "TP53", beta: 1.8, minusLog10QAdjusted: 40, oddsRatio: 7, minusLog10Q: 60},
    {geneA: "EGFR", geneB: "KRAS", oddsRatioHigh: 0.4, minusLog10Q: 9},
    {geneA: "EGFR", geneB: "TP53", beta: 0.1, minusLog10QAdjusted: 0.1, oddsRatio: 1.8, minusLog10Q: 11},
    {geneA: "KRAS", geneB: "RB1"}
  ].map((row): Noisy<CooccurrenceRow> => ({
    both: null,
    onlyA: null,
    onlyB: null,
    neither: null,
    ...none,
    ...row,
    noiseSd: 10
  })),
  oncoprint: ["all", "AFR", "EUR"].flatMap((group) =>
    ([null, "missense"] as const).map((mutationClass): Noisy<OncoprintRow> => {
      const isShown = group !== "AFR" || mutationClass === null;
      return {
        gene: "EGFR",
        mutationClass,
        group,
        people: 1000,
        mutated: isShown ? 200 : null,
        share: isShown ? 0.2 : null,
        shareLow: isShown ? 0.17 : null,
        shareHigh: isShown ? 0.23 : null,
        noiseSd: 10
      };
    })
  )
};
const evidence: EvidenceRow[] = [
  {
    treatment: "Erlotinib",
    gene: "EGFR",
    change: "T790M",
    exact: true,
    item: {
      id: "EID238",
      gene: "EGFR",
      variant: "T790M",
      change: "T790M",
      disease: "Lung Non-small Cell Carcinoma",
      drugs: ["Erlotinib"],
      interaction: null,
      level: "A",
      supports: true,
      significance: "Resistance",
      citation: "PubMed 25668228"
    }
  }
];
const permit: Decision = {
  outcome: "permit",
  reasons: [],
  obligations: [{rule: "equity.no-advice", sentence: "Say that shares of a group are no advice to a person."}],
  policy: "p"
};

async function open({
  treatment = null,
  phase = "ready",
  decision = permit
}: {
  treatment?: string | null;
  phase?: "ready" | "absent" | "locked";
  decision?: Decision;
} = {}) {
  const {manifest} = await associationRelease("controlled");
  const tables = {
    tumours: async (name: keyof ShownTumours) => rows[name],
    evidence: async () => evidence
  } as unknown as AssociationTables;
  const onView = vi.fn();
  const asked: string[] = [];
  const effects: TumourEffects = {
    status: phase === "ready" ? {phase, tier: "registered", whole: true, unlockable: false} : {phase},
    onStatus: () => () => {},
    async ask(_trait, action, about, read) {
      asked.push(`${action} ${about.table}`);
      const value = decision.outcome === "permit" ? (await read(tables)).value : null;
      return {request: {} as never, decision, value};
    },
    unlock: async () => {},
    unlockRemembered: async () => {},
    onAskerChange: () => () => {},
    onView
  };
  const element = tumoursPage({
    manifest: {...manifest, tumours: {source: "simulated; CIViC", evidence: true}},
    treatment,
    why: "Because.",
    demoKey: "",
    effects
  });
  document.body.replaceChildren(element);
  await new Promise((resume) => setTimeout(resume, 60));
  return {element, onView, asked};
}

describe("tumoursPage", () => {
  it("shows findings with intervals, evidence in words, what is owed, and what is withheld", async () => {
    const {element, asked} = await open();
    expect(text(element)).toContain("Say that shares of a group are no advice to a person.");
    expect(text(element)).toContain(
      "Under Erlotinib, simulated tumours with EGFR T790M were resistant more often than others: odds ratio at least 3.8"
    );
    const lines = [...element.querySelectorAll("#resistance tbody tr")].map((row) => text(row));
    expect(lines[0]).toMatch(/^EGFR T790M(withheld){5}3\.8withheld.*resistant more often$/);
    expect(lines[1]).toMatch(/^EGFR L858R90210400300/);
    expect(lines.at(-1)).toMatch(/^RB1 \(any\)(withheld)+/);
    expect(text(element.querySelector("#resistance svg")!)).toContain("published: resistance, level A, validated");
    expect(text(element.querySelector(".tumours-evidence")!)).toMatch(/A, validated.*PubMed 25668228 \(EID238\)/);
    expect(text(element)).toMatch(/noise with a standard deviation of 10 people/);
    expect(text(element.querySelector("#resistance")!)).toContain("simulated; CIViC");
    expect(asked).toEqual([
      "view tumour_resistance",
      "view tumour_pairs",
      "view tumour_cooccurrence",
      "view tumour_oncoprint",
      "view tumour_evidence"
    ]);
  });

  it("shows what came and went, genes together by sign and not by colour alone, and groups", async () => {
    const {element} = await open();
    expect(text(element.querySelector("#pairs svg")!)).toContain("gained to lost: at least 1.5");
    expect(text(element)).toContain("Of 1 more mutations in tumours from before and after Erlotinib");
    expect(text(element)).toContain("mutations explain: RB1 and TP53.");
    const signs = text(element.querySelector("#together-matrix svg")!);
    for (const sign of ["+", "(−)", "·"]) expect(signs).toContain(sign);
    const together = [...element.querySelectorAll("#together-matrix tbody tr")].map((row) => text(row));
    expect(together[1]).toMatch(/^EGFRKRAS.*0\.4.*apart, not adjusted for the kind of tumour$/);
    const select = [...element.querySelectorAll("select")].at(-1)!;
    select.value = "missense";
    select.dispatchEvent(new Event("change"));
    expect(text(element.querySelector("#groups h3")!)).toBe("Genes with mutations of class missense, by group");
    expect([...element.querySelectorAll("#groups tbody tr")].map((row) => text(row))[1]).toMatch(/AFR.*withheld/);
  });

  it("keeps the treatment in the address, and asks the gate before it exports", async () => {
    const {element, onView, asked} = await open({treatment: "Imatinib"});
    expect(text(element.querySelector("#resistance h3")!)).toBe("Imatinib: mutations and resistance");
    expect(text(element)).toContain("Nobody treated with Imatinib has sequenced tumours from before and after");
    const select = element.querySelector("select")!;
    select.value = "Erlotinib";
    select.dispatchEvent(new Event("change"));
    expect(onView).toHaveBeenCalledWith("Erlotinib");
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    URL.createObjectURL = () => "blob:";
    URL.revokeObjectURL = () => {};
    const csv = [...element.querySelectorAll<HTMLButtonElement>("#resistance .figure-menu button")].find(
      (button) => text(button) === "CSV"
    )!;
    csv.click();
    await new Promise((resume) => setTimeout(resume, 20));
    expect(asked).toContain("export tumour_resistance");
  });

  it("says what to bring, and shows nothing where the rules do not permit it", async () => {
    const {element} = await open({phase: "absent"});
    expect(text(element)).toMatch(/tumours: mutations: /);
    const sentence = "The public sees only what is public.";
    const refused = await open({
      decision: {...permit, outcome: "forbid", reasons: [{rule: "query.role-public", sentence}]}
    });
    expect(text(refused.element)).toContain(sentence);
    expect(refused.element.querySelector("figure")).toBeNull();
    expect(text((await open({phase: "locked"})).element)).toContain("The tables of tumours of this cohort are locked");
  });
});

describe("words about tumours", () => {
  it("tell a direction only at a false discovery rate of 5 %", () => {
    expect(rows.resistance.map(directionOf)).toEqual(["sensitive", "resistant", "unclear", "withheld", "sensitive"]);
    expect(directionOf({...t790m, oddsRatioLow: null, oddsRatioHigh: 0.4})).toBe("sensitive");
    expect(directionOf({...t790m, minusLog10Q: 1.31})).toBe("resistant");
    expect(directionOf({...t790m, minusLog10Q: 1.3})).toBe("unclear");
  });

  it("give one end of an interval as such, and evidence for and against", () => {
    expect(ratioWords(t790m)).toBe("at least 3.8");
    expect(ratioWords({oddsRatio: 14.2, oddsRatioLow: 3.77, oddsRatioHigh: Infinity})).toBe("14 (3.8 to no limit)");
    expect(evidenceWords(evidence, t790m)).toBe("published: resistance, level A, validated");
    const against = evidence.map((row) => ({...row, item: {...row.item, supports: false}}));
    expect(evidenceWords(against, t790m)).toBe("published: against resistance, level A, validated");
    expect(evidenceWords(evidence, rows.resistance[0])).toBeNull();
    expect(strongestSentence("Erlotinib", [rows.resistance[0]])).toBe(
      "Under Erlotinib, no mutation is found more often in tumours that were resistant."
    );
  });

  it("tell genes that go together from what kinds of tumours explain", () => {
    expect(rows.cooccurrence.map(pairFinding)).toEqual(["together", "apart, not adjusted", "unclear", "withheld"]);
    expect(tumourProtection([{noiseSd: 0}])).toMatch(/exact/);
  });

  it("say in the lead what is not there", async () => {
    const {manifest} = await associationRelease("controlled");
    expect(tumoursLead(manifest)).toMatch(/names no tumours/);
  });
});
