import type {Column} from "../../src/model/table.js";

/** A dictionary-coded column of strings; the empty string becomes null when `emptyIsNull`. */
export function stringColumn(name: string, strings: readonly string[], {emptyIsNull = false} = {}): Column {
  const dictionary: string[] = [];
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(strings.length);
  for (let i = 0; i < strings.length; ++i) {
    let code = codeOf.get(strings[i]);
    if (code === undefined) codeOf.set(strings[i], (code = dictionary.push(strings[i]) - 1));
    codes[i] = code;
  }
  if (!emptyIsNull || !codeOf.has("")) return {name, type: "string", dictionary, codes};
  const empty = codeOf.get("");
  return {name, type: "string", dictionary, codes, valid: Uint8Array.from(codes, (code) => (code === empty ? 0 : 1))};
}

/** Every value of `dictionary` `times` times in turn: a variant's id on the rows of its groups. */
export function repeatedColumn(name: string, dictionary: readonly string[], times: number): Column {
  const codes = new Int32Array(dictionary.length * times);
  for (let i = 0, row = 0; i < dictionary.length; ++i) for (let k = 0; k < times; ++k) codes[row++] = i;
  return {name, type: "string", dictionary, codes};
}

/** The same sequence of codes over and over: the groups of one variant after those of another. */
export function cycledColumn(
  name: string,
  dictionary: readonly string[],
  cycle: readonly number[],
  times: number
): Column {
  const codes = new Int32Array(cycle.length * times);
  for (let i = 0, row = 0; i < times; ++i) for (let k = 0; k < cycle.length; ++k) codes[row++] = cycle[k];
  return {name, type: "string", dictionary, codes};
}
