import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {attackSubgroups} from "../../data-loaders/disclosure/audit/attackSubgroups.js";
import {hideSubgroups} from "../../data-loaders/disclosure/hideSubgroups.js";
import {protectEquity} from "../../data-loaders/disclosure/protect.js";
import type {EquityCandidate} from "../../data-loaders/sources/cohort.js";
import {equityTable} from "../../data-loaders/tables/equityTable.js";

const limit = 20;

function row(
  subgroup: string,
  population: number,
  estimate: number,
  more: Partial<EquityCandidate> = {}
): EquityCandidate {
  return {
    setting: "A",
    date: null,
    source: "a survey",
    indicator: "tested",
    dimension: "place",
    subgroup,
    subgroup_order: null,
    estimate,
    se: 1,
    ci_lb: null,
    ci_ub: null,
    population,
    setting_average: null,
    favourable_indicator: true,
    ordered_dimension: false,
    indicator_scale: 100,
    reference_subgroup: false,
    synthetic: false,
    countsPeople: true,
    ...more
  };
}

function hiddenOf(rows: EquityCandidate[]): string[] {
  const {rows: hidden} = hideSubgroups(rows, limit);
  return rows
    .filter((_, i) => hidden[i])
    .map(({subgroup, indicator}) => (indicator === "tested" ? subgroup : `${indicator} ${subgroup}`));
}

describe("hideSubgroups(rows, limit)", () => {
  it("hides a subgroup of 1 to 20 people and the next smallest beside it; 0 and 21 people are shown", () => {
    expect(hiddenOf([row("a", 20, 50), row("b", 900, 50), row("c", 500, 50), row("d", 700, 50)])).toEqual(["a", "c"]);
    expect(hiddenOf([row("a", 0, 50), row("b", 900, 50), row("c", 500, 50)])).toEqual([]);
    // At 50 % as many have it as lack it: 21 of 42 people, and 20.5 of 41.
    expect(hiddenOf([row("a", 42, 50), row("b", 900, 50), row("c", 500, 50)])).toEqual([]);
    expect(hiddenOf([row("a", 41, 50), row("b", 900, 50), row("c", 500, 50)])).toEqual(["a", "c"]);
  });

  it.each([
    [1000, 2, true],
    [1000, 2.04, true],
    [1000, 2.1, false],
    [1000, 0, true],
    [1000, 100, true],
    [1000, 98, true],
    [1000, 97.9, false]
  ])("of %i people with a value of %f %%, hides whether few have or lack it: %s", (people, value, isHidden) => {
    expect(hiddenOf([row("a", people, value), row("b", 2000, 50), row("c", 3000, 50)]).includes("a")).toBe(isHidden);
  });

  it("takes shares up to 1 for people who have something, and larger values without a scale for measurements", () => {
    const scale = {indicator_scale: 1};
    const others = [row("b", 900, 0.4, scale), row("c", 500, 0.3, scale)];
    expect(hiddenOf([row("a", 1000, 0.01, scale), ...others])).toEqual(["a", "c"]);
    expect(hiddenOf([row("a", 1000, 0.01, scale), ...others, row("d", 1000, 1.2, scale)])).toEqual([]);
    expect(
      hiddenOf([row("a", 1000, 15, {indicator_scale: 1000}), row("b", 9000, 300, {indicator_scale: 1000})])
    ).toEqual(["a", "b"]);
  });

  it("hides more until the hidden are more than 20 people together, with more than 20 who have it and who lack it", () => {
    expect(hiddenOf([row("a", 3, 50), row("b", 5, 50), row("c", 60, 50), row("d", 900, 50)])).toEqual(["a", "b", "c"]);
    // 4 of a and 24 of b have it; 4 of a and 22 of b.
    expect(hiddenOf([row("a", 1000, 0.4), row("b", 50, 48), row("c", 400, 5.5), row("d", 900, 50)])).toEqual([
      "a",
      "b"
    ]);
    expect(hiddenOf([row("a", 1000, 0.4), row("b", 60, 36), row("c", 1400, 50)])).toEqual(["a", "b"]);
    expect(hiddenOf([row("a", 1000, 0.1), row("b", 1000, 0.2), row("c", 1000, 0.3), row("d", 1400, 50)])).toHaveLength(
      4
    );
  });

  it("hides a subgroup in every indicator of a dimension, setting and date, and in no other", () => {
    const many = (indicator: string, more: Partial<EquityCandidate> = {}): EquityCandidate[] => [
      row("a", 1000, 40, {indicator, ...more}),
      row("b", 2000, 60, {indicator, ...more}),
      row("c", 3000, 60, {indicator, ...more})
    ];
    const rare = [row("a", 1000, 1), row("b", 2000, 30), row("c", 3000, 30)];
    expect(
      hiddenOf([...rare, ...many("never"), ...many("other", {date: "2021"}), ...many("third", {dimension: "sex"})])
    ).toEqual(["a", "b", "never a", "never b"]);
  });

  it("hides nothing where the population counts no people, unless another indicator hides the subgroup", () => {
    const weights = {countsPeople: false};
    expect(hiddenOf([row("a", 3, 50, weights), row("b", 900, 50, weights)])).toEqual([]);
    const known = {indicator: "known"};
    expect(
      hiddenOf([row("a", 3, 50, weights), row("b", 900, 50, weights), row("a", 3, 50, known), row("b", 900, 50, known)])
    ).toEqual(["a", "b", "known a", "known b"]);
  });

  it("hides a fraction of a person, as weights make it", () => {
    expect(hiddenOf([row("a", 0.3, 50), row("b", 900, 50), row("c", 500, 50)])).toEqual(["a", "c"]);
  });

  it("hides the value over all subgroups where few of all have it, or where it is that of one hidden subgroup", () => {
    const averages = (rows: EquityCandidate[]): number[] => [...hideSubgroups(rows, limit).averages];
    const with1 = {setting_average: 1};
    expect(averages([row("a", 1000, 1, with1), row("b", 900, 1, with1)])).toEqual([1, 1]);
    expect(averages([row("all", 1000, 1.5, {setting_average: 3})])).toEqual([1]);
    expect(averages([row("a", 1000, 1, {setting_average: 30}), row("b", 900, 62, {setting_average: 30})])).toEqual([
      0, 0
    ]);
  });
});

