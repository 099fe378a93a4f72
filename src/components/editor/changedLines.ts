import {diff} from "@codemirror/merge";

/** A line that was taken out (with its number before) or put in (with its number after), counted from 1. */
export interface ChangedLine {
  sign: "−" | "+";
  line: number;
  text: string;
}

/** The lines in which two texts differ, in order; what was taken out comes before what was put in its place. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const characterOf = new Map<string, string>();
  // Each line is compared as one character, so that a change begins and ends with lines.
  const encoded = (lines: string[]): string =>
    lines
      .map((line) => {
        const character = characterOf.get(line) ?? String.fromCharCode(firstCharacter + characterOf.size);
        characterOf.set(line, character);
        return character;
      })
      .join("");
  return diff(encoded(a), encoded(b)).flatMap(({fromA, toA, fromB, toB}) => [
    ...linesIn(a, fromA, toA, "−"),
    ...linesIn(b, fromB, toB, "+")
  ]);
}

/** Far from the characters that come in pairs: the comparison never divides a pair. */
const firstCharacter = 0x3400;

/** Lines from an index to before another. */
function linesIn(lines: string[], from: number, to: number, sign: ChangedLine["sign"]): ChangedLine[] {
  return lines.slice(from, to).map((text, i) => ({sign, line: from + i + 1, text}));
}
