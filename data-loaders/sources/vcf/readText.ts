import {createReadStream} from "node:fs";
import {open} from "node:fs/promises";
import {pipeline} from "node:stream/promises";
import {createGunzip} from "node:zlib";
import type {VcfShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import {inflateBlock, parseBlockHeader} from "./bgzf.js";

/** Some text of a file, uncompressed, and whether it lies inside the byte range that was asked for. */
export interface TextPiece {
  bytes: Uint8Array;
  inside: boolean;
  /** Offset in the file of what this text was made from; of no meaning for plain gzip. */
  from: number;
  /** Offset in the file after what this text was made from; of no meaning for plain gzip. */
  next: number;
}

export type TextRange = Pick<VcfShard, "file" | "label" | "compression" | "start" | "end">;

const readBytes = 1 << 20;

/** The longest gzip header, all of it extra fields. */
const maxHeaderBytes = 12 + 65535;

/**
 * The text from `start` on: first what lies inside the range, then what follows, up to the end of the file, for whoever
 * needs the rest of a line. Plain gzip has no ranges: it is read whole, all its members.
 * Throws an InputError where compressed data are cut or damaged.
 */
export function readText(range: TextRange): AsyncGenerator<TextPiece> {
  switch (range.compression) {
    case "none":
      return readPlainText(range);
    case "gzip":
      return readGzipText(range);
    case "bgzf":
      return readBgzfText(range);
  }
}

async function* readPlainText({file, start, end}: TextRange): AsyncGenerator<TextPiece> {
  const handle = await open(file);
  try {
    for (let at = start; ;) {
      const inside = at < end;
      const bytes = Buffer.allocUnsafe(inside ? Math.min(readBytes, end - at) : readBytes);
      const {bytesRead} = await handle.read(bytes, 0, bytes.length, at);
      if (bytesRead === 0) return;
      yield {bytes: bytes.subarray(0, bytesRead), inside, from: at, next: at + bytesRead};
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function* readGzipText({file, label, end}: TextRange): AsyncGenerator<TextPiece> {
  const stopped = new AbortController();
  const gunzip = createGunzip({chunkSize: readBytes});
  // Errors reach the loop below through `gunzip`, which the pipeline destroys with them.
  const copied = pipeline(createReadStream(file, {highWaterMark: readBytes}), gunzip, {signal: stopped.signal});
  copied.catch(() => {});
  try {
    for await (const bytes of gunzip) yield {bytes, inside: true, from: 0, next: end};
  } catch (error) {
    if (stopped.signal.aborted) throw error;
    const {code} = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw truncated(label);
    if (code?.startsWith("Z_")) throw damaged(label);
    throw error;
  } finally {
    stopped.abort();
  }
}

async function* readBgzfText({file, label, start, end}: TextRange): AsyncGenerator<TextPiece> {
  const handle = await open(file);
  try {
    let bytes = Buffer.alloc(0);
    let offset = start;
    for (;;) {
      const more = Buffer.allocUnsafe(bytes.length + readBytes);
      bytes.copy(more);
      const {bytesRead} = await handle.read(more, bytes.length, readBytes, offset + bytes.length);
      bytes = more.subarray(0, bytes.length + bytesRead);
      let at = 0;
      while (at < bytes.length) {
        const header = parseBlockHeader(bytes, at);
        if (!header && bytesRead > 0 && at + maxHeaderBytes > bytes.length) break;
        if (!header) throw at + 18 > bytes.length ? truncated(label) : damaged(label);
        if (at + header.block > bytes.length) {
          if (bytesRead === 0) throw truncated(label);
          break;
        }
        const text = inflateBlockOf(label, bytes, at, header);
        const from = offset + at;
        at += header.block;
        if (text.length > 0) yield {bytes: text, inside: from < end, from, next: offset + at};
      }
      if (bytesRead === 0) return;
      offset += at;
      bytes = bytes.subarray(at);
    }
  } finally {
    await handle.close();
  }
}

function inflateBlockOf(label: string, ...block: Parameters<typeof inflateBlock>): Uint8Array {
  try {
    return inflateBlock(...block);
  } catch {
    throw damaged(label);
  }
}

function truncated(label: string): InputError {
  return new InputError(label, null, "truncated: the compressed data end too early; copy or compress the file again");
}

function damaged(label: string): InputError {
  return new InputError(label, null, "damaged: the compressed data cannot be read; copy or compress the file again");
}
