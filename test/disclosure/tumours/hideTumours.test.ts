import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {attackTumours} from "../../../data-loaders/disclosure/audit/attackTumours.js";
import {hideTumours} from "../../../data-loaders/disclosure/tumours/hideTumours.js";
import {anyTumourRows, hashOf, tumourRows} from "./tumourRows.js";

const limit = 20;
const protection = {limit, hash: hashOf(1)};

describe("hideTumours(exact, protection)", () => {
  it("leaves the tables of open data as they are", () => {
    const exact = tumourRows({resistance: [["EGFR:T790M", [3, 1, 40, 60]]]});
    expect(hideTumours(exact, null).resistance).toEqual([{...exact.resistance[0], noiseSd: 0}]);
  });

  it("shows no count at the limit or below, and none that shown ones leave", () => {
    fc.assert(
      fc.property(anyTumourRows, fc.nat(), (exact, key) => {
        const shown = hideTumours(exact, {limit, hash: hashOf(key)});
        const cells = [
          ...shown.resistance.flatMap((row) => [
            row.mutatedResistant,
            row.mutatedSensitive,
            row.otherResistant,
            row.otherSensitive
          ]),
          ...[...shown.pairs, ...shown.cooccurrence].flatMap((row) => [row.both, row.neither]),
          ...shown.pairs.flatMap(({gained, lost}) => [gained, lost]),
          ...shown.cooccurrence.flatMap(({onlyA, onlyB}) => [onlyA, onlyB]),
          ...shown.oncoprint.flatMap(({people, mutated}) => [
            people,
            mutated,
            mutated === null ? null : people! - mutated
          ])
        ];
        expect(cells.filter((count) => count !== null && count <= limit)).toEqual([]);
        // A row of the three tests is shown whole, or none of its counts is: what is left of a sum would tell the other.
        for (const row of [...shown.resistance, ...shown.cooccurrence]) {
          const own = Object.entries(row).flatMap(([name, value]) =>
            /^(mutated|other|both|only|neither)/.test(name) ? [value === null] : []
          );
          expect(new Set(own).size).toBe(1);
        }
        for (const {both, gained, lost, neither} of shown.pairs)
          if (neither !== null) expect([both, gained, lost]).not.toContain(null);
      }),
      {seed: 1}
    );
  });

  it("withstands the attack on all tables together", () => {
    fc.assert(
      fc.property(anyTumourRows, fc.nat(), (exact, key) => {
        const findings = attackTumours(hideTumours(exact, {limit, hash: hashOf(key)}), limit, "registered");
        expect(findings.map(({table, withstood}) => [table, withstood])).toEqual([
          ["registered/tumour_resistance", true],
          ["registered/tumour_pairs", true],
          ["registered/tumour_cooccurrence", true],
          ["registered/tumour_oncoprint", true]
        ]);
      }),
      {seed: 2}
    );
  });

  it("makes no statistic of exact counts: they stay as they are when exact ones change", () => {
    const rows = {resistance: [["EGFR:T790M", [100, 80, 300, 400]]] as [string, number[]][]};
    const exact = tumourRows(rows);
    const other = {...exact, resistance: exact.resistance.map((row) => ({...row, oddsRatio: 9, minusLog10P: 99}))};
    expect(hideTumours(other, protection)).toEqual(hideTumours(exact, protection));
  });

  it("gives the same count of the same people the same noise in every row", () => {
    const {resistance} = hideTumours(
      tumourRows({
        resistance: [
          ["EGFR", [100, 80, 300, 400]],
          ["EGFR:T790M", [100, 80, 300, 400]],
          ["TP53", [120, 90, 280, 390]]
        ]
      }),
      protection
    );
    const total = (i: number): number => resistance[i].mutatedResistant! + resistance[i].otherResistant!;
    expect(resistance[1].mutatedResistant).toBe(resistance[0].mutatedResistant);
    expect([total(1), total(2)]).toEqual([total(0), total(0)]);
  });

  it("takes a withheld count as the limit, which leaves one end of the interval", () => {
    const {resistance, pairs, cooccurrence} = hideTumours(
      tumourRows({
        resistance: [["EGFR:T790M", [400, 0, 600, 900]]],
        pairs: [["EGFR:T790M", [300, 250, 0, 500]]],
        cooccurrence: [["EGFR", "KRAS", [0, 900, 700, 2000]]]
      }),
      protection
    );
    expect(resistance[0]).toMatchObject({mutatedResistant: null, mutatedSensitive: null, otherSensitive: null});
    expect(resistance[0]).toMatchObject({oddsRatio: null, oddsRatioHigh: null, beta: null});
    expect(resistance[0].oddsRatioLow).toBeGreaterThan(5);
    expect(resistance[0].minusLog10Q).toBeGreaterThan(20);
    expect(pairs[0]).toMatchObject({lost: null, neither: null, oddsRatio: null, oddsRatioHigh: null});
    expect(pairs[0].oddsRatioLow).toBeGreaterThan(3);
    expect(cooccurrence[0]).toMatchObject({both: null, onlyA: null, oddsRatio: null, oddsRatioLow: null});
    expect(cooccurrence[0].oddsRatioHigh).toBeLessThan(0.3);
  });

  it("errs on the safe side there: the exact count may be anything up to the limit", () => {
    const low = (sensitive: number): number =>
      hideTumours(tumourRows({resistance: [["EGFR:T790M", [400, sensitive, 600, 900 - sensitive]]]}), {
        limit: 60,
        hash: hashOf(5)
      }).resistance[0].oddsRatioLow!;
    expect(low(0)).toBe(low(10));
  });
});

