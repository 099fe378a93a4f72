import type {VariantTest} from "../../model/association.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatFrequency, formatMinusLog10P} from "../formatNumber.js";

const z95 = 1.959963984540054;

/** What tables say of a statistic that is withheld or does not exist. */
const none = "–";

/** An effect with its 95 % interval. */
export function effectWords(beta: number | null, se: number | null): string {
  if (beta === null || se === null) return none;
  return `${signed(beta)} (${signed(beta - z95 * se)} to ${signed(beta + z95 * se)})`;
}

/** The same as an odds ratio. */
export function oddsWords(beta: number | null, se: number | null): string {
  if (beta === null || se === null) return none;
  const [low, middle, high] = [beta - z95 * se, beta, beta + z95 * se].map((b) => Math.exp(b).toPrecision(3));
  return `${middle} (${low} to ${high})`;
}

export function pWords(minusLog10P: number | null): string {
  return minusLog10P === null ? none : formatMinusLog10P(minusLog10P);
}

/** Columns that any table of tests shares; text is exact for an export. */
export const testColumns = {
  eaf: numeric<VariantTest>("Frequency of alternate allele", ({eaf}) => eaf, formatFrequency),
  n: numeric<VariantTest>("People", ({n}) => n, formatCount),
  nCase: numeric<VariantTest>("Cases", ({nCase}) => nCase, formatCount),
  beta: numeric<VariantTest>("Effect", ({beta}) => beta, signed),
  se: numeric<VariantTest>(
    "Standard error",
    ({se}) => se,
    (se) => se.toPrecision(3)
  ),
  p: {label: "p", numeric: true, cell: ({minusLog10P}: VariantTest) => pWords(minusLog10P)},
  minusLog10P: numeric<VariantTest>(
    "−log10 p",
    ({minusLog10P}) => minusLog10P,
    (p) => p.toFixed(2)
  ),
  method: {label: "Method", cell: ({method}: VariantTest) => method}
};

/** A test that was asked for: of a trait that the rules may refuse. */
export interface AskedTest {
  /** Null: not permitted, or this variant was not tested. */
  test: VariantTest | null;
  /** What the rules say against it, as a sign and as a sentence; null where they permit it. */
  refused: {sign: string; sentence: string} | null;
}

/** Columns of a test with its direction first. */
export const askedColumns: TableColumn<AskedTest>[] = [
  {
    label: "Direction",
    cell: ({test, refused}) =>
      refused !== null ? refused.sign : test?.beta == null ? "–" : test.beta >= 0 ? "▲ more" : "▼ less"
  },
  {label: "p", numeric: true, cell: ({test}) => pWords(test?.minusLog10P ?? null)},
  numeric(
    "−log10 p",
    ({test}) => test?.minusLog10P ?? null,
    (p) => p.toFixed(2)
  ),
  numeric(
    "Effect",
    ({test}) => test?.beta ?? null,
    (beta) => beta.toPrecision(3)
  ),
  numeric(
    "Standard error",
    ({test}) => test?.se ?? null,
    (se) => se.toPrecision(3)
  )
];

/** How it was tested, or why it was not. */
export const askedMethod: TableColumn<AskedTest>[] = [
  {label: "Method", cell: ({test}) => test?.method ?? ""},
  {label: "Why not", cell: ({refused}) => refused?.sentence ?? ""}
];

export function numeric<Row>(
  label: string,
  value: (row: Row) => number | null,
  format: (value: number) => string
): TableColumn<Row> {
  const of = (row: Row, words: (value: number) => string, empty: string): string => {
    const found = value(row);
    return found === null || Number.isNaN(found) ? empty : words(found);
  };
  return {
    label,
    numeric: true,
    cell: (row) => of(row, format, none),
    text: (row) => of(row, String, "")
  };
}

export function signed(value: number): string {
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return text.replace("-", "−");
}
