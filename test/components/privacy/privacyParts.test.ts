// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {budgetChart} from "../../../src/components/privacy/budgetChart.js";
import {findingsTable} from "../../../src/components/privacy/findingsTable.js";
import {foundChart, foundColumns, spread} from "../../../src/components/privacy/foundChart.js";
import {foundBySize} from "../../../src/components/privacy/foundCurves.js";
import {hundredPeople} from "../../../src/components/privacy/hundredPeople.js";
import {noisePicture} from "../../../src/components/privacy/noisePicture.js";
import {poolTable} from "../../../src/components/privacy/poolTable.js";
import {dotLabels, regimeChart, regimeGroups, regimeList} from "../../../src/components/privacy/regimeChart.js";
import {curvedFindings, rocChart, rocColumns} from "../../../src/components/privacy/rocChart.js";
import {settingInForce, settingSlider} from "../../../src/components/privacy/settingSlider.js";
import {withheldRules} from "../../../src/components/privacy/withheldRules.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import {sampleControlledPrivacy, sampleOpenPrivacy, samplePrivacy} from "../../fixtures/samplePrivacy.js";

const report = samplePrivacy();
const text = (element: Element) => element.textContent!.replace(/\s+/g, " ").trim();
const texts = (chart: Element) => [...chart.querySelectorAll("text")].map((e) => e.textContent);

describe("findingsTable(report)", () => {
  it("has a row for each finding, enforced before reported, each with its explanation and source", () => {
    const table = findingsTable(report);
    expect(table.querySelectorAll("tbody")).toHaveLength(2);
    expect(table.querySelectorAll("details")).toHaveLength(report.audit.length);
    for (const details of table.querySelectorAll("details")) expect(details.querySelector("a[href]")).not.toBeNull();
    const first = text(table.querySelectorAll("tbody tr")[1]);
    expect(first).toMatch(/✓ Withstood AUC 0\.537 ± 0\.012; finds 7 of 100/);
    expect(first).toMatch(/Allele counts, open to everybody SAS$/);
    expect(text(table.querySelector("tbody:last-child")!)).toMatch(/^Reported: .*✕ Succeeds/);
  });

  it("shows the findings of an open release as reported only", () => {
    const table = findingsTable(sampleOpenPrivacy());
    expect(table.querySelectorAll("tbody")).toHaveLength(1);
    expect(text(table)).toMatch(/12 of 12 hidden numbers/);
  });

  it("says so when nothing was attacked", () => {
    expect(text(findingsTable({...report, audit: []}))).toBe("No attack is reported for this release.");
  });
});

describe("rocChart(findings, width)", () => {
  it("draws one panel with its name, area and outcome for each attack on membership, wide and narrow", () => {
    const curved = curvedFindings(report);
    expect(curved.map(({standing}) => standing).indexOf("reported")).toBe(5);
    for (const width of [900, 300]) {
      const shown = texts(rocChart(curved, width));
      expect(shown.filter((word) => word === "Likelihood ratio")).toHaveLength(3);
      expect(shown).toContain("Homer’s distance");
      expect(shown.filter((word) => word === "guessing")).toHaveLength(1);
    }
  });

  it("says in its table what was not measured", () => {
    const beyond = rocColumns(report.limits).at(-1)!;
    expect(beyond.cell(curvedFindings(report)[0])).toBe("not measured");
  });

  it("finds no curve in a report of recovered numbers only", () => {
    const audit = report.audit.filter(({figures}) => figures.kind === "recovery");
    expect(curvedFindings({...report, audit})).toEqual([]);
  });
});

describe("budgetChart(budget, width)", () => {
  it("labels each step with its share, wide and narrow", () => {
    for (const width of [900, 300])
      expect(texts(budgetChart(report.budget!, width)).join(" ")).toMatch(/50\u202f%, ρ 0\.0079.*25\u202f%, ρ 0\.004/);
  });
});

describe("poolTable(pools)", () => {
  it("names merged groups, and says when noise hides a group", () => {
    const [first, second, ...rest] = report.pools;
    const words = text(poolTable([{...first, shown: false}, second, {...rest[0], noiseSd: 0, frequencySd: 0}]));
    expect(words).toMatch(/noise too large/);
    expect(words).toMatch(/with OCE, too few people to be listed alone/);
    expect(words).toMatch(/none: exact/);
  });
});

describe("regimeChart(regimes, measure, width)", () => {
  it("draws a dot for each group under each rule and names those that have room", () => {
    for (const width of [900, 320]) {
      const chart = regimeChart(report.regimes, "presentWithheld", width);
      expect(chart.querySelectorAll("circle")).toHaveLength(report.regimes.length * 5);
      const shown = texts(chart);
      for (const {title} of report.regimes) expect(shown).toContain(title);
      expect(shown.filter((word) => word === "all groups").length).toBeGreaterThan(0);
      expect(shown.filter((word) => word === "SAS").length).toBeGreaterThan(2);
    }
  });

  it("draws errors of a report in which no rule changes a number", () => {
    const exact = report.regimes.slice(0, 2);
    expect(regimeChart(exact, "frequencyError", 600).querySelectorAll("circle")).toHaveLength(10);
    expect(texts(regimeChart(report.regimes, "frequencyError", 600))).toContain("Covenant, in public");
  });

  it("dotLabels(groups, measure, pixels) name dots upon one another together, so that no name stands above another’s dot", () => {
    const [rule] = report.regimes;
    const shares = [0.15, 0.21, 0.15, 0.09, 0.2];
    const groups = rule.groups.map((group, i) => ({...group, presentWithheld: shares[i]}));
    const labels = dotLabels(regimeGroups([{...rule, groups}]), "presentWithheld", (share) => share * 2000);
    expect(labels.map(({text}) => text).sort()).toEqual(["AFR EAS", "AMR", "EUR"]);
  });

  it("regimeList(regimes) links the source of each rule and marks the one in force", () => {
    const list = regimeList(report.regimes);
    expect(list.querySelectorAll("a[href^='https://']")).toHaveLength(report.regimes.length - 1);
    expect(text(list)).toMatch(/Covenant, in force/);
  });
});

