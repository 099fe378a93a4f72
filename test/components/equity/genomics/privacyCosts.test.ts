// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it, vi} from "vitest";
import {allelesChart, ownRule} from "../../../../src/components/equity/genomics/allelesWithheld.js";
import {
  burdenOf,
  groupCosts,
  groupSizes,
  hiddenGroups,
  ruleCosts
} from "../../../../src/components/equity/genomics/privacyCosts.js";
import {mainTable, privacyCostSection} from "../../../../src/components/equity/genomics/privacyCostsPage.js";
import {
  burdenSentence,
  hiddenSentences,
  policySentence,
  privacyCostLead,
  sizeSentence
} from "../../../../src/components/equity/genomics/privacyCostWords.js";
import type {ReleaseManifest, Withheld} from "../../../../src/model/release.js";
import {associationRelease} from "../../../fixtures/associationRelease.js";
import {samplePrivacy} from "../../../fixtures/samplePrivacy.js";

const text = (element: Element): string => element.textContent!.replace(/\s+/g, " ").trim();

function entry(
  rule: string,
  cells: Record<string, [withheld: number, total: number]>,
  more: Partial<Withheld> = {}
): Withheld {
  const byStratum = Object.entries(cells).map(([level, [withheld, total]]) => ({level, withheld, total}));
  return {
    table: "allele_counts",
    tier: "registered",
    rule,
    sentence: `Because of ${rule}.`,
    cells: byStratum.reduce((sum, {withheld}) => sum + withheld, 0),
    byStratum,
    ...more
  };
}

async function release(withheld: Withheld[], people?: ReleaseManifest["people"]): Promise<ReleaseManifest> {
  const {manifest} = await associationRelease("controlled");
  return {...manifest, withheld, ...(people && {people})};
}

const people = {
  strata: ["ancestry", "sex"],
  rows: [
    {levels: ["AFR", "1"], n: 100},
    {levels: ["AFR", "2"], n: 150},
    {levels: ["EUR", "1"], n: 5000},
    {levels: ["EUR", "2"], n: 6000},
    {levels: ["SAS", "1"], n: null},
    {levels: ["SAS", "2"], n: 60}
  ]
};

describe("ruleCosts(manifest)", () => {
  it("are shares by table, rule and group; traits of one table are summed, each of their cells once", async () => {
    const manifest = await release([
      entry("small-cell", {AFR: [20, 100], EUR: [5, 100]}),
      entry("subtraction", {AFR: [2, 100], EUR: [0, 100]}),
      entry("few-copies", {AFR: [50, 100], EUR: [10, 100]}, {table: "association", trait: "a"}),
      entry("few-copies", {AFR: [30, 300], EUR: [10, 300]}, {table: "association", trait: "b"}),
      entry("few-people", {AFR: [10, 300], EUR: [0, 300]}, {table: "association", trait: "b"})
    ]);
    const share = (rule: string, group: string, title: string) => {
      const cost = ruleCosts(manifest).find(
        (one) => one.rule === rule && one.ancestry === group && one.title === title
      )!;
      return [cost.withheld, cost.total];
    };
    expect(share("small-cell", "AFR", "Allele counts")).toEqual([20, 100]);
    expect(share("few-copies", "AFR", "Associations")).toEqual([80, 400]);
    expect(share("few-people", "AFR", "Associations")).toEqual([10, 400]);
    expect(groupCosts(manifest, "Allele counts").map(({ancestry, share}) => [ancestry, share])).toEqual([
      ["AFR", 0.22],
      ["EUR", 0.05]
    ]);
    expect(mainTable(manifest)).toBe("Allele counts");
  });

  it("are none without groups, or where nothing is withheld", async () => {
    const manifest = await release([]);
    expect(ruleCosts(manifest)).toEqual([]);
    expect(mainTable(manifest)).toBeNull();
    expect(text(privacyCostSection({manifest, table: null, onTable: () => {}}))).toMatch(/No rule withheld anything/);
  });
});

describe("groupSizes(manifest)", () => {
  it("adds up over the other strata, and is unknown where a part is withheld", () => {
    expect([...groupSizes({people})]).toEqual([
      ["AFR", 250],
      ["EUR", 11000],
      ["SAS", null]
    ]);
  });
});

