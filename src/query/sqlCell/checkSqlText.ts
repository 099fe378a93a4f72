import type {Reason} from "../../model/decision.js";
import {sqlLimits, sqlRefusal, type SqlRule} from "./sqlRefusals.js";
import {readTokens, type Token} from "./sqlTokens.js";
import {beforeParenthesis, functions, internalNames, refusedParts, series, statements} from "./sqlWords.js";

/** A text that may be bound: one query, without the semicolon at its end. */
export interface CheckedSql {
  text: string;
  tokens: Token[];
}

/**
 * What a text may not have, whatever its plan would be, or the query that it is. This stands beside the judgement of the
 * plan, because a function leaves no trace in a plan once it is worked out, and a plan hides an expression behind its alias.
 */
export function checkSqlText(typed: string): CheckedSql | {reasons: Reason[]} {
  if (typed.length > sqlLimits.characters) return {reasons: [sqlRefusal("sql.too-long")]};
  const read = readTokens(typed);
  if (!Array.isArray(read)) return {reasons: [sqlRefusal(read.rule)]};
  const tokens = read.at(-1)?.text === ";" && read.at(-1)?.kind === "symbol" ? read.slice(0, -1) : read;
  if (tokens.length === 0) return {reasons: [sqlRefusal("sql.empty")]};
  const reasons = [
    ...wrongShape(tokens),
    ...wrongWords(tokens),
    ...wrongNames(tokens),
    ...wrongFunctions(tokens),
    ...wrongSeries(tokens)
  ];
  if (reasons.length > 0) return {reasons: distinct(reasons)};
  // The semicolon is cut off where the reader found it: behind it there are only blanks and comments.
  return {text: tokens === read ? typed : cutAtSemicolon(typed), tokens};
}

function wrongShape(tokens: Token[]): Reason[] {
  const reasons: Reason[] = [];
  const first = tokens[0];
  if (tokens.some(({kind, text}) => kind === "symbol" && text === ";")) reasons.push(sqlRefusal("sql.two-statements"));
  if (!(first.kind === "word" && /^(select|with|from|values)$/.test(first.text)) && first.text !== "(")
    reasons.push(sqlRefusal("sql.statement", first.text.toUpperCase()));
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    if (isSymbol(token, "(") || isSymbol(token, "[")) deepest = Math.max(deepest, (depth += 1));
    if (isSymbol(token, ")") || isSymbol(token, "]")) depth -= 1;
  }
  const selects = tokens.filter(({kind, text}) => kind === "word" && (text === "select" || text === "from")).length;
  if (deepest > sqlLimits.depth || selects > 2 * sqlLimits.selects) reasons.push(sqlRefusal("sql.too-deep"));
  return reasons;
}

function wrongWords(tokens: Token[]): Reason[] {
  return tokens.flatMap(({kind, text}) => {
    if (kind !== "word") return [];
    if (statements.has(text)) return [sqlRefusal("sql.statement", text.toUpperCase())];
    const rule = refusedParts.get(text);
    return rule ? [sqlRefusal(rule as SqlRule, text.toUpperCase())] : [];
  });
}

/** A string in the place of a table is the name of a file, or of a table that was to stay unseen. */
function wrongNames(tokens: Token[]): Reason[] {
  return tokens.flatMap((token, i) => {
    const {kind, text} = token;
    if ((kind === "word" || kind === "quoted") && internalNames.test(text)) return [sqlRefusal("sql.internal", text)];
    const before = tokens[i - 1];
    const isTable = before?.kind === "word" && (before.text === "from" || before.text === "join");
    if (kind === "string" && isTable) return [sqlRefusal("sql.file")];
    return kind === "quoted" && /[/\\*?]|\.\w+$/.test(text) && isTable ? [sqlRefusal("sql.file")] : [];
  });
}

function wrongFunctions(tokens: Token[]): Reason[] {
  return tokens.flatMap(({kind, text}, i) => {
    if ((kind !== "word" && kind !== "quoted") || !isSymbol(tokens[i + 1], "(")) return [];
    const name = text.toLowerCase();
    if (functions.has(name) || (kind === "word" && beforeParenthesis.has(name))) return [];
    if (isListOfColumns(tokens, i)) return [];
    return [sqlRefusal("sql.function", `${name}()`)];
  });
}

/** `AS t(a, b)` and `WITH t(a, b) AS (…)` name columns. */
function isListOfColumns(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before?.kind === "word" && before.text === "as") return true;
  const end = closing(tokens, at + 1);
  const inside = tokens.slice(at + 2, end);
  const onlyNames = inside.every(({kind, text}) => kind === "word" || kind === "quoted" || text === ",");
  const begins = (before?.kind === "word" && before.text === "with") || isSymbol(before, ",");
  return begins && onlyNames && tokens[end + 1]?.kind === "word" && tokens[end + 1].text === "as";
}

function wrongSeries(tokens: Token[]): Reason[] {
  return tokens.flatMap(({text}, i) => {
    if (!series.has(text.toLowerCase()) || !isSymbol(tokens[i + 1], "(")) return [];
    const inside = tokens.slice(i + 2, closing(tokens, i + 1));
    const bounds = inside
      .filter((_, k) => k % 2 === 0)
      .map((bound) => (bound.kind === "number" ? Number(bound.text) : NaN));
    const isList = inside.every((token, k) => k % 2 === 0 || isSymbol(token, ","));
    const [from, to] = bounds.length === 1 ? [0, bounds[0]] : bounds;
    const isShort = bounds.every(Number.isInteger) && Math.abs(to - from) <= sqlLimits.series && bounds[2] !== 0;
    return isList && isShort ? [] : [sqlRefusal("sql.series")];
  });
}

function closing(tokens: Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i += 1) {
    if (isSymbol(tokens[i], "(")) depth += 1;
    if (isSymbol(tokens[i], ")") && (depth -= 1) === 0) return i;
  }
  return tokens.length;
}

function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}

/** There is one semicolon outside of strings and comments, and it comes last; those of comments behind it may go too. */
function cutAtSemicolon(typed: string): string {
  for (let at = typed.lastIndexOf(";"); at >= 0; at = typed.lastIndexOf(";", at - 1)) {
    const before = readTokens(typed.slice(0, at));
    if (Array.isArray(before) && !before.some((token) => isSymbol(token, ";"))) return typed.slice(0, at);
    if (at === 0) break;
  }
  return typed;
}

function distinct(reasons: Reason[]): Reason[] {
  return reasons.filter(({sentence}, i) => reasons.findIndex((other) => other.sentence === sentence) === i);
}
