import type {TableBatch} from "../../../src/model/table.js";
import type {GeneInterval} from "../../sources/cohort.js";
import {stringColumn} from "../stringColumn.js";

/** Table `genes`: the gene intervals that the release was annotated with, 0-based and half-open. Nothing about people. */
export function genesTable(genes: readonly GeneInterval[]): TableBatch {
  return {
    rows: genes.length,
    columns: [
      stringColumn(
        "chrom",
        genes.map(({chrom}) => chrom)
      ),
      {name: "start", type: "int32", values: Int32Array.from(genes, ({start}) => start)},
      {name: "end", type: "int32", values: Int32Array.from(genes, ({end}) => end)},
      stringColumn(
        "name",
        genes.map(({name}) => name)
      )
    ]
  };
}
