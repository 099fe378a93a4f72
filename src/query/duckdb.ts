import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import {Table, type RecordBatch} from "apache-arrow";
import * as parquetWasm from "parquet-wasm";
import type {Database, Result} from "./database.js";
import {identifier, joined, sql, type Sql} from "./sqlText.js";

/** Where the page finds the engine: addresses on its own site. */
export interface EngineFiles {
  duckdbWasm: string;
  duckdbWorker: string;
  parquetWasm: string;
}

/** The part of a DuckDB-WASM connection that is used here; the blocking one of Node fits as well. */
export interface Connection {
  query(text: string): Promise<Table> | Table;
  prepare(text: string): Promise<Statement> | Statement;
  insertArrowFromIPCStream(buffer: Uint8Array, options: {name: string; create: boolean}): Promise<void> | void;
  /** Only in a worker: what runs in the page's own thread cannot be stopped. */
  send?(text: string): Promise<AsyncIterable<RecordBatch>> | Iterable<RecordBatch>;
  cancelSent?(): Promise<boolean> | boolean;
}

interface Statement {
  query(...values: unknown[]): Promise<Table> | Table;
  close(): Promise<void> | void;
}

export interface LoadableDatabase extends Database {
  /**
   * Makes a table from its released Parquet file, in place of one of that name. `variants` comes first, because the
   * others refer to its rows; loading it again takes them away.
   * `onProgress` is told the share that is done, 0 to 1. Rejects when the file cannot be read.
   */
  load(name: string, bytes: Uint8Array, onProgress?: (share: number) => void): Promise<void>;
  /** The plan that DuckDB would follow, after views and names are resolved, as JSON; nothing is run. */
  explain(text: string): Promise<unknown>;
  /** Runs a text that was judged before; rejects with an AbortError once `signal` stops it. */
  runText(text: string, signal?: AbortSignal): Promise<Result>;
}

/** About 20 MB of counts and 50 ms of work on the page's own thread. A larger row group is read alone. */
const usualRowsAtOnce = 131_072;

interface Strata {
  name: string;
  levels: string[];
}

/** Starts DuckDB in a worker of its own. Takes about 2.5 s; asks nobody but this site for files. */
export async function bootEngine(files: EngineFiles): Promise<Connection> {
  const engine = new AsyncDuckDB(new VoidLogger(), new Worker(files.duckdbWorker));
  const parquet = parquetWasm.default({module_or_path: files.parquetWasm});
  await engine.instantiate(files.duckdbWasm);
  await engine.open({query: {castBigIntToDouble: true, castDecimalToDouble: true}});
  await parquet;
  return engine.connect();
}

/**
 * A database without a way out: no files, no network, no extensions, and no statement can change that.
 * `strata` gives the levels of each stratum variable, which are then stored in one byte.
 * Row groups are read together up to `rowsAtOnce` rows.
 */
export async function openDatabase(
  connection: Connection,
  strata: Strata[],
  rowsAtOnce = usualRowsAtOnce
): Promise<LoadableDatabase> {
  await connection.query("PRAGMA explain_output = 'all'");
  await connection.query("SET autoinstall_known_extensions = false");
  await connection.query("SET autoload_known_extensions = false");
  await connection.query("SET enable_external_access = false");
  await connection.query("SET lock_configuration = true");
  for (const {name, levels} of strata)
    await connection.query(`CREATE TYPE ${typeName(name)} AS ENUM (${levels.map(quoted).join(", ")})`);
  const known: Record<string, string[]> = {};
  // Loads run one after the other: two at once would share a staging table.
  let last: Promise<unknown> = Promise.resolve();
  return {
    known,
    run: (statement) => runOn(connection, statement),
    load(name, bytes, onProgress = () => undefined) {
      const loading = last.then(async () => {
        // Other variants number their rows anew, so what was counted of those before goes with them.
        for (const old of name === "variants" ? Object.keys(known) : [name]) {
          await dropTable(connection, old);
          delete known[old];
        }
        known[name] = await loadTable(connection, name, bytes, {strata, rowsAtOnce, onProgress});
      });
      last = loading.catch(() => undefined);
      return loading;
    },
    runText: (text, signal) => runStoppable(connection, text, signal),
    async explain(text) {
      const {values} = await runOn(connection, {text: `EXPLAIN (FORMAT json) ${text}`, values: []});
      return values[1].map((plan, i) => ({stage: values[0][i], plan: JSON.parse(String(plan))}));
    }
  };
}

