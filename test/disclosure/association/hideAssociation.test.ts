import {describe, expect, it} from "vitest";
import {hideAssociation, type AnalysedCopies} from "../../../data-loaders/disclosure/association/hideAssociation.js";
import type {AssociationPlan} from "../../../data-loaders/disclosure/association/planAssociation.js";
import {roundFigures} from "../../../data-loaders/disclosure/association/roundStatistics.js";
import {protectAssociation, protectSummary} from "../../../data-loaders/disclosure/protect.js";
import {associationRowsTable, type AssociationRows} from "../../../data-loaders/tables/association/associationRows.js";
import {associationsOfLevel} from "../../../data-loaders/tables/association/associationsOfLevel.js";
import {manhattanTable} from "../../../data-loaders/tables/association/manhattanTable.js";
import {analysedRange} from "../../../data-loaders/disclosure/association/copiesLeft.js";
import {shownFrequency} from "../../../data-loaders/disclosure/association/roundStatistics.js";
import {attackDifferences} from "../../../data-loaders/disclosure/audit/attackDifferences.js";
import {metaAnalysis} from "../../../src/kernels/metaAnalysis.js";
import {rowsOf} from "../../tables/rowsOf.js";

const rounding = {roundPeople: 25, figures: 4, seFigures: 3};
const plan: AssociationPlan = {
  limit: 20,
  levels: ["AFR", "EUR"],
  people: [524, 1024],
  analysed: [500, 1000],
  shown: [0, 1],
  leftOut: [],
  rounding
};

/** Associations of variants with a binary trait, half of the people cases, in AFR (500 of 524) and EUR (1,000 of 1,024). */
function given(...variants: {ac: [number, number]; acCase?: [number, number]; beta?: [number, number]}[]): {
  rows: AssociationRows;
  copies: AnalysedCopies;
} {
  const people = [500, 1000, 1500];
  const all = variants.length * 3;
  const float = (of: (variant: (typeof variants)[number], level: number) => number) =>
    Float64Array.from({length: all}, (_, i) => (i % 3 === 2 ? NaN : of(variants[Math.floor(i / 3)], i % 3)));
  const copies = (of: (variant: (typeof variants)[number], group: number) => number) =>
    Int32Array.from({length: variants.length * 2}, (_, i) => of(variants[i >> 1], i & 1));
  const se = float(({ac}, g) => 2 / Math.sqrt((ac[g] * (2 * people[g] - ac[g])) / (2 * people[g])));
  const beta = float((variant, g) => variant.beta?.[g] ?? 0.1);
  return {
    rows: {
      trait: "t",
      variantIds: variants.map((_, i) => `1-${i + 1}-A-C`),
      levels: ["AFR", "EUR", "meta"],
      n: Int32Array.from({length: all}, (_, i) => people[i % 3]),
      nCase: Int32Array.from({length: all}, (_, i) => people[i % 3] / 2),
      eaf: float(({ac}, g) => ac[g] / people[g] / 2),
      beta,
      se,
      z: beta.map((value, i) => value / se[i]),
      minusLog10P: beta.map((value, i) => (value / se[i]) ** 2 / 4.605),
      method: new Uint8Array(all),
      i2: new Float64Array(all).fill(NaN),
      minusLog10PHet: new Float64Array(all).fill(NaN),
      betaRandom: new Float64Array(all).fill(NaN),
      seRandom: new Float64Array(all).fill(NaN)
    },
    copies: {
      ac: copies(({ac}, g) => ac[g]),
      an: copies((_, g) => 2 * people[g]),
      acCase: copies(({ac, acCase}, g) => acCase?.[g] ?? Math.floor(ac[g] / 2)),
      anCase: copies((_, g) => people[g]),
      // Of the 24 who were not analysed, half of the alleles are alternate.
      acAll: copies(({ac}, g) => ac[g] + 24),
      anAll: copies((_, g) => 2 * people[g] + 48)
    }
  };
}

