import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex} from "@noble/hashes/utils.js";
import type {ReleasedTable} from "../model/release.js";

/**
 * Address of a released file, from the address that Framework gave `data/manifest.json`, whatever the page's depth or
 * the site's base path. A built site has the files below its root; the preview server has them below `_file`,
 * and tells by a `?sha=` in its addresses.
 */
export function releaseUrl(manifestUrl: string, file: string): string {
  const url = new URL(manifestUrl);
  const at = url.pathname.lastIndexOf("/_file/data/");
  if (at < 0) throw new Error("the address of data/manifest.json is not one of this site");
  const folder = url.searchParams.has("sha") ? "/_file/data/" : "/data/";
  return new URL(url.pathname.slice(0, at) + folder + file, url).href;
}

/**
 * Fetches a released table and checks that it is the one the manifest names.
 * Rejects with one line that says what to do; with an AbortError when `signal` stops it.
 */
export async function fetchReleased(
  manifestUrl: string,
  table: Pick<ReleasedTable, "file" | "bytes" | "sha256">,
  {onProgress = () => undefined, signal}: {onProgress?: (bytes: number) => void; signal?: AbortSignal} = {}
): Promise<Uint8Array> {
  const response = await fetch(releaseUrl(manifestUrl, table.file), {signal});
  if (!response.ok || !response.body)
    throw new Error(
      `${table.file} could not be fetched (status ${response.status}): reload the page, or tell who runs this site`
    );
  const bytes = await readAll(response.body, table.bytes, onProgress);
  if (bytes.length !== table.bytes || bytesToHex(sha256(bytes)) !== table.sha256)
    throw new Error(
      `${table.file} is not the file that the manifest names (${bytes.length} bytes, expected ${table.bytes}): reload the page`
    );
  return bytes;
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  expected: number,
  onProgress: (bytes: number) => void
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const reader = body.getReader(); ;) {
    const {done, value} = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    onProgress(Math.min(length, expected));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
