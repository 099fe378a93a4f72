// @vitest-environment jsdom
import {afterEach, describe, expect, it, vi} from "vitest";
import type {StructureEffects} from "../../../src/components/structure/structureEffects.js";
import {structurePage} from "../../../src/components/structure/structurePage.js";
import {structureSentences} from "../../../src/components/structure/structureWords.js";
import type {AssociationTables} from "../../../src/model/association.js";
import type {Decision} from "../../../src/model/decision.js";
import {confidenceBand, isInterpretable, type DrawModel, type StructureResidue} from "../../../src/model/structure.js";
import {structureFromQuery, structureToQuery} from "../../../src/query/structureAddress.js";
import {associationRelease} from "../../fixtures/associationRelease.js";

afterEach(() => document.body.replaceChildren());

function residue(position: number, aminoAcid: string, plddt: number | null, more = {}): StructureResidue {
  return {
    gene: "TEST",
    accession: "P00001",
    position,
    aminoAcid,
    plddt,
    band: plddt === null ? null : confidenceBand(plddt),
    interpretable: plddt === null ? null : isInterpretable(plddt),
    change: null,
    variantId: null,
    build: null,
    score: null,
    pathogenic: null,
    source: "A test",
    licence: "CC0",
    ...more
  };
}

const rows = [
  residue(11, "M", 45, {change: "V", score: 0.1, pathogenic: false}),
  residue(12, "A", 95.5),
  residue(13, "R", 90, {change: "Q", score: 0.9}),
  residue(13, "R", 90, {change: "W", score: 0.4}),
  residue(13, "K", null, {change: "E", score: 0.7}),
  residue(14, "Q", 70)
];
const decision = (outcome: Decision["outcome"]): Decision => ({outcome, reasons: [], obligations: [], policy: "p"});
const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();
const settled = () => new Promise((done) => setTimeout(done, 0));

async function page({
  phase = "ready",
  permit = true,
  change = null as string | null,
  loadViewer = vi.fn() as StructureEffects["loadViewer"]
} = {}) {
  const {manifest} = await associationRelease("open");
  const tables = {
    structureResidues: async () => [...rows, residue(1, "M", 99, {gene: "OTHER"})],
    structureModel: async (gene: string) => ({gene, format: "pdb", text: "ATOM"})
  } as unknown as AssociationTables;
  const onView = vi.fn();
  const effects: StructureEffects = {
    status: phase === "ready" ? {phase, tier: "public", whole: true, unlockable: false} : {phase: "absent"},
    async ask(_, __, ___, read) {
      const value = permit ? (await read(tables)).value : null;
      return {request: {} as never, decision: decision(permit ? "permit" : "forbid"), value};
    },
    onAskerChange: () => () => {},
    loadViewer,
    onView
  };
  const element = structurePage({manifest, view: {gene: null, change}, effects});
  document.body.append(element);
  await settled();
  await settled();
  return {element, onView};
}

describe("structureSentences(rows)", () => {
  it("tells the mean, what must not be interpreted, and what could not be placed", () => {
    expect(structureSentences(rows)).toBe(
      "The model of TEST (P00001) has 4 residues and a mean pLDDT of 75.1. It is not sure enough to be interpreted at " +
        "residues 11, 14. Of 4 changes with a predicted effect, 2 are predicted to be likely pathogenic, and 1 lies " +
        "where the model must not be interpreted. Not placed, because the model has another amino acid there: K13E."
    );
  });
});

it("structureFromQuery(text) reads what structureToQuery wrote", () => {
  for (const view of [
    {gene: "PTEN", residue: 130, change: "R130Q"},
    {gene: null, residue: 12, change: null},
    {gene: null, residue: null, change: null}
  ])
    expect(structureFromQuery(structureToQuery(view))).toEqual(view);
});

describe("structurePage(options)", () => {
  it("chooses a change in table, chart and address alike", async () => {
    const {element, onView} = await page();
    expect(element.querySelectorAll("#effects circle")).toHaveLength(3);
    expect(text(element.querySelector(".structure-chosen")!)).toMatch(/No change is chosen/);
    element.querySelector<HTMLButtonElement>("[data-change='M11V']")!.click();
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", change: "M11V"});
    expect(text(element.querySelector(".structure-chosen")!)).toBe(
      "M11V: predicted effect 0.100 (likely benign), confidence very low (pLDDT 45). Others classified it as benign. " +
        "The model must not be interpreted there."
    );
    expect(element.querySelector("[data-change='M11V']")!.getAttribute("aria-pressed")).toBe("true");
    element.querySelectorAll("#effects circle")[1].dispatchEvent(new MouseEvent("click", {bubbles: true}));
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", change: "R13Q"});
  });

  it("asks for model and viewer only when the button is pressed, and marks each residue once", async () => {
    const mark = vi.fn(async () => {});
    const dispose = vi.fn();
    const draw = vi.fn<DrawModel>(async () => ({mark, dispose}));
    const loadViewer = vi.fn(async () => draw);
    const {element} = await page({loadViewer, change: "R13W"});
    expect(loadViewer).not.toHaveBeenCalled();
    const button = [...element.querySelectorAll("button")].find((one) => text(one) === "Show the model in 3D")!;
    button.click();
    await settled();
    await settled();
    const marked = draw.mock.calls[0][2];
    expect(marked.map(({index}) => index)).toEqual([0, 2]);
    expect(marked[1].colour).toBe("#CC00AA");
    expect(text(element)).toMatch(/Ribbon: confidence low \(pLDDT above 50\), not interpretable/);
    element.querySelector<HTMLButtonElement>("[data-change='M11V']")!.click();
    expect(mark).toHaveBeenCalled();
    expect(text(button)).toBe("Hide the model");
    button.click();
    expect(dispose).toHaveBeenCalledOnce();
    expect(element.querySelector("canvas")).toBeNull();
  });

  it("says so where nothing can be drawn, and shows another protein when it is chosen", async () => {
    const {element} = await page({loadViewer: () => Promise.reject(new Error("no WebGL"))});
    [...element.querySelectorAll("button")].find((one) => text(one) === "Show the model in 3D")!.click();
    await settled();
    await settled();
    expect(text(element)).toMatch(/The model could not be drawn: no WebGL. The chart and the table say the same./);
    const select = element.querySelector("select")!;
    select.value = "OTHER";
    select.dispatchEvent(new Event("change"));
    expect(text(element)).toMatch(/The model of OTHER \(P00001\) has 1 residue and/);
    expect(element.querySelector("#effects")).toBeNull();
  });

  it("says how to add a model where there is none, and why where it is not permitted", async () => {
    expect(text((await page({phase: "absent"})).element)).toMatch(/structures: - gene: PTEN model:/);
    const {element} = await page({permit: false});
    expect(element.querySelector(".decision")!.getAttribute("data-outcome")).toBe("forbid");
    expect(element.querySelector("figure")).toBeNull();
  });
});
