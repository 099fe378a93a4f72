import {randomLcg} from "d3-random";
import {fileStem, type Tier} from "../../src/model/release.js";
import {planAssociation, type AnalysedGroup, type AssociationPlan} from "../disclosure/association/planAssociation.js";
import {
  protectDensity,
  protectGenes,
  protectSummary,
  type Protected,
  type ProtectedTable,
  type Protection
} from "../disclosure/protect.js";
import type {Thresholds} from "../disclosure/thresholds.js";
import {nearestGene} from "../sources/annotation/nearestGene.js";
import type {AssociationOptions} from "../sources/associationOptions.js";
import type {Cohort, People} from "../sources/cohort.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {associationsOfLevel, type AssociationsOfLevel} from "../tables/association/associationsOfLevel.js";
import type {AssociationRows} from "../tables/association/associationRows.js";
import {binnedManhattan} from "../tables/association/binnedManhattan.js";
import {joinMarkers, usualMarkers, type Markers} from "../tables/association/chooseMarkers.js";
import {densitySquares} from "../tables/association/densitySquares.js";
import {genesTable} from "../tables/association/genesTable.js";
import {lociTable} from "../tables/association/lociTable.js";
import {manhattanTable} from "../tables/association/manhattanTable.js";
import {pcaDensityTable} from "../tables/association/pcaDensityTable.js";
import {planAnalyses, type AnalysisPlan, type GroupPlan} from "../tables/association/planAnalyses.js";
import {qqQuantiles} from "../tables/association/qqQuantiles.js";
import {qqTable} from "../tables/association/qqTable.js";
import {topLoci} from "../tables/association/topLoci.js";
import {personBits} from "../tables/structure/personBits.js";
import {principalComponents, projectPeople} from "../tables/structure/principalComponents.js";
import {unrelatedPeople} from "../tables/structure/unrelatedPeople.js";
import type {CaseControlTrait} from "../tables/strongHits.js";
import type {AssociationContext, AssociationShard} from "./associationTask.js";
import {kinshipInThreads} from "./kinshipThreads.js";
import type {MarkerContext} from "./markerTask.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
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
}

/** Takes one part of a table, by `TIER/FILE`. */
export type AppendTable = (
  id: string,
  table: ProtectedTable | AssociationShard["traits"][number]["table"]
) => Promise<void>;

/** What the association tests of a release were made of; all of it may be shown. */
export interface AssociationSide {
  /** Groups of which something is shown, per trait. */
  shown: Map<string, string[]>;
  /** Traits that could not be analysed in a group, and why. */
  skipped: AnalysisPlan["skipped"];
}

/** Markers for kinship and principal components, at most. */
const mostMarkers = 40_000;

/** Kinship of every pair among more people than this is looked for with fewer markers. */
const manyPeople = 10_000;
const markersOfMany = 2_000;

/** A kinship that nobody but twins can have: the search is switched off. */
const anyKinship = 0.5;

/** Pairs of components whose density is shown. */
const shownComponents = [
  [1, 2],
  [3, 4]
] as const;

/**
 * Tests every variant for association with every trait, in each genetic ancestry group, and hands the protected tables to
 * `append`: those of each trait as they are made, then what is summed up of them. Genotypes are read three times: for the
 * markers of ancestry and kinship, for the tests, and for linkage at the loci.
 */
export async function makeAssociations(input: AssociationInput, append: AppendTable): Promise<AssociationSide> {
  const {cohort, options, protection, thresholds, tier} = input;
  const {people} = cohort;
  const {usable, components} = await findStructure(input);
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
  await appendSummaries(input, shown.flat(), append);
  const levels = new Map(plan.traits.map(({id}, t) => [id, protections[t].shown.map((g) => protections[t].levels[g])]));
  if (components.count > 1)
    await append(`${tier}/pca_density`, densityTable(input, components, new Set([...levels.values()].flat())));
  if (cohort.genes.length > 0) await append("public/genes", protectGenes(genesTable(cohort.genes)));
  return {shown: levels, skipped: plan.skipped};
}

/** Effects are fitted below this p-value of the score test, so that they are fitted wherever the fit gives 0.01. */
const fitP = 0.02;

