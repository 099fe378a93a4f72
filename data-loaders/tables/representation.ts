import type {RepresentationRow} from "../../src/model/equity.js";
import type {TableBatch} from "../../src/model/table.js";
import type {CatchmentShare} from "../sources/cohort.js";
import {floatColumn} from "./association/numberColumns.js";
import {allLevels, type PeopleCube} from "./margins.js";
import {stringColumn} from "./stringColumn.js";

/** The people whom the cohort should serve: shares by level, and where they come from. */
export interface Catchment {
  shares: readonly CatchmentShare[];
  source: string;
}

/**
 * People of the cohort by level of each dimension, beside their share of the catchment. `margins` is table
 * `people_margins` as it is shown; what it withholds stays withheld. Levels of the catchment that the cohort does not
 * know have nobody.
 */
export function representationRows(
  margins: TableBatch,
  dimensions: PeopleCube["dimensions"],
  catchment: Catchment | null
): RepresentationRow[] {
  const shown = readMargins(margins, dimensions);
  return dimensions.flatMap(({name, levels}, d) => {
    const shares = (catchment?.shares ?? []).filter(({variable}) => variable === name);
    const unknown = shares.map(({level}) => level).filter((level) => !levels.includes(level));
    return [...levels, ...unknown].map((level) => ({
      variable: name,
      level,
      n: levels.includes(level) ? peopleOf(shown, d, level) : 0,
      reference_share: shares.find((share) => share.level === level)?.share ?? null,
      reference: shares.length > 0 ? catchment!.source : null
    }));
  });
}

/** Table `representation`, with the columns of `RepresentationRow`. */
export function representationTable(rows: readonly RepresentationRow[]): TableBatch {
  const text = (name: "variable" | "level" | "reference"): ReturnType<typeof stringColumn> =>
    stringColumn(
      name,
      rows.map((row) => row[name] ?? ""),
      {emptyIsNull: name === "reference"}
    );
  return {
    rows: rows.length,
    columns: [
      text("variable"),
      text("level"),
      {
        name: "n",
        type: "int32",
        values: Int32Array.from(rows, ({n}) => n ?? 0),
        valid: Uint8Array.from(rows, ({n}) => (n === null ? 0 : 1))
      },
      floatColumn(
        "reference_share",
        Float64Array.from(rows, ({reference_share: share}) => share ?? NaN)
      ),
      text("reference")
    ]
  };
}

interface ShownMargin {
  /** `all` where a dimension is not chosen. */
  levels: string[];
  n: number | null;
}

function readMargins({rows, columns}: TableBatch, dimensions: PeopleCube["dimensions"]): ShownMargin[] {
  const strings = dimensions.map(({name}) => {
    const column = columns.find((other) => other.name === name);
    if (column?.type !== "string") throw new Error(`people_margins has no column ${name}`);
    return column;
  });
  const n = columns.find(({name}) => name === "n");
  if (n?.type !== "int32") throw new Error("people_margins has no column n");
  return Array.from({length: rows}, (_, row) => ({
    levels: strings.map(({dictionary, codes}) => dictionary[codes[row]]),
    n: n.valid && !n.valid[row] ? null : n.values[row]
  }));
}

/** The margin itself, or the sum of the finest cells where these are all that is published. Rows of nobody are not listed. */
function peopleOf(shown: readonly ShownMargin[], d: number, level: string): number | null {
  const isMargin = ({levels}: ShownMargin): boolean => levels.every((own, i) => i === d || own === allLevels);
  const margins = shown.filter(isMargin);
  const rows = margins.length > 0 ? margins : shown.filter(({levels}) => !levels.includes(allLevels));
  const own = rows.filter(({levels}) => levels[d] === level);
  return own.some(({n}) => n === null) ? null : own.reduce((sum, {n}) => sum + n!, 0);
}
