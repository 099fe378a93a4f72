import type {FileHandle} from "node:fs/promises";
import type {VcfShard} from "../cohort.js";
import {parseBlockHeader} from "./bgzf.js";

/** How a file is compressed, by its first bytes: names such as `.gz` and `.bgz` are not trusted. */
export async function detectCompression(file: FileHandle): Promise<VcfShard["compression"]> {
  // The BC field may stand behind others: 64 KiB of extra fields is the format's own limit.
  const first = Buffer.alloc(12 + 65536);
  const {bytesRead} = await file.read(first, 0, first.length, 0);
  if (bytesRead < 2 || first.readUInt16LE(0) !== 0x8b1f) return "none";
  return parseBlockHeader(first.subarray(0, bytesRead), 0) ? "bgzf" : "gzip";
}
