import type {Decision} from "../../model/decision.js";
import type {PolygenicScoreRow, ReleasedScore} from "../../model/polygenicScores.js";
import type {ReleaseManifest, TableName} from "../../model/release.js";
import {guardExport} from "../association/guardExport.js";
import type {TableColumn} from "../dataTable.js";
import {fixed, plain} from "../equity/genomics/fstMatrix.js";
import {figure} from "../Figure.js";
import {formatCount} from "../formatNumber.js";
import {rowsOf} from "./scoreWords.js";

/** A score that the rules permit to be seen, and everything that its figures say beside its own rows. */
export interface ShownScore {
  asked: ReleasedScore;
  rows: readonly PolygenicScoreRow[];
  /** Genetic ancestry groups of the cohort, alphabetical. */
  groups: readonly string[];
  /** Other scores of the same trait that the rules permit to be seen. */
  others: readonly {score: ReleasedScore; rows: readonly PolygenicScoreRow[]}[];
  place: {manifest: ReleaseManifest; source: string; tables: readonly TableName[]};
  mayTake: () => Promise<Decision>;
}

/** A figure of rows of the table, which is saved only where the rules permit that too. */
export function scoreFigure<Row>(
  {place, mayTake}: ShownScore,
  options: {
    id: string;
    title: string;
    subtitle: string;
    chart: (width: number) => Element;
    columns: readonly TableColumn<Row>[];
    rows: readonly Row[];
  }
): Node {
  return guardExport(figure({...options, ...place}), mayTake);
}

/** Groups that a figure says nothing of, and why; empty where there are none. */
export function missingWords(groups: readonly string[], shown: readonly (string | null)[], why: string): string {
  const missing = groups.filter((group) => !shown.includes(group));
  return missing.length === 0 ? "" : ` Nothing is told of ${missing.join(", ")}: ${why}.`;
}

/** "0.104 (0.079 to 0.131)" */
export function estimateWords({estimate, low, high}: PolygenicScoreRow, decimals = 3): string {
  return `${fixed(estimate, decimals)} (${fixed(low, decimals)} to ${fixed(high, decimals)})`;
}

/** ", 1 928 people, 256 cases", of those judged in a group; empty where it is not told. */
export function peopleWords(rows: readonly PolygenicScoreRow[], group: string): string {
  const of = (bin: string | null): number | null =>
    rowsOf(rows, "people").find((row) => row.ancestry === group && row.bin === bin)?.n ?? null;
  const [all, cases] = [of(null), of("cases")];
  if (all === null) return "";
  return `, ${formatCount(all)} people${cases === null ? "" : `, ${formatCount(cases)} cases`}`;
}

export const groupColumn: TableColumn<PolygenicScoreRow> = {
  label: "Genetic ancestry group",
  cell: ({ancestry}) => ancestry ?? ""
};

export const intervalColumns: TableColumn<PolygenicScoreRow>[] = [
  groupColumn,
  {label: "Estimate", numeric: true, cell: (d) => fixed(d.estimate, 4), text: (d) => plain(d.estimate)},
  {label: "95 % from", numeric: true, cell: ({low}) => fixed(low, 4), text: ({low}) => plain(low)},
  {label: "to", numeric: true, cell: ({high}) => fixed(high, 4), text: ({high}) => plain(high)}
];
