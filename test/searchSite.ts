import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {filesOf, openFile, query} from "./release/readRelease.js";

/**
 * Files below a folder, of a release or of a site, in which a pattern is found: in their bytes, or in the texts and the
 * names of columns of tables, which are compressed inside; encrypted ones are opened with `key`.
 */
export async function filesWith(
  folder: string,
  pattern: RegExp,
  key: string
): Promise<{found: string[]; read: number}> {
  const found: string[] = [];
  // Copies for web servers have the content of the file beside them.
  const files = (await filesOf(folder)).filter((file) => !/\.(br|gz)$/.test(file));
  for (const file of files) {
    const isTable = /\.parquet(\.age)?$/.test(file);
    const bytes = await readFile(join(folder, file));
    if (pattern.test(bytes.toString("latin1"))) found.push(file);
    else if (isTable && (await hasInTable(await openFile(folder, file, key), pattern))) found.push(file);
  }
  return {found, read: files.length};
}

async function hasInTable(bytes: Uint8Array, pattern: RegExp): Promise<boolean> {
  const columns = await query(
    bytes,
    "select column_name as name, column_type as type from (describe select * from $file)"
  );
  for (const {name, type} of columns) {
    if (pattern.test(String(name))) return true;
    if (type !== "VARCHAR") continue;
    const values = await query(bytes, `select distinct "${name}" as value from $file`);
    if (values.some(({value}) => pattern.test(String(value)))) return true;
  }
  return false;
}