function shownRows(input: ReturnType<typeof given>, how = plan) {
  const {shown, ...rest} = hideAssociation(input.rows, input.copies, how);
  return {rows: rowsOf(associationRowsTable(shown)), ...rest};
}

const withheld = {eaf: null, beta: null, se: null, z: null, minus_log10_p: null};

describe("hideAssociation(rows, copies, plan)", () => {
  it.each([
    ["group", {ac: [42, 200], acCase: [21, 100]}, false],
    ["cases", {ac: [60, 200], acCase: [20, 100]}, true],
    ["cases, none at all", {ac: [60, 200], acCase: [0, 100]}, true],
    ["controls", {ac: [60, 200], acCase: [40, 100]}, true],
    ["controls, enough", {ac: [60, 200], acCase: [39, 100]}, false],
    ["other allele of the group", {ac: [959, 200], acCase: [480, 100]}, true],
    ["other allele of the group, enough", {ac: [958, 200], acCase: [479, 100]}, false],
    ["other allele of the cases", {ac: [900, 200], acCase: [480, 100]}, true]
  ] as const)("withholds all statistics where the %s has 20 copies or fewer", (_, {ac, acCase}, hidden) => {
    const {rows, tally, smallest} = shownRows(given({ac: [...ac], acCase: [...acCase]}));
    const [afr, eur, meta] = rows;
    if (hidden) expect(afr).toMatchObject({n: 0, n_case: 0, ...withheld});
    else expect(Object.values(afr).filter((value) => value === null)).toHaveLength(4);
    expect(tally).toEqual(hidden ? {"few-copies": [5, 0]} : {});
    expect(smallest).toBeGreaterThan(20);
    // What is left stands for itself: meta tells nothing of the withheld row.
    if (hidden) expect(meta).toMatchObject({beta: eur.beta, se: eur.se, z: eur.z, eaf: eur.eaf});
  });

  it("shows the middle of a range as the frequency, and effects scaled to it, by figures", () => {
    const [afr] = shownRows(given({ac: [110, 200], beta: [0.123456, 0]})).rows;
    // Ranges of 21 of 1,000 copies: 105 to 125. se = 2 / √(110 · 0.89) = 0.20213; scaled by √(0.11·0.89/0.1155·0.8845).
    expect(afr).toMatchObject({eaf: 0.1155, se: 0.198, z: 0.6108});
    expect(Number(afr.beta) / Number(afr.se)).toBeCloseTo(0.6108, 3);
  });

  it("puts groups together from what is shown, so that exact values no longer matter", () => {
    const input = given({ac: [110, 300], beta: [0.2, 0.1]});
    const {rows} = shownRows(input);
    const [afr, eur, meta] = rows;
    const {beta, se} = metaAnalysis([afr, eur].map((row) => ({beta: Number(row.beta), se: Number(row.se)})));
    expect(meta).toMatchObject({n: 1548, n_case: 750, method: "fixed-effect"});
    expect(Number(meta.beta)).toBe(roundFigures(beta, 4));
    expect(Number(meta.se)).toBe(roundFigures(se, 4));
    expect(Number(meta.z)).toBe(roundFigures(beta / se, 4));
    expect(meta.i2).not.toBeNull();
    input.rows.beta[2] = 99;
    expect(shownRows(input).rows).toEqual(rows);
  });

  it("shows the same, whichever count of a range is the true one", () => {
    const of = (ac: number) => {
      const [afr] = shownRows(given({ac: [ac, 300], acCase: [50, 150], beta: [0, 0]})).rows;
      return afr;
    };
    expect(of(105)).toEqual(of(125));
    expect(of(105)).not.toEqual(of(126));
  });

  it("has no rows of groups that are left out, and none put together of one group alone", () => {
    const {rows, tally, cells} = shownRows(given({ac: [110, 300]}, {ac: [210, 400]}), {
      ...plan,
      shown: [1],
      leftOut: [{level: "AFR", rule: "few-people"}]
    });
    expect(rows.map(({ancestry}) => ancestry)).toEqual(["EUR", "EUR"]);
    expect(tally).toEqual({"few-people": [10, 0]});
    expect(cells).toEqual([
      {level: "AFR", total: 10},
      {level: "EUR", total: 10}
    ]);
  });

  it("does not tell a variant that was not tested from one of few copies", () => {
    const untested = given({ac: [19, 300]});
    untested.rows.n[0] = untested.rows.nCase![0] = 0;
    for (const column of ["beta", "se", "z", "minusLog10P"] as const) untested.rows[column][0] = NaN;
    expect(shownRows(untested).rows).toEqual(shownRows(given({ac: [20, 300]})).rows);
  });

  it("rounds numbers of people", () => {
    const input = given({ac: [110, 300]});
    input.rows.n[0] = 488;
    input.rows.nCase![0] = 237;
    expect(shownRows(input).rows[0]).toMatchObject({n: 499, n_case: 225});
  });
});

