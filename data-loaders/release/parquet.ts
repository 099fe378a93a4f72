import type {ColumnChunk, ColumnMetaData, FileMetaData, RowGroup, SchemaElement} from "hyparquet";
import {ByteWriter} from "hyparquet-writer";
import {writeMetadata} from "hyparquet-writer/src/metadata.js";
import type {ColumnType} from "../../src/model/release.js";
import type {Column, TableBatch} from "../../src/model/table.js";
import type {Protected} from "../disclosure/protect.js";
import type {ByteSink} from "./parquet/byteSink.js";
import {openEncoder, physicalTypes} from "./parquet/encodeColumn.js";

/** Rows of a row group to aim at: what a browser reads by range for one question. */
export const rowGroupRows = 131_072;

/** A finished row group: plain data, made in a worker thread and moved (`bytes.buffer`) to the thread that writes. */
export interface EncodedRowGroup {
  rows: number;
  columns: {name: string; type: ColumnType}[];
  /** The column chunks one after the other, zstd-compressed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** One per column; offsets count from the beginning of `bytes`. */
  chunks: ColumnMetaData[];
}

/** Encodes one row group. Only what disclosure control has passed can be encoded. */
export function encodeRowGroup(batch: Protected<TableBatch>): Promise<EncodedRowGroup> {
  return encode(batch);
}

/** One for all row groups of this thread: clearing new memory takes longer than writing to it. */
const writer = new ByteWriter(1 << 20);

async function encode(batch: TableBatch): Promise<EncodedRowGroup> {
  const encodeColumn = await openEncoder();
  for (const column of batch.columns) {
    const length = column.type === "string" ? column.codes.length : column.values.length;
    if (length !== batch.rows) throw new Error(`column ${column.name} has ${length} values in ${batch.rows} rows`);
  }
  writer.offset = 0;
  writer.index = 0;
  const chunks = batch.columns.map((column) => encodeColumn(writer, column, batch.rows));
  return {
    rows: batch.rows,
    columns: batch.columns.map(({name, type}) => ({name, type})),
    bytes: new Uint8Array(writer.getBuffer()),
    chunks
  };
}

/** A Parquet file that grows by row groups; its rows are in the order of `append`. */
export class ParquetFile {
  readonly columns: readonly {name: string; type: ColumnType}[];
  private readonly rowGroups: RowGroup[] = [];
  private offset = 0;
  private rowCount = 0;

  /** Every row group has these columns. Nothing is written before the first call of `append` or `close`. */
  constructor(
    private readonly sink: ByteSink,
    columns: readonly {name: string; type: ColumnType}[]
  ) {
    this.columns = columns.map(({name, type}) => ({name, type}));
  }

  get rows(): number {
    return this.rowCount;
  }

  /** Await each call before the next. A row group without rows adds nothing. */
  async append(rowGroup: EncodedRowGroup): Promise<void> {
    const {columns} = rowGroup;
    if (JSON.stringify(columns) !== JSON.stringify(this.columns)) {
      const found = columns.map(({name, type}) => `${name} ${type}`).join(", ");
      const expected = this.columns.map(({name, type}) => `${name} ${type}`).join(", ");
      throw new Error(`row group has columns ${found}, the file ${expected}`);
    }
    if (rowGroup.rows > 0) await this.add(rowGroup);
  }

  /** Writes the footer with `keyValue` as the file's metadata and closes the sink. Returns the size of the file. */
  async close(keyValue: Record<string, string>): Promise<{rows: number; bytes: number}> {
    // A list of no row groups is written in a way that parquet-wasm refuses, a row group of no rows is not.
    if (this.rowGroups.length === 0) await this.add(await encode(emptyBatch(this.columns)));
    const footer = new ByteWriter(1 << 16);
    const entries = Object.entries(keyValue).map(([key, value]) => ({key, value}));
    const metadata: Omit<FileMetaData, "metadata_length"> = {
      version: 2,
      created_by: "covenant",
      schema: schemaOf(this.columns),
      num_rows: BigInt(this.rowCount),
      row_groups: this.rowGroups,
      key_value_metadata: entries.length > 0 ? entries : undefined
    };
    writeMetadata(footer, metadata as FileMetaData);
    footer.appendBytes(magic);
    await this.write(footer.getBytes());
    await this.sink.close();
    return {rows: this.rowCount, bytes: this.offset};
  }

  abort(): Promise<void> {
    return this.sink.abort();
  }

  private async add({rows, bytes, chunks}: EncodedRowGroup): Promise<void> {
    if (this.offset === 0) await this.write(magic);
    this.rowGroups.push({
      columns: chunks.map((chunk) => shift(chunk, this.offset)),
      total_byte_size: chunks.reduce((sum, chunk) => sum + chunk.total_uncompressed_size, 0n),
      num_rows: BigInt(rows),
      file_offset: BigInt(this.offset),
      total_compressed_size: BigInt(bytes.length)
    });
    await this.write(bytes);
    this.rowCount += rows;
  }

  private async write(bytes: Uint8Array): Promise<void> {
    await this.sink.write(bytes);
    this.offset += bytes.length;
  }
}

const magic = new TextEncoder().encode("PAR1");

function schemaOf(columns: readonly {name: string; type: ColumnType}[]): SchemaElement[] {
  return [
    {name: "schema", num_children: columns.length},
    ...columns.map(({name, type}): SchemaElement => {
      const text = type === "string" ? {converted_type: "UTF8" as const, logical_type: {type: "STRING" as const}} : {};
      return {name, type: physicalTypes[type], repetition_type: "OPTIONAL", ...text};
    })
  ];
}

function emptyBatch(columns: readonly {name: string; type: ColumnType}[]): TableBatch {
  return {
    rows: 0,
    columns: columns.map(({name, type}): Column => {
      if (type === "string") return {name, type, dictionary: [], codes: new Int32Array()};
      return type === "int32" ? {name, type, values: new Int32Array()} : {name, type, values: new Float64Array()};
    })
  };
}

function shift(chunk: ColumnMetaData, by: number): ColumnChunk {
  const offset = BigInt(by);
  const dictionary = chunk.dictionary_page_offset;
  return {
    file_offset: 0n,
    meta_data: {
      ...chunk,
      data_page_offset: chunk.data_page_offset + offset,
      dictionary_page_offset: dictionary === undefined ? undefined : dictionary + offset
    }
  };
}
