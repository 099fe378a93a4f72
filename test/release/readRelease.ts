import {readFile, readdir} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {mkdtemp, writeFile} from "node:fs/promises";
import {DuckDBInstance} from "@duckdb/node-api";
import {Decrypter} from "age-encryption";
import type {ReleaseManifest} from "../../src/model/release.js";

export type ReleasedRow = Record<string, string | number | null>;

export async function scratchFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "covenant-release-"));
}

export async function readManifestJson(folder: string): Promise<ReleaseManifest> {
  return JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
}

/** All files of a release, paths below it. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The Parquet bytes of a released file, decrypted with `identity` where it ends in .age. */
export async function openFile(folder: string, file: string, identity?: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file));
  if (!file.endsWith(".age")) return bytes;
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity!);
  return decrypter.decrypt(bytes);
}

/** Runs SQL on Parquet bytes, named `$file` in it. */
export async function query(bytes: Uint8Array, sql: string): Promise<ReleasedRow[]> {
  const path = join(await scratchFolder(), "table.parquet");
  await writeFile(path, bytes);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql.replaceAll("$file", `'${path}'`));
  return reader
    .getRowObjects()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value === null || typeof value === "string"
            ? value
            : typeof value === "object"
              ? String(value)
              : Number(value)
        ])
      )
    );
}

/** Key–value metadata of a Parquet file. */
export async function metadataOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const rows = await query(bytes, "select decode(key) as key, decode(value) as value from parquet_kv_metadata($file)");
  return Object.fromEntries(rows.map(({key, value}) => [String(key), String(value)]));
}
