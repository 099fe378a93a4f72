import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {chooseMarkers, type MarkerLimits, type Markers} from "../tables/association/chooseMarkers.js";
import {createCounter} from "../tables/countGenotypes.js";

/** Whose genotypes decide about a marker: cell 0; -1 = nobody's. */
export interface MarkerContext {
  people: number;
  cells: Int32Array;
  limits: MarkerLimits;
}

/** A task of `mapShards`: the markers of one shard. Genotypes stay in this process. */
export default async function markerTask(
  shard: Shard,
  {people, cells, limits}: MarkerContext
): Promise<{result: Markers; transfer: ArrayBuffer[]}> {
  const counter = await createCounter({people, cells, cellCount: 1});
  const markers = await chooseMarkers(readShard(shard), counter, limits);
  return {result: markers, transfer: [markers.genotypes.buffer]};
}
