/** A piece of a clause, with its place in the text. */
export interface Token {
  kind: "string" | "number" | "name" | "sign";
  text: string;
  start: number;
  end: number;
}

/** The tokens of a clause, comments and spaces left out. Throws an Error at a character that Polar does not have. */
export function polarTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|#[^\n]*|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|(\w+)|(<=|>=|==|!=|[<>=(){}[\]:,;*+/.-])/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [all, string, number, name, sign] = match;
    const kind =
      string !== undefined ? "string" : number !== undefined ? "number" : name !== undefined ? "name" : "sign";
    if (string ?? number ?? name ?? sign)
      tokens.push({kind, text: all, start: match.index, end: match.index + all.length});
    if (pattern.lastIndex === text.length) return tokens;
  }
  throw new Error(
    `not a token of Polar: ${text
      .slice(tokens.at(-1)?.end ?? 0)
      .trim()
      .slice(0, 20)}`
  );
}

/** The tokens between two places, split where one of `separators` stands outside of all brackets. */
export function splitTokens(tokens: readonly Token[], ...separators: string[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSign(token, "([{")) depth++;
    if (isSign(token, ")]}")) depth--;
    if (depth === 0 && separators.includes(token.text) && token.kind !== "string") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** The tokens inside the bracket that opens at `from`, the brackets themselves left out. */
export function insideBracket(tokens: readonly Token[], from: number): Token[] {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (isSign(tokens[i], "([{")) depth++;
    if (isSign(tokens[i], ")]}") && --depth === 0) return tokens.slice(from + 1, i);
  }
  throw new Error("a bracket is not closed");
}

export function isSign({kind, text}: Token, signs: string): boolean {
  return kind === "sign" && signs.includes(text);
}
