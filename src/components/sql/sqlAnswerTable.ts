import {html} from "htl";
import type {SqlAnswer, SqlColumn} from "../../model/sqlAnswer.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {withheldCell, type WithheldBy} from "../WithheldCell.js";

type Cell = string | number | null;

/** How an answer is drawn: what hides a count, and in which words. */
export interface WithheldWords {
  by?: WithheldBy;
  words: string;
}

/** Rows that are drawn at once; an export holds all. */
const drawnRows = 200;

/** An answer as an accessible table; a count that is withheld is hatched, a value that does not exist is a dash. */
export function sqlAnswerTable(answer: SqlAnswer, withheld: WithheldWords): HTMLElement {
  const shown = Math.min(answer.rows, drawnRows);
  const rows = Array.from({length: shown}, (_, row) => row);
  return html`<div class="sql-answer">
    <p class="sql-rows" role="status">${rowWords(answer, shown)}</p>
    ${answer.rows > 0 ? dataTable("Answer", sqlTableColumns(answer, withheld), rows) : null} ${note(answer)}
  </div>` as HTMLElement;
}

/** How to take the numbers, where they are not what they seem. */
function note({columns}: SqlAnswer): HTMLElement | null {
  if (columns.some(({noisy}) => noisy))
    return html`<p class="quiet">
      ≈ marks a number that comes from counts with noise; the column <code>noise_sd</code> says how far a count may be
      off.
    </p>` as HTMLElement;
  if (!columns.some(isWithheld)) return null;
  return html`<p class="quiet">
    Functions such as sum and avg leave out withheld counts: where one is withheld, a sum is smaller than the true one.
  </p>` as HTMLElement;
}

/** The columns of an answer, for the table and for an export; a row is its number. */
export function sqlTableColumns({columns, values}: SqlAnswer, {by, words}: WithheldWords): TableColumn<number>[] {
  return columns.map((column, i) => ({
    label: column.name,
    numeric: column.kind === "number",
    cell(row) {
      const value = values[i][row];
      if (value === null && isWithheld(column)) return withheldCell(by, words);
      const shown = shownCell(value, column);
      return column.noisy && column.kind === "number" && shown !== "–" ? `≈\u2009${shown}` : shown;
    },
    text(row) {
      const value = values[i][row];
      if (value === null) return isWithheld(column) ? "withheld" : "";
      return typeof value === "number" && Number.isNaN(value) ? "" : String(value);
    }
  }));
}

/** Where a number depends on counts of people, none is shown because one of those was withheld, or none was there. */
function isWithheld({kind, counts}: SqlColumn): boolean {
  return kind === "number" && counts;
}

function shownCell(value: Cell, column: SqlColumn): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "–";
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return column.name === "pos" ? String(value) : signed(value, formatCount);
  return signed(value, (n) => (n >= 1000 ? formatCount(n) : String(Number(n.toPrecision(4)))));
}

function signed(value: number, words: (n: number) => string): string {
  return value < 0 ? `−${words(-value)}` : words(value);
}

function rowWords({rows, cut}: SqlAnswer, shown: number): string {
  if (rows === 0) return "No row answers this.";
  const all = cut
    ? `The answer has more than ${formatCount(rows)} rows and ends there; add a LIMIT, or ask for groups.`
    : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}.`;
  return shown < rows ? `${all} The first ${formatCount(shown)} are shown.` : all;
}
