import type {AnswerPage} from "../model/question.js";

/** A column as it is shown: its heading, and which column of the answer it holds. */
export interface ShownColumn {
  name: string;
  label: string;
}

/**
 * CSV (RFC 4180) of exactly the columns and rows that are shown, in their order; `facts` come first, as `#` lines.
 * A withheld value is the word `withheld`, a value that does not exist is empty.
 */
export function answerCsv(pages: AnswerPage[], columns: ShownColumn[], facts: readonly [string, string][]): string {
  const lines = facts.map(([label, value]) => `# ${label}: ${value.replace(/\s+/g, " ")}`);
  lines.push(columns.map(({label}) => field(label)).join(","));
  for (const row of rowsOf(pages, columns)) lines.push(row.map(field).join(","));
  return lines.join("\r\n") + "\r\n";
}

/** Tab-separated text for the clipboard; spreadsheets paste it as a table. */
export function answerTsv(pages: AnswerPage[], columns: ShownColumn[]): string {
  const rows = [columns.map(({label}) => label), ...rowsOf(pages, columns)];
  return rows.map((row) => row.map((value) => value.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n") + "\n";
}

/** The same as an HTML table; documents and mails paste it as one. */
export function answerHtml(pages: AnswerPage[], columns: ShownColumn[], facts: readonly [string, string][]): string {
  const row = (values: string[], tag: "th" | "td"): string =>
    `<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("")}</tr>`;
  const caption = facts.map(([label, value]) => `${label}: ${value}`).join(" · ");
  const heading = row(
    columns.map(({label}) => label),
    "th"
  );
  const body = rowsOf(pages, columns).map((values) => row(values, "td"));
  return `<table><caption>${escaped(caption)}</caption><thead>${heading}</thead><tbody>${body.join("")}</tbody></table>`;
}

function rowsOf(pages: AnswerPage[], columns: ShownColumn[]): string[][] {
  return pages.flatMap(({names, values, rows}) => {
    const shown = columns.map(({name}) => values[names.indexOf(name)]);
    return Array.from({length: rows}, (_, row) => shown.map((column) => text(column[row])));
  });
}

function text(value: string | number | null): string {
  if (value === null) return "withheld";
  return Number.isNaN(value) ? "" : String(value);
}

/** Text that a spreadsheet would run as a formula is given a leading apostrophe. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
