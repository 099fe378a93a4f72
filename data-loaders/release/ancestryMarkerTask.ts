import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {
  chooseAncestryMarkers,
  type AncestryMarkerLimits,
  type AncestryMarkers
} from "../tables/ancestry/chooseAncestryMarkers.js";
import type {SiteIndex} from "../tables/ancestry/markerSites.js";
import {createCounter} from "../tables/countGenotypes.js";

/** Whose genotypes decide about a marker: cell 0; -1 = nobody's. */
export interface AncestryMarkerContext {
  people: number;
  cells: Int32Array;
  index: SiteIndex;
  limits: AncestryMarkerLimits;
}

/** A task of `mapShards`: the markers of one shard of a reference that the cohort has too. */
export default async function ancestryMarkerTask(
  shard: Shard,
  {people, cells, index, limits}: AncestryMarkerContext
): Promise<{result: AncestryMarkers; transfer: ArrayBuffer[]}> {
  const counter = await createCounter({people, cells, cellCount: 1});
  const markers = await chooseAncestryMarkers(readShard(shard), counter, index, limits);
  return {result: markers, transfer: [markers.genotypes.buffer]};
}
