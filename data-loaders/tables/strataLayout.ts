import type {People, StratumVariable} from "../sources/cohort.js";
import type {CellsOfPeople} from "./countGenotypes.js";

/**
 * How people are divided for counting: a row of `genotype_counts` is a combination of stratum levels, and a combination
 * has up to two cells, because men are haploid on X and Y. Plain data: it is sent to worker threads.
 */
export interface StrataLayout extends CellsOfPeople {
  variables: {name: string; levels: string[]}[];
  /** Only combinations that somebody has, sorted by their levels' order. Without variables: one, of everybody. */
  combinations: Combination[];
}

export interface Combination {
  /** Index into `levels` per variable. */
  codes: number[];
  /** People counted, and how many of them are men. */
  people: number;
  men: number;
  /** -1 = nobody. Men; women and people of unknown sex. */
  maleCell: number;
  otherCell: number;
}

/** The level of people whose stratum is missing; then the last of the variable's levels. */
export const unknownLevel = "unknown";

const male = 1;

/** Combinations and cells of the people who are counted. The cells lie in shared memory, so no thread copies them. */
export function layOutStrata({total, included, sex, strata}: People): StrataLayout {
  const variables = strata.map((variable) => withUnknown(variable, included));
  const keys = new Int32Array(total).fill(-1);
  const found = new Map<number, Combination>();
  for (let person = 0; person < total; ++person) {
    if (!included[person]) continue;
    const codes = strata.map(({codes}, i) => (codes[person] < 0 ? variables[i].levels.length - 1 : codes[person]));
    const key = codes.reduce((rank, code, i) => rank * variables[i].levels.length + code, 0);
    const combination = found.get(key) ?? {codes, people: 0, men: 0, maleCell: -1, otherCell: -1};
    found.set(key, combination);
    ++combination.people;
    if (sex[person] === male) ++combination.men;
    keys[person] = key;
  }

  const combinations = [...found.keys()].sort((a, b) => a - b).map((key) => found.get(key)!);
  let cellCount = 0;
  for (const combination of combinations) {
    if (combination.men > 0) combination.maleCell = cellCount++;
    if (combination.men < combination.people) combination.otherCell = cellCount++;
  }

  const cells = new Int32Array(new SharedArrayBuffer(total * 4)).fill(-1);
  for (let person = 0; person < total; ++person) {
    const combination = found.get(keys[person]);
    if (combination) cells[person] = sex[person] === male ? combination.maleCell : combination.otherCell;
  }
  return {people: total, cells, cellCount, variables, combinations};
}

function withUnknown({name, levels, codes}: StratumVariable, included: Uint8Array): {name: string; levels: string[]} {
  const missing = codes.some((code, person) => code < 0 && included[person]);
  return {name, levels: missing && levels.at(-1) !== unknownLevel ? [...levels, unknownLevel] : levels};
}
