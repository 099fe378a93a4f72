import {alleleCountTable} from "../tables/alleleCounts.js";
import {countBatches} from "../tables/countBatches.js";
import {createCounter, type GenotypeCounter} from "../tables/countGenotypes.js";
import {openDivider, type DivideCounts} from "../tables/divideCounts.js";
import {frequencySums, type FrequencySums} from "../tables/equity/frequencySums.js";
import {genotypeCountTable} from "../tables/genotypeCounts.js";
import {collectGenotypes, type GeneGenotypes, type SoughtGene} from "../tables/pharmacogenomics/collectGenotypes.js";
import {findChosen, type ChosenVariants, type FoundVariants} from "../tables/protein/chosenVariants.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import {genomeWideZ, strongHits, type CaseControlTrait, type Hit} from "../tables/strongHits.js";
import {variantTable} from "../tables/variants.js";
import {countUniqueAlleles} from "../disclosure/audit/uniqueAlleles.js";
import {
  protectChosen,
  protectSums,
  protectVariants,
  type Protected,
  type ProtectedTable,
  type Protection
} from "../disclosure/protect.js";
import {addTally, type CellsOfLevel, type Tally} from "../disclosure/tally.js";
import {geneAt} from "../sources/annotation/geneAt.js";
import type {GeneInterval, GenotypeBatch, Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {encodeRowGroup, rowGroupRows, type EncodedRowGroup} from "./parquet.js";
import {openEncoder} from "./parquet/encodeColumn.js";
import {stretchesOf, type Stretch} from "./siteOrder.js";
import {WatchedCollector, type Watched, type WatchedGenotypes} from "./watchedGenotypes.js";

/** What every shard of a release needs; sent to each thread once. */
export interface ShardContext {
  layout: StrataLayout;
  protection: Protection;
  genes: GeneInterval[];
  /** Only these are encoded. */
  tables: VariantTableName[];
  /** Variants whose genotypes are handed over, to be protected and attacked together; null = none. */
  watched: Watched | null;
  /** Variants whose counts another table repeats. */
  chosen: ChosenVariants;
  /** Associations with this trait are looked for; null = none. */
  trait: CaseControlTrait | null;
  /** Genes whose defining variants are handed over, to be called together; null = none. */
  medicines: readonly SoughtGene[] | null;
}

export const variantTables = ["variants", "genotype_counts", "allele_counts"] as const;
export type VariantTableName = (typeof variantTables)[number];

/**
 * All that leaves the thread: protected, encoded row groups, and what was kept back; for the main thread only, the
 * genotypes of watched variants and of genes, and associations, which nothing has protected yet.
 */
export interface ShardResult {
  variants: number;
  /** Where they are, in the order in which they were protected. */
  stretches: Stretch[];
  tables: Partial<Record<VariantTableName, ShardTable>>;
  watched: WatchedGenotypes | null;
  medicines: GeneGenotypes[] | null;
  hits: Hit[];
  /** Cells of `allele_counts`, as they are shown, in which one chromosome only has an allele. */
  uniqueAlleles: number;
  /** Of `allele_counts` as it is shown, where that is encoded. */
  frequencies: Protected<FrequencySums>[];
  /** Likewise. */
  found: Protected<FoundVariants>[];
}

export interface ShardTable {
  rowGroups: EncodedRowGroup[];
  tally: Tally;
  /** Smallest count other than 0 that is shown, or null. */
  smallest: number | null;
  /** How many cells could have been kept back, where the table does not follow the groups of `genotype_counts`. */
  cells?: readonly CellsOfLevel[];
  /** The limit for small counts, where it holds in every class. */
  limit?: number;
}

/** Loads what every shard needs before it is known which: the kernels and the encoder. */
export async function prepare(): Promise<void> {
  const nobody = {people: 0, cells: new Int32Array(), cellCount: 0, variables: [], combinations: []};
  await Promise.all([createCounter(nobody), openDivider(nobody), openEncoder()]);
}

let counter: Promise<GenotypeCounter> | undefined;
let divider: Promise<DivideCounts> | undefined;

/** Reads, counts, protects and encodes the variants of one shard; a task of `mapShards`. */
export default async function shardTask(
  shard: Shard,
  {layout, protection, genes, tables, watched, chosen, trait, medicines}: ShardContext
): Promise<{result: ShardResult; transfer: ArrayBuffer[]}> {
  counter ??= createCounter(layout);
  divider ??= openDivider(layout);
  const divide = await divider;
  const made = new Map(tables.map((name): [VariantTableName, ShardTable] => [name, noRows()]));
  const perRowGroup = variantsPerRowGroup(shard, layout.combinations.length);
  const stretches: Stretch[] = [];
  const hits: Hit[] = [];
  const frequencies: Protected<FrequencySums>[] = [];
  const found: Protected<FoundVariants>[] = [];
  const collector = watched && new WatchedCollector(watched, genes);
  const ofGenes = medicines && collectGenotypes({genes: medicines}, layout.people);
  const read = ofGenes ? passedTo(readShard(shard), ofGenes.add) : readShard(shard);
  const batches = collector ? collector.through(read) : read;
  let variants = 0;
  let uniqueAlleles = 0;
  for await (const {batch, counts} of countBatches(batches, await counter, perRowGroup)) {
    const divided = divide(counts, batch.ploidy);
    if (trait) hits.push(...strongHits(batch, divided, layout, trait, genomeWideZ));
    const exact = {
      variants: variantTable(batch, (chrom, pos) => geneAt(genes, chrom, pos)),
      genotype_counts: genotypeCountTable(batch, divided, layout),
      allele_counts: alleleCountTable(batch, divided, layout)
    };
    const shown = protectVariants(exact, batch.ploidy, protection);
    for (const [name, table] of made) await add(table, shown[name]);
    if (made.has("allele_counts")) {
      uniqueAlleles += uniqueIn(shown.allele_counts);
      frequencies.push(protectSums(shown.allele_counts, frequencySums));
      if (chosen.ids.size > 0) found.push(protectChosen(shown.allele_counts, (batch) => findChosen(batch, chosen)));
    }
    stretches.push(...stretchesOf(batch));
    variants += batch.count;
  }
  const transfer = [...made.values()].flatMap(({rowGroups}) => rowGroups.map(({bytes}) => bytes.buffer));
  const kept = collector?.result() ?? null;
  if (kept) transfer.push(kept.genotypes.buffer);
  const result = {
    variants,
    stretches,
    tables: Object.fromEntries(made),
    watched: kept,
    medicines: ofGenes?.finish() ?? null,
    hits,
    uniqueAlleles,
    frequencies,
    found
  };
  return {result, transfer};
}

async function* passedTo(
  batches: AsyncIterable<GenotypeBatch>,
  add: (batch: GenotypeBatch) => void
): AsyncGenerator<GenotypeBatch> {
  for await (const batch of batches) {
    add(batch);
    yield batch;
  }
}

/** A shard whose size is known is divided evenly: no small rest gets a row group of its own. */
function variantsPerRowGroup(shard: Shard, rowsPerVariant: number): number {
  const aim = Math.max(1, Math.floor(rowGroupRows / rowsPerVariant));
  return shard.kind === "bed" ? Math.ceil(shard.count / Math.max(1, Math.round(shard.count / aim))) : aim;
}

function uniqueIn({batch: {columns}, smallest}: ProtectedTable): number {
  // Nothing that is shown, or follows from it, is 1.
  if (smallest !== 1) return 0;
  const [ac, an] = ["ac", "an"].map((wanted) => columns.find(({name}) => name === wanted));
  if (ac?.type !== "int32" || an?.type !== "int32") throw new Error("allele_counts has no ac or an");
  const shown = Uint8Array.from(ac.values, (_, i) => Number((ac.valid?.[i] ?? 1) && (an.valid?.[i] ?? 1)));
  const {alternate, reference} = countUniqueAlleles(ac.values, an.values, shown);
  return alternate + reference;
}

export function noRows(): ShardTable {
  return {rowGroups: [], tally: {}, smallest: null};
}

async function add(table: ShardTable, {batch, tally, smallest}: ProtectedTable): Promise<void> {
  table.rowGroups.push(await encodeRowGroup(batch));
  addTally(table.tally, tally);
  table.smallest = smaller(table.smallest, smallest);
}

export function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
