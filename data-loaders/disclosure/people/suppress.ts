import type {Highs} from "highs";
import {attackModel} from "../audit/attackModel.js";
import {loadSolver} from "../audit/loadSolver.js";
import {oneWherePeople} from "../audit/rangeOfHidden.js";
import {isSmall} from "../smallCell.js";
import {homogeneousClasses} from "./anonymity.js";
import type {LinkedTables} from "./linkedTables.js";

/**
 * Why a number of people is not shown. For the loader's own record: published together with the tables, reasons would
 * narrow the ranges that hidden numbers were given.
 */
export const Concealed = {
  /** It is: shown. */
  no: 0,
  /** 1 to the limit. */
  small: 1,
  /** Others could be worked out from it. */
  complement: 2,
  /** Everybody of a class has the same sensitive value. */
  homogeneous: 3,
  /** The caller wants it hidden. */
  asked: 4
} as const;

export interface SuppressOptions {
  /** Largest number of people that is not shown. */
  limit: number;
  /** Numbers to hide whatever they are. */
  alsoHide?: readonly number[];
  /** Name of the dimension that must not be told of a class as a whole. */
  sensitive?: string;
}

export interface Suppressed {
  /** Per published number, a value of `Concealed`. */
  hidden: Uint8Array;
  /** Linear and whole-number programs solved. */
  programs: number;
}

/**
 * Hides numbers of people so that no number of 1 to `limit` can be read off or worked out from all tables together.
 *
 * Small numbers are hidden first, then classes without diversity. Then the attacker's part is played: as long as what
 * is shown leaves a hidden number a range narrower than `limit` (0 where subtraction gives it), one of the shown
 * numbers that pin it is hidden too. Hiding only ever widens what the attacker has to think possible, so a number that
 * passed once has passed for good; at the worst everything is hidden. A range counts only where whole numbers of people
 * reach both its ends, so an attacker who solves in whole numbers does no better.
 *
 * The attacker is taken to know that a hidden number is not 0 (unless it is), but not the reason why it is hidden.
 * Throws when the sensitive dimension is unknown.
 */
export async function suppressLinked(tables: LinkedTables, options: SuppressOptions): Promise<Suppressed> {
  const hidden = hideFirst(tables, options);
  if (!hidden.some((code) => code)) return {hidden, programs: 0};
  const programs = hideComplements(await loadSolver(), tables, hidden, options.limit);
  return {hidden, programs};
}

function hideFirst(tables: LinkedTables, {limit, alsoHide = [], sensitive}: SuppressOptions): Uint8Array {
  const {values, equations, equationsOf} = tables;
  const hidden = Uint8Array.from(values, (value) => (isSmall(value, limit) ? Concealed.small : Concealed.no));
  const add = (numbers: readonly number[], code: number): void => {
    for (const number of numbers) hidden[number] ||= code;
  };
  if (sensitive !== undefined)
    for (const {numbers} of homogeneousClasses(tables, sensitive)) add(numbers, Concealed.homogeneous);
  add(alsoHide, Concealed.asked);

  // A hidden 0 is not hidden while a sum that it is part of is seen to be 0.
  hidden.forEach((code, number) => {
    if (!code || values[number] > 0) return;
    const wholes = equationsOf[number].map((at) => equations[at].whole);
    add(
      wholes.filter((whole) => values[whole] === 0),
      Concealed.complement
    );
  });
  return hidden;
}

/** Returns how many programs it took. */
function hideComplements(highs: Highs, tables: LinkedTables, hidden: Uint8Array, limit: number): number {
  const {values, cellsOf} = tables;
  const low = Float64Array.from(values);
  const high = Float64Array.from(values);
  const isWide = (number: number): boolean => high[number] - low[number] >= limit;
  const open = [...values.keys()].filter((number) => hidden[number]).sort((a, b) => values[a] - values[b]);
  const model = attackModel(highs, tables, hidden, oneWherePeople(tables));
  let programs = 0;

  /** One way to fill the cells is evidence for every number at once, also for those that will be hidden later. */
  const see = (cells: Float64Array): void => {
    ++programs;
    if (cells.some((people) => Math.abs(people - Math.round(people)) > 1e-6)) return;
    cellsOf.forEach((list, number) => {
      let sum = 0;
      for (let i = 0; i < list.length; ++i) sum += Math.round(cells[list[i]]);
      if (sum < low[number]) low[number] = sum;
      if (sum > high[number]) high[number] = sum;
    });
  };

  /** Hides what pins a number, until its range is wide enough. */
  const widen = (number: number): void => {
    while (!isWide(number)) {
      const most = model.extreme([number], 1);
      see(most.cells);
      const least = model.extreme([number], -1);
      see(least.cells);
      // Wide enough in fractions of people: whole people are tried where no solution so far happened to be whole.
      if (most.value - least.value >= limit) {
        if (!isWide(number)) see(model.wholeCells(number, 1, low[number] + limit));
        if (!isWide(number)) see(model.wholeCells(number, -1, high[number] - limit));
      }
      if (isWide(number)) return;
      const next = companion(tables, hidden, [...most.pinnedBy, ...least.pinnedBy]);
      hidden[next] = Concealed.complement;
      model.hide(next);
      open.push(next);
    }
  };

  try {
    see(model.extreme(open, 1).cells);
    see(model.extreme(open, -1).cells);
    for (let i = 0; i < open.length; ++i) widen(open[i]);
  } finally {
    model.dispose();
  }
  return programs;
}

/**
 * The shown number of `candidates` that costs least to hide; of all numbers, where none of them is shown. A number that
 * would be the only hidden one of several sums needs as many companions of its own, so it counts as more people. Zeros
 * are the last choice.
 */
function companion(tables: LinkedTables, hidden: Uint8Array, candidates: readonly number[]): number {
  const {values, equations, equationsOf} = tables;
  const isAlone = (at: number): boolean =>
    !hidden[equations[at].whole] && equations[at].parts.every((part) => !hidden[part]);
  const cost = (number: number): number =>
    values[number] === 0 ? Infinity : values[number] * (1 + equationsOf[number].filter(isAlone).length) ** 2;
  const cheapest = (numbers: readonly number[]): number | undefined => {
    const shown = [...new Set(numbers)].filter((number) => !hidden[number]);
    const costs = shown.map(cost);
    return shown[costs.indexOf(Math.min(...costs))];
  };
  const found = cheapest(candidates) ?? cheapest([...values.keys()]);
  if (found === undefined) throw new Error("a hidden number stays narrow with all numbers hidden");
  return found;
}
