import {compress, init} from "@bokuweb/zstd-wasm";

/** zstd's fastest level: packed counts hardly shrink further, and repeated patterns shrink at any level. */
const zstdLevel = 1;

/** The data of one page, compressed, and how many bytes it had. */
export interface Page {
  compressed: Uint8Array;
  uncompressedBytes: number;
  /** False: `compressed` holds the data as they are. */
  isCompressed: boolean;
}

/** A page of data is tried by its first bytes, if it is larger than that many times over. */
const trialBytes = 4096;
const trialTimes = 8;

/** Compression that saves less than this part of a page is not worth its time, here and in every browser. */
const leastSaving = 0.1;

let ready: Promise<void> | undefined;

/**
 * Must have resolved before the first page is compressed in a thread. The package must not be initialised twice: its
 * functions would then mix the memories of two instances.
 */
export function openCompressor(): Promise<void> {
  return (ready ??= init());
}

export function compressPage(data: Uint8Array): Page {
  return {compressed: zstd(data), uncompressedBytes: data.length, isCompressed: true};
}

/** As `compressPage`, but packed counts that hardly shrink are left as they are: only pages of data may be. */
export function compressDataPage(data: Uint8Array): Page {
  if (data.length > trialTimes * trialBytes) {
    const saved = 1 - zstd(data.subarray(0, trialBytes)).length / trialBytes;
    if (saved < leastSaving) return {compressed: data, uncompressedBytes: data.length, isCompressed: false};
  }
  return compressPage(data);
}

function zstd(data: Uint8Array): Uint8Array {
  return compress(data as Uint8Array<ArrayBuffer> & Buffer, zstdLevel);
}
