import {availableParallelism} from "node:os";
import {randomLcg} from "d3-random";
import {notAssigned, type InferredAncestry} from "../../src/model/ancestry.js";
import type {AncestryReference, Cohort, People, Shard} from "../sources/cohort.js";
import {ancestryVariable} from "../tables/ancestryGroups.js";
import {
  joinAncestryMarkers,
  Naming,
  swapAlleles,
  takeMarkers,
  type AncestryMarkers
} from "../tables/ancestry/chooseAncestryMarkers.js";
import {assignPeople, learnAncestry, usualAssignment} from "../tables/ancestry/learnAncestry.js";
import {indexSites, variantAt, type MarkerSites, type SiteIndex} from "../tables/ancestry/markerSites.js";
import {pruneLd} from "../tables/structure/pruneLd.js";
import type {PackedGenotypes} from "../tables/structure/alleleFrequencies.js";
import type {AncestryMarkerContext} from "./ancestryMarkerTask.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import {withStructureThreads} from "./structureThreads.js";
import {joinWatched, watch, type Watched, type WatchedGenotypes} from "./watchedGenotypes.js";

export interface AncestryOptions {
  threads?: number;
  onProgress?: OnProgress;
}

/** Fewer markers tell hardly even continents apart. */
export const leastMarkers = 200;

const limits = {mafMin: 0.05, callRateMin: 0.98};

/** Where the cohort has more sites than this, markers are taken at a distance, before linkage is looked at. */
const manySites = 200_000;
const spacingOfMany = 20_000;

/** Markers without linkage: of more, every k-th. */
const mostMarkers = 40_000;

/** Variants among which no two may be linked: r² of 0.2 at most. */
const window = 200;

/** Sums of rounded numbers depend on their order: groups must not depend on how many processors there are. */
const structureThreads = 4;

/**
 * The cohort with its stratum `ancestry` inferred, where its manifest names a reference; else the cohort as it is. Places
 * of people and probabilities are gone when this returns: what is left are groups, and how they were found.
 *
 * Genotypes of the cohort are read twice for it, those of the reference once. Markers are chosen by the reference's
 * people, so that nobody's group depends on who else is in the cohort. Throws an `InputError` at the manifest's field
 * `ancestry` where the two share too few markers, or the groups cannot be told apart.
 */
export async function inferAncestry(
  cohort: Cohort,
  {threads = availableParallelism(), onProgress}: AncestryOptions = {}
): Promise<{cohort: Cohort; inferred: InferredAncestry | null}> {
  const reference = cohort.ancestryReference;
  if (!reference) return {cohort, inferred: null};
  const options = {threads, onProgress};
  const index = await findSites(cohort.shards, reference.match, options);
  const shared = await findMarkers(reference, index, options);
  const unlinked = await withoutLinkage(shared, reference);
  const {packed, markers} = await genotypesOf(cohort, unlinked, index, reference.people, options);
  if (markers.sites.length < leastMarkers) throw reference.refuse(tooFew(markers.sites.length, shared, index));
  const learned = await learn(markers, reference);
  if ("problem" in learned) throw reference.refuse(`the reference ${learned.problem}`);
  const rules = {...usualAssignment, least: reference.least};
  const codes = await assignPeople(packed, cohort.people.included, learned, rules);
  const having = (naming: number): number => markers.namings.filter((one) => (one & naming) !== 0).length;
  return {
    cohort: {...cohort, people: withAncestry(cohort.people, codes, reference.groups)},
    inferred: {
      source: reference.source,
      groups: reference.groups,
      candidates: shared.candidates,
      shared: shared.sites.length,
      markers: markers.sites.length,
      swapped: having(Naming.swapped),
      otherStrand: having(Naming.otherStrand),
      components: learned.model.dimensions,
      ...rules
    }
  };
}

async function findSites(
  shards: readonly Shard[],
  match: SiteIndex["match"],
  {threads, onProgress}: AncestryOptions
): Promise<SiteIndex> {
  const found: MarkerSites[] = [];
  for await (const sites of mapShards<Shard, null, MarkerSites>(
    shards,
    new URL("./siteTask.ts", import.meta.url),
    null,
    {threads, onDone: (done, of) => onProgress?.({phase: "sites", done, of, variants: 0})}
  ))
    found.push(sites);
  return indexSites(found, match);
}

