import {randomLcg} from "d3-random";
import {Ploidy} from "../../src/model/ploidy.js";
import type {Finding} from "../../src/model/privacy.js";
import {fileStem, type Tier} from "../../src/model/release.js";
import {planAssociation, type AnalysedGroup, type AssociationPlan} from "../disclosure/association/planAssociation.js";
import {
  protectDensity,
  protectGenes,
  protectLd,
  protectSummary,
  type Protected,
  type ProtectedTable,
  type Protection
} from "../disclosure/protect.js";
import type {RandomSource} from "../disclosure/audit/attackFrequencies.js";
import type {MembershipLimits, Thresholds} from "../disclosure/thresholds.js";
import {nearestGene} from "../sources/annotation/nearestGene.js";
import type {AssociationOptions} from "../sources/associationOptions.js";
import type {Cohort, People} from "../sources/cohort.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {associationsOfLevel, type AssociationsOfLevel} from "../tables/association/associationsOfLevel.js";
import type {AssociationRows} from "../tables/association/associationRows.js";
import {binnedManhattan} from "../tables/association/binnedManhattan.js";
import {chooseLocusVariants} from "../tables/association/chooseLocusVariants.js";
import {joinMarkers, usualMarkers, type Markers} from "../tables/association/chooseMarkers.js";
import {densitySquares} from "../tables/association/densitySquares.js";
import {genesTable} from "../tables/association/genesTable.js";
import {ldTable, type LdPairs} from "../tables/association/ldTable.js";
import {lociTable} from "../tables/association/lociTable.js";
import {locusLd, type CalledAlleles} from "../tables/association/locusLd.js";
import {manhattanTable} from "../tables/association/manhattanTable.js";
import {pcaDensityTable, type DensitySquare} from "../tables/association/pcaDensityTable.js";
import {everybodyOf, planAnalyses, type AnalysisPlan, type GroupPlan} from "../tables/association/planAnalyses.js";
import {qqQuantiles} from "../tables/association/qqQuantiles.js";
import {qqTable} from "../tables/association/qqTable.js";
import {topLoci} from "../tables/association/topLoci.js";
import {personBits} from "../tables/structure/personBits.js";
import {pruneLd} from "../tables/structure/pruneLd.js";
import {principalComponents, projectPeople} from "../tables/structure/principalComponents.js";
import {openSampleCounter} from "../tables/structure/sampleCounts.js";
import {judgeSamples, SampleReason} from "../tables/structure/sampleQc.js";
import {unrelatedPeople} from "../tables/structure/unrelatedPeople.js";
import type {CaseControlTrait} from "../tables/strongHits.js";
import {auditDensity, auditLinkage, auditTraits, mostAttacked, type AttackedVariants} from "./associationAudit.js";
import type {AssociationContext, AssociationShard} from "./associationTask.js";
import {kinshipInThreads} from "./kinshipThreads.js";
import type {MarkerContext} from "./markerTask.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import {joinWatched, watch, type Watched, type WatchedGenotypes} from "./watchedGenotypes.js";
import {withStructureThreads} from "./structureThreads.js";

export interface AssociationInput {
  cohort: Cohort;
  options: AssociationOptions;
  protection: Protection;
  thresholds: Thresholds;
  /** The trait whose cases exact tables count, if there is one. */
  counted: CaseControlTrait | null;
  tier: Tier;
  threads: number;
  onProgress?: OnProgress;
  /** Variants whose frequencies are public, to attack associations with; null without a public reference. */
  attacked: AttackedVariants | null;
  membership: MembershipLimits;
  random: RandomSource;
  /** Is told who is analysed, and where everybody lies by their genotypes. */
  structure?(found: Pick<Structure, "usable" | "components">): void;
  /** Is given all rows that are shown, of all traits, to compare groups by. */
  compare?(shown: readonly Protected<AssociationRows>[]): void;
}

/** Takes one part of a table, by `TIER/FILE`. */
export type AppendTable = (
  id: string,
  table: ProtectedTable | AssociationShard["traits"][number]["table"]
) => Promise<void>;

/** Markers for kinship and principal components, at most. */
const mostMarkers = 40_000;

/** Kinship of every pair among more people than this is looked for with fewer markers. */
const manyPeople = 10_000;
const markersOfMany = 2_000;

/** A kinship that nobody but twins can have: the search is switched off. */
const anyKinship = 0.5;

/** Sums of rounded numbers depend on their order: components must not depend on how many processors there are. */
const structureThreads = 4;

/** Covariates need no more: components that stand out are exact to three digits by then. */
const structureProducts = 8;

/** Variants of a locus whose linkage is shown, at most. */
const mostOfLocus = 150;

