import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {collectSites, type MarkerSites} from "../tables/ancestry/markerSites.js";

/** A task of `mapShards`: the sites of one shard at which ancestry might be told, without genotypes. */
export default async function siteTask(shard: Shard): Promise<{result: MarkerSites; transfer: ArrayBuffer[]}> {
  const sites = await collectSites(readShard(shard));
  const transfer = [sites.places, sites.names, sites.alleles].map(({buffer}) => buffer as ArrayBuffer);
  return {result: sites, transfer};
}
