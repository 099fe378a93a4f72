import {decompress} from "@bokuweb/zstd-wasm";
import {parquetReadObjects} from "hyparquet";
import type {EquityDocument, EquityRow, RepresentationRow} from "../../src/model/equity.js";
import type {TableName} from "../../src/model/release.js";
import {readShippedFigures} from "../sources/figures/shippedFigures.js";
import {openCompressor} from "./parquet/compressPage.js";
import {released, releaseManifest} from "./released.js";

/** `data/equity.json` of the site: the figures that ship, and what the release shows of the cohort, read from its files. */
export async function equityJson(): Promise<string> {
  const {awareness, continents, portability, sources} = await readShippedFigures();
  const shown: EquityDocument = {
    indicators: [...awareness, ...(await releasedRows("equity")).map(equityRow)],
    representation: (await releasedRows("representation")) as unknown as RepresentationRow[],
    continents,
    portability,
    sources
  };
  return JSON.stringify(shown);
}

type ParquetRow = Record<string, string | number | null>;

/** Rows of a public table; none where the release does not have it. */
async function releasedRows(name: TableName): Promise<ParquetRow[]> {
  const {tables} = await releaseManifest();
  const table = tables.find((other) => other.name === name && other.tier === "public");
  if (!table || table.rows === 0) return [];
  await openCompressor();
  const bytes = await released(table.file);
  return parquetReadObjects({
    file: bytes.slice().buffer,
    compressors: {ZSTD: (input) => decompress(input as Uint8Array<ArrayBuffer> & Buffer)}
  }) as Promise<ParquetRow[]>;
}

/** Parquet has yes and no as 1 and 0. */
function equityRow(row: ParquetRow): EquityRow {
  return {
    ...(row as unknown as EquityRow),
    favourable_indicator: row.favourable_indicator === 1,
    ordered_dimension: row.ordered_dimension === 1,
    reference_subgroup: row.reference_subgroup === 1,
    synthetic: row.synthetic === 1
  };
}