/** Pairs of components whose density is shown. */
const shownComponents = [
  [1, 2],
  [3, 4]
] as const;

/**
 * Tests every variant for association with every trait, in each genetic ancestry group, and hands the protected tables to
 * `append`: those of each trait as they are made, then what is summed up of them. Genotypes are read three times: for the
 * markers of ancestry and kinship, for the tests, and for linkage at the loci. Returns how the tables stood up to attacks.
 */
export async function makeAssociations(input: AssociationInput, append: AppendTable): Promise<Finding[]> {
  const {cohort, options, protection, thresholds, tier} = input;
  const {people} = cohort;
  const {usable, components, markers} = await findStructure(input);
  input.structure?.({usable, components});
  const plan = planAnalyses(
    people,
    usable,
    hiddenLevels(protection),
    components,
    {cases: Math.max(10, protection.limit ?? 0), people: 50},
    {missing: options.missing, saddlepointP: options.spaP, fitP: Math.min(options.spaP, fitP)}
  );
  const protections = plan.traits.map((_, t) =>
    planAssociation(
      plan.groups.map((group) => analysedGroup(people, plan, group, t, input.counted)),
      protection,
      thresholds.association
    )
  );
  const shown = await testVariants(input, plan, protections, append);
  input.compare?.(shown.flat());
  await appendSummaries(input, shown.flat(), append);
  const linkage = await findLinkage(input, plan, shown.flat());
  const shownLevels = new Set(shown.flat().flatMap((rows) => rows.levels));
  await append(`${tier}/ld`, protectLd(linkage.pairs, linkage.copies, shownLevels, protection, ldTable));
  const squares = components.count > 1 ? squaresOf(people, components) : [];
  const base = thresholds.association.roundPeople;
  if (components.count > 1)
    await append(`${tier}/pca_density`, protectDensity(squares, shownLevels, protection, base, pcaDensityTable));
  if (cohort.genes.length > 0) await append("public/genes", protectGenes(genesTable(cohort.genes)));
  const {limit} = protection;
  // Exact genotype counts are public beside them, and tell more.
  if (limit === null) return [];
  const {membership, random} = input;
  const about = {people, tier, limit, plan, protection: protections, variantLimits: options, membership, random};
  return [
    ...(await auditTraits(about, input.attacked ?? someOf(markers, people.total))),
    ...auditLinkage(about, linkage.pairs, linkage.genotypes),
    ...auditDensity(about, squares, shownLevels, base)
  ];
}

/** Effects are fitted below this p-value of the score test, so that they are fitted wherever the fit gives 0.01. */
const fitP = 0.02;

export interface Structure {
  /** 1 = enough calls, and no near relative among the others: analysed. */
  usable: Uint8Array;
  components: {count: number; scores: Float64Array};
  /** Of the autosomes. */
  markers: Markers;
}

/** Who is analysed, and where everybody lies by their genotypes. */
async function findStructure({cohort, options, threads, onProgress}: AssociationInput): Promise<Structure> {
  const {people, shards} = cohort;
  const context: MarkerContext = {
    people: people.total,
    cells: Int32Array.from(people.included, (included) => (included ? 0 : -1)),
    limits: usualMarkers
  };
  const found: Markers[] = [];
  for await (const markers of mapShards<(typeof shards)[number], MarkerContext, Markers>(
    shards,
    new URL("./markerTask.ts", import.meta.url),
    context,
    {threads, onDone: (done, of) => onProgress?.({phase: "markers", done, of, variants: 0})}
  ))
    found.push(markers);
  const markers = joinMarkers(found, people.total, (ploidy) => ploidy === Ploidy.diploid, mostMarkers);
  const none = {count: 0, scores: new Float64Array()};
  if (markers.pos.length === 0) return {usable: people.included, components: none, markers};
  const {usable, callRates} = await checkSamples(
    people,
    [markers, joinMarkers(found, people.total, (ploidy) => ploidy === Ploidy.menHaploid, mostMarkers)],
    options
  );
  const packed = await unlinked(markers, people.total, usable);
  if (options.kinshipMax < anyKinship) {
    const few = people.total > manyPeople ? Math.min(markersOfMany, packed.variants) : packed.variants;
    const bits = personBits({...packed, variants: few}, usable);
    const unrelated = unrelatedPeople(await kinshipInThreads(bits, options.kinshipMax, threads), callRates);
    unrelated.forEach((kept, i) => (usable[i] &= kept));
  }
  if (options.pcs === 0) return {usable, components: none, markers};
  const pca = await withStructureThreads(packed, usable, structureThreads, (standardised) =>
    principalComponents(standardised, {
      included: usable,
      components: options.pcs,
      random: randomLcg(1),
      maximumProducts: structureProducts
    })
  );
  // Relatives are placed on the components of the others, for the density only.
  const projected = await projectPeople(packed, pca);
  const count = pca.eigenvalues.length;
  const scores = pca.scores.map((score, i) => (usable[Math.floor(i / count)] ? score : projected[i]));
  return {usable, components: {count, scores}, markers};
}

