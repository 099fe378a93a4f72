import type {Protected} from "../../data-loaders/disclosure/protect.js";
import {encodeRowGroup, type EncodedRowGroup} from "../../data-loaders/release/parquet.js";
import {openEncoder} from "../../data-loaders/release/parquet/encodeColumn.js";
import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {
  openAssociator,
  type Associator,
  type Everybody,
  type VariantLimits
} from "../../data-loaders/tables/association/associate.js";
import {associationRowsTable} from "../../data-loaders/tables/association/associationRows.js";
import {joinBatches} from "../../data-loaders/tables/association/joinBatches.js";
import type {AnalysisPlan} from "../../data-loaders/tables/association/planAnalyses.js";
import {variantIds} from "../../data-loaders/tables/variantIds.js";
import type {TableBatch} from "../../src/model/table.js";

export interface GwasContext {
  everybody: Everybody;
  plan: AnalysisPlan;
  limits: VariantLimits;
}

/** Loads what every shard needs before it is known which. */
export async function prepare(): Promise<void> {
  await openEncoder();
}

let associator: Promise<Associator> | undefined;

/** A pool task: tests the variants of one shard for the first trait of the plan. The genotypes are nobody's. */
export default async function gwasTask(
  shard: Shard,
  {everybody, plan, limits}: GwasContext
): Promise<{result: {rowGroups: EncodedRowGroup[]; tested: number}; transfer: ArrayBuffer[]}> {
  associator ??= openAssociator(everybody, plan, limits);
  const {associate} = await associator;
  const rowGroups: EncodedRowGroup[] = [];
  let tested = 0;
  for await (const batch of joinBatches(readShard(shard))) {
    const [{rows}] = associate(batch, variantIds(batch));
    tested += rows.beta.reduce((sum, beta) => sum + Number(!Number.isNaN(beta)), 0);
    rowGroups.push(await encodeRowGroup(associationRowsTable(rows) as Protected<TableBatch>));
  }
  return {result: {rowGroups, tested}, transfer: rowGroups.map(({bytes}) => bytes.buffer)};
}
