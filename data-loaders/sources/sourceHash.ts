import {createHash} from "node:crypto";
import {open, readFile, stat} from "node:fs/promises";
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
  const handle = await open(file);
  try {
    // One buffer for the whole file stays in the processor's cache.
    const buffer = Buffer.allocUnsafeSlow(1 << 19);
    for (;;) {
      const {bytesRead} = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
