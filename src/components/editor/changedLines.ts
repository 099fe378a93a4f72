import {Chunk} from "@codemirror/merge";
import {Text} from "@codemirror/state";

/** A line that was taken out (with its number before) or put in (with its number after), counted from 1. */
export interface ChangedLine {
  sign: "−" | "+";
  line: number;
  text: string;
}

/** The lines in which two texts differ, in order; what was taken out comes before what was put in its place. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [a, b] = [before, after].map((text) => Text.of(text.split("\n")));
  return Chunk.build(a, b).flatMap(({fromA, toA, fromB, toB}) => [
    ...linesIn(a, fromA, toA, "−"),
    ...linesIn(b, fromB, toB, "+")
  ]);
}

/** Lines of a chunk, whose `to` is one beyond the end of its last line, or `from` where it has no line. */
function linesIn(text: Text, from: number, to: number, sign: ChangedLine["sign"]): ChangedLine[] {
  if (to <= from) return [];
  const first = text.lineAt(from).number;
  const last = text.lineAt(to - 1).number;
  return Array.from({length: last - first + 1}, (_, i) => ({sign, line: first + i, text: text.line(first + i).text}));
}
