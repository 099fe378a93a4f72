/** One word of a SQL text, as the database would read it. */
export interface Token {
  kind: "word" | "name" | "string" | "number" | "sign";
  /** Words and quoted names in lower case, as the database compares them; everything else as written. */
  text: string;
}

/** A text that is not read any further; `rule` is the id of the reason. */
export class SqlRefused extends Error {
  constructor(
    readonly rule: string,
    message: string,
    readonly remedy?: string
  ) {
    super(message);
  }
}

export const longestText = 20_000;
const longestName = 128;
const deepestNesting = 40;

const signs = /^(?:::|<>|<=|>=|!=|==|=>|->>|->|\|\||<<|>>|\/\/|\*\*|!~~\*?|~~\*?|~~~|!~|[-+*/%^&|~<>=(),.;:[\]{}@#!])/;

/**
 * The words of a SQL text, comments left out. Throws a `SqlRefused` where two readers could see different words: strings
 * with escapes, comments in comments, letters that look like others, and signs that cannot be seen.
 */
export function tokensOf(text: string): Token[] {
  if (text.length > longestText)
    throw new SqlRefused("sql.too-long", `The text is longer than ${longestText} characters.`, "Ask for less at once.");
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const [token, length] = nextToken(text.slice(at));
    if (token) tokens.push(token);
    at += length;
  }
  while (tokens.at(-1)?.text === ";" && tokens.at(-1)?.kind === "sign") tokens.pop();
  checkNesting(tokens);
  return tokens;
}

/** The text that is run: printed anew from the words that were judged, so that nothing else can be in it. */
export function printTokens(tokens: readonly Token[]): string {
  return tokens.map(printed).join(" ");
}

function printed({kind, text}: Token): string {
  if (kind === "string") return `'${text.replaceAll("'", "''")}'`;
  return kind === "name" ? `"${text.replaceAll('"', '""')}"` : text;
}

function nextToken(rest: string): [Token | null, number] {
  const matched = (pattern: RegExp): string | undefined => pattern.exec(rest)?.[0];
  const space = matched(/^[ \t\r\n]+|^--[^\n]*/);
  if (space) return [null, space.length];
  if (rest.startsWith("/*")) return [null, commentLength(rest)];
  const word = matched(/^[A-Za-z_][A-Za-z0-9_]*/);
  if (word) {
    if (/^['"$&]/.test(rest.slice(word.length)) && !rest.slice(word.length).startsWith('"'))
      throw new SqlRefused("sql.strange-text", "The text has a string with escapes.", "Write strings as 'text'.");
    return [{kind: "word", text: named(word)}, word.length];
  }
  const number = matched(/^(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/);
  if (number) {
    if (/^[A-Za-z_$]/.test(rest.slice(number.length)))
      throw new SqlRefused("sql.strange-text", "A number runs into a word.", "Put a space after the number.");
    return [{kind: "number", text: number}, number.length];
  }
  const string = matched(/^'(?:[^']|'')*'/);
  if (string) return [{kind: "string", text: visible(string.slice(1, -1).replaceAll("''", "'"))}, string.length];
  const name = matched(/^"(?:[^"]|"")+"/);
  if (name) return [{kind: "name", text: named(name.slice(1, -1).replaceAll('""', '"'))}, name.length];
  const sign = matched(signs);
  if (sign) return [{kind: "sign", text: sign}, sign.length];
  throw new SqlRefused(
    "sql.strange-text",
    "The text has a sign that is not read here: an unclosed quote, a dollar sign, a question mark, or a letter outside of A–Z.",
    "Write names and keywords in plain letters, and values as numbers or 'text'."
  );
}

function commentLength(rest: string): number {
  const end = rest.indexOf("*/", 2);
  if (end < 0 || rest.slice(2, end).includes("/*"))
    throw new SqlRefused(
      "sql.strange-text",
      "A comment is not closed, or holds another one.",
      "Leave the comment out."
    );
  return end + 2;
}

function named(name: string): string {
  if (name.length > longestName)
    throw new SqlRefused("sql.strange-text", `A name is longer than ${longestName} characters.`, "Use a shorter name.");
  return visible(name).toLowerCase();
}

/** Control signs, zero-width signs and signs that turn the direction of reading hide what a text says. */
function visible(text: string): string {
  if (/[\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]|\u034f|\u115f|(?![\t\r\n])\p{Cc}/u.test(text))
    throw new SqlRefused("sql.strange-text", "The text has signs that cannot be seen.", "Type the text anew.");
  return text;
}

function checkNesting(tokens: readonly Token[]): void {
  const open: string[] = [];
  for (const {kind, text} of tokens) {
    if (kind !== "sign") continue;
    if (text === ";")
      throw new SqlRefused("sql.one-statement", "The text has more than one statement.", "Ask one question at a time.");
    if ("([{".includes(text)) open.push(text);
    else if (")]}".includes(text) && open.pop() !== "([{"[")]}".indexOf(text)])
      throw new SqlRefused("sql.strange-text", "The brackets do not match.", "Close every bracket that is opened.");
    if (open.length > deepestNesting)
      throw new SqlRefused("sql.too-deep", `The text is nested deeper than ${deepestNesting} brackets.`, "Use WITH.");
  }
  if (open.length > 0)
    throw new SqlRefused("sql.strange-text", "The brackets do not match.", "Close every bracket that is opened.");
}
