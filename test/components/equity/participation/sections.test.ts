// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {countrySection} from "../../../../src/components/equity/participation/countrySection.js";
import {participationLead} from "../../../../src/components/equity/participation/participationLead.js";
import {paritySection} from "../../../../src/components/equity/participation/paritySection.js";
import {representationSection} from "../../../../src/components/equity/participation/representationSection.js";
import {shareSection} from "../../../../src/components/equity/participation/shareSection.js";
import {traitSection} from "../../../../src/components/equity/participation/traitSection.js";
import {viewDesk} from "../../../../src/components/equity/participation/viewDesk.js";
import type {EquityDocument, RepresentationRow} from "../../../../src/model/equity.js";
import {usualParity, usualParticipation, type ParticipationView} from "../../../../src/model/participationView.js";
import type {ReleaseManifest} from "../../../../src/model/release.js";
import type {WorldMap} from "../../../../src/model/worldMap.js";
import {worldJson} from "../../../../data-loaders/release/worldJson.js";
import {noPrivacy} from "../../../fixtures/sampleRelease.js";
import {shippedParticipation} from "./shippedParticipation.js";

const data = await shippedParticipation();
const manifest = {
  cohort: {title: "Tiny cohort", class: "controlled", synthetic: {genotypes: true, phenotypes: true}},
  strata: [{name: "ancestry", levels: ["AFR", "EUR"]}],
  withheld: [],
  rules: [],
  tables: [],
  privacy: noPrivacy,
  hashes: {policy: "abcdef01".repeat(8)},
  dataDate: "2026-01-01"
} as unknown as ReleaseManifest;
const row = (level: string, n: number | null, share: number | null): RepresentationRow => ({
  variable: "ancestry",
  level,
  n,
  reference_share: share,
  reference: share === null ? null : "a census"
});
const equity = {
  representation: [row("AFR", 240, 0.4), row("EUR", 960, 0.5), row("SAS", null, 0.1)]
} as unknown as EquityDocument;

function deskFrom(change: Partial<ParticipationView> = {}) {
  const onView = vi.fn<(view: ParticipationView) => void>();
  return {desk: viewDesk({...usualParticipation, ...change}, onView), onView};
}

function choose(section: HTMLElement, name: string, value: string): void {
  const field = section.querySelector<HTMLSelectElement>(`select[name=${name}]`)!;
  field.value = value;
  field.dispatchEvent(new Event("change", {bubbles: true}));
}

/** Outside of a document jsdom sends no event for a click on a radio button. */
function check(section: HTMLElement, value: string): void {
  const field = section.querySelector<HTMLInputElement>(`input[value=${value}]`)!;
  field.checked = true;
  field.dispatchEvent(new Event("change", {bubbles: true}));
}

function type(section: HTMLElement, name: string, value: string): HTMLInputElement {
  const field = section.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return field;
}

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();
const tableOf = (section: Element, id: string): string[][] => {
  const figure = section.querySelector(`#${id}`)!;
  if (figure.querySelector<HTMLElement>(".figure-table")!.hidden)
    figure.querySelector<HTMLButtonElement>(".figure-tools button")!.click();
  return [...figure.querySelectorAll("tbody tr")].map((tr) => [...tr.children].map((cell) => text(cell)));
};

describe("shareSection", () => {
  it("answers with 88.0 % and says how many have no recorded ancestry", () => {
    const section = shareSection(data, manifest, deskFrom().desk);
    const said = text(section.querySelector(".participation-said")!);
    expect(said).toContain(
      "88.0 % of the 355.8 million participants with recorded ancestry from 2005 to 2019 were European"
    );
    expect(said).toContain("For another 30.6 million participants, 7.9 % of all, no ancestry was recorded");
    expect(participationLead(data)).toContain("88.0\u202f%");
  });

  it("follows every control, keeps the choice, and leaves a reader of the table with the table", () => {
    const {desk, onView} = deskFrom();
    const section = shareSection(data, manifest, desk);
    expect(tableOf(section, "share-by-ancestry").filter(([year]) => year === "2019")).toHaveLength(9);
    choose(section, "stage", "replication");
    choose(section, "trait", "Cancer");
    choose(section, "from", "2010");
    choose(section, "to", "2012");
    choose(section, "metric", "studies");
    check(section, "yearly");
    check(section, "lines");
    expect(onView.mock.lastCall![0]).toMatchObject({
      stage: "replication",
      trait: "Cancer",
      from: 2010,
      to: 2012,
      metric: "studies",
      count: "yearly",
      draw: "lines"
    });
    const rows = tableOf(section, "share-by-ancestry");
    expect(new Set(rows.map(([year]) => year))).toEqual(new Set(["2010", "2011", "2012"]));
    const own = data.rows.filter(
      (row) =>
        row.year === 2011 &&
        row.stage === "replication" &&
        row.traitCategory === "Cancer" &&
        row.ancestry === "European"
    );
    expect(rows.find(([year, ancestry]) => year === "2011" && ancestry === "European")![2]).toBe(
      String(own.reduce((sum, {studies}) => sum + studies, 0))
    );
    expect(section.querySelector("#share-by-ancestry")!.querySelector<HTMLElement>(".figure-stage")!.hidden).toBe(true);
  });

  it("takes a trait that the data lack as all traits", () => {
    const section = shareSection(data, manifest, deskFrom({trait: "Telepathy"}).desk);
    expect(text(section)).toContain("88.0 %");
    expect(section.querySelector<HTMLSelectElement>("select[name=trait]")!.value).toBe("");
  });

  it("says so where a choice has nothing to show", () => {
    const section = shareSection(data, manifest, deskFrom({trait: "Not mapped", from: 2005, to: 2005}).desk);
    expect(text(section)).toContain("Nothing was recorded for this choice");
  });
});

