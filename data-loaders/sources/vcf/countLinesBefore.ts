import {readText, type TextRange} from "./readText.js";

/** How many lines end before `start`. Reads the file from its beginning: for error messages only. */
export async function countLinesBefore({start, ...range}: TextRange): Promise<number> {
  let lines = 0;
  if (start === 0) return lines;
  for await (const {bytes, inside} of readText({...range, start: 0, end: start})) {
    if (!inside) break;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}
