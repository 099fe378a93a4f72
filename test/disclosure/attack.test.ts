import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {groupRows, type Groups} from "../../data-loaders/disclosure/groups.js";
import {Fate, hideCounts, type ExactCounts} from "../../data-loaders/disclosure/hideCounts.js";
import {hideGroups} from "../../data-loaders/disclosure/hideGroups.js";
import {maskAlleleCounts, maskGenotypeCounts} from "../../data-loaders/disclosure/maskCounts.js";
import {isSmall} from "../../data-loaders/disclosure/smallCell.js";
import type {Column} from "../../src/model/table.js";
import {Ploidy} from "../../src/model/ploidy.js";
import {possibleCounts, type PublishedBlock} from "./attack.js";

/** Limits are small so that every way to fill the rows can be tried; the rules are the same for any limit. */
const limits = fc.constantFrom(1, 2);

/** One block of one to three rows; each person has a sex and, per variant, an allele count or no call. */
const cohorts = fc
  .record({
    bySex: fc.boolean(),
    ploidy: fc.constantFrom(0, 0, 0, 1, 1, 2, 3),
    rows: fc.array(
      fc.record({
        sex: fc.integer({min: 0, max: 1}),
        people: fc.array(fc.tuple(fc.integer({min: 0, max: 1}), fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 2, 2, -1)), {
          minLength: 1,
          maxLength: 6
        }),
        flat: fc.option(fc.constantFrom(0, 1, 2, -1), {freq: 2})
      }),
      {minLength: 1, maxLength: 3}
    )
  })
  .map(({bySex, ploidy, rows}) =>
    cohortOf(
      ploidy,
      rows.map(({sex, people, flat}) => people.map(([own, call]) => [bySex ? sex : own, flat ?? call]))
    )
  );

describe("what is released together", () => {
  it("hideCounts(counts, groups, hidden, limit) leaves no small count that can be worked out", () => {
    let hiddenSmall = 0;
    let shown = 0;
    fc.assert(
      fc.property(cohorts, limits, ({groups, counts}, limit) => {
        const hidden = hideGroups(groups, limit);
        const published = publish(counts, groups, limit);
        const possible = possibleCounts(published, 0, groups, hidden, limit);
        expect(possible, "the published values contradict the truth").not.toBeNull();
        cellsOf(counts, groups.people.length).forEach((cells, row) =>
          cells.forEach((truth, cell) => {
            expect(possible![row][cell].has(truth)).toBe(true);
            if (isSmall(truth, limit)) {
              ++hiddenSmall;
              expect(possible![row][cell].size, `row ${row}, count ${cell}`).toBeGreaterThan(1);
            } else if (published.rows[row][cell] !== null) ++shown;
          })
        );
      }),
      {seed: 20261123, numRuns: 400, endOnFailure: true}
    );
    expect(hiddenSmall).toBeGreaterThan(200);
    expect(shown).toBeGreaterThan(200);
  });

  it("an attacker who also runs Covenant on every cohort that fits cannot work a small count out either", () => {
    let tried = 0;
    fc.assert(
      fc.property(smallCohorts, ({groups, counts}) => {
        // With a limit of 2 the word `small` alone leaves two values; from 3 on the rules have room.
        const limit = 3;
        const hidden = hideGroups(groups, limit);
        fc.pre(hidden.rows.every((why) => why === 0));
        const published = JSON.stringify(publish(counts, groups, limit));
        const candidates = everyCohort(groups, counts.ploidy[0]);
        const values = cellsOf(counts, groups.people.length).map((cells) => cells.map(() => new Set<number>()));
        for (const candidate of candidates) {
          if (JSON.stringify(publish(candidate, groups, limit)) !== published) continue;
          cellsOf(candidate, groups.people.length).forEach((cells, row) =>
            cells.forEach((count, cell) => values[row][cell].add(count))
          );
        }
        ++tried;
        cellsOf(counts, groups.people.length).forEach((cells, row) =>
          cells.forEach((truth, cell) => {
            if (isSmall(truth, limit)) expect(values[row][cell].size, `row ${row}, count ${cell}`).toBeGreaterThan(1);
          })
        );
      }),
      {seed: 20261123, numRuns: 30, endOnFailure: true}
    );
    expect(tried).toBeGreaterThan(2);
  });
});