describe("protectAssociation(rows, copies, plan, toTable)", () => {
  it("shows associations of open data as they are", () => {
    const {rows, copies} = given({ac: [3, 300], acCase: [0, 1]});
    const {table} = protectAssociation(rows, copies, {...plan, limit: null}, associationRowsTable);
    expect(rowsOf(table.batch)).toEqual(rowsOf(associationRowsTable(rows)));
    expect(table.tally).toEqual({});
  });

  it("gives the arrays that summaries are made from, without what is withheld", () => {
    const {rows, copies} = given({ac: [30, 300], acCase: [15, 150]}, {ac: [200, 300]});
    const {shown, table} = protectAssociation(rows, copies, plan, associationRowsTable);
    expect(table.tally).toEqual({"few-copies": [5, 0]});
    const level = associationsOfLevel([shown, shown], "AFR");
    expect(level.variantIds).toEqual(["1-1-A-C", "1-2-A-C", "1-1-A-C", "1-2-A-C"]);
    expect([...level.pos]).toEqual([1, 2, 1, 2]);
    expect([...level.minusLog10P].map(Number.isNaN)).toEqual([true, false, true, false]);
    const summary = protectSummary([shown], (batches) =>
      manhattanTable(
        associationsOfLevel(batches, "EUR").variantIds.map((variantId) => ({
          trait: "t",
          ancestry: "EUR",
          chrom: "1",
          pos: 1,
          minusLog10P: 1,
          variantId,
          nVariants: 1
        }))
      )
    );
    expect(summary).toMatchObject({tally: {}, smallest: null, batch: {rows: 2}});
  });

  it("withholds a row of which exact counts of the group would tell what those not analysed carry", () => {
    // Whatever the frequency, one person of EUR who was not analysed, a carrier, may be found where all others are known.
    let told = 0;
    for (let ac = 100; ac < 200; ++ac) {
      const {rows, copies} = given({ac: [250, ac]});
      rows.n[1] = 999;
      copies.an[1] = 1998;
      copies.acAll[1] = ac + 12;
      copies.anAll[1] = 2048;
      const {shown, tally} = hideAssociation(rows, copies, {...plan, analysed: [500, 999]});
      const found = attackDifferences(
        {
          table: "registered/association",
          standing: "enforced",
          groups: ["EUR"],
          shown: shown.eaf.subarray(1, 2),
          ac: copies.ac.subarray(1, 2),
          an: copies.an.subarray(1, 2),
          acAll: copies.acAll.subarray(1, 2),
          anAll: copies.anAll.subarray(1, 2),
          analysedOf: () => analysedRange(copies.an[1], shown.n[1], 999, 25),
          publish: (alternate, all) => shownFrequency(alternate, all, shown.n[1], 20, 25)
        },
        20
      );
      expect(found.withstood).toBe(true);
      told += Number(Number.isNaN(shown.eaf[1]));
      if (Number.isNaN(shown.eaf[1])) expect(tally.subtraction).toEqual([0, 5]);
    }
    expect(told).toBeLessThan(50);
  });
});
