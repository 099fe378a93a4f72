import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {dirname, relative} from "node:path";

/**
 * SHA-256, hex, over the manifest and every file that it names: the digest of lines `<SHA-256 of a file>  <path>`, as
 * `sha256sum` prints them, with paths relative to the manifest. The same files give the same hash in any folder.
 */
export async function hashSources(manifest: string, files: readonly string[]): Promise<string> {
  const lines = createHash("sha256").update(`${sha256(await readFile(manifest))}  manifest\n`);
  for (const file of files) lines.update(`${await hashFile(file)}  ${relative(dirname(manifest), file)}\n`);
  return lines.digest("hex");
}

/** ISO 8601 day (UTC) on which the newest of these files was changed. */
export async function newestDay(files: readonly string[]): Promise<string> {
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return new Date(Math.max(...times)).toISOString().slice(0, 10);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