async function findMarkers(
  {people, codes, shards}: AncestryReference,
  index: SiteIndex,
  {threads, onProgress}: AncestryOptions
): Promise<AncestryMarkers> {
  const context: AncestryMarkerContext = {
    people,
    cells: Int32Array.from(codes, (code) => (code >= 0 ? 0 : -1)),
    index,
    limits: {...limits, spacingBp: index.keys.length > manySites ? spacingOfMany : 0}
  };
  const found: AncestryMarkers[] = [];
  for await (const markers of mapShards<Shard, AncestryMarkerContext, AncestryMarkers>(
    shards,
    new URL("./ancestryMarkerTask.ts", import.meta.url),
    context,
    {threads, onDone: (done, of) => onProgress?.({phase: "reference", done, of, variants: 0})}
  ))
    found.push(markers);
  return joinAncestryMarkers(found, people);
}

async function withoutLinkage(markers: AncestryMarkers, {people, codes}: AncestryReference): Promise<AncestryMarkers> {
  const {genotypes, sites, places} = markers;
  const kept = await pruneLd(
    {genotypes, variants: sites.length, people},
    {
      included: Uint8Array.from(codes, (code) => Number(code >= 0)),
      chromosomes: places.map((place) => variantAt(place, 0).chrom),
      window,
      step: window / 10
    }
  );
  const chosen = [...kept.keys()].filter((marker) => kept[marker]);
  const step = Math.max(1, chosen.length / mostMarkers);
  const some = Array.from({length: Math.min(chosen.length, mostMarkers)}, (_, i) => chosen[Math.floor(i * step)]);
  return takeMarkers(markers, some, people);
}

/** The cohort's genotypes at the markers, named as the reference does, and the markers that its files have diploid. */
async function genotypesOf(
  {shards, people: {total}}: Cohort,
  markers: AncestryMarkers,
  index: SiteIndex,
  referencePeople: number,
  {threads, onProgress}: AncestryOptions
): Promise<{packed: PackedGenotypes; markers: AncestryMarkers}> {
  const watched = watch(markers.sites.map((site) => variantAt(index.places[site], index.alleles[site])));
  const found: WatchedGenotypes[] = [];
  if (markers.sites.length > 0)
    for await (const part of mapShards<Shard, Watched, WatchedGenotypes>(
      shards,
      new URL("./watchTask.ts", import.meta.url),
      watched,
      {threads, onDone: (done, of) => onProgress?.({phase: "ancestry", done, of, variants: 0})}
    ))
      found.push(part);
  const {places, genotypes} = joinWatched(found, total);
  const kept = takeMarkers(markers, places, referencePeople);
  const bytes = Math.ceil(total / 4);
  kept.namings.forEach((naming, i) => {
    if (isTurned(naming)) swapAlleles(genotypes.subarray(i * bytes, (i + 1) * bytes), total);
  });
  return {packed: {genotypes, variants: places.length, people: total}, markers: kept};
}

function isTurned(naming: number): boolean {
  return (naming & Naming.swapped) !== 0;
}

async function learn({genotypes, sites}: AncestryMarkers, {people, codes, groups}: AncestryReference) {
  const shared = new Uint8Array(new SharedArrayBuffer(genotypes.length));
  shared.set(genotypes);
  const included = Uint8Array.from(codes, (code) => Number(code >= 0));
  return withStructureThreads(
    {genotypes: shared, variants: sites.length, people},
    included,
    structureThreads,
    (standardised) => learnAncestry(standardised, codes, groups.length, randomLcg(1))
  );
}

function tooFew(markers: number, {candidates, sites, otherAlleles}: AncestryMarkers, {match, keys}: SiteIndex): string {
  const by = match === "position" ? "at the same positions" : "of the same rs numbers";
  const build =
    otherAlleles > sites.length
      ? `; ${otherAlleles} more have other alleles there: is one of the two of another build?`
      : match === "position"
        ? "; are both of the same build?"
        : "; does either lack rs numbers?";
  return (
    `the cohort has ${sites.length} of the ${candidates} common variants of the reference among its ${keys.length} ${by}, and ` +
    `${markers} without linkage; expected ${leastMarkers} or more${build}`
  );
}

/** The people with the stratum `ancestry`: the groups that somebody is in, and `not assigned` last where it is needed. */
function withAncestry(people: People, codes: Int16Array, groups: readonly string[]): People {
  const {included, strata} = people;
  const present = groups.flatMap((_, group) => (codes.includes(group) ? group : []));
  const isAnybodyLeft = present.length === 0 || codes.some((code, person) => included[person] && code < 0);
  const levels = [...present.map((group) => groups[group]), ...(isAnybodyLeft ? [notAssigned] : [])];
  const own = Int16Array.from(codes, (code, person) =>
    included[person] ? (code < 0 ? levels.length - 1 : present.indexOf(code)) : -1
  );
  return {
    ...people,
    strata: strata.map((variable) =>
      variable.name === ancestryVariable ? {name: variable.name, levels, codes: own} : variable
    )
  };
}
