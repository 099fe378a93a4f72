import {inOrder, pairBlocks, type KinPair, type PairBlock} from "../tables/structure/kingRobust.js";
import type {PersonBits} from "../tables/structure/personBits.js";
import {mapShards} from "./pool.js";

/** Blocks of pairs that a thread takes at a time. */
const blocksAtOnce = 8;

/** As `kingRobust`, in several threads. */
export async function kinshipInThreads(bits: PersonBits, threshold: number, threads: number): Promise<KinPair[]> {
  const blocks = pairBlocks(bits);
  const parts = Array.from({length: Math.ceil(blocks.length / blocksAtOnce)}, (_, i) =>
    blocks.slice(i * blocksAtOnce, (i + 1) * blocksAtOnce)
  );
  const task = new URL("./kinshipTask.ts", import.meta.url);
  const found: KinPair[] = [];
  for await (const pairs of mapShards<PairBlock[], {bits: PersonBits; threshold: number}, KinPair[]>(
    parts,
    task,
    {bits, threshold},
    {threads}
  ))
    for (const pair of pairs) found.push(pair);
  return inOrder(found);
}
