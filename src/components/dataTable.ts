import {html} from "htl";

/** A column of a table that says the same as a chart. */
export interface TableColumn<Row> {
  label: string;
  /** What the cell shows; a node for a withheld cell. */
  cell: (row: Row) => string | Node;
  /** What an export holds: text, without thin spaces; defaults to the text of `cell`. */
  text?: (row: Row) => string;
  numeric?: boolean;
}

export function dataTable<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[]
): HTMLElement {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table class="data">
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({label, numeric}) => html`<th scope="col" data-numeric=${String(Boolean(numeric))}>${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(({cell, numeric, label}) => html`<td data-numeric=${String(Boolean(numeric))} data-label=${label}>${cell(row)}</td>`)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}

/** CSV (RFC 4180) of exactly these columns and rows; provenance first, as lines that begin with `#`. */
export function toCsv<Row>(
  columns: readonly TableColumn<Row>[],
  rows: Iterable<Row>,
  facts: readonly [string, string][]
): string {
  const lines = facts.map(([label, value]) => `# ${label}: ${value.replace(/\s+/g, " ")}`);
  lines.push(columns.map(({label}) => csvField(label)).join(","));
  for (const row of rows) lines.push(columns.map((column) => csvField(cellText(column, row))).join(","));
  return lines.join("\r\n") + "\r\n";
}

function cellText<Row>({cell, text}: TableColumn<Row>, row: Row): string {
  if (text) return text(row);
  const shown = cell(row);
  return typeof shown === "string" ? shown : (shown.textContent ?? "").trim();
}

/** A field that a spreadsheet would take for a formula is given a leading apostrophe. */
function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
