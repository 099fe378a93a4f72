import {hidingFunction} from "./sqlWords.js";
import {SqlRefused, type Token} from "./sqlTokens.js";

const countNames = new Set(
  "ac an hom_ref het hom_alt hemi_ref hemi_alt missing n n_case n_control n_cases n_controls".split(" ")
);
const positions = new Set(["pos", "variant_row"]);

/** Whether a column of a released table counts people, or copies of an allele that people carry. */
export function countsPeople(column: string): boolean {
  return countNames.has(column);
}

/**
 * Refuses what would turn counts of people into something that cannot be recognised in the answer: differences, remainders
 * and bits, text made of numbers, and withheld counts put as a number. Not asked where small counts may be shown.
 */
export function checkCounts(tokens: readonly Token[]): void {
  const hides = hidingFunction(tokens);
  if (hides)
    throw new SqlRefused(
      "sql.count-hidden",
      `The function “${hides}” would hide a count of people from the check of the answer.`,
      "Show counts as they are, or as sums, averages and shares."
    );
  const text = withoutRatios(tokens);
  text.forEach((token, i) => {
    if (token.kind === "sign" && token.text === "-" && !isHarmlessMinus(text, i))
      throw new SqlRefused(
        "sql.difference",
        "The query subtracts counts of people, which is how a small count that was withheld is worked out.",
        "Ask for the groups themselves, or for the difference of two shares such as a.ac / a.an - b.ac / b.an."
      );
    if (token.kind === "sign" && /^(?:%|&|\||<<|>>|~|\/\/|\^|\*\*|#|@|!|->|->>|=>|\[|\{)$/.test(token.text))
      throw new SqlRefused(
        "sql.count-hidden",
        `The sign “${token.text}” would hide a count of people from the check of the answer.`,
        "Add, divide and compare counts, nothing else."
      );
    if (token.kind === "sign" && token.text === "||" && !(isLabel(text[i - 1]) && isLabel(text[i + 1])))
      throw new SqlRefused("sql.count-hidden", "The query makes a text of something that may be a count of people.");
    if (token.kind === "word" && /^(?:date|time|timestamp|timestamptz|interval)$/.test(token.text))
      throw new SqlRefused(
        "sql.count-hidden",
        "The query would make a date of something that may be a count of people.",
        "Show counts as they are, or as sums, averages and shares."
      );
    if (isCastTo(text, i) && !/^(?:double|float|real|decimal|numeric|int|integer|bigint|hugeint)$/.test(token.text))
      if (!isLabel(text[i - 2]))
        throw new SqlRefused(
          "sql.count-hidden",
          "The query turns something that may be a count of people into another type.",
          "Cast counts to DOUBLE or BIGINT only."
        );
    if (token.text === "coalesce" || token.text === "ifnull") checkWithheld(text, i);
    if (token.kind === "string" && /^\s*[-+\d.]/.test(token.text) && text[i + 1]?.text === "::")
      throw new SqlRefused("sql.count-hidden", "The query makes a number of a text.", "Write the number itself.");
  });
}

/** The smallest threshold of at least 1 that counts are compared with: it splits people as a count of that size would. */
export function smallestThreshold(tokens: readonly Token[]): number | null {
  const found = tokens.flatMap((token, i) => {
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    if (token.kind !== "number" || Number(token.text) < 1) return [];
    const compared = /^(?:=|==|<|<=|>|>=|<>|!=|between)$/;
    if (isNumberOfRows(tokens, i - 2)) return [];
    const ranged = rangeBefore(tokens, i);
    if (ranged && !positions.has(tokens[ranged - 1]?.text ?? "")) return [Number(token.text)];
    const left = before && compared.test(before.text) && !positions.has(tokens[i - 2]?.text ?? "");
    const right = after && compared.test(after.text) && !positions.has(tokens[i + 2]?.text ?? "");
    return left || right ? [Number(token.text)] : [];
  });
  return found.length > 0 ? Math.min(...found) : null;
}

/** Where the BETWEEN or IN stands whose bounds or list a number belongs to; 0 for any other number. */
function rangeBefore(tokens: readonly Token[], i: number): number {
  let at = i - 1;
  while (at > 0 && (tokens[at].kind === "number" || /^(?:[(,+-]|and)$/.test(tokens[at].text))) at -= 1;
  if (tokens[at]?.kind !== "word" || !/^(?:between|in)$/.test(tokens[at].text)) return 0;
  return tokens[at - 1]?.text === "not" ? at - 1 : at;
}

/** `count(*)`, or the place of a row in an order, ends here. */
function isNumberOfRows(tokens: readonly Token[], end: number): boolean {
  let open = end;
  for (let depth = 0; open >= 0; open -= 1) {
    if (tokens[open].text === ")") depth += 1;
    if (tokens[open].text === "(" && (depth -= 1) === 0) break;
    if (depth === 0) return false;
  }
  const before = tokens.slice(Math.max(0, open - 4), open).map(({text}) => text);
  if (before.at(-1) === "count") return end - open === 2 && tokens[end - 1].text === "*";
  return /^(?:row_number|rank|dense_rank) \( \) over$/.test(before.join(" "));
}

/**
 * Which columns of the answer are shown to be no counts of people, from the outermost SELECT: a number of rows, a released
 * column that is none, or a share of two counts. Empty wherever that cannot be read off: then every number is judged.
 */
export function harmlessColumns(tokens: readonly Token[], known: ReadonlySet<string>): boolean[] {
  const items = selectedItems(tokens);
  if (!items) return [];
  const uses = (word: string): number => tokens.filter(({kind, text}) => kind === "word" && text === word).length;
  const plainTables = uses("select") === 1 && uses("from") === 1 && uses("with") === 0 && uses("table") === 0;
  const renamed = tokens.some(
    ({text}, i) => text === "(" && tokens[i - 1]?.kind !== "sign" && tokens[i - 2]?.text === "as"
  );
  return items.map((item) => {
    const text = withoutAlias(item)
      .map(({text}) => text)
      .join(" ");
    if (/^count \( (?:\*|distinct [a-z_]+(?: \. [a-z_]+)?)? ?\)$/.test(text)) return true;
    if (!plainTables || renamed) return false;
    if (isShare(text)) return true;
    const names = withoutAlias(item).filter(({kind}) => kind === "word" || kind === "name");
    return (
      names.length > 0 &&
      names.every(({text}) => /^(?:min|max|avg|median|round|any_value|distinct|chrom|pos|noise_sd)$/.test(text)) &&
      [...names].some(({text}) => known.has(text) && !countsPeople(text))
    );
  });
}

const one = String.raw`(?:[a-z_]\w* \. )?(?:ac|an|hom_ref|het|hom_alt|hemi_ref|hemi_alt|missing|n|n_case|n_control)`;
const sum = String.raw`(?:(?:sum|avg|max|min) \( ${one} \)|${one})(?: :: double)?`;
const share = String.raw`(?:\d+(?:\.\d+)? \* )?${sum} / (?:nullif \( ${sum} , 0 \)|${sum})`;
const sharePattern = new RegExp(
  `^(?:${share}|round \\( ${share} , \\d+ \\)|1(?:\\.0*)? - ${share}|${share} - ${share})$`
);

function isShare(text: string): boolean {
  return sharePattern.test(text);
}

/** Differences of shares, and 1 less a share, are no differences of counts. */
function withoutRatios(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  const shareHere = new RegExp(`^${share}(?= |$)`);
  for (let i = 0; i < tokens.length; i += 1) {
    const rest = tokens
      .slice(i, i + 24)
      .map(({kind, text}) => (kind === "string" ? "''" : text))
      .join(" ");
    const found = tokens[i].kind === "string" ? null : shareHere.exec(rest);
    if (!found) kept.push(tokens[i]);
    else {
      kept.push({kind: "number", text: "share"});
      i += found[0].split(" ").length - 1;
    }
  }
  return kept;
}

function isHarmlessMinus(tokens: readonly Token[], i: number): boolean {
  const [before, after] = [tokens[i - 1], tokens[i + 1]];
  if (after?.text === "share" && (before?.text === "share" || before?.kind === "number")) return true;
  if (positions.has(before?.text ?? "") && after?.kind === "number") return true;
  return positions.has(before?.text ?? "") && (positions.has(after?.text ?? "") || tokens[i + 3]?.text === "pos");
}

function isLabel(token: Token | undefined): boolean {
  if (!token) return false;
  return (
    token.kind === "string" ||
    /^(?:variant_id|chrom|pos|ref|alt|rsid|gene|ancestry|sex|status|trait|method|population)$/.test(token.text)
  );
}

function isCastTo(tokens: readonly Token[], i: number): boolean {
  if (tokens[i].kind !== "word" && tokens[i].kind !== "name") return false;
  const before = tokens[i - 1];
  return before?.text === "::" || (before?.text === "as" && isInCast(tokens, i));
}

function isInCast(tokens: readonly Token[], i: number): boolean {
  let open = 0;
  for (let k = i; k >= 0; k -= 1) {
    if (tokens[k].text === ")") open += 1;
    if (tokens[k].text === "(" && (open -= 1) < 0) return /^(?:try_)?cast$/.test(tokens[k - 1]?.text ?? "");
  }
  return false;
}

/** `coalesce(ac, 0)` would call a withheld count none; with a label it may stay. */
function checkWithheld(tokens: readonly Token[], i: number): void {
  if (isLabel(tokens[i + 2])) return;
  throw new SqlRefused(
    "sql.withheld-as-number",
    "The query puts another value in place of a withheld count, which would then look like a count.",
    "Leave withheld counts as they are: they are shown as withheld. Count them with count(*) and WHERE ac IS NULL."
  );
}

/** The items of the outermost SELECT; null where there is not exactly one, or an item stands for several columns. */
function selectedItems(tokens: readonly Token[]): Token[][] | null {
  const items: Token[][] = [[]];
  let depth = 0;
  let inside = false;
  for (const [i, token] of tokens.entries()) {
    const {kind, text} = token;
    if (kind === "sign" && "([{".includes(text)) depth += 1;
    if (kind === "sign" && ")]}".includes(text)) depth -= 1;
    const outer = depth === 0 && kind === "word";
    if (outer && /^(?:union|except|intersect|values)$/.test(text)) return null;
    if (outer && text === "select") {
      if (inside || items[0].length > 0 || tokens.slice(0, i).some((before) => before.text === "from" && i < 2))
        return null;
      inside = true;
    } else if (outer && text === "from") inside = false;
    else if (inside && depth === 0 && text === ",") items.push([]);
    else if (inside) items.at(-1)!.push(token);
  }
  if (items.some((item) => item.length === 0 || item.at(-1)!.text === "*" || /unnest/.test(item[0].text))) return null;
  if (items.some((item) => item.some(({text}) => text === "exclude" || text === "replace"))) return null;
  return items;
}

function withoutAlias(item: readonly Token[]): Token[] {
  const named = item.at(-2)?.text === "as" ? item.slice(0, -2) : item;
  return named[0]?.text === "distinct" ? named.slice(1) : [...named];
}
