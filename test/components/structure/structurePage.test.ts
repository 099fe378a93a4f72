// @vitest-environment jsdom
import {afterEach, describe, expect, it, vi} from "vitest";
import type {StructureEffects} from "../../../src/components/structure/structureEffects.js";
import {structurePage} from "../../../src/components/structure/structurePage.js";
import {matchSentence, structureSentences} from "../../../src/components/structure/structureWords.js";
import type {AskedAbout, AssociationTables} from "../../../src/model/association.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import type {Decision} from "../../../src/model/decision.js";
import {confidenceBand, isInterpretable, type DrawModel, type StructureResidue} from "../../../src/model/structure.js";
import {structureFromQuery, structureToQuery} from "../../../src/query/structureAddress.js";
import {associationRelease} from "../../fixtures/associationRelease.js";

afterEach(() => document.body.replaceChildren());

function residueRow(position: number, aminoAcid: string, plddt: number | null, more = {}): StructureResidue {
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
  residueRow(11, "M", 45, {change: "V", score: 0.1, pathogenic: false}),
  residueRow(12, "A", 95.5),
  residueRow(13, "R", 90, {change: "Q", score: 0.9}),
  residueRow(13, "R", 90, {change: "W", score: 0.4}),
  residueRow(13, "K", null, {change: "E", score: 0.7}),
  residueRow(14, "Q", 70)
];
const decision = (outcome: Decision["outcome"]): Decision => ({outcome, reasons: [], obligations: [], policy: "p"});
const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();
const settled = () => new Promise((done) => setTimeout(done, 0));

const seen = (position: number, aminoAcid: string, change: string, ancestry: string, ac: number | null) => ({
  gene: "TEST",
  position,
  aminoAcid,
  change,
  variantId: `1-${position}-A-G`,
  ancestry,
  ac,
  an: ac === null ? null : 400,
  noiseSd: null
});
const frequencies = [
  seen(11, "M", "V", "AFR", 40),
  seen(11, "M", "V", "EUR", 200),
  seen(13, "R", "Q", "AFR", null),
  seen(13, "R", "Q", "EUR", 100)
];
const squares = [11, 12, 13, 14].flatMap((aligned) =>
  [11, 12, 13, 14].map((scored) => ({
    gene: "TEST",
    aligned: [aligned, aligned] as [number, number],
    scored: [scored, scored] as [number, number],
    error: 2 * Math.abs(aligned - scored),
    most: 31.75
  }))
);

type Table = {name: string; tier: "public" | "registered"};
const everything: Table[] = [
  {name: "structure_frequencies", tier: "public"},
  {name: "structure_errors", tier: "public"}
];

type Scaled = Element & {scale(name: string): {apply(value: number): number}};

function press(element: Element, words: string): HTMLButtonElement {
  const button = [...element.querySelectorAll("button")].find((one) => text(one) === words)!;
  button.click();
  return button;
}

function pressed(element: Element): string[] {
  return [...element.querySelectorAll<HTMLElement>("[data-change][aria-pressed='true']")].map(
    ({dataset}) => dataset.change!
  );
}

