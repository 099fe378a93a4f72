import type {EquityRow} from "../../../model/equity.js";
import {shownRange, type Figures} from "./interval.js";
import type {Named} from "../words/en.js";

const z95 = 1.959963984540054;

/** The value of a subgroup with its 95 % interval: as given, else estimate ± 1.96 se, else without ends. */
export function subgroupFigures({estimate, se, ci_lb, ci_ub}: EquityRow): Figures | null {
  if (estimate === null) return null;
  if (ci_lb !== null && ci_ub !== null) return {value: estimate, low: ci_lb, high: ci_ub};
  if (se === null) return {value: estimate, low: null, high: null};
  return {value: estimate, low: estimate - z95 * se, high: estimate + z95 * se};
}

/** A subgroup that is shown, for a sentence. */
export function namedSubgroup(row: EquityRow, decimals: number): Named {
  const figures = subgroupFigures(row);
  if (!figures) throw new Error(`withheld subgroup in a sentence: ${row.subgroup}`);
  return {who: row.subgroup, value: figures.value, range: shownRange(figures, decimals)};
}

/** The subgroups without a standard error to go by; one of 0 comes of a value of 0 or 100 % and says nothing. */
export function withoutError(rows: readonly EquityRow[]): string[] {
  return rows.filter(({se}) => se === null || !(se > 0)).map(({subgroup}) => subgroup);
}
