import type {VcfShard} from "../cohort.js";
import {readText, type TextRange} from "./readText.js";

/** How many lines end before a shard begins. Reads the file from its beginning: for error messages only. */
export async function countLinesBefore({
  start,
  startInBlock,
  ...range
}: TextRange & Pick<VcfShard, "startInBlock">): Promise<number> {
  let lines = 0;
  if (start + startInBlock === 0) return lines;
  for await (const {bytes, inside} of readText({...range, start: 0, end: start})) {
    const before = inside ? bytes : bytes.subarray(0, startInBlock);
    for (let at = before.indexOf(10); at >= 0; at = before.indexOf(10, at + 1)) lines += 1;
    if (!inside) break;
  }
  return lines;
}