describe("how unequal the burden is", () => {
  const costs = [
    {ancestry: "AFR", people: 250, share: 0.22},
    {ancestry: "EUR", people: 11000, share: 0.05},
    {ancestry: "SAS", people: 500, share: 0.1}
  ];

  it("is the difference and the ratio of the most and the least", () => {
    const burden = burdenOf(costs)!;
    expect(burden.difference).toBeCloseTo(0.17, 12);
    expect(burden.ratio).toBeCloseTo(4.4, 12);
    expect(burdenSentence(burden)).toMatch(
      /^AFR pays most and EUR least: 22\s% against 5\s%, 17 percentage points apart/
    );
    expect(burdenSentence(burden)).toMatch(/4\.4 times/);
    expect(sizeSentence(costs)).toMatch(
      /^The group that pays most is the smallest: AFR has 250 people, EUR 11\u202f000\./
    );
    expect(burdenOf(costs.slice(0, 1))).toBeNull();
  });

  it("has no ratio to nothing, and says nothing of sizes that are withheld", () => {
    const burden = burdenOf([costs[0], {...costs[1], share: 0}])!;
    expect(burden.ratio).toBeNull();
    expect(burdenSentence(burden)).toMatch(/there is no ratio/);
    expect(sizeSentence([costs[0], {...costs[1], people: null}])).toMatch(/not compared/);
  });

  it("claims a difference only where it is more than rounding", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 100}), {minLength: 2, maxLength: 6}), (shares) => {
        const burden = burdenOf(shares.map((share, i) => ({ancestry: `G${i}`, people: 100 + i, share: share / 100})))!;
        const apart = (Math.max(...shares) - Math.min(...shares)) / 100 > 0.01 + 1e-12;
        expect(/percentage points/.test(burdenSentence(burden))).toBe(apart);
        expect(/thinner/.test(policySentence(burden))).toBe(apart);
        expect(/of those of/.test(privacyCostLead(burden, "public-safe"))).toBe(apart);
      }),
      {seed: 1}
    );
    expect(privacyCostLead(null, "open")).toMatch(/Nothing is withheld/);
    expect(privacyCostLead(null, "controlled")).toMatch(/No rule had to withhold/);
  });
});

describe("hiddenGroups(manifest)", () => {
  it("names whose people are withheld, who is put together, and of whom nothing is shown; never a number of people", async () => {
    const manifest = await release(
      [
        entry("few-people", {AFR: [300, 300], EUR: [0, 300]}, {table: "association", trait: "EFO_0004611"}),
        entry("version", {AFR: [4, 300], EUR: [0, 300]})
      ],
      people
    );
    const privacy = samplePrivacy();
    const [pool] = privacy.pools;
    const pools = [
      {...pool, level: "other", merged: ["AMR"], shown: true},
      {...pool, level: "EAS", merged: [], shown: false}
    ];
    const sentences = hiddenSentences(hiddenGroups({...manifest, privacy: {...privacy, pools}}));
    expect(sentences.map((sentence) => sentence.slice(0, 4))).toEqual(["AFR:", "AMR:", "EAS:", "SAS:"]);
    expect(sentences[0]).toMatch(/its associations with .* are not shown and exact numbers are kept back/);
    expect(sentences[1]).toMatch(/counted in other/);
    for (const sentence of sentences) expect(sentence.replace(/^\w+:/, "")).not.toMatch(/\d/);
  });
});

it("privacyCostSection(options) draws the table that was chosen, and keeps another choice", async () => {
  const manifest = await release(
    [
      entry("small-cell", {AFR: [20, 100], EUR: [5, 100]}),
      entry("missing-calls", {AFR: [40, 100], EUR: [5, 100]}, {table: "genotype_counts"})
    ],
    people
  );
  const onTable = vi.fn();
  const section = privacyCostSection({manifest, table: "Genotype counts", onTable});
  expect(text(section)).toMatch(/Genotype counts: share of cells withheld, by rule/);
  expect([...section.querySelectorAll("svg text")].map((one) => one.textContent)).toContain("AFR · 250");
  const select = section.querySelector("select")!;
  select.value = "Allele counts";
  select.dispatchEvent(new Event("change"));
  expect(onTable).toHaveBeenCalledWith("Allele counts");
  expect(text(section)).toMatch(/Allele counts: share of cells withheld/);
});

it("allelesChart(rule, width) has a point for each group of the cohort’s own rule", () => {
  const own = ownRule(samplePrivacy().regimes)!;
  expect(own.id).toBe("covenant");
  for (const width of [800, 340])
    expect(allelesChart(own, width).querySelectorAll("circle")).toHaveLength(own.groups.length);
  expect(ownRule([])).toBeUndefined();
});
