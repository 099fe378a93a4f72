import {compress, init} from "@bokuweb/zstd-wasm";
import type {ColumnMetaData, Encoding, PageHeader} from "hyparquet";
import {ByteWriter} from "hyparquet-writer";
import {writePageHeader} from "hyparquet-writer/src/datapage.js";
import type {Column} from "../../../src/model/table.js";
import {bitWidthOf, writeHybrid} from "./bitPack.js";
import {distinctValues} from "./distinctValues.js";

/** zstd's fastest level: packed counts hardly shrink further, and repeated patterns shrink at any level. */
const zstdLevel = 1;

export const physicalTypes = {string: "BYTE_ARRAY", int32: "INT32", float64: "DOUBLE"} as const;

let ready: Promise<void> | undefined;

/**
 * Must have resolved before the first column is encoded in a thread. The package must not be initialised twice: its
 * functions would then mix the memories of two instances.
 */
export function openCompressor(): Promise<void> {
  return (ready ??= init());
}

/**
 * Appends one column chunk: a dictionary page where it pays, and one data page (version 2).
 * Every column is optional (nulls allowed), so that all row groups of a table have one schema.
 * Offsets in the answer count from the beginning of `writer`.
 */
export function encodeColumn(writer: ByteWriter, column: Column, rows: number): ColumnMetaData {
  const start = writer.offset;
  const {indices, list, count, min, max} = distinctValues(column);
  const encodings: Encoding[] = ["RLE"];
  let uncompressed = 0;
  let dictionaryOffset: bigint | undefined;

  if (indices) {
    dictionaryOffset = BigInt(writer.offset);
    encodings.push("PLAIN", "RLE_DICTIONARY");
    uncompressed += writePage(writer, plainBytes(list), new Uint8Array(0), {
      type: "DICTIONARY_PAGE",
      dictionary_page_header: {num_values: list.length, encoding: "PLAIN", is_sorted: false}
    });
  } else encodings.push("PLAIN");

  const levels = definitionLevels(column.valid, rows);
  const dataOffset = BigInt(writer.offset);
  uncompressed += writePage(writer, indices ? indexBytes(indices, list.length) : plainBytes(list), levels, {
    type: "DATA_PAGE_V2",
    data_page_header_v2: {
      num_values: rows,
      num_nulls: rows - count,
      num_rows: rows,
      encoding: indices ? "RLE_DICTIONARY" : "PLAIN",
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: true
    }
  });

  return {
    type: physicalTypes[column.type],
    encodings,
    path_in_schema: [column.name],
    codec: "ZSTD",
    num_values: BigInt(rows),
    total_uncompressed_size: BigInt(uncompressed),
    total_compressed_size: BigInt(writer.offset - start),
    data_page_offset: dataOffset,
    dictionary_page_offset: dictionaryOffset,
    statistics: {null_count: BigInt(rows - count), min_value: min, max_value: max}
  };
}

/** Levels stand before the page's data and are not compressed. Returns the uncompressed bytes, header included. */
function writePage(
  writer: ByteWriter,
  data: Uint8Array,
  levels: Uint8Array,
  header: Omit<PageHeader, "uncompressed_page_size" | "compressed_page_size">
): number {
  const compressed = compress(data as Uint8Array<ArrayBuffer> & Buffer, zstdLevel);
  const start = writer.offset;
  writePageHeader(writer, {
    ...header,
    uncompressed_page_size: levels.length + data.length,
    compressed_page_size: levels.length + compressed.length
  });
  const headerBytes = writer.offset - start;
  writer.appendBytes(levels);
  writer.appendBytes(compressed);
  return headerBytes + levels.length + data.length;
}

/** 1 = there is a value, 0 = null. */
function definitionLevels(valid: Uint8Array | undefined, rows: number): Uint8Array {
  const writer = new ByteWriter(16);
  writeHybrid(writer, valid ?? new Uint8Array(rows).fill(1), 1);
  return writer.getBytes();
}

function indexBytes(indices: Int32Array, distinct: number): Uint8Array {
  const bitWidth = bitWidthOf(distinct - 1);
  const writer = new ByteWriter(indices.length + 64);
  writer.appendUint8(bitWidth);
  writeHybrid(writer, indices, bitWidth);
  return writer.getBytes();
}

function plainBytes(values: readonly string[] | Int32Array | Float64Array): Uint8Array {
  if (values instanceof Int32Array || values instanceof Float64Array) {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  const text = Buffer.from(values.join(""), "utf8");
  const bytes = Buffer.allocUnsafe(text.length + 4 * values.length);
  let from = 0;
  let to = 0;
  for (const value of values) {
    const length = Buffer.byteLength(value);
    to = bytes.writeUInt32LE(length, to);
    to += text.copy(bytes, to, from, from + length);
    from += length;
  }
  return bytes;
}