/** Any tables: dimensions of few or many subgroups, with small ones among them, of one or several indicators. */
const anyTables = fc
  .record({
    groups: fc.array(
      fc.integer({min: 0, max: 3000}).map((n) => (n % 3 === 0 ? n % 40 : n)),
      {minLength: 1, maxLength: 7}
    ),
    shares: fc.array(fc.array(fc.constantFrom(0, 0.003, 0.02, 0.2, 0.5, 0.97, 1), {minLength: 7, maxLength: 7}), {
      minLength: 1,
      maxLength: 3
    })
  })
  .map(({groups, shares}) =>
    shares.flatMap((own, i) => {
      const cases = groups.map((people, g) => Math.round(people * own[g]));
      const people = groups.reduce((a, b) => a + b, 0);
      const average = people === 0 ? null : (100 * cases.reduce((a, b) => a + b, 0)) / people;
      return groups.map((n, g) =>
        row(`g${g}`, n, n === 0 ? 0 : (100 * cases[g]) / n, {indicator: `i${i}`, setting_average: average})
      );
    })
  );

describe("protectEquity(rows, limit, …)", () => {
  it("property: shows no small subgroup, and withstands subtraction", () => {
    fc.assert(
      fc.property(anyTables, (rows) => {
        const {shown, smallest} = protectEquity(rows, limit, hideSubgroups, equityTable);
        expect(smallest === null || smallest > limit).toBe(true);
        shown.forEach(({estimate, population, se, ci_lb: low}) => {
          if (estimate === null) expect([population, se, low]).toEqual([null, null, null]);
          else if (population! > 0) {
            const cases = (estimate * population!) / 100;
            expect(Math.min(population!, cases, population! - cases)).toBeGreaterThan(limit);
          }
        });
        expect(attackSubgroups(rows, shown, limit)).toMatchObject({withstood: true});
      }),
      {numRuns: 500}
    );
  });

  it("property: what all hidden subgroups of an indicator have in common is never about few people", () => {
    fc.assert(
      fc.property(anyTables, (rows) => {
        const {shown} = protectEquity(rows, limit, hideSubgroups, equityTable);
        for (const indicator of new Set(rows.map((one) => one.indicator))) {
          const own = rows.flatMap((one, i) => (one.indicator === indicator ? i : []));
          const hidden = own.filter((i) => shown[i].estimate === null);
          if (hidden.length === 0 || hidden.length === own.length) continue;
          const people = hidden.reduce((sum, i) => sum + rows[i].population!, 0);
          const cases = hidden.reduce((sum, i) => sum + (rows[i].estimate! * rows[i].population!) / 100, 0);
          expect(hidden.length).toBeGreaterThan(1);
          expect(Math.min(Math.round(cases), Math.round(people - cases))).toBeGreaterThan(limit);
        }
      }),
      {numRuns: 300}
    );
  });

  it("counts the rows that it withholds, in every class", () => {
    const {
      tally,
      cells,
      limit: own
    } = protectEquity([row("a", 3, 50), row("b", 900, 50), row("c", 500, 50)], limit, hideSubgroups, equityTable);
    expect(tally).toEqual({"small-subgroup": [2]});
    expect(cells).toEqual([]);
    expect(own).toBe(limit);
  });
});

describe("attackSubgroups(exact, shown, limit)", () => {
  const exact = [row("a", 3, 50), row("b", 900, 50), row("c", 500, 50)];
  const hide = (...subgroups: string[]): EquityCandidate[] =>
    exact.map((one) => (subgroups.includes(one.subgroup) ? {...one, estimate: null, population: null} : one));

  it("works out a subgroup that is hidden alone", () => {
    expect(attackSubgroups(exact, hide("a"), limit)).toMatchObject({
      figures: {recovered: 1, hidden: 1},
      withstood: false
    });
  });

  it("leaves two hidden subgroups as many people as both have", () => {
    expect(attackSubgroups(exact, hide("a", "c"), limit)).toMatchObject({
      figures: {recovered: 0, hidden: 2, narrowest: 501, least: 20},
      withstood: true
    });
  });

  it("counts few people in all hidden subgroups together", () => {
    const few = [row("a", 12, 50), row("b", 900, 50), row("c", 6, 50)];
    const shown = few.map((one) => (one.subgroup === "b" ? one : {...one, estimate: null, population: null}));
    expect(attackSubgroups(few, shown, limit)).toMatchObject({figures: {recovered: 2}, withstood: false});
  });
});