describe("traitSection", () => {
  it("draws a panel for each trait category, and follows the group and the years", () => {
    const {desk} = deskFrom({to: 2015});
    const section = traitSection(data, manifest, desk);
    choose(section, "group", "African");
    expect(desk.view().group).toBe("African");
    const rows = tableOf(section, "share-by-trait");
    expect(new Set(rows.map(([trait]) => trait)).size).toBeGreaterThan(15);
    expect(Math.max(...rows.map(([, year]) => Number(year)))).toBe(2015);
  });
});

describe("countrySection", () => {
  const world = async (): Promise<WorldMap> => JSON.parse(worldJson()) as WorldMap;

  it("draws the map when it is there, and all countries in its table", async () => {
    const section = countrySection(data, manifest, deskFrom().desk, world);
    await vi.waitFor(() => expect(section.querySelector(".world-map")).not.toBeNull());
    expect(tableOf(section, "participants-per-head")).toHaveLength(230);
  });

  it("has the numbers without the map, and says that it is missing", async () => {
    const section = countrySection(data, manifest, deskFrom().desk, () => Promise.reject(new Error("offline")));
    await vi.waitFor(() => expect(text(section)).toContain("The map could not be read"));
    expect(tableOf(section, "participants-per-head")).toHaveLength(230);
  });

  it("shows the first thirty countries, and all of them when asked", () => {
    const {desk} = deskFrom();
    const section = countrySection(data, manifest, desk, world);
    expect(tableOf(section, "countries-ranked")).toHaveLength(30);
    [...section.querySelectorAll("button")].find((button) => text(button).startsWith("Show all"))!.click();
    expect(desk.view().countries).toBe("all");
    expect(tableOf(section, "countries-ranked").length).toBeGreaterThan(90);
  });
});

describe("representationSection", () => {
  it("hatches a withheld group, compares the others, and says that the people are simulated", () => {
    const section = representationSection(equity, manifest);
    expect(text(section)).toMatch(/The cohort is synthetic/);
    expect(
      section.querySelector(
        '#representation svg [fill="url(#hatch-group)"] rect, #representation svg rect[fill="url(#hatch-group)"]'
      )
    ).not.toBeNull();
    const rows = tableOf(section, "representation");
    // 240 of 1,200 against 0.4 of 0.9: 0.45.
    expect(rows[0].slice(0, 6)).toEqual(["ancestry", "AFR", "240", "20.0 %", "44.4 %", "0.45"]);
    expect(rows[0].at(-1)).toBe("below four fifths");
    expect(rows[2][2]).toBe("withheld");
    expect(rows[2].slice(5)).toEqual(["–", "–", "–", "not compared"]);
  });

  it("says what is missing without a catchment, and how to add it", () => {
    const representation = equity.representation.map((row) => ({...row, reference: null, reference_share: null}));
    const section = representationSection({...equity, representation}, manifest);
    expect(text(section)).toMatch(/Nobody has said whom this cohort should serve/);
    expect(section.querySelector("pre")!.textContent).toContain("catchment:");
    expect(section.querySelector("figure")).toBeNull();
  });
});

describe("paritySection", () => {
  it("answers for the cohort, says what is withheld, and follows every number", () => {
    const {desk} = deskFrom();
    const section = paritySection(equity, data, manifest, desk);
    expect(text(section)).toContain("AFR would need 49 922 more and EUR would need 49 202 more");
    expect(text(section)).toContain("How many people of SAS there are is withheld");
    type(section, "oddsRatio", "1.5");
    type(section, "frequency", "0.1");
    type(section, "caseFraction", "10");
    type(section, "power", "90");
    choose(section, "alpha", "0.05");
    type(section, "maf-AFR", "0.2");
    expect(desk.view().parity).toEqual({
      of: "cohort",
      oddsRatio: 1.5,
      frequency: 0.1,
      frequencies: {AFR: 0.2},
      caseFraction: 0.1,
      power: 0.9,
      alpha: 0.05
    });
    type(section, "maf-AFR", "");
    expect(desk.view().parity.frequencies).toEqual({});
  });

  it("says what a number may be, and keeps the one before", () => {
    const {desk} = deskFrom();
    const section = paritySection(equity, data, manifest, desk);
    const field = type(section, "frequency", "0.6");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(text(section.querySelector("#number-frequency-problem")!)).toBe("From 0.0001 to 0.5.");
    expect(desk.view().parity).toEqual(usualParity);
    type(section, "frequency", "");
    expect(desk.view().parity).toEqual(usualParity);
    type(section, "frequency", "0.5");
    expect(field.getAttribute("aria-invalid")).toBe("false");
    expect(desk.view().parity.frequency).toBe(0.5);
  });

  it("starts from the catalogue where the cohort has no genetic ancestry groups", () => {
    const section = paritySection({...equity, representation: []}, data, manifest, deskFrom().desk);
    expect(tableOf(section, "people-needed")).toHaveLength(9);
    expect(section.querySelectorAll("input[name=of]")).toHaveLength(1);
    expect(text(section.querySelector(".parity-answer")!)).toMatch(/does not mean that one study has them/);
  });
});