/**
 * Some row groups at a time, so that little is held twice. Returns the columns of the file.
 * Counts are kept as `NAME_rows` with the number of the variant's row in place of its id, which makes look-ups a hundred
 * times smaller; the view `NAME` has the released columns.
 */
async function loadTable(
  connection: Connection,
  name: string,
  bytes: Uint8Array,
  {strata, rowsAtOnce, onProgress}: {strata: Strata[]; rowsAtOnce: number; onProgress: (share: number) => void}
): Promise<string[]> {
  const batches = batchRowGroups(await rowsOfGroups(bytes), rowsAtOnce);
  const staged = `${name}_staged`;
  const kept = keptName(name);
  const twins = name !== "variants" && (await hasTwins(connection));
  let columns: string[] = [];
  for (const [i, rowGroups] of batches.entries()) {
    const stream = parquetWasm.readParquet(bytes, {rowGroups, batchSize: 65_536}).intoIPCStream();
    await connection.insertArrowFromIPCStream(stream, {name: staged, create: i === 0 || !twins});
    if (i === 0) columns = (await runOn(connection, sql`SELECT * FROM ${identifier(staged)} LIMIT 0`)).names;
    // Twins are told apart by their order, which takes all row groups together.
    if (!twins || i === batches.length - 1) {
      const rows =
        name === "variants" ? variantRows(staged, columns, i > 0) : countRows(staged, columns, strata, twins);
      const target = i === 0 || twins ? sql`CREATE TABLE ${kept} AS` : sql`INSERT INTO ${kept}`;
      await runOn(connection, sql`${target} ${rows}`);
      await connection.query(`DROP TABLE ${identifier(staged).text}`);
    }
    onProgress((i + 1) / batches.length);
  }
  if (name !== "variants") await connection.query(countView(name, columns).text);
  return columns;
}

/** The view first: dropping what it is made of would take the other half along. */
async function dropTable(connection: Connection, name: string): Promise<void> {
  if (name !== "variants") await connection.query(`DROP VIEW IF EXISTS ${identifier(name).text}`);
  await connection.query(`DROP TABLE IF EXISTS ${keptName(name).text}`);
}

function keptName(name: string): Sql {
  return identifier(name === "variants" ? name : `${name}_rows`);
}

