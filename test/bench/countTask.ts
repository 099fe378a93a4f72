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
  let into = new Int32Array(0);
  let variants = 0;
  let homAlt = 0;
  let missing = 0;
  let het = 0;
  let homRef = 0;
  for await (const {genotypes, count} of readShard(shard)) {
    const size = count * counter.cellCount * 4;
    if (into.length < size) into = new Int32Array(size);
    const counts = counter.count(genotypes, count, into);
    for (let i = 0; i < counts.length; i += 4) {
      homAlt += counts[i];
      missing += counts[i + 1];
      het += counts[i + 2];
      homRef += counts[i + 3];
    }
    variants += count;
  }
  return {result: {variants, codes: [homAlt, missing, het, homRef]}};
}