/** Two rows of at most eight people, all women or all men, so that all cohorts of that shape can be gone through. */
const smallCohorts = fc
  .record({
    ploidy: fc.constantFrom(Ploidy.diploid, Ploidy.haploid, Ploidy.menHaploid),
    sex: fc.integer({min: 0, max: 1}),
    rows: fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 2, -1), {minLength: 3, maxLength: 8}), {
      minLength: 1,
      maxLength: 2
    })
  })
  .map(({ploidy, sex, rows}) =>
    cohortOf(
      ploidy,
      rows.map((calls) => calls.map((call) => [sex, call]))
    )
  );

/** `people` of a row: [1 for a man, copies of the alternate allele or -1 for no call]. */
function cohortOf(ploidy: number, rows: number[][][]): {groups: Groups; counts: ExactCounts} {
  const groups = groupRows({
    variables: [],
    combinations: rows.map((people) => ({
      codes: [],
      people: people.length,
      men: people.filter(([man]) => man).length,
      maleCell: -1,
      otherCell: -1
    }))
  });
  return {
    groups,
    counts: countsOf(
      ploidy,
      rows.map((people) => countRow(ploidy, people))
    )
  };
}

function countRow(ploidy: number, people: number[][]): number[] {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const [man, call] of people) {
    const haploid = ploidy === Ploidy.haploid || (ploidy !== Ploidy.diploid && man);
    if (ploidy === Ploidy.menOnly && !man) continue;
    if (call < 0 || (haploid && call === 1)) ++counts[5];
    else ++counts[haploid ? (call === 0 ? 3 : 4) : call];
  }
  return counts;
}

function countsOf(ploidy: number, rows: number[][]): ExactCounts {
  const column = (cell: number): Int32Array => Int32Array.from(rows, (counts) => counts[cell]);
  const sum = (of: (counts: number[]) => number): Int32Array =>
    Int32Array.of(rows.reduce((total, counts) => total + of(counts), 0));
  return {
    variants: 1,
    ploidy: Uint8Array.of(ploidy),
    homRef: column(0),
    het: column(1),
    homAlt: column(2),
    hemiRef: column(3),
    hemiAlt: column(4),
    missing: column(5),
    ac: sum(([, het, homAlt, , hemiAlt]) => het + 2 * homAlt + hemiAlt),
    an: sum(([homRef, het, homAlt, hemiRef, hemiAlt]) => 2 * (homRef + het + homAlt) + hemiRef + hemiAlt)
  };
}

function publish(counts: ExactCounts, groups: Groups, limit: number): PublishedBlock {
  const fates = hideCounts(counts, groups, hideGroups(groups, limit), limit);
  expect(fates.rows.every((fate) => fate <= Fate.complement)).toBe(true);
  const rows = maskGenotypeCounts(counts, fates, groups, {});
  const alleles = maskAlleleCounts(counts, fates, groups, {});
  const published = {
    ploidy: counts.ploidy[0],
    rows: Array.from(groups.people, (_, row) => Object.values(rows).map((column) => valueOf(column, row))),
    ac: valueOf(alleles.ac, 0),
    an: valueOf(alleles.an, 0)
  };
  for (const value of [...published.rows.flat(), published.ac]) expect(isSmall(value ?? 0, limit)).toBe(false);
  return published;
}

function valueOf(column: Column, row: number): number | null {
  if (column.type !== "int32") throw new Error(`${column.name} is not a count`);
  return column.valid && !column.valid[row] ? null : column.values[row];
}

function cellsOf(counts: ExactCounts, rows: number): number[][] {
  const {homRef, het, homAlt, hemiRef, hemiAlt, missing} = counts;
  return Array.from({length: rows}, (_, row) =>
    [homRef, het, homAlt, hemiRef, hemiAlt, missing].map((column) => column[row])
  );
}

/** Every cohort with the groups' sizes, all women or all men. */
function* everyCohort(groups: Groups, ploidy: number): Generator<ExactCounts> {
  const man = groups.men[0] > 0;
  const haploid = ploidy === Ploidy.haploid || (ploidy === Ploidy.menHaploid && man);
  const rows = Array.from(groups.people, (n) => [...fillings(n, haploid)]);
  const [first, second] = rows;
  for (const a of first) {
    if (second === undefined) yield countsOf(ploidy, [a]);
    else for (const b of second) yield countsOf(ploidy, [a, b]);
  }
}

function* fillings(n: number, haploid: boolean): Generator<number[]> {
  for (let a = 0; a <= n; ++a)
    for (let b = 0; a + b <= n; ++b)
      if (haploid) yield [0, 0, 0, a, b, n - a - b];
      else for (let c = 0; a + b + c <= n; ++c) yield [a, b, c, 0, 0, n - a - b - c];
}