async function rowsOfGroups(bytes: Uint8Array): Promise<number[]> {
  const file = await parquetWasm.ParquetFile.fromFile(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const metadata = file.metadata();
  const rows = Array.from({length: metadata.numRowGroups()}, (_, i) => metadata.rowGroup(i).numRows());
  file.free();
  return rows;
}

/** Numbers of the row groups that are read together: each batch costs the engine three statements, whatever its size. */
function batchRowGroups(rows: number[], rowsAtOnce: number): number[][] {
  const batches: number[][] = [];
  let held = Infinity;
  rows.forEach((count, group) => {
    if (held + count > rowsAtOnce) {
      batches.push([]);
      held = 0;
    }
    batches.at(-1)!.push(group);
    held += count;
  });
  return batches;
}

/** The order of the file is genome order, and rows are numbered over all row groups; text is never null. */
function variantRows(staged: string, columns: string[], append: boolean): Sql {
  const values = columns.map((name) =>
    name === "pos" ? identifier(name) : sql`coalesce(${identifier(name)}::VARCHAR, '') AS ${identifier(name)}`
  );
  const before = append ? sql` + (SELECT count(*) FROM variants)` : sql``;
  return sql`SELECT (row_number() OVER ()${before})::INTEGER AS variant_row, ${joined(values, ", ")} FROM ${identifier(staged)}`;
}

function countRows(staged: string, columns: string[], strata: Strata[], twins: boolean): Sql {
  const isStratum = (name: string): boolean => strata.some((variable) => variable.name === name);
  // A variant is counted once in each group, and associated once with each trait there.
  const dividesRows = (name: string): boolean => isStratum(name) || name === "trait";
  const values = columns
    .filter((name) => name !== "variant_id")
    .map((name) =>
      isStratum(name)
        ? sql`s.${identifier(name)}::${{text: typeName(name), values: []}} AS ${identifier(name)}`
        : sql`s.${identifier(name)}`
    );
  const selected = sql`SELECT v.variant_row, ${joined(values, ", ")}`;
  if (!twins) return sql`${selected} FROM ${identifier(staged)} s JOIN variants v USING (variant_id)`;
  const group = joined([sql`variant_id`, ...columns.filter(dividesRows).map(identifier)], ", ");
  return sql`${selected} FROM (
    SELECT *, row_number() OVER (PARTITION BY ${group} ORDER BY rowid) AS twin FROM ${identifier(staged)}
  ) s JOIN (
    SELECT variant_row, variant_id, row_number() OVER (PARTITION BY variant_id ORDER BY variant_row) AS twin FROM variants
  ) v USING (variant_id, twin) ORDER BY v.variant_row`;
}

/** Whether two variants have one id: files do repeat a site. Their counts follow each other in the order of `variants`. */
async function hasTwins(connection: Connection): Promise<boolean> {
  const {values} = await runOn(connection, sql`SELECT (count(*) - count(DISTINCT variant_id))::DOUBLE FROM variants`);
  return values[0][0] !== 0;
}

function countView(name: string, columns: string[]): Sql {
  const values = columns.map((c) => (c === "variant_id" ? sql`v.variant_id` : sql`r.${identifier(c)}`));
  return sql`CREATE VIEW ${identifier(name)} AS SELECT ${joined(values, ", ")} FROM ${identifier(`${name}_rows`)} r JOIN variants v USING (variant_row)`;
}

async function runOn(connection: Connection, {text, values}: Sql): Promise<Result> {
  if (values.length === 0) return resultOf(await connection.query(text));
  const statement = await connection.prepare(text);
  try {
    return resultOf(await statement.query(...values));
  } finally {
    await statement.close();
  }
}

async function runStoppable(connection: Connection, text: string, signal?: AbortSignal): Promise<Result> {
  signal?.throwIfAborted();
  if (!connection.send || !connection.cancelSent || !signal) return runOn(connection, {text, values: []});
  const {text: plainText, names} = await withoutEnums(connection, text);
  const stop = (): void => void connection.cancelSent!();
  signal.addEventListener("abort", stop);
  try {
    const batches: RecordBatch[] = [];
    for await (const batch of await connection.send(plainText)) batches.push(batch);
    signal.throwIfAborted();
    if (batches.length > 0) return {...resultOf(new Table(batches)), names};
    return {names, values: names.map(() => []), rows: 0};
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** The same with texts in place of levels: a result that comes in pieces loses the dictionary that names them. */
async function withoutEnums(connection: Connection, text: string): Promise<{text: string; names: string[]}> {
  const {values} = await runOn(connection, {text: `DESCRIBE ${text}`, values: []});
  const [names, types] = values.map((column) => column.map(String));
  const columns = types.map((type, i) => (type.startsWith("ENUM") ? `c${i}::VARCHAR` : `c${i}`));
  const all = names.map((_, i) => `c${i}`).join(", ");
  return {text: `SELECT ${columns.join(", ")} FROM (${text}) AS sent(${all})`, names};
}

function resultOf(table: Table): Result {
  const values = table.schema.fields.map((_, i) => {
    const vector = table.getChildAt(i)!;
    return Array.from({length: table.numRows}, (_, row) => plain(vector.get(row)));
  });
  return {names: table.schema.fields.map(({name}) => name), values, rows: table.numRows};
}

function plain(value: unknown): string | number | null {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  return typeof value === "bigint" ? Number(value) : String(value);
}

function typeName(variable: string): string {
  return identifier(`level of ${variable}`).text;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
