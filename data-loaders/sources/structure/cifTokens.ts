import type {Line} from "../textFile.js";

/** A word of a CIF file; a quoted one is a value whatever it says. */
export interface CifToken {
  line: number;
  text: string;
  quoted: boolean;
}

/**
 * The words of a CIF 1.1 file: comments are left out, quotes and text fields (`;` at the start of a line) are undone.
 * Throws what `fail` makes where a quote or a text field does not end.
 *
 * Hall, Allen & Brown 1991, Acta Cryst A47:655; IUCr, CIF version 1.1 syntax, paragraphs 14–22.
 */
export async function* cifTokens(
  lines: AsyncIterable<Line>,
  fail: (line: number, what: string) => Error
): AsyncGenerator<CifToken> {
  let field: {line: number; parts: string[]} | null = null;
  for await (const {number: line, text} of lines) {
    if (field) {
      if (!text.startsWith(";")) {
        field.parts.push(text);
        continue;
      }
      yield {line: field.line, text: field.parts.join("\n"), quoted: true};
      field = null;
      yield* wordsOf(text.slice(1), line, fail);
    } else if (text.startsWith(";")) field = {line, parts: [text.slice(1)]};
    else yield* wordsOf(text, line, fail);
  }
  if (field) throw fail(field.line, "a text field (;) begins here and never ends");
}

function* wordsOf(text: string, line: number, fail: (line: number, what: string) => Error): Generator<CifToken> {
  // A quote ends where white space follows it: 'a dog's life' is one word.
  const word = /\s+|#.*|'(?:[^']|'(?!\s|$))*'(?=\s|$)|"(?:[^"]|"(?!\s|$))*"(?=\s|$)|[^\s'"#][^\s]*|./gy;
  for (const [found] of text.matchAll(word)) {
    if (/^[\s#]/.test(found)) continue;
    const quote = found[0] === "'" || found[0] === '"';
    if (quote && (found.length < 2 || !found.endsWith(found[0])))
      throw fail(line, `a quote (${found[0]}) opens and never closes`);
    yield {line, text: quote ? found.slice(1, -1) : found, quoted: quote};
  }
}
