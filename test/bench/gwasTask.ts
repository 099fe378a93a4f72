import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {
  openAssociator,
  type Associator,
  type Everybody,
  type VariantLimits
} from "../../data-loaders/tables/association/associate.js";
import type {AnalysisPlan} from "../../data-loaders/tables/association/planAnalyses.js";
import {variantIds} from "../../data-loaders/tables/variantIds.js";

export interface GwasContext {
  everybody: Everybody;
  plan: AnalysisPlan;
  limits: VariantLimits;
}

/** A pool task: tests the variants of one shard and prints a line for each, as plink2 does. */
export default async function gwasTask(
  shard: Shard,
  {everybody, plan, limits}: GwasContext
): Promise<{result: {lines: string; tested: number}}> {
  associator ??= openAssociator(everybody, plan, limits);
  const {associate} = await associator;
  let lines = "";
  let tested = 0;
  for await (const batch of readShard(shard)) {
    const ids = variantIds(batch);
    const [{rows}] = associate(batch, ids);
    const width = rows.levels.length;
    for (let v = 0; v < batch.count; ++v) {
      const at = v * width;
      if (!Number.isNaN(rows.beta[at])) ++tested;
      lines += `${ids[v]}\t${rows.n[at]}\t${figures(rows.eaf[at])}\t${figures(rows.beta[at])}\t${figures(rows.se[at])}\t${figures(rows.z[at])}\t${figures(rows.minusLog10P[at])}\t${rows.method[at]}\n`;
    }
  }
  return {result: {lines, tested}};
}

let associator: Promise<Associator> | undefined;

function figures(x: number): string {
  return Number.isNaN(x) ? "NA" : x.toPrecision(6);
}