describe("attackTumours(shown, limit, tier)", () => {
  const rows = {
    resistance: [
      ["EGFR", [200, 150, 300, 400]],
      ["EGFR:L858R", [190, 100, 310, 450]],
      ["EGFR:T790M", [10, 50, 490, 500]]
    ] as [string, number[]][],
    shares: [
      ["EGFR", "all", 1000, [300, 40, 0, 0, 0, 0]],
      ["EGFR", "AFR", 400, [100, 10, 0, 0, 0, 0]],
      ["EGFR", "EUR", 600, [200, 30, 0, 0, 0, 0]]
    ] as [string, string, number, number[]][]
  };

  it("works out a count that is withheld beside exact ones", () => {
    const exact = hideTumours(tumourRows(rows), null);
    const shown = {
      ...exact,
      resistance: exact.resistance.map((row) =>
        row.change === "T790M" ? {...row, mutatedResistant: null, otherResistant: null} : row
      ),
      oncoprint: exact.oncoprint.map((row) =>
        row.group === "AFR" && row.mutationClass === "truncating" ? {...row, mutated: null, share: null} : row
      )
    };
    const findings = attackTumours(shown, limit, "registered");
    expect(findings.filter(({withstood}) => !withstood).map(({table}) => table)).toContain(
      "registered/tumour_resistance"
    );
    expect(findings.find(({table}) => table === "registered/tumour_oncoprint")).toMatchObject({
      withstood: false,
      figures: {recovered: 1, hidden: 1, narrowest: 0}
    });
  });

  it("finds statistics of exact counts beside noisy ones, and beside withheld ones", () => {
    const shown = hideTumours(tumourRows(rows), protection);
    const broken = (change: Partial<(typeof shown.resistance)[0]>) => {
      const [first, ...others] = shown.resistance;
      const [{withstood}] = attackTumours(
        {...shown, resistance: [{...first, ...change}, ...others]},
        limit,
        "registered"
      );
      return !withstood;
    };
    expect(broken({})).toBe(false);
    expect(broken({minusLog10P: 3.21})).toBe(true);
    expect(broken({oddsRatio: 1.78})).toBe(true);
    expect(broken({se: 0.12})).toBe(true);
    expect(broken({mutatedResistant: null})).toBe(true);
  });

  it("finds pairs whose number lost follows from the others", () => {
    const exact = hideTumours(tumourRows({pairs: [["EGFR:T790M", [100, 90, 5, 300]]]}), null);
    const shown = {...exact, pairs: exact.pairs.map((row) => ({...row, lost: null, minusLog10MidP: null}))};
    expect(attackTumours(shown, limit, "registered")[1].withstood).toBe(false);
  });

  it("finds genes mutated together where each one's total is known", () => {
    const {cooccurrence} = hideTumours(
      tumourRows({
        cooccurrence: [
          ["EGFR", "KRAS", [5, 195, 300, 500]],
          ["EGFR", "TP53", [100, 100, 300, 500]]
        ]
      }),
      null
    );
    const [first, second] = cooccurrence;
    const shown = {
      resistance: [],
      pairs: [],
      oncoprint: [],
      cooccurrence: [{...first, both: null, onlyB: null, neither: null}, second]
    };
    expect(attackTumours(shown, limit, "registered")[2].withstood).toBe(false);
  });
});