describe("settingSlider(report)", () => {
  const start = () => {
    const slider = settingSlider(report);
    const range = slider.querySelector("input")!;
    const move = (to: number) => {
      range.value = String(to);
      range.dispatchEvent(new Event("input"));
    };
    return {slider, range, move, back: slider.querySelector("button")!};
  };

  it("starts at the setting in force and says it in words", () => {
    const {slider, range, back} = start();
    expect(settingInForce(report)).toBe(2);
    expect(range.value).toBe("2");
    expect(range.getAttribute("aria-valuetext")).toBe(
      "The setting in force. An area under the curve of 0.55 at most: an attacker may find 7 of 100 participants while 5 of 100 others are mistaken for one; every group is shown; 44 variants could be given exactly instead."
    );
    expect(slider.querySelector("label")!.getAttribute("for")).toBe(range.id);
    expect(back.disabled).toBe(true);
  });

  it("says which groups a stricter limit would hide, and finds the way back", () => {
    const {slider, range, move, back} = start();
    move(0);
    expect(range.getAttribute("aria-valuetext")).toMatch(/^Stricter\. .*SAS could not be shown/);
    expect(text(slider.querySelector("tbody")!)).toMatch(/SAS ± [\d.]+ points noise too large to show/);
    move(5);
    expect(range.getAttribute("aria-valuetext")).toMatch(/^Laxer\. /);
    back.click();
    expect(range.value).toBe("2");
    expect(back.disabled).toBe(true);
  });

  it("works with a single setting", () => {
    const slider = settingSlider({...report, settings: report.settings.slice(2, 3)});
    expect(slider.querySelector("input")!.getAttribute("aria-valuetext")).toMatch(/^The setting in force/);
  });
});

describe("how many would be found", () => {
  const sizes = foundBySize(report.curves, "ancestry");

  it("foundChart(sizes, limits, width) labels each rule, guessing and the limit", () => {
    for (const width of [900, 300]) {
      const shown = texts(foundChart(sizes, report.limits, width));
      for (const label of ["as counted", "rounded", "with noise", "limit, 10 of 100", "guessing, 5 of 100"])
        expect(shown).toContain(label);
    }
    expect(foundColumns(sizes)).toHaveLength(9);
    expect(foundColumns([])).toHaveLength(1);
  });

  it("hundredPeople(sizes, limits) fills as many dots as would be found, and says it in words", () => {
    const picture = hundredPeople(sizes, report.limits);
    const found = () => [...picture.querySelectorAll("svg")].map((svg) => svg.querySelectorAll(".found").length);
    expect(found()).toEqual([94, 92, 90, 6]);
    const range = picture.querySelector("input")!;
    range.value = "0";
    range.dispatchEvent(new Event("input"));
    expect(found()).toEqual([6, 6, 6, 6]);
    expect(range.getAttribute("aria-valuetext")).toBe(
      "10 variants: as counted 6 of 100 found, small counts hidden 6 of 100 found, rounded 6 of 100 found, with noise 6 of 100 found"
    );
  });

  it("spread(labels, least) keeps labels apart and inside", () => {
    const ys = (values: number[]) =>
      spread(
        values.map((y) => ({y})),
        0.1
      ).map(({y}) => Number(y.toFixed(3)));
    expect(ys([1, 1, 0.5])).toEqual([1, 0.9, 0.5]);
    expect(ys([0.05, 0.02, 0])).toEqual([0.2, 0.1, 0]);
    expect(ys([])).toEqual([]);
  });
});

describe("noisePicture(pools, truth, width)", () => {
  it("hatches a group whose noise is too large, and says so", () => {
    const [first, ...others] = report.pools;
    const chart = noisePicture([{...first, shown: false}, ...others], 0.3, 600);
    expect(texts(chart)).toContain("noise too large to show");
    expect(chart.outerHTML).toMatch(/fill="url\(#hatch-noise-/);
  });

  it("draws where every group is hidden", () => {
    const hidden = report.pools.map((pool) => ({...pool, shown: false}));
    expect(texts(noisePicture(hidden, 0.3, 300)).filter((word) => word === "noise too large to show")).toHaveLength(5);
  });
});

describe("empty states", () => {
  it("withheldRules(manifest) says why nothing is withheld", () => {
    const manifest = (releaseClass: string, withheld: ReleaseManifest["withheld"] = []) =>
      ({withheld, cohort: {class: releaseClass}}) as unknown as ReleaseManifest;
    expect(text(withheldRules(manifest("open")))).toMatch(/tables of an open release are exact/);
    expect(text(withheldRules(manifest("controlled")))).toMatch(/No rule had anything to withhold/);
    const one = {table: "people", tier: "public", rule: "small-group", sentence: "Small groups are hidden.", cells: 2};
    expect(
      text(withheldRules(manifest("controlled", [{...one, byStratum: []} as ReleaseManifest["withheld"][number]])))
    ).toMatch(/People, open to everybody Small groups are hidden\. small-group 2$/);
  });

  it("a controlled report has no curves, settings, regimes or budget", () => {
    const {curves, settings, regimes, budget, panel} = sampleControlledPrivacy();
    expect([curves, settings, regimes, budget, panel]).toEqual([[], [], [], null, null]);
  });
});
