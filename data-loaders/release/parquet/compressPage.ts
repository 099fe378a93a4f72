import {compress, init} from "@bokuweb/zstd-wasm";

/** zstd's fastest level: packed counts hardly shrink further, and repeated patterns shrink at any level. */
const zstdLevel = 1;

/** The data of one page, compressed, and how many bytes it had. */
export interface Page {
  compressed: Uint8Array;
  uncompressedBytes: number;
}

let ready: Promise<void> | undefined;

/**
 * Must have resolved before the first page is compressed in a thread. The package must not be initialised twice: its
 * functions would then mix the memories of two instances.
 */
export function openCompressor(): Promise<void> {
  return (ready ??= init());
}

export function compressPage(data: Uint8Array): Page {
  return {compressed: compress(data as Uint8Array<ArrayBuffer> & Buffer, zstdLevel), uncompressedBytes: data.length};
}
