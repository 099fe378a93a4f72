// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {dataSentence, promiseSentence, withheldWords} from "../../src/components/cohortWords.js";
import {dataTable, toCsv, type TableColumn} from "../../src/components/dataTable.js";
import {figure} from "../../src/components/Figure.js";
import {standaloneSvg} from "../../src/components/figureImage.js";
import {flowChart} from "../../src/components/FlowChart.js";
import {peopleChart, peopleColumns} from "../../src/components/PeopleChart.js";
import {peopleGroups} from "../../src/components/peopleGroups.js";
import {provenanceFacts} from "../../src/components/provenanceFacts.js";
import {provenanceStrip} from "../../src/components/ProvenanceStrip.js";
import {withheldShares} from "../../src/components/WithheldChart.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {noPrivacy} from "../fixtures/sampleRelease.js";

const manifest: ReleaseManifest = {
  format: "covenant-release/1",
  cohort: {
    id: "tiny",
    title: "Tiny cohort",
    build: "GRCh38",
    class: "controlled",
    synthetic: {genotypes: true, phenotypes: true},
    source: "a test",
    licence: null,
    citation: null,
    consent: ["DUO:0000006"]
  },
  strata: [
    {name: "ancestry", levels: ["AFR", "EUR"]},
    {name: "sex", levels: ["female", "male"]}
  ],
  traits: [],
  flow: [
    {id: "read", label: "in the files", unit: "people", count: null, words: "more than 2000"},
    {id: "withdrawn", label: "withdrew", unit: "people", count: null, words: "≤ 20"},
    {id: "included", label: "counted", unit: "people", count: 2100}
  ],
  people: {
    strata: ["ancestry", "sex"],
    rows: [
      {levels: ["EUR", "male"], n: 1000},
      {levels: ["EUR", "female"], n: 1100},
      {levels: ["AFR", "male"], n: null},
      {levels: ["AFR", "female"], n: null}
    ]
  },
  tables: [],
  refused: [],
  withheld: [
    {
      table: "people",
      tier: "public",
      rule: "small-group",
      sentence: "Small groups are hidden.",
      cells: 2,
      byStratum: [
        {level: "AFR", withheld: 2, total: 2},
        {level: "EUR", withheld: 0, total: 2}
      ]
    }
  ],
  rules: [{id: "small-cell", sentence: "We hide counts of 1 to 20.", value: 20, source: "All of Us"}],
  privacy: noPrivacy,
  recipients: {registered: []},
  hashes: {source: "1".repeat(64), rules: "2".repeat(64), policy: "abcdef01".repeat(8)},
  dataDate: "2026-01-01"
};
const text = (element: Element) => element.textContent!.replace(/\s+/g, " ").trim();

