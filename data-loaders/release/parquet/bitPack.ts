import type {ByteWriter} from "hyparquet-writer";

/** Bits that hold 0 … `largest`; 0 for 0. */
export function bitWidthOf(largest: number): number {
  return 32 - Math.clz32(largest);
}

/**
 * Writes numbers of 0 ≤ value < 2^`bitWidth` in Parquet's hybrid of run lengths and packed bits, without the length:
 * all as runs when that is shorter, else all packed. `bitWidth` ≤ 24.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function writeHybrid(writer: ByteWriter, values: ArrayLike<number>, bitWidth: number): void {
  const {length} = values;
  if (length === 0) return;
  let runs = 1;
  for (let i = 1; i < length; ++i) if (values[i] !== values[i - 1]) ++runs;
  const bytesPerRun = 2 + ((bitWidth + 7) >> 3);
  if (runs * bytesPerRun <= (length * bitWidth) >> 3 || runs === 1) writeRuns(writer, values, bitWidth);
  else writePacked(writer, values, bitWidth);
}

function writeRuns(writer: ByteWriter, values: ArrayLike<number>, bitWidth: number): void {
  const {length} = values;
  for (let i = 0; i < length;) {
    const value = values[i];
    const start = i;
    do ++i;
    while (i < length && values[i] === value);
    writer.appendVarInt((i - start) << 1);
    for (let bit = 0; bit < bitWidth; bit += 8) writer.appendUint8((value >> bit) & 0xff);
  }
}

/** Groups of eight values; the last group is filled with zeros. */
function writePacked(writer: ByteWriter, values: ArrayLike<number>, bitWidth: number): void {
  const {length} = values;
  const groups = (length + 7) >> 3;
  const words = new Uint32Array(((groups * bitWidth) >> 2) + 2);
  let word = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; ++i) {
    const value = values[i];
    word |= value << bits;
    bits += bitWidth;
    if (bits >= 32) {
      words[at++] = word;
      bits -= 32;
      word = bits > 0 ? value >>> (bitWidth - bits) : 0;
    }
  }
  words[at] = word;
  writer.appendVarInt((groups << 1) | 1);
  writer.appendBytes(new Uint8Array(words.buffer, 0, groups * bitWidth));
}
