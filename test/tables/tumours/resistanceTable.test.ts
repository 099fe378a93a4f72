import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {resistanceTable} from "../../../data-loaders/tables/tumours/resistanceTable.js";
import type {TumourSettings} from "../../../data-loaders/tables/tumours/tumourSettings.js";
import type {ResistanceRow} from "../../../src/model/tumours.js";
import {covariate, many, tumoursOf, type Patient} from "./simulateTumours.js";

const open: TumourSettings = {timepoint: "before", covariates: [], mutatedMin: 1, maxWithheld: 0};

/** Patients in the order mutated resistant, mutated sensitive, other resistant, other sensitive. */
function patients([a, b, c, d]: readonly number[], mutation = "EGFR:T790M"): Patient[] {
  return [
    ...many(a, {before: [mutation], response: "resistant"}),
    ...many(b, {before: [mutation], response: "sensitive"}),
    ...many(c, {before: [], response: "resistant"}),
    ...many(d, {before: [], response: "sensitive"})
  ];
}

const sawtooth = (n: number): number[] => Array.from({length: n}, (_, i) => ((i * 37) % 101) / 10);

describe("resistanceTable(tumours, settings)", () => {
  // python3: p = scipy.stats.fisher_exact([[a, b], [c, d]]).pvalue; r = scipy.stats.contingency.odds_ratio(…,
  // kind="conditional"); r.statistic, r.confidence_interval(0.95); log odds ratio and Woolf's standard error
  it.each([
    [
      [30, 12, 40, 90],
      5.35270816330801,
      5.562328205506199,
      2.4705974571588554,
      13.236102860654452,
      1.7272209480904839,
      0.3908679799852858
    ],
    [
      [8, 3, 10, 20],
      1.447381804123811,
      5.101802902309175,
      0.9593551740309821,
      36.522971380699886,
      1.6739764335716716,
      0.7799572637865061
    ]
  ])("of %j is what scipy gives", async (counts, p, ratio, low, high, beta, se) => {
    const rows = await resistanceTable(tumoursOf(patients(counts)), open);
    expect(rows.map(({gene, change}) => [gene, change])).toEqual([
      ["EGFR", null],
      ["EGFR", "T790M"]
    ]);
    for (const row of rows) {
      expect([row.mutatedResistant, row.mutatedSensitive, row.otherResistant, row.otherSensitive]).toEqual(counts);
      expect(row.minusLog10P).toBeCloseTo(p, 9);
      expect(row.oddsRatio! / ratio).toBeCloseTo(1, 4);
      expect(row.oddsRatioLow! / low).toBeCloseTo(1, 4);
      expect(row.oddsRatioHigh! / high).toBeCloseTo(1, 4);
      // Two tests of the same p: Holm doubles it, the false discovery rate stays.
      expect(row.minusLog10Holm).toBeCloseTo(p - Math.log10(2), 9);
      expect(row.minusLog10Q).toBeCloseTo(p, 9);
      // Without covariates, maximum likelihood is the cross ratio.
      expect(row.method).toBe("wald");
      expect(row.beta).toBeCloseTo(beta, 6);
      expect(row.se).toBeCloseTo(se, 6);
    }
  });

  it("adjusts for covariates", async () => {
    const [row] = await resistanceTable(tumoursOf(patients([30, 12, 40, 90])), {
      ...open,
      covariates: [covariate(sawtooth(172))]
    });
    // Newton's method in numpy 2.4 with design (1, x, mutated), x = ((i * 37) % 101) / 10
    expect(row.beta).toBeCloseTo(1.7271473519684362, 8);
    expect(row.se).toBeCloseTo(0.39093954337986386, 8);
    expect(row.method).toBe("wald");
  });

  it("uses Firth's likelihood where a cell is empty", async () => {
    const [row] = await resistanceTable(tumoursOf(patients([25, 0, 60, 55])), {
      ...open,
      covariates: [covariate(sawtooth(140))]
    });
    // 2000 half steps of the modified score in numpy 2.4; scipy.stats.norm.sf for p; Fisher and interval as above
    expect(row.method).toBe("firth");
    expect(row.beta).toBeCloseTo(3.828956309420375, 6);
    expect(row.se).toBeCloseTo(1.4569708282714684, 5);
    expect(row.minusLog10PAdjusted).toBeCloseTo(2.0660973005508043, 5);
    expect(row.minusLog10P).toBeCloseTo(5.867847444164335, 9);
    expect([row.oddsRatio, row.oddsRatioHigh]).toEqual([Infinity, Infinity]);
    expect(row.oddsRatioLow! / 5.366609893711042).toBeCloseTo(1, 4);
  });

  it("looks only at tumours of the time, with a response, and with all covariates", async () => {
    const all = [
      ...patients([5, 4, 6, 7]),
      ...many(9, {before: ["EGFR:T790M"], response: null}),
      ...many(9, {before: ["EGFR:T790M"]}),
      ...many(9, {after: ["EGFR:T790M"], response: "resistant"}),
      ...many(9, {before: ["EGFR:T790M"], response: "resistant"})
    ];
    const ages = all.map((_, i) => (i >= all.length - 9 ? NaN : i % 7));
    const [row] = await resistanceTable(tumoursOf(all), {...open, covariates: [covariate(ages)]});
    expect([row.mutatedResistant, row.mutatedSensitive, row.otherResistant, row.otherSensitive]).toEqual([5, 4, 6, 7]);
    const [late] = await resistanceTable(tumoursOf(all), {...open, timepoint: "after"});
    expect([late.mutatedResistant, late.otherResistant]).toEqual([9, 0]);
    // Nobody was sensitive: nothing can be tested.
    expect([late.minusLog10P, late.oddsRatio, late.beta]).toEqual([0, null, null]);
  });

  it("keeps treatments apart, and does not test rare mutations", async () => {
    const tumours = tumoursOf([
      ...patients([5, 4, 6, 7]),
      {before: ["KRAS:G12C"], response: "resistant", treatment: "Cisplatin"},
      {before: [], response: "sensitive", treatment: "Cisplatin"}
    ]);
    const rows = await resistanceTable(tumours, open);
    expect(rows.map(({treatment, gene}) => `${treatment} ${gene}`)).toEqual([
      "Cisplatin KRAS",
      "Cisplatin KRAS",
      "Erlotinib EGFR",
      "Erlotinib EGFR"
    ]);
    expect(await resistanceTable(tumours, {...open, mutatedMin: 10})).toEqual([]);
  });

  it("counts a person once per gene, whatever the tumours and mutations", async () => {
    const [gene, ...changes] = await resistanceTable(
      tumoursOf([
        ...many(5, {before: ["EGFR:L858R", "EGFR:T790M", "EGFR"], response: "resistant"}),
        ...patients([1, 2, 3, 4])
      ]),
      open
    );
    expect(gene.mutatedResistant).toBe(6);
    expect(changes.map(({change, mutatedResistant}) => [change, mutatedResistant])).toEqual([
      ["L858R", 5],
      ["T790M", 6]
    ]);
  });

  const values = (row: ResistanceRow): unknown[] => Object.values(row).slice(3);
  const isWithheld = (row: ResistanceRow): boolean => values(row).every((value) => value === null);

  it("withholds a row with a count of 20, and none of 21", async () => {
    const protect = async (counts: number[]) =>
      resistanceTable(tumoursOf(patients(counts)), {...open, maxWithheld: 20});
    for (let i = 0; i < 4; i++) {
      const counts = [40, 40, 40, 40].map((count, k) => (k === i ? 20 : count));
      expect((await protect(counts)).every(isWithheld)).toBe(true);
      expect((await protect(counts.map((count) => Math.max(21, count)))).some(isWithheld)).toBe(false);
    }
    expect((await protect([40, 0, 40, 40])).some(isWithheld)).toBe(false);
  });

  it("has no row about a mutation of 20 people, and one about 21", async () => {
    const settings = {...open, maxWithheld: 20};
    const named = async (mutated: number) =>
      (await resistanceTable(tumoursOf(patients([mutated, 0, 50, 50])), settings)).map(({gene}) => gene);
    expect(await named(20)).toEqual([]);
    expect(await named(21)).toEqual(["EGFR", "EGFR"]);
  });

  it("withholds a change that leaves too few of its gene's people", async () => {
    const gene = patients([60, 50, 100, 100]);
    const withOthers = (rest: number): Patient[] => [
      ...gene,
      ...many(rest, {before: ["EGFR:C797S"], response: "resistant"})
    ];
    const shown = async (rest: number) =>
      (await resistanceTable(tumoursOf(withOthers(rest)), {...open, maxWithheld: 20})).filter(
        (row) => !isWithheld(row)
      );
    expect((await shown(20)).map(({change}) => change)).toEqual([null]);
    expect((await shown(21)).map(({change}) => change)).toEqual([null, "C797S", "T790M"]);
  });

  it("does not let the p-values of shown rows tell those of withheld ones", async () => {
    const shownOf = async (hidden: Patient[]) =>
      (await resistanceTable(tumoursOf([...patients([90, 30, 60, 150]), ...hidden]), {...open, maxWithheld: 20}))
        .filter((row) => !isWithheld(row))
        .map(({minusLog10P, minusLog10Q, minusLog10Holm}) => [
          minusLog10P! - minusLog10Q!,
          minusLog10P! - minusLog10Holm!
        ]);
    const extra = (n: number): Patient[] => [
      ...many(n, {before: ["KRAS:G12C"], response: "resistant"}),
      ...many(30 - n, {before: ["KRAS:G12C"], response: "sensitive"})
    ];
    // Four tests, two of them withheld: what is taken off is the same whatever the withheld ones found.
    for (const n of [10, 15, 20])
      for (const taken of await shownOf(extra(n))) {
        expect(taken[0]).toBeCloseTo(Math.log10(2), 9);
        expect(taken[1]).toBeCloseTo(Math.log10(4), 9);
      }
  });

  it("never shows a count of 1 to the limit, nor a gene less its changes", async () => {
    const mutation = fc.constantFrom("A:X1Y", "A:X2Y", "A", "B:X1Y");
    const patient = fc.record({
      before: fc.uniqueArray(mutation, {maxLength: 1}),
      response: fc.constantFrom("resistant" as const, "sensitive" as const)
    });
    const limit = 2;
    await fc.assert(
      fc.asyncProperty(fc.array(patient, {minLength: 5, maxLength: 40}), async (all) => {
        const rows = (await resistanceTable(tumoursOf(all), {...open, maxWithheld: limit})).filter(
          (r) => !isWithheld(r)
        );
        const small = (count: number): boolean => count >= 1 && count <= limit;
        for (const row of rows) {
          expect(
            values(row)
              .slice(0, 4)
              .some((count) => small(count as number))
          ).toBe(false);
          if (row.change !== null) {
            const ofGene = rows.filter(({gene}) => gene === row.gene);
            const whole = ofGene.find(({change}) => change === null)!;
            for (const name of ["mutatedResistant", "mutatedSensitive"] as const) {
              expect(small(whole[name]! - row[name]!)).toBe(false);
              const all = ofGene.filter(({change}) => change !== null).reduce((sum, r) => sum + r[name]!, 0);
              expect(small(whole[name]! - all)).toBe(false);
            }
          }
        }
      }),
      {seed: 1, numRuns: 60}
    );
  });
});
