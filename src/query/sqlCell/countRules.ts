import type {Reason} from "../../model/decision.js";
import type {SqlColumn} from "../../model/sqlAnswer.js";
import {sqlRefusal} from "./sqlRefusals.js";
import type {Token} from "./sqlTokens.js";
import {mixing, peopleCounts, textMakers, textTypes} from "./sqlWords.js";

/**
 * What a query that reads counts of people may not do with them, because a small count would then no longer be found in
 * its answer: write them as text, or compare them with numbers up to `largestWithheld`.
 */
export function refuseDisguise(tokens: readonly Token[], largestWithheld: number): Reason[] {
  const asText = tokens.some(
    ({kind, text}, i) =>
      (kind === "symbol" && (text === "||" || text === "[")) ||
      (nameOf(tokens[i]) !== null && textMakers.has(nameOf(tokens[i])!) && tokens[i + 1]?.text === "(") ||
      (nameOf(tokens[i]) !== null && textTypes.has(nameOf(tokens[i])!) && isCast(tokens[i - 1]))
  );
  const compared = tokens.some((_, i) => comparesSmall(tokens, i, largestWithheld));
  return [
    ...(asText ? [sqlRefusal("sql.count-as-text")] : []),
    ...(compared ? [sqlRefusal("sql.small-comparison", String(largestWithheld))] : [])
  ];
}

function isCast(before: Token | undefined): boolean {
  return before?.text === "::" || (before?.kind === "word" && before.text === "as");
}

function nameOf(token: Token): string | null {
  return token.kind === "word" || token.kind === "quoted" ? token.text.toLowerCase() : null;
}

const comparisons = new Set(["=", "<", ">", "<=", ">=", "<>", "!="]);

/** A small number beside a comparison (or in BETWEEN or IN) whose other side ends in a count, or in an aggregate of one. */
function comparesSmall(tokens: readonly Token[], at: number, largest: number): boolean {
  const value = tokens[at].kind === "number" ? Number(tokens[at].text) : NaN;
  if (!(value >= 1 && value <= largest)) return false;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (before?.kind === "symbol" && comparisons.has(before.text)) return endsInCount(tokens, at - 2);
  if (after?.kind === "symbol" && comparisons.has(after.text)) return beginsWithCount(tokens, at + 2);
  const ranged = tokens
    .slice(Math.max(0, at - 60), at)
    .findLastIndex(({kind, text}) => kind === "word" && /^(between|in)$/.test(text));
  if (ranged < 0) return false;
  const start = Math.max(0, at - 60) + ranged;
  const between = tokens.slice(start + 1, at).every(({kind, text}) => kind === "number" || /^(and|[(),-])$/.test(text));
  return between && endsInCount(tokens, isNot(tokens[start - 1]) ? start - 2 : start - 1);
}

function isNot(token: Token | undefined): boolean {
  return token?.kind === "word" && token.text === "not";
}

function endsInCount(tokens: readonly Token[], at: number): boolean {
  const name = tokens[at] ? nameOf(tokens[at]) : null;
  if (name !== null) return peopleCounts.has(name);
  if (tokens[at]?.text !== ")") return tokens[at]?.kind === "number" && endsInCount(tokens, at - 2);
  let depth = 0;
  for (let i = at; i >= 0; i -= 1) {
    if (tokens[i].text === ")") depth += 1;
    // What a window is ordered by is not what is compared.
    if (tokens[i].text === "(" && (depth -= 1) === 0)
      return (
        tokens[i - 1]?.text !== "over" && tokens.slice(i, at).some((token) => peopleCounts.has(nameOf(token) ?? ""))
      );
  }
  return true;
}

function beginsWithCount(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at, at + 8).some((token) => peopleCounts.has(nameOf(token) ?? ""));
}

type Cell = string | number | null;

/**
 * The smallest count of 1 to `largestWithheld` people that the answer would show, or the smallest larger one; null when
 * it shows none. A place in an order and a number of rows are no counts of people; nor is a share, all of
 * which lie within −1 and 1, unless a whole 1 stands alone.
 */
export function smallestCount(
  columns: readonly SqlColumn[],
  values: readonly Cell[][],
  tokens: readonly Token[]
): number | null {
  const mixed = tokens.some(({kind, text}) => kind === "word" && mixing.has(text));
  const cells = columns.flatMap((column, i) => {
    if (!column.counts || column.plainly === "rank" || column.plainly === "rows") return [];
    if (column.plainly === "chromosome" && !mixed) return [];
    const numbers = values[i].map(wholeNumber).filter((n) => n !== null && n !== 0) as number[];
    return isShare(column, values[i], tokens) ? [] : numbers.map(Math.abs);
  });
  return cells.length > 0 ? cells.reduce((least, n) => Math.min(least, n)) : null;
}

/** Text that reads as a whole number is one. */
function wholeNumber(value: Cell): number | null {
  const number = typeof value === "string" && /^\s*[+-]?[\d.]+\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : null;
}

function isShare({kind, whole}: SqlColumn, values: readonly Cell[], tokens: readonly Token[]): boolean {
  if (kind !== "number" || whole) return false;
  const numbers = values.filter((value) => typeof value === "number" && !Number.isNaN(value)) as number[];
  const divides = tokens.some(({kind, text}) => kind === "symbol" && text === "/");
  return divides && numbers.every((n) => Math.abs(n) <= 1) && numbers.some((n) => !Number.isInteger(n));
}