interface Structure {
  /** 1 = enough calls, and no near relative among the others: analysed. */
  usable: Uint8Array;
  components: {count: number; scores: Float64Array};
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
  const {pos, genotypes} = joinMarkers(found, people.total, mostMarkers);
  const none = {count: 0, scores: new Float64Array()};
  if (pos.length === 0) return {usable: people.included, components: none};
  const shared = new Uint8Array(new SharedArrayBuffer(genotypes.length));
  shared.set(genotypes);
  const packed = {genotypes: shared, variants: pos.length, people: people.total};
  const callRates = callRatesOf(packed);
  const usable = people.included.map((included, i) => (included && callRates[i] >= options.callRateMin ? 1 : 0));
  if (options.kinshipMax < anyKinship) {
    const few = people.total > manyPeople ? Math.min(markersOfMany, packed.variants) : packed.variants;
    const bits = personBits({...packed, variants: few});
    const pairs = await kinshipInThreads(bits, options.kinshipMax, threads);
    const unrelated = unrelatedPeople(
      pairs.filter(({a, b}) => usable[a] && usable[b]),
      callRates
    );
    unrelated.forEach((kept, i) => (usable[i] &= kept));
  }
  if (options.pcs === 0) return {usable, components: none};
  const pca = await withStructureThreads(packed, usable, threads, (standardised) =>
    principalComponents(standardised, {included: usable, components: options.pcs, random: randomLcg(1)})
  );
  // Relatives are placed on the components of the others, for the density only.
  const projected = await projectPeople(packed, pca);
  const count = pca.eigenvalues.length;
  const scores = pca.scores.map((score, i) => (usable[Math.floor(i / count)] ? score : projected[i]));
  return {usable, components: {count, scores}};
}

function callRatesOf({
  genotypes,
  variants,
  people
}: {
  genotypes: Uint8Array;
  variants: number;
  people: number;
}): Float64Array {
  const missing = new Float64Array(people);
  const bytes = Math.ceil(people / 4);
  for (let v = 0; v < variants; ++v)
    for (let byte = 0; byte < bytes; ++byte) {
      const code = genotypes[v * bytes + byte];
      for (let bits = code & ~(code >> 1) & 0x55; bits !== 0; bits &= bits - 1)
        missing[byte * 4 + ((31 - Math.clz32(bits & -bits)) >> 1)] += 1;
    }
  return missing.map((n) => 1 - n / variants);
}

function hiddenLevels({groups, hidden}: Protection): string[] {
  return groups.blocks.flatMap(({level}, b) => (hidden.totals[b] ? [] : level));
}

function analysedGroup(
  {traits}: People,
  plan: AnalysisPlan,
  {level, people: members, analyses}: GroupPlan,
  t: number,
  counted: CaseControlTrait | null
): AnalysedGroup {
  const analysis = analyses[t];
  if (!analysis) return {level, people: 0, cases: null, parameters: 0, notAnalysed: []};
  const {design, trait} = analysis;
  const cases = plan.traits[t].kind === "binary" ? design.people.reduce((sum, i) => sum + trait[i], 0) : null;
  const known = Array.from(members, (person) => traits[t].values[person]);
  const all = (status: number): number => known.filter((value) => value === status).length;
  const notAnalysed =
    counted?.id === plan.traits[t].id && cases !== null
      ? [all(1) - cases, all(0) - (design.people.length - cases)]
      : [];
  return {level, people: design.people.length, cases, parameters: design.columns + 1, notAnalysed};
}

/** Runs the tests and hands each trait's rows on, in genome order. Returns what is shown, per trait. */
async function testVariants(
  {cohort: {people, shards}, options, tier, threads, onProgress}: AssociationInput,
  plan: AnalysisPlan,
  protection: AssociationPlan[],
  append: AppendTable
): Promise<Protected<AssociationRows>[][]> {
  const context: AssociationContext = {people: people.total, plan, limits: options, protection};
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

function densityTable(
  {cohort: {people}, protection, thresholds}: AssociationInput,
  {count, scores}: {count: number; scores: Float64Array},
  shownLevels: ReadonlySet<string>
): ProtectedTable {
  const ancestry = people.strata.find(({name}) => name === ancestryVariable);
  const groups = Int32Array.from(people.included, (included, i) => (included ? (ancestry?.codes[i] ?? 0) : -1));
  const levels = ancestry?.levels ?? [wholeCohort];
  const component = (pc: number) => ({
    pc,
    scores: Float64Array.from({length: people.total}, (_, person) => scores[person * count + pc - 1])
  });
  const squares = shownComponents
    .filter(([, y]) => y <= count)
    .flatMap(([x, y]) => densitySquares(component(x), component(y), groups, levels));
  return protectDensity(squares, shownLevels, protection, thresholds.association.roundPeople, pcaDensityTable);
}
