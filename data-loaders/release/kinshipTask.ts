import {openKinFinder, type KinFinder, type KinPair, type PairBlock} from "../tables/structure/kingRobust.js";
import type {PersonBits} from "../tables/structure/personBits.js";

let finder: Promise<KinFinder> | undefined;

/** A pool task: the related pairs of some blocks. */
export default async function kinshipTask(
  blocks: PairBlock[],
  {bits, threshold}: {bits: PersonBits; threshold: number}
): Promise<{result: KinPair[]}> {
  const {find} = await (finder ??= openKinFinder(bits));
  return {result: blocks.flatMap((block) => find(block, threshold))};
}