/** Markers without those that are inherited with others, in memory that threads share. */
async function unlinked(
  {chrom, pos, genotypes}: Markers,
  people: number,
  included: Uint8Array
): Promise<{genotypes: Uint8Array<SharedArrayBuffer>; variants: number; people: number}> {
  const bytes = Math.ceil(people / 4);
  const kept = await pruneLd({genotypes, variants: pos.length, people}, {included, chromosomes: chrom});
  const rows = [...kept.keys()].filter((row) => kept[row]);
  const shared = new Uint8Array(new SharedArrayBuffer(rows.length * bytes));
  rows.forEach((row, i) => shared.set(genotypes.subarray(row * bytes, (row + 1) * bytes), i * bytes));
  return {genotypes: shared, variants: rows.length, people};
}

/** With fewer common variants, X does not tell men from women. */
const leastMarkersOfX = 200;

/** Who has enough calls, the heterozygosity of their group, and the sex that their X chromosomes tell. */
async function checkSamples(
  people: People,
  [autosomes, x]: [Markers, Markers],
  {callRateMin}: AssociationOptions
): Promise<{usable: Uint8Array; callRates: Float64Array}> {
  const ancestry = people.strata.find(({name}) => name === ancestryVariable);
  const about = {people: people.total, included: people.included, sex: people.sex};
  const counter = await openSampleCounter(about);
  for (const {chrom, pos, ploidy, genotypes} of x.pos.length < leastMarkersOfX ? [autosomes] : [autosomes, x])
    counter.add({count: pos.length, chrom, ploidy: Uint8Array.from(ploidy), genotypes});
  const groups = ancestry?.codes ?? new Int32Array(people.total);
  const {reasons, callRates} = judgeSamples(counter.counts, {...about, groups}, {callRate: callRateMin});
  const against = SampleReason.lowCallRate | SampleReason.heterozygosity | SampleReason.sexDiffers;
  return {
    usable: people.included.map((included, i) => (included && (reasons[i] & against) === 0 ? 1 : 0)),
    callRates
  };
}

function hiddenLevels({groups, hidden}: Protection): string[] {
  return groups.blocks.flatMap(({level}, b) => (hidden.totals[b] ? [] : level));
}

function analysedGroup(
  {traits, strata, included}: People,
  plan: AnalysisPlan,
  {level, analyses}: GroupPlan,
  t: number,
  counted: CaseControlTrait | null
): AnalysedGroup {
  const analysis = analyses[t];
  if (!analysis) return {level, people: 0, cases: null, parameters: 0, notAnalysed: []};
  const {design, trait} = analysis;
  const cases = plan.traits[t].kind === "binary" ? design.people.reduce((sum, i) => sum + trait[i], 0) : null;
  // Exact tables count those too whose genotypes were not good enough, or whose relatives were analysed.
  const ancestry = strata.find(({name}) => name === ancestryVariable);
  const isOf = (person: number): boolean => !ancestry || ancestry.levels[ancestry.codes[person]] === level;
  const known = traits[t].values.filter((_, person) => included[person] === 1 && isOf(person));
  const all = (status: number): number => known.filter((value) => value === status).length;
  const notAnalysed =
    counted?.id === plan.traits[t].id && cases !== null
      ? [all(1) - cases, all(0) - (design.people.length - cases)]
      : [];
  return {level, people: design.people.length, cases, parameters: design.columns + 1, notAnalysed};
}

/** Runs the tests and hands each trait's rows on, in genome order. Returns what is shown, per trait. */
async function testVariants(
  {cohort: {people, shards, summary}, options, tier, threads, onProgress}: AssociationInput,
  plan: AnalysisPlan,
  protection: AssociationPlan[],
  append: AppendTable
): Promise<Protected<AssociationRows>[][]> {
  const context: AssociationContext = {
    everybody: everybodyOf(people, plan, summary.class !== "open"),
    plan,
    limits: options,
    protection
  };
  const shown = plan.traits.map((): Protected<AssociationRows>[] => []);
  let done = 0;
  let variants = 0;
  for await (const shard of mapShards<(typeof shards)[number], AssociationContext, AssociationShard>(
    shards,
    new URL("./associationTask.ts", import.meta.url),
    context,
    {threads}
  )) {
    for (const [t, {table, shown: rows}] of shard.traits.entries()) {
      shown[t].push(...rows);
      await append(`${tier}/${fileStem({name: "association", trait: plan.traits[t].id})}`, table);
    }
    variants += shard.variants;
    onProgress?.({phase: "testing", done: ++done, of: shards.length, variants});
  }
  return shown;
}

