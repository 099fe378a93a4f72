import type {FileHandle} from "node:fs/promises";
import {crc32, inflateRawSync} from "node:zlib";
import {InputError} from "../inputError.js";

/**
 * BGZF: gzip members of at most 64 KiB, each with its compressed size in an extra field `BC`, so that reading can begin
 * at any of them. SAM specification v1, §4.1.
 */
export const maxBlockBytes = 65536;

/** The empty block that ends a complete file. */
export const endOfFileBlock = Buffer.from("1f8b08040000000000ff0600424302001b0003000000000000000000", "hex");

/** Room for one whole block in a single piece: zlib then answers at its first call. */
const inflateOptions = {chunkSize: maxBlockBytes + 256, maxOutputLength: maxBlockBytes};

export interface BlockHeader {
  /** Bytes of the header, and of the whole block. */
  header: number;
  block: number;
}

/** The header of a BGZF block at `at`; null where there is none or it is cut. */
export function parseBlockHeader(bytes: Buffer, at: number): BlockHeader | null {
  if (at + 18 > bytes.length || bytes.readUInt32LE(at) !== 0x04088b1f) return null;
  const extraEnd = at + 12 + bytes.readUInt16LE(at + 10);
  for (let field = at + 12; field + 6 <= Math.min(extraEnd, bytes.length); field += 4 + bytes.readUInt16LE(field + 2)) {
    if (bytes.readUInt16LE(field) === 0x4342 && bytes.readUInt16LE(field + 2) === 2) {
      const block = bytes.readUInt16LE(field + 4) + 1;
      const header = extraEnd - at;
      return block >= header + 8 ? {header, block} : null;
    }
  }
  return null;
}

/** The text of the block at `at`, its length and checksum verified. Throws where it is damaged. */
export function inflateBlock(bytes: Buffer, at: number, {header, block}: BlockHeader): Uint8Array {
  const end = at + block - 8;
  const text = inflateRawSync(bytes.subarray(at + header, end), inflateOptions);
  if (text.length !== bytes.readUInt32LE(end + 4) || crc32(text) !== bytes.readUInt32LE(end)) {
    throw new Error("checksum differs");
  }
  return text;
}

/**
 * Offset of the first block that begins at or after `from`; the file's size when there is none.
 * What looks like a header inside compressed data is told from a block by the blocks that must follow it.
 */
export async function findBlock(file: FileHandle, from: number, size: number): Promise<number> {
  const bytes = Buffer.alloc(Math.min(4 * maxBlockBytes, size - from));
  const {bytesRead} = await file.read(bytes, 0, bytes.length, from);
  const seen = bytes.subarray(0, bytesRead);
  for (let at = seen.indexOf(0x1f); at >= 0; at = seen.indexOf(0x1f, at + 1)) {
    if (leadsThroughBlocks(seen, at, from + bytesRead === size)) return from + at;
  }
  return size;
}

function leadsThroughBlocks(bytes: Buffer, at: number, endsFile: boolean): boolean {
  for (let blocks = 0; blocks < 3; ++blocks) {
    const header = parseBlockHeader(bytes, at);
    if (!header) return blocks > 0 && (endsFile ? at === bytes.length : at + 18 > bytes.length);
    at += header.block;
    if (at > bytes.length) return !endsFile;
  }
  return true;
}

/** Throws unless the file ends with the block that says it is complete. */
export async function requireEndOfFileBlock(file: FileHandle, size: number, label: string): Promise<void> {
  const tail = Buffer.alloc(endOfFileBlock.length);
  await file.read(tail, 0, tail.length, Math.max(0, size - tail.length));
  if (!tail.equals(endOfFileBlock)) {
    throw new InputError(
      label,
      null,
      "truncated: the BGZF end-of-file block is missing; make the file again with bgzip"
    );
  }
}
