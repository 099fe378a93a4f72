import type {ColumnPages} from "./columnPages.js";
import {compressDataPage, compressPage} from "./compressPage.js";
import {bitWidthOf, type IntegerPacker} from "./packIntegers.js";

/** The largest distance between two counts of a column that is still written with a dictionary. */
const dictionaryRange = 65_536;

/**
 * Counts lie close together: the dictionary is every whole number from the smallest to the largest, so that no value is
 * looked up. Integers that are spread out, such as positions, are written plainly.
 */
export function integerPages(values: Int32Array, packer: IntegerPacker): ColumnPages {
  const count = values.length;
  if (count === 0) return {data: compressPage(new Uint8Array(0)), count};
  const measures = packer.measure(values);
  const {min, max} = measures;
  const distinct = max - min + 1;
  if (distinct > dictionaryRange || distinct * 2 > count + 64) {
    return {data: compressPage(bytesOf(values)), count, min, max};
  }
  const list = Int32Array.from({length: distinct}, (_, i) => min + i);
  return {
    dictionary: {page: compressPage(bytesOf(list)), values: distinct},
    data: compressDataPage(indexBytes(packer.hybrid(values, measures, bitWidthOf(max - min)), bitWidthOf(max - min))),
    count,
    min,
    max
  };
}

/** Written plainly. A column with a NaN has no bounds. */
export function floatPages(values: Float64Array): ColumnPages {
  let min = Infinity;
  let max = -Infinity;
  let ordered = values.length > 0;
  for (let row = 0; row < values.length; ++row) {
    const value = values[row];
    if (Number.isNaN(value)) ordered = false;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Zeros of both signs are equal, yet readers compare bounds: the format asks for -0 … +0.
  const bounds = ordered ? {min: min === 0 ? -0 : min, max: max === 0 ? 0 : max} : {};
  return {data: compressDataPage(bytesOf(values)), count: values.length, ...bounds};
}

/** A data page of dictionary indices begins with their bit width. */
export function indexBytes(hybrid: Uint8Array, bitWidth: number): Uint8Array {
  const bytes = new Uint8Array(1 + hybrid.length);
  bytes[0] = bitWidth;
  bytes.set(hybrid, 1);
  return bytes;
}

function bytesOf(values: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
