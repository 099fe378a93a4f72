import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {createCounter} from "../../data-loaders/tables/countGenotypes.js";
import type {StrataLayout} from "../../data-loaders/tables/strataLayout.js";

/** What one shard held: variants, and the sum over cells of each genotype code, so that work cannot be skipped. */
export interface Counted {
  variants: number;
  codes: number[];
}

/** A pool task: reads and counts one shard and keeps totals only. */
export default async function countTask(shard: Shard, layout: StrataLayout): Promise<{result: Counted}> {
  const counter = await createCounter(layout);
  let variants = 0;
  const codes = [0, 0, 0, 0];
  for await (const {genotypes, count} of readShard(shard)) {
    const counts = counter.count(genotypes, count);
    for (let i = 0; i < counts.length; i += 4) {
      codes[0] += counts[i];
      codes[1] += counts[i + 1];
      codes[2] += counts[i + 2];
      codes[3] += counts[i + 3];
    }
    variants += count;
  }
  return {result: {variants, codes}};
}
