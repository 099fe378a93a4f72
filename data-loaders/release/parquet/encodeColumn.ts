import type {ColumnMetaData, PageHeader} from "hyparquet";
import type {ByteWriter} from "hyparquet-writer";
import {writePageHeader} from "hyparquet-writer/src/datapage.js";
import type {Column} from "../../../src/model/table.js";
import type {ColumnPages} from "./columnPages.js";
import {openCompressor, type Page} from "./compressPage.js";
import {floatPages, integerPages} from "./numberPages.js";
import {createPacker, oneRun, type IntegerPacker} from "./packIntegers.js";
import {stringPages} from "./stringPages.js";

export const physicalTypes = {string: "BYTE_ARRAY", int32: "INT32", float64: "DOUBLE"} as const;

export type EncodeColumn = (writer: ByteWriter, column: Column, rows: number) => ColumnMetaData;

let opened: Promise<EncodeColumn> | undefined;

/** The encoder of this thread; the first call compiles what it needs. */
export function openEncoder(): Promise<EncodeColumn> {
  return (opened ??= Promise.all([createPacker(), openCompressor()]).then(
    ([packer]) =>
      (writer, column, rows) =>
        encodeColumn(writer, column, rows, packer)
  ));
}

/**
 * Appends one column chunk: a dictionary page where it pays, and one data page (version 2).
 * Every column is optional (nulls allowed), so that all row groups of a table have one schema.
 * Offsets in the answer count from the beginning of `writer`.
 */
function encodeColumn(writer: ByteWriter, column: Column, rows: number, packer: IntegerPacker): ColumnMetaData {
  const start = writer.offset;
  const {dictionary, data, count, min, max} = pagesOf(column, packer);
  const levels = definitionLevels(column.valid, rows, packer);
  let uncompressed = 0;
  if (dictionary) {
    uncompressed += writePage(writer, dictionary.page, new Uint8Array(0), {
      type: "DICTIONARY_PAGE",
      dictionary_page_header: {num_values: dictionary.values, encoding: "PLAIN", is_sorted: false}
    });
  }
  const dataOffset = writer.offset;
  uncompressed += writePage(writer, data, levels, {
    type: "DATA_PAGE_V2",
    data_page_header_v2: {
      num_values: rows,
      num_nulls: rows - count,
      num_rows: rows,
      encoding: dictionary ? "RLE_DICTIONARY" : "PLAIN",
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: data.isCompressed
    }
  });
  return {
    type: physicalTypes[column.type],
    encodings: dictionary ? ["RLE", "PLAIN", "RLE_DICTIONARY"] : ["RLE", "PLAIN"],
    path_in_schema: [column.name],
    codec: "ZSTD",
    num_values: BigInt(rows),
    total_uncompressed_size: BigInt(uncompressed),
    total_compressed_size: BigInt(writer.offset - start),
    data_page_offset: BigInt(dataOffset),
    dictionary_page_offset: dictionary ? BigInt(start) : undefined,
    statistics: {null_count: BigInt(rows - count), min_value: min, max_value: max}
  };
}

function pagesOf(column: Column, packer: IntegerPacker): ColumnPages {
  switch (column.type) {
    case "string":
      return stringPages(column.dictionary, withoutNulls(column.codes, column.valid), packer);
    case "int32":
      return integerPages(withoutNulls(column.values, column.valid), packer);
    case "float64":
      return floatPages(withoutNulls(column.values, column.valid));
  }
}

function withoutNulls<T extends Int32Array | Float64Array>(values: T, valid: Uint8Array | undefined): T {
  if (!valid) return values;
  const kept = values.slice() as T;
  let count = 0;
  for (let row = 0; row < values.length; ++row) if (valid[row] !== 0) kept[count++] = values[row];
  return kept.subarray(0, count) as T;
}

/** 1 = there is a value, 0 = null. */
function definitionLevels(valid: Uint8Array | undefined, rows: number, packer: IntegerPacker): Uint8Array {
  if (rows === 0) return new Uint8Array(0);
  if (!valid) return oneRun(1, rows, 1);
  const levels = new Int32Array(valid);
  return packer.hybrid(levels, {...packer.measure(levels), min: 0}, 1);
}

/** Levels stand before the page's data and are not compressed. Returns the uncompressed bytes, header included. */
function writePage(
  writer: ByteWriter,
  {compressed, uncompressedBytes}: Page,
  levels: Uint8Array,
  header: Omit<PageHeader, "uncompressed_page_size" | "compressed_page_size">
): number {
  const start = writer.offset;
  writePageHeader(writer, {
    ...header,
    uncompressed_page_size: levels.length + uncompressedBytes,
    compressed_page_size: levels.length + compressed.length
  });
  const headerBytes = writer.offset - start;
  writer.appendBytes(levels);
  writer.appendBytes(compressed);
  return headerBytes + levels.length + uncompressedBytes;
}
