import type {TableBatch} from "../../src/model/table.js";
import type {VariantBatch} from "./countBatches.js";
import {repeatedColumn, stringColumn} from "./stringColumn.js";
import {variantIds} from "./variantIds.js";

/**
 * Table `variants`: one row per alternate allele; `rsid` and `gene` are null where there is none.
 * `geneAt` names the genes at a 1-based position, joined by `;`, or gives an empty string.
 */
export function variantTable(batch: VariantBatch, geneAt: (chrom: string, pos: number) => string): TableBatch {
  const {count, chrom, pos, ref, alt, rsid} = batch;
  const genes = chrom.map((name, i) => geneAt(name, pos[i]));
  return {
    rows: count,
    columns: [
      repeatedColumn("variant_id", variantIds(batch), 1),
      stringColumn("chrom", chrom),
      {name: "pos", type: "int32", values: pos},
      stringColumn("ref", ref),
      stringColumn("alt", alt),
      stringColumn("rsid", rsid, {emptyIsNull: true}),
      stringColumn("gene", genes, {emptyIsNull: true})
    ]
  };
}