/** Tables that are made of shown associations, of all traits together. */
async function appendSummaries(
  {cohort: {genes}, options, tier}: AssociationInput,
  shown: readonly Protected<AssociationRows>[],
  append: AppendTable
): Promise<void> {
  let levels: ReturnType<typeof levelsOf> | undefined;
  const each = <T extends object>(rows: readonly AssociationRows[], make: (found: AssociationsOfLevel) => T[]) =>
    (levels ??= levelsOf(rows)).flatMap(({trait, ancestry, found}) =>
      make(found).map((row) => ({trait, ancestry, ...row}))
    );
  const nearest = (chrom: string, pos: number) => nearestGene(genes, chrom, pos);
  await append(
    `${tier}/manhattan`,
    protectSummary(shown, (rows) => manhattanTable(each(rows, (found) => binnedManhattan(found))))
  );
  await append(
    `${tier}/qq`,
    protectSummary(shown, (rows) => qqTable(each(rows, ({minusLog10P, eaf}) => qqQuantiles(minusLog10P, eaf))))
  );
  await append(
    `${tier}/loci`,
    protectSummary(shown, (rows) => lociTable(each(rows, (found) => topLoci(found, nearest, options))))
  );
}

/** By trait and level, in the order in which they come. */
function levelsOf(rows: readonly AssociationRows[]): {trait: string; ancestry: string; found: AssociationsOfLevel}[] {
  return [...new Set(rows.map(({trait}) => trait))].flatMap((trait) => {
    const own = rows.filter((one) => one.trait === trait);
    return own[0].levels.map((ancestry) => ({trait, ancestry, found: associationsOfLevel(own, ancestry)}));
  });
}

/** Linkage at the loci, as it is: their variants are looked up once more. `genotypes` are those of the pairs' variants. */
async function findLinkage(
  {cohort: {people, shards}, options, threads, onProgress}: AssociationInput,
  plan: AnalysisPlan,
  shown: readonly Protected<AssociationRows>[]
): Promise<{pairs: LdPairs; copies: CalledAlleles; genotypes: Uint8Array}> {
  const places = [...new Set(shown.flatMap(({variantIds}) => variantIds))].map((variantId) => {
    const [chrom, pos] = variantId.split("-", 2);
    return {chrom, pos: Number(pos), variantId};
  });
  const leads = levelsOf(shown).flatMap(({found}) => topLoci(found, () => null, options));
  const loci = chooseLocusVariants(leads, places, options.lociBp, mostOfLocus);
  const wanted = new Set(loci.flatMap(({variantIds}) => variantIds));
  const watched = watch(
    [...wanted].map((id) => {
      const [chrom, pos, ref, ...alt] = id.split("-");
      return {chrom, pos: Number(pos), ref, alt: alt.join("-")};
    })
  );
  const found: WatchedGenotypes[] = [];
  if (wanted.size > 0)
    for await (const part of mapShards<(typeof shards)[number], Watched, WatchedGenotypes>(
      shards,
      new URL("./watchTask.ts", import.meta.url),
      watched,
      {threads, onDone: (done, of) => onProgress?.({phase: "linkage", done, of, variants: 0})}
    ))
      found.push(part);
  const {places: known, genotypes} = joinWatched(found, people.total);
  const ids = [...wanted];
  const variants = {people: people.total, variantIds: known.map((place) => ids[place]), genotypes};
  return {...(await locusLd(loci, variants, plan.groups)), genotypes};
}

function squaresOf(people: People, {count, scores}: {count: number; scores: Float64Array}): DensitySquare[] {
  const ancestry = people.strata.find(({name}) => name === ancestryVariable);
  const groups = Int32Array.from(people.included, (included, i) => (included ? (ancestry?.codes[i] ?? 0) : -1));
  const levels = ancestry?.levels ?? [wholeCohort];
  const component = (pc: number) => ({
    pc,
    scores: Float64Array.from({length: people.total}, (_, person) => scores[person * count + pc - 1])
  });
  return shownComponents
    .filter(([, y]) => y <= count)
    .flatMap(([x, y]) => densitySquares(component(x), component(y), groups, levels));
}

/** Markers to attack with where no frequencies are public. */
function someOf({pos, genotypes}: Markers, people: number): AttackedVariants {
  const count = Math.min(pos.length, mostAttacked);
  return {genotypes: genotypes.subarray(0, count * Math.ceil(people / 4)), count, frequencyOf: null};
}
