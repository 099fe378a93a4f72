import {compileKernel} from "../../compileKernel.js";

export interface Measures {
  min: number;
  max: number;
  /** Of equal values beside each other. */
  runs: number;
}

export interface IntegerPacker {
  /** `values` must not be empty. */
  measure(values: Int32Array): Measures;
  /**
   * After `measure` of the same values: `value - min` of every value in Parquet's hybrid of run lengths and packed bits, without a length in front: all as
   * runs when that is shorter, else all packed.
   * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
   */
  hybrid(values: Int32Array, {min, max, runs}: Measures, bitWidth: number): Uint8Array;
}

/** Bits that hold 0 … `largest`; 0 for 0. */
export function bitWidthOf(largest: number): number {
  return 32 - Math.clz32(largest);
}

export async function createPacker(): Promise<IntegerPacker> {
  const module = await compileKernel(new URL("./packIntegers.as.ts", import.meta.url));
  const {memory, heapBase, measure, pack} = (await WebAssembly.instantiate(module)).exports as unknown as Kernel;
  const measuresAt = (heapBase() + 15) & ~15;
  const valuesAt = measuresAt + 16;

  return {
    measure(values) {
      const missing = valuesAt + values.length * 8 + 32 - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / 65536));
      new Int32Array(memory.buffer, valuesAt, values.length).set(values);
      measure(valuesAt, values.length, measuresAt);
      const [min, max, runs] = new Int32Array(memory.buffer, measuresAt, 3);
      return {min, max, runs};
    },
    hybrid(values, {min, runs}, bitWidth) {
      if (runs === 1) return oneRun(values[0] - min, values.length, bitWidth);
      const bytesPerRun = 2 + ((bitWidth + 7) >> 3);
      if (runs * bytesPerRun <= (values.length * bitWidth) >> 3) {
        return runLengths(values, min, runs, bitWidth);
      }
      const packedAt = valuesAt + values.length * 4 + 16;
      pack(valuesAt, values.length, min, bitWidth, packedAt);
      const groups = (values.length + 7) >> 3;
      const header = varint((groups << 1) | 1);
      const bytes = new Uint8Array(header.length + groups * bitWidth);
      bytes.set(header);
      // The last group is filled with zeros: only the bytes that hold values are taken.
      bytes.set(new Uint8Array(memory.buffer, packedAt, (values.length * bitWidth + 7) >> 3), header.length);
      return bytes;
    }
  };
}

/** The same value `count` times, in the hybrid of run lengths and packed bits. */
export function oneRun(value: number, count: number, bitWidth: number): Uint8Array {
  const bytes = varint(count << 1);
  for (let bit = 0; bit < bitWidth; bit += 8) bytes.push((value >> bit) & 255);
  return Uint8Array.from(bytes);
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  measure(values: number, count: number, out: number): void;
  pack(values: number, count: number, base: number, width: number, out: number): void;
}

function runLengths(values: Int32Array, min: number, runs: number, bitWidth: number): Uint8Array {
  const bytes = new Uint8Array(runs * (5 + ((bitWidth + 7) >> 3)));
  let to = 0;
  for (let row = 0; row < values.length;) {
    const value = values[row];
    const start = row;
    do ++row;
    while (row < values.length && values[row] === value);
    let length = (row - start) << 1;
    for (; length > 127; length >>>= 7) bytes[to++] = (length & 127) | 128;
    bytes[to++] = length;
    for (let bit = 0; bit < bitWidth; bit += 8) bytes[to++] = (value - min) >> bit;
  }
  return bytes.subarray(0, to);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  bytes.push(value);
  return bytes;
}