async function page({
  phase = "ready",
  permit = true,
  unlockable = false,
  change = null as string | null,
  residue = null as number | null,
  tables: released = everything,
  hasWebGl = (): boolean => true,
  loadViewer = vi.fn() as StructureEffects["loadViewer"]
} = {}) {
  const {manifest: whole} = await associationRelease("open");
  const manifest = {...whole, tables: [...whole.tables, ...(released as typeof whole.tables)]};
  const tables = {
    structureResidues: async () => [...rows, residueRow(1, "M", 99, {gene: "OTHER"})],
    structureModel: async (gene: string) => ({gene, format: "pdb", text: "ATOM"}),
    structureErrors: async (gene: string) => squares.filter((square) => square.gene === gene),
    structureFrequencies: async (gene: string) => frequencies.filter((row) => row.gene === gene)
  } as unknown as AssociationTables;
  const onView = vi.fn();
  const asked: {action: string; about: AskedAbout; smallestCell: number | null; variants?: number}[] = [];
  let status = (
    phase === "ready" ? {phase, tier: "public", whole: true, unlockable} : {phase: "absent"}
  ) as StructureEffects["status"];
  let tell: (next: typeof status) => void = () => {};
  const effects: StructureEffects = {
    get status() {
      return status;
    },
    async ask(_, action, about, read) {
      const found = permit ? await read(tables) : null;
      asked.push({action, about, smallestCell: null, ...found});
      return {
        request: {} as never,
        decision: decision(permit ? "permit" : "forbid"),
        value: found?.value ?? (null as never)
      };
    },
    onAskerChange: () => () => {},
    onStatus(listener) {
      tell = listener;
      return () => {};
    },
    unlock: async () => {
      status = {phase: "ready", tier: "registered", whole: true, unlockable: false};
      tell(status);
    },
    unlockRemembered: async () => {},
    loadViewer,
    hasWebGl,
    onView
  };
  const element = structurePage({manifest, view: {gene: null, residue, change}, demoKey: "AGE-KEY", effects});
  document.body.append(element);
  await settled();
  await settled();
  return {element, onView, asked};
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

describe("matchSentence(rows, frequencies, manifest)", () => {
  const cohort = {build: "GRCh37"} as ReleaseManifest["cohort"];
  const on = (build: string | null) =>
    [11, 13].map((position) =>
      residueRow(position, "M", 90, {change: "V", score: 0.1, variantId: `1-${position}-A-G`, build})
    );

  it("says what was matched on the cohort's assembly, and why nothing was on another", () => {
    expect(matchSentence(on("GRCh37"), frequencies, {cohort})).toMatch(
      /^Variants of 2 of 2 changes are among the cohort’s, with the same position and the same alleles on GRCh37\./
    );
    expect(matchSentence(on("GRCh38"), null, {cohort})).toBe(
      "The variants of the effects are on GRCh38, and those of the cohort on GRCh37; positions of one are not those of the " +
        "other, so nothing was matched. A table of effects on GRCh37 would be."
    );
    expect(matchSentence(on(null), null, {cohort})).toMatch(/are on an assembly that their table does not say/);
    expect(matchSentence(rows, null, {cohort})).toMatch(/names no variants of the genome/);
  });
});

describe("structurePage(options)", () => {
  it("chooses a change in table, chart and address alike", async () => {
    const {element, onView} = await page();
    expect(element.querySelectorAll("#effects circle")).toHaveLength(3);
    expect(text(element.querySelector(".structure-chosen")!)).toMatch(/No residue is chosen/);
    element.querySelector<HTMLButtonElement>("[data-change='M11V']")!.click();
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", residue: 11, change: "M11V"});
    expect(text(element.querySelector(".structure-chosen")!)).toBe(
      "M11, confidence very low (pLDDT 45): the model must not be interpreted there. " +
        "M11V: predicted effect 0.100 (likely benign), by others benign."
    );
    expect(element.querySelector("[data-change='M11V']")!.getAttribute("aria-pressed")).toBe("true");
    element.querySelectorAll("#effects circle")[1].dispatchEvent(new MouseEvent("click", {bubbles: true}));
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", residue: 13, change: "R13Q"});
  });

  it("marks a residue that is chosen by its number in every chart, in the table and on the model", async () => {
    const mark = vi.fn(async () => {});
    const draw = vi.fn<DrawModel>(async () => ({mark, dispose: () => {}}));
    const {element, onView} = await page({loadViewer: async () => draw});
    press(element, "Show the model in 3D");
    await settled();
    await settled();
    const lines = () =>
      ["confidence", "effects", "change-frequencies", "aligned-error"].map(
        (id) => element.querySelectorAll(`#${id} [stroke='#CC00AA']`).length
      );
    expect(lines()).toEqual([0, 0, 0, 0]);
    const input = element.querySelector<HTMLInputElement>("input[type=number]")!;
    input.value = "13";
    input.dispatchEvent(new Event("input"));
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", residue: 13, change: null});
    expect(lines().every((count) => count > 0)).toBe(true);
    expect(pressed(element)).toEqual(["R13Q", "R13W"]);
    expect(mark).toHaveBeenLastCalledWith([
      {index: 0, colour: "#009E73", large: false},
      {index: 2, colour: "#CC00AA", large: true}
    ]);
    // The other way round: pressed on the model.
    draw.mock.calls[0][4](0);
    expect(onView).toHaveBeenLastCalledWith({gene: "TEST", residue: 11, change: null});
    expect(input.value).toBe("11");
    expect(pressed(element)).toEqual(["M11V"]);
    press(element, "None");
    expect(lines()).toEqual([0, 0, 0, 0]);
    expect(text(element.querySelector(".structure-chosen")!)).toMatch(/No residue is chosen/);
  });

  it("chooses the residue that is pressed in a chart", async () => {
    const {element, onView} = await page();
    // Names of parts have no place within an image (ARIA 1.2).
    expect(element.querySelectorAll("figure svg [aria-label]")).toHaveLength(0);
    for (const [id, axis] of [
      ["confidence", "x"],
      ["change-frequencies", "x"],
      ["aligned-error", "x"]
    ] as const) {
      const chart = element.querySelector(`#${id} svg`)! as unknown as Scaled;
      const clientX = chart.scale(axis).apply(12);
      chart.dispatchEvent(new MouseEvent("click", {bubbles: true, clientX}));
      expect(onView, id).toHaveBeenLastCalledWith({gene: "TEST", residue: 12, change: null});
    }
    expect(text(element.querySelector(".structure-chosen")!)).toBe(
      "A12, confidence very high (pLDDT 95.5). No change is given there."
    );
  });

  it("shows frequencies by group beside the effect, a withheld one as withheld", async () => {
    const {element, asked} = await page({change: "R13Q"});
    const question = asked.find(({about}) => about.table === "structure_frequencies")!;
    expect(question).toMatchObject({smallestCell: 40, variants: 2});
    expect(question.about.together).toBeUndefined();
    const cells = [...element.querySelectorAll(".structure-changes tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].slice(0, 2).map(text)
    );
    expect(cells).toEqual([
      ["M11V", "0.100 to 0.500"],
      ["R13Q", "0.250, some withheld"],
      ["R13W", "not shown"]
    ]);
    const detail = element.querySelector("#frequency-r13q .figure-table")!;
    expect([...detail.querySelectorAll("tbody tr")].map((row) => text(row.querySelector("td:nth-child(2)")!))).toEqual([
      expect.stringMatching(/^≤ 20|withheld/),
      "100"
    ]);
    // One stem for each count that is shown, a cross for the one that is not.
    expect(
      element.querySelectorAll("#change-frequencies [stroke-width='2']:not([stroke='#CC00AA']) line")
    ).toHaveLength(3);
  });

  it("says how many were matched, or that assemblies differ, and opens the rest with a key", async () => {
    const {element} = await page({
      unlockable: true,
      tables: [{name: "structure_frequencies", tier: "registered"}]
    });
    expect(element.querySelector("#change-frequencies")).toBeNull();
    expect(text(element)).toMatch(/Named readers open all of the cohort’s variants with their key/);
    press(element, "Unlock with the demo key");
    await settled();
    await settled();
    expect(element.querySelector("#change-frequencies")).not.toBeNull();
    expect(text(element)).not.toMatch(/Named readers open/);
  });

  it("asks for model and viewer only when the button is pressed, and marks each residue once", async () => {
    const mark = vi.fn(async () => {});
    const dispose = vi.fn();
    const draw = vi.fn<DrawModel>(async () => ({mark, dispose}));
    const loadViewer = vi.fn(async () => draw);
    const {element} = await page({loadViewer, change: "R13W"});
    expect(loadViewer).not.toHaveBeenCalled();
    const button = press(element, "Show the model in 3D");
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
    press(element, "Show the model in 3D");
    await settled();
    await settled();
    expect(text(element)).toMatch(/The model could not be drawn: no WebGL. The chart and the table say the same./);
    const select = element.querySelector("select")!;
    select.value = "OTHER";
    select.dispatchEvent(new Event("change"));
    await settled();
    expect(text(element)).toMatch(/The model of OTHER \(P00001\) has 1 residue and/);
    expect(element.querySelector("#effects")).toBeNull();
  });

  it("loads nothing where the browser draws nothing, and says what to do", async () => {
    const loadViewer = vi.fn();
    const {element} = await page({hasWebGl: () => false, loadViewer});
    press(element, "Show the model in 3D");
    await settled();
    expect(loadViewer).not.toHaveBeenCalled();
    expect(text(element)).toMatch(/This browser does not draw in three dimensions: it has no WebGL/);
    expect(element.querySelector("#confidence svg")).not.toBeNull();
  });

  it("says how to add a model where there is none, and why where it is not permitted", async () => {
    expect(text((await page({phase: "absent"})).element)).toMatch(/structures: - gene: PTEN model:/);
    const {element} = await page({permit: false});
    expect(element.querySelector(".decision")!.getAttribute("data-outcome")).toBe("forbid");
    expect(element.querySelector("figure")).toBeNull();
  });
});
