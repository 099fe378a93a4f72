/** A piece of a SQL text. Words are lower case; quoted names and strings are without their quotes. */
export interface Token {
  kind: "word" | "quoted" | "string" | "number" | "symbol";
  text: string;
}

/** Why a text cannot be read, as the id of a rule and the place. */
export interface Unreadable {
  rule: "sql.unicode" | "sql.quoting" | "sql.symbol";
  at: number;
}

/**
 * The tokens of a SQL text without its comments, or why it cannot be read. Only what this reader and DuckDB's are sure to
 * read alike: prefixed and dollar-quoted strings, nested comments, parameters and letters beyond ASCII are not among it,
 * because two readers that disagree on where a string ends disagree on what is asked.
 */
export function readTokens(text: string): Token[] | Unreadable {
  const hidden = text.search(invisible);
  if (hidden >= 0) return {rule: "sql.unicode", at: hidden};
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = pieces
      .map(([kind, form]) => [kind, match(form, text, at)] as const)
      .find(([, piece]) => piece !== null);
    if (!found) return {rule: unreadable(text, at), at};
    const [kind, piece] = found as [Kind, string];
    at += piece.length;
    if (kind === "comment" && piece.slice(2, -2).includes("/*")) return {rule: "sql.quoting", at};
    // E'…', X'…', U&'…' and B'…' have escapes of their own; a number that runs into a word is read in many ways.
    if ((kind === "word" && /['"&$]/.test(text[at] ?? "")) || (kind === "number" && /[\w$'"]/.test(text[at] ?? "")))
      return {rule: "sql.quoting", at};
    if (kind !== "space" && kind !== "comment" && kind !== "line") tokens.push({kind, text: plain(kind, piece)});
  }
  return tokens;
}

type Kind = Token["kind"] | "space" | "comment" | "line";

/** Control characters, formats, joiners, marks that change direction, unassigned and private ones, and spaces beyond ASCII. */
const invisible = /(?![\t\n\r ])(?:\p{C}|\p{Z}|\p{Default_Ignorable_Code_Point})/u;

const pieces: [Kind, RegExp][] = [
  ["space", /[ \t\r\n]+/y],
  ["line", /--[^\r\n]*/y],
  ["comment", /\/\*[^]*?\*\//y],
  ["string", /'(?:[^']|'')*'/y],
  ["quoted", /"(?:[^"]|"")+"/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[A-Za-z_][A-Za-z0-9_]*/y],
  // `->`, `{`, `@`, `~`, `?`, `$`, `#` and what else an operator can be made of are left out.
  ["symbol", /::|\|\||!=|<>|<=|>=|\/\/|[()[\],.;+*%=<>:]|-(?!>)|\/(?!\*)/y]
];

function match(form: RegExp, text: string, at: number): string | null {
  form.lastIndex = at;
  return form.exec(text)?.[0] ?? null;
}

function unreadable(text: string, at: number): Unreadable["rule"] {
  if (/['"$]|\/\*/.test(text.slice(at, at + 2))) return "sql.quoting";
  return text.charCodeAt(at) > 127 ? "sql.unicode" : "sql.symbol";
}

function plain(kind: Kind, piece: string): string {
  if (kind === "word") return piece.toLowerCase();
  if (kind === "string") return piece.slice(1, -1).replaceAll("''", "'");
  if (kind === "quoted") return piece.slice(1, -1).replaceAll('""', '"');
  return piece;
}
