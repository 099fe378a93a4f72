import type {EquityCandidate} from "../sources/cohort.js";
import {isSmall} from "./smallCell.js";

/** What is hidden of equity tables: a flag per row. */
export interface HiddenSubgroups {
  /** Estimate, error, interval and population of the subgroup. */
  rows: Uint8Array;
  /** The value over all subgroups. */
  averages: Uint8Array;
}

/**
 * Hides subgroups of few people in tables whose `population` counts people. A row is hidden where the subgroup has 1 to
 * `limit` people, or where no more than `limit` of them, nobody included, have or lack what is measured: a value of 0 or
 * 100 % tells it of each of them.
 *
 * What the others and a total give away by subtraction is the hidden subgroups together. So more are hidden, the smallest
 * first, until those of a dimension are two at least and together more than `limit` people, of whom more than `limit`
 * have what is measured and more than `limit` lack it, also without any one that had to be hidden. One indicator can be
 * worked out from others, as their sum or their rest: a subgroup that is hidden in one is hidden in all of a dimension,
 * setting and date. The value over all subgroups is hidden where it counts few people itself.
 *
 * Dimensions that divide each other (districts within regions) are not recognised: what is hidden in one could be summed
 * up in another. Nor are people who are in the tables of two dates, or those few without a value by whom the numbers of
 * people of two indicators or dimensions differ.
 */
export function hideSubgroups(rows: readonly EquityCandidate[], limit: number): HiddenSubgroups {
  const counted = rows.map((row, index): Counted => ({row, index, people: row.countsPeople ? row.population! : null}));
  const bounded = boundedIndicators(rows);
  const withCases = counted.map((one) => ({...one, cases: casesOf(one, bounded)}));
  const hidden = new Uint8Array(rows.length);
  for (const family of groupBy(withCases, ({row: {setting, date, dimension}}) => [setting, date, dimension]))
    for (const {index} of hideInFamily(family, limit)) hidden[index] = 1;
  return {rows: hidden, averages: hideAverages(withCases, hidden, bounded, limit)};
}

interface Counted {
  row: EquityCandidate;
  index: number;
  /** Null where the population counts no people. */
  people: number | null;
}

interface WithCases extends Counted {
  /** People who have what is measured; null where that is no number of people. */
  cases: number | null;
}

/** Indicators of which a value says how many people have something: those with a greatest value, and shares up to 1. */
function boundedIndicators(rows: readonly EquityCandidate[]): Map<string, boolean> {
  const bounded = new Map<string, boolean>();
  for (const {indicator, indicator_scale: scale, estimate, setting_average: average} of rows)
    bounded.set(
      indicator,
      (bounded.get(indicator) ?? true) && (scale > 1 || ((estimate ?? 0) <= 1 && (average ?? 0) <= 1))
    );
  return bounded;
}

function casesOf({row, people}: Counted, bounded: ReadonlyMap<string, boolean>): number | null {
  if (people === null || row.estimate === null || !bounded.get(row.indicator)) return null;
  return (row.estimate / row.indicator_scale) * people;
}

/** All subgroups of a dimension, of one setting and date, of every indicator. */
function hideInFamily(family: readonly WithCases[], limit: number): WithCases[] {
  const primary = new Set(family.filter((one) => isSensitive(one, limit)).map(({row}) => row.subgroup));
  if (primary.size === 0) return [];
  const hidden = new Set(primary);
  const blocks = groupBy(family, ({row}) => [row.indicator]);
  for (;;) {
    const unsafe = blocks.find((block) => !isSafe(block, hidden, primary, limit));
    if (!unsafe) return family.filter(({row}) => hidden.has(row.subgroup));
    // Smallest first, and by name where they are equal: the order of a file tells nothing.
    const [next] = unsafe
      .filter(({row, people}) => people !== null && !hidden.has(row.subgroup))
      .sort((a, b) => a.people! - b.people! || (a.row.subgroup < b.row.subgroup ? -1 : 1));
    hidden.add(next.row.subgroup);
  }
}

function isSensitive({people, cases}: WithCases, limit: number): boolean {
  if (people === null || people === 0) return false;
  return isFew(people, limit) || (cases !== null && (isFewOrNone(cases, limit) || isFewOrNone(people - cases, limit)));
}

/** Hiding all of a block is always the last way. */
function isSafe(
  block: readonly WithCases[],
  hidden: ReadonlySet<string>,
  primary: ReadonlySet<string>,
  limit: number
): boolean {
  const counted = block.filter(({people}) => people !== null);
  const own = counted.filter(({row}) => hidden.has(row.subgroup));
  return own.length === 0 || own.length === counted.length || isSafeTogether(own, primary, limit);
}

/** Whether the hidden subgroups of an indicator may be told all together, as subtraction does. */
function isSafeTogether(own: readonly WithCases[], primary: ReadonlySet<string>, limit: number): boolean {
  const people = sum(own.map((one) => one.people!));
  if (own.length < 2 || isFewOrNone(people - own.length, limit)) return false;
  if (own.some((one) => primary.has(one.row.subgroup) && isFewOrNone(people - one.people!, limit))) return false;
  if (own.some(({cases}) => cases === null)) return true;
  const cases = sum(own.map((one) => one.cases!));
  return !isFewOrNone(cases, limit) && !isFewOrNone(people - cases, limit);
}

function hideAverages(
  rows: readonly WithCases[],
  hidden: Uint8Array,
  bounded: ReadonlyMap<string, boolean>,
  limit: number
): HiddenSubgroups["averages"] {
  const averages = new Uint8Array(rows.length);
  for (const indicator of groupBy(rows, ({row: {setting, date, indicator: name}}) => [setting, date, name])) {
    const {indicator: name, indicator_scale: scale} = indicator[0].row;
    const average = indicator.find(({row}) => row.setting_average !== null)?.row.setting_average;
    if (average === undefined || average === null) continue;
    const isFewPeople = groupBy(indicator, ({row}) => [row.dimension]).some((block) => {
      const counted = block.filter(({people}) => people !== null);
      const people = sum(counted.map((one) => one.people!));
      if (counted.length === 0 || people === 0) return false;
      // The value over all of them is that of the hidden ones together.
      const isAllHidden = counted.every(({index}) => hidden[index]);
      if (isAllHidden && !isSafeTogether(counted, new Set(), limit)) return true;
      const cases = (average / scale) * people;
      return isFew(people, limit) || (bounded.get(name)! && [cases, people - cases].some((n) => isFewOrNone(n, limit)));
    });
    if (isFewPeople) for (const {index} of indicator) averages[index] = 1;
  }
  return averages;
}

/** A number of people that may be a fraction, where people have weights: any above 0 is somebody. */
function isFew(people: number, limit: number): boolean {
  return people > 0 && (people < 1 || isSmall(Math.round(people), limit));
}

/** With a margin for sums that are made in another order. */
function isFewOrNone(people: number, limit: number): boolean {
  return people < limit + 0.5 + 1e-6;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
