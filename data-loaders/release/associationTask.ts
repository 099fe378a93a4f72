import {protectAssociation, type Protected} from "../disclosure/protect.js";
import type {AssociationPlan} from "../disclosure/association/planAssociation.js";
import {addLevels, addTally} from "../disclosure/tally.js";
import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {openAssociator, type Associator, type Everybody, type VariantLimits} from "../tables/association/associate.js";
import {associationRowsTable, type AssociationRows} from "../tables/association/associationRows.js";
import {joinBatches} from "../tables/association/joinBatches.js";
import type {AnalysisPlan} from "../tables/association/planAnalyses.js";
import {variantIds} from "../tables/variantIds.js";
import {encodeRowGroup} from "./parquet.js";
import {openEncoder} from "./parquet/encodeColumn.js";
import {noRows, smaller, type ShardTable} from "./shardTask.js";

/** What every shard of the associations of a release needs; sent to each thread once. */
export interface AssociationContext {
  everybody: Everybody;
  plan: AnalysisPlan;
  limits: VariantLimits;
  /** Per trait of the plan: what may be shown of it. */
  protection: AssociationPlan[];
}

/** All that leaves the thread has been protected. Per trait of the plan. */
export interface AssociationShard {
  variants: number;
  traits: {table: ShardTable; shown: Protected<AssociationRows>[]}[];
}

/** Loads what every shard needs before it is known which. */
export async function prepare(): Promise<void> {
  await openEncoder();
}

let associator: Promise<Associator> | undefined;

/** Tests, protects and encodes the variants of one shard, a row group a batch; a task of `mapShards`. */
export default async function associationTask(
  shard: Shard,
  {everybody, plan, limits, protection}: AssociationContext
): Promise<{result: AssociationShard; transfer: ArrayBuffer[]}> {
  associator ??= openAssociator(everybody, plan, limits);
  const {associate} = await associator;
  const traits = plan.traits.map((): AssociationShard["traits"][number] => ({table: noRows(), shown: []}));
  let variants = 0;
  for await (const batch of joinBatches(readShard(shard))) {
    variants += batch.count;
    const found = associate(batch, variantIds(batch));
    for (const [t, {rows, counts}] of found.entries()) {
      const {shown, table} = protectAssociation(rows, counts, protection[t], associationRowsTable);
      traits[t].shown.push(shown);
      const into = traits[t].table;
      into.rowGroups.push(await encodeRowGroup(table.batch));
      addTally(into.tally, table.tally);
      into.smallest = smaller(into.smallest, table.smallest);
      if (table.cells) into.cells = addLevels(into.cells ?? null, table.cells);
    }
  }
  const transfer = traits.flatMap(({table, shown}) => [
    ...table.rowGroups.map(({bytes}) => bytes.buffer),
    ...shown.flatMap((rows) =>
      [rows.eaf, rows.beta, rows.se, rows.minusLog10P].map(({buffer}) => buffer as ArrayBuffer)
    )
  ]);
  return {result: {variants, traits}, transfer};
}
