import type {SqlColumn} from "../../model/sqlAnswer.js";
import type {Token} from "./sqlTokens.js";

type Plainly = SqlColumn["plainly"];

/**
 * What each of `columns` columns plainly is. Only the list of a query that begins with its one SELECT is read, and only
 * expressions that are nothing else than `rank() OVER (…)`, `count(*)` or `chrom`; every other column is null.
 */
export function readSelectList(tokens: readonly Token[], columns: number): Plainly[] {
  const unknown = Array.from({length: columns}, () => null);
  const items = itemsOf(tokens);
  if (!items) return unknown;
  const stars = items.flatMap((item, i) => (item.some((token, k) => isStar(token, item[k - 1])) ? [i] : []));
  if (stars.length > 1 || (stars.length === 0 && items.length !== columns)) return unknown;
  const star = stars[0] ?? items.length;
  return Array.from({length: columns}, (_, i) => {
    const item = i < star ? items[i] : items[items.length - (columns - i)];
    const isAfterStar = i < star || items.length - (columns - i) > star;
    return item && isAfterStar ? plainly(item) : null;
  });
}

/** The parts of the list, or null where the text does not begin with its only SELECT on the outermost level. */
function itemsOf(tokens: readonly Token[]): Token[][] | null {
  const depths = depthsOf(tokens);
  const outer = tokens.filter((_, i) => depths[i] === 0);
  const setOperation = outer.some(({kind, text}) => kind === "word" && /^(union|except|intersect)$/.test(text));
  if (!isWord(tokens[0], "select") || setOperation) return null;
  const from = tokens.findIndex((token, i) => depths[i] === 0 && isWord(token, "from"));
  const list = tokens.slice(1, from < 0 ? tokens.length : from);
  if (isWord(list[0], "distinct") || isWord(list[0], "all")) return null;
  const items: Token[][] = [[]];
  list.forEach((token, i) => {
    if (depths[i + 1] === 0 && token.kind === "symbol" && token.text === ",") items.push([]);
    else items.at(-1)!.push(token);
  });
  return items;
}

const ranks = new Set(["rank", "dense_rank", "row_number", "ntile"]);

function plainly(item: readonly Token[]): Plainly {
  const bare = withoutAlias(item);
  const text = bare.map((token) => (token.kind === "string" ? "''" : token.text)).join(" ");
  if (/^(\w+ \. )?chrom$/i.test(text)) return "chromosome";
  if (text === "count ( * )" || text === "count ( )") return "rows";
  const [name, open, ...rest] = bare;
  if (!ranks.has(name?.text) || open?.text !== "(") return null;
  const argument = rest[0]?.kind === "number" ? 1 : 0;
  const over = rest.slice(argument);
  const isWhole = over[0]?.text === ")" && isWord(over[1], "over") && over[2]?.text === "(" && closesAtEnd(over, 2);
  return isWhole ? "rank" : null;
}

function withoutAlias(item: readonly Token[]): readonly Token[] {
  const [before, last] = item.slice(-2);
  const named = last?.kind === "word" || last?.kind === "quoted";
  if (item.length >= 3 && isWord(before, "as") && named) return item.slice(0, -2);
  return item.length >= 2 && named && before.kind !== "symbol"
    ? item.slice(0, -1)
    : named && before?.text === ")"
      ? item.slice(0, -1)
      : item;
}

function closesAtEnd(tokens: readonly Token[], open: number): boolean {
  const depths = depthsOf(tokens.slice(open));
  return depths.indexOf(0, 1) === depths.length - 1;
}

/** Depth of each token; an opening and its closing parenthesis have the depth around them. */
function depthsOf(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.map(({kind, text}) => {
    if (kind === "symbol" && (text === ")" || text === "]")) depth -= 1;
    const at = depth;
    if (kind === "symbol" && (text === "(" || text === "[")) depth += 1;
    return at;
  });
}

function isStar({kind, text}: Token, before: Token | undefined): boolean {
  return kind === "symbol" && text === "*" && (before === undefined || before.text === ".");
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === "word" && token.text === text;
}