describe("figure", () => {
  const draw = () =>
    figure({
      id: "people",
      title: "People",
      chart: (width) => peopleChart(manifest, width),
      source: "a test",
      manifest,
      tables: ["people"],
      columns: peopleColumns(manifest),
      rows: peopleGroups(manifest)
    });

  it("has a title, one named image, its source and its provenance", () => {
    const element = draw();
    const image = element.querySelector(".figure-stage svg")!;
    expect(image.getAttribute("role")).toBe("img");
    expect(image.getAttribute("aria-label")).toBe("People");
    expect(image.querySelector("g[aria-label]")).toBeNull();
    expect(text(element)).toContain("Source: a test");
    expect(text(element)).toContain("Policy abcdef01");
  });

  it("shows the same numbers as a table after the key T, and the chart again after another", () => {
    const element = draw();
    const table = element.querySelector<HTMLElement>(".figure-table")!;
    const press = () =>
      element.querySelector("button")!.dispatchEvent(new KeyboardEvent("keydown", {key: "t", bubbles: true}));
    expect(table.hidden).toBe(true);
    press();
    expect(table.hidden).toBe(false);
    expect(element.querySelector<HTMLElement>(".figure-stage")!.hidden).toBe(true);
    press();
    expect(table.hidden).toBe(true);
  });

  it("orders groups as the release does and shows withheld ones as such, in chart, table and CSV", () => {
    const groups = peopleGroups(manifest);
    expect(groups.map(({levels}) => levels.join(" "))).toEqual(["AFR female", "AFR male", "EUR female", "EUR male"]);
    const columns = peopleColumns(manifest);
    expect(text(dataTable("People", columns, groups))).toContain("AFRfemale ≤ 20We hide counts");
    const chart = peopleChart(manifest, 640);
    expect(chart.outerHTML).toMatch(/fill="url\(#hatch-people-/);
    expect([...chart.querySelectorAll("text")].filter(({textContent}) => textContent === "≤\u200920")).toHaveLength(2);
    expect(toCsv(columns, groups, [["Cohort", "Tiny cohort"]])).toBe(
      "# Cohort: Tiny cohort\r\nGenetic ancestry group,Sex,People\r\nAFR,female,≤\u200920\r\nAFR,male,≤\u200920\r\nEUR,female,1100\r\nEUR,male,1000\r\n"
    );
  });
});

describe("standaloneSvg(chart, title, facts)", () => {
  it("writes title, cohort, synthetic, policy and date into the picture itself", () => {
    const chart = peopleChart(manifest, 640) as SVGSVGElement;
    document.body.append(chart);
    const svg = standaloneSvg(chart, "People", provenanceFacts(manifest));
    const picture = new DOMParser().parseFromString(svg, "image/svg+xml");
    const seen = [...picture.querySelectorAll("svg > text")].map((e) => e.textContent);
    expect(seen).toContain("People");
    expect(seen.slice(1).join(" · ")).toMatch(
      /^Tiny cohort · release class: controlled · data: synthetic · .*abcdef01 · .*2026-01-01$/
    );
    expect(picture.querySelector("desc")!.textContent).toContain("Rules applied: small-group");
  });
});

describe("toCsv(columns, rows, facts)", () => {
  it("quotes fields and disarms what a spreadsheet would take for a formula, but not negative numbers", () => {
    const columns: TableColumn<string>[] = [{label: "x", cell: (row) => row}];
    expect(toCsv(columns, ['a"b', "c,d", "=1+1", "@x", "-2.5"], [])).toBe(
      'x\r\n"a""b"\r\n"c,d"\r\n\'=1+1\r\n\'@x\r\n-2.5\r\n'
    );
  });

  it("keeps a fact of several lines on one line of provenance", () => {
    expect(toCsv([], [], [["Source", "a\nb"]])).toBe("# Source: a b\r\n\r\n");
  });
});

describe("what is said about a release", () => {
  it("provenanceStrip(manifest) names cohort, class, synthetic, rules, withheld cells, policy and date", () => {
    expect(text(provenanceStrip(manifest))).toBe(
      "CohortTiny cohort Release classcontrolled Datasynthetic Rules appliedsmall-group Cells withheld2 Policyabcdef01 Date of the data2026-01-01".replaceAll(
        /(Cohort|Release class|Data(?=s)|Rules applied|Cells withheld|Policy|Date of the data)/g,
        "$1 "
      )
    );
  });

  it("provenanceStrip(manifest, tables) counts the withheld cells of those tables only", () => {
    expect(text(provenanceStrip(manifest, ["variants"]))).toMatch(/Cells withheld 0/);
  });

  it("flowChart(manifest) shows words where a count is withheld, never 0", () => {
    const shown = [...flowChart(manifest).querySelectorAll(".flow-lane li")].map(text);
    expect(shown.slice(0, 3)).toEqual(["more than 2000 in the files", "≤ 20 withdrew", "2 100 counted"]);
  });

  it("withheldShares(manifest) adds the rules up and never passes the number of cells", () => {
    const twice = {...manifest, withheld: [...manifest.withheld, manifest.withheld[0]]};
    expect(withheldShares(twice)[0]).toEqual({
      table: "people",
      title: "People",
      level: "AFR",
      withheld: 2,
      total: 2
    });
  });

  it("dataSentence, promiseSentence and withheldWords speak from the manifest", () => {
    expect(dataSentence(manifest)).toBe("Tiny cohort: 2\u202f100 people.");
    expect(promiseSentence(manifest)).toMatch(/simulated.*nobody can find them/);
    expect(promiseSentence({...manifest, cohort: {...manifest.cohort, class: "open"}})).toMatch(/open to everybody/);
    expect(withheldWords({...manifest, rules: []})).toBe("withheld");
  });
});
