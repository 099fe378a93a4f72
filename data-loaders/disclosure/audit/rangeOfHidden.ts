import type {LinkedTables} from "../people/linkedTables.js";
import {attackModel} from "./attackModel.js";
import {loadSolver} from "./loadSolver.js";

/** Per published number, the least and the most it can be; both are the number itself where it is shown. */
export interface Ranges {
  low: Float64Array;
  /** `Infinity` where nothing shown limits it. */
  high: Float64Array;
}

/**
 * The range of every hidden number that an attacker can establish from all that is shown, by two linear programs each.
 * `hidden` has a value per published number, 0 = shown. `atLeast` is what the attacker knows a hidden number to be at
 * least; by default a hidden number is known not to be 0, unless it is. Bounds are rounded inwards: people are whole.
 */
export async function rangesOfHidden(
  tables: LinkedTables,
  hidden: Uint8Array,
  atLeast: ArrayLike<number> = oneWherePeople(tables)
): Promise<Ranges> {
  const low = Float64Array.from(tables.values);
  const high = Float64Array.from(tables.values);
  const model = attackModel(await loadSolver(), tables, hidden, atLeast);
  try {
    for (let number = 0; number < low.length; ++number) {
      if (!hidden[number]) continue;
      low[number] = Math.max(0, Math.ceil(model.extreme([number], -1).value - 1e-6));
      high[number] = Math.floor(model.extreme([number], 1).value + 1e-6);
    }
  } finally {
    model.dispose();
  }
  return {low, high};
}

/** Zeros may be shown, so a number that is hidden is 1 or more; a 0 that had to be hidden all the same is 0 or more. */
export function oneWherePeople({values}: LinkedTables): Uint8Array {
  return Uint8Array.from(values, (value) => Math.min(1, value));
}

/** Width of the narrowest range of a hidden number; null when nothing is hidden. */
export function narrowestOf({low, high}: Ranges, hidden: Uint8Array): number | null {
  const widths = Array.from(hidden, (code, number) => (code ? high[number] - low[number] : Infinity));
  return hidden.some((code) => code) ? Math.min(...widths) : null;
}
