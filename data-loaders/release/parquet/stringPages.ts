import type {ColumnPages} from "./columnPages.js";
import {compressPage, type Page} from "./compressPage.js";
import {indexBytes} from "./numberPages.js";
import {bitWidthOf, type IntegerPacker} from "./packIntegers.js";

/**
 * Strings as dictionary and indices; as plain strings where nearly every row has its own. Unused entries are dropped.
 * The same groups follow every variant and the same variants stand in several tables, so pages are remembered by the
 * identity of their `dictionary` and `codes`: neither may be changed after it was written once.
 */
export function stringPages(dictionary: readonly string[], codes: Int32Array, packer: IntegerPacker): ColumnPages {
  const count = codes.length;
  const {used, inOrder} = remember(usage, codes, () => findUsage(codes));
  if (used !== dictionary.length) return stringPages(...compact(dictionary, codes), packer);
  if (count > 64 && used * 4 > count * 3) {
    const inRows = inOrder ? dictionary : Array.from(codes, (code) => dictionary[code]);
    const {page, min, max} = remember(lists, inRows, () => writeList(inRows));
    return {data: page, count, min, max};
  }
  const {page, min, max} = remember(lists, dictionary, () => writeList(dictionary));
  const data = remember(indices, codes, () => writeIndices(codes, used, packer));
  return {dictionary: {page, values: used}, data, count, min, max};
}

interface Usage {
  /** The number of entries if exactly the entries 0 … used - 1 occur, else -1. */
  used: number;
  /** Row 0 has entry 0, row 1 entry 1, … */
  inOrder: boolean;
}

interface WrittenList {
  page: Page;
  min?: string;
  max?: string;
}

const usage = new WeakMap<Int32Array, Usage>();
const indices = new WeakMap<Int32Array, Page>();
const lists = new WeakMap<readonly string[], WrittenList>();

function remember<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

function findUsage(codes: Int32Array): Usage {
  let largest = -1;
  let inOrder = true;
  for (let row = 0; row < codes.length; ++row) {
    const code = codes[row];
    if (code > largest) largest = code;
    if (code !== row) inOrder = false;
  }
  const seen = new Uint8Array(largest + 1);
  for (let row = 0; row < codes.length; ++row) seen[codes[row]] = 1;
  return {used: seen.includes(0) ? -1 : largest + 1, inOrder};
}

/** The same column with a dictionary of the entries that occur, in their order. */
function compact(dictionary: readonly string[], codes: Int32Array): [readonly string[], Int32Array] {
  const place = new Int32Array(dictionary.length).fill(-1);
  for (let row = 0; row < codes.length; ++row) place[codes[row]] = 0;
  const list = dictionary.filter((_, code) => place[code] === 0);
  for (let code = 0, next = 0; code < place.length; ++code) if (place[code] === 0) place[code] = next++;
  return [list, codes.map((code) => place[code])];
}

function writeIndices(codes: Int32Array, used: number, packer: IntegerPacker): Page {
  if (codes.length === 0) return compressPage(new Uint8Array(1));
  const bitWidth = bitWidthOf(used - 1);
  return compressPage(indexBytes(packer.hybrid(codes, packer.measure(codes), bitWidth), bitWidth));
}

/** Plain encoding: each string's UTF-8 bytes after their number (four bytes, little-endian). */
function writeList(strings: readonly string[]): WrittenList {
  const text = strings.join("");
  const encoded = Buffer.from(text);
  const ascii = encoded.length === text.length;
  const bytes = Buffer.allocUnsafe(4 * strings.length + encoded.length);
  let from = 0;
  let to = 0;
  for (const value of strings) {
    const length = ascii ? value.length : Buffer.byteLength(value);
    bytes[to] = length;
    bytes[to + 1] = length >> 8;
    bytes[to + 2] = length >> 16;
    bytes[to + 3] = length >> 24;
    to += 4;
    if (ascii) for (const end = from + length; from < end;) bytes[to++] = encoded[from++];
    else to += bytes.write(value, to);
  }
  return {page: compressPage(bytes), ...bounds(strings, text)};
}

/** JavaScript orders strings by UTF-16 units, which differs from UTF-8 bytes only where there are surrogates. */
function bounds(strings: readonly string[], text: string): {min?: string; max?: string} {
  if (/[\ud800-\udfff]/.test(text)) {
    const ordered = strings.map((value) => Buffer.from(value)).sort(Buffer.compare);
    return {min: ordered[0].toString(), max: ordered[ordered.length - 1].toString()};
  }
  let min = strings[0];
  let max = strings[0];
  for (const value of strings) {
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return {min, max};
}
