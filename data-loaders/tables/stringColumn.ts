import type {Column} from "../../src/model/table.js";

/** A dictionary-coded column of strings; the empty string becomes null when `emptyIsNull`. */
export function stringColumn(name: string, strings: readonly string[], {emptyIsNull = false} = {}): Column {
  const dictionary: string[] = [];
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(strings.length);
  for (let i = 0; i < strings.length; ++i) {
    // Neighbours are often equal: chromosomes, genes.
    let code = i > 0 && strings[i] === strings[i - 1] ? codes[i - 1] : codeOf.get(strings[i]);
    if (code === undefined) codeOf.set(strings[i], (code = dictionary.push(strings[i]) - 1));
    codes[i] = code;
  }
  if (!emptyIsNull || !codeOf.has("")) return {name, type: "string", dictionary, codes};
  const empty = codeOf.get("");
  return {name, type: "string", dictionary, codes, valid: Uint8Array.from(codes, (code) => (code === empty ? 0 : 1))};
}

/** Every value of `dictionary` `times` times in turn: a variant's id on the rows of its groups. */
export function repeatedColumn(name: string, dictionary: readonly string[], times: number): Column {
  const codes = shared(`${dictionary.length} repeated ${times}`, () => {
    const repeated = new Int32Array(dictionary.length * times);
    for (let i = 0; i < dictionary.length; ++i) repeated.fill(i, i * times, (i + 1) * times);
    return repeated;
  });
  return {name, type: "string", dictionary, codes};
}

/** The same sequence of codes over and over: the groups of one variant after those of another. */
export function cycledColumn(
  name: string,
  dictionary: readonly string[],
  cycle: readonly number[],
  times: number
): Column {
  const codes = shared(`${cycle.join()} cycled ${times}`, () => {
    const cycled = new Int32Array(cycle.length * times);
    for (let row = 0; row < cycled.length; row += cycle.length) cycled.set(cycle, row);
    return cycled;
  });
  return {name, type: "string", dictionary, codes};
}

const recent = new Map<string, Int32Array>();

/**
 * Batches are mostly of one size: their codes are made once and shared, so the writer can tell by identity that it wrote
 * them before. Codes of a column are never changed.
 */
function shared(key: string, make: () => Int32Array): Int32Array {
  const codes = recent.get(key) ?? make();
  recent.delete(key);
  recent.set(key, codes);
  if (recent.size > 16) recent.delete(recent.keys().next().value!);
  return codes;
}
