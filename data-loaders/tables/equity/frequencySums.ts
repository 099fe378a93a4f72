import {hudsonParts} from "../../../src/kernels/hudsonFst.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {widestInterval} from "../../../src/model/equityGenomics.js";
import type {TableBatch} from "../../../src/model/table.js";

/** How well frequencies are known and how far groups lie apart, summed over variants. Plain data: shards are added up. */
export interface FrequencySums {
  /** Genetic ancestry groups, in the order of `allele_counts`. */
  levels: string[];
  variants: number;
  /** Variants per level: interval narrow enough; wider; one allele seen only; a count withheld. They add up to `variants`. */
  measured: number[];
  uncertain: number[];
  unseen: number[];
  withheld: number[];
  /** The parts of Hudson's F_ST by stretch of an autosome, and within it by pair of levels as in `pairsOf`. */
  stretches: Map<string, DriftParts[]>;
}

export interface DriftParts {
  between: number;
  total: number;
  variants: number;
}

/** Linkage ends well within a stretch: blocks of 5 cM are usual (ADMIXTOOLS, Patterson et al. 2012, Genetics 192:1065). */
const stretchBp = 5_000_000;

/** Sums over the rows of a table `allele_counts` as it is shown: a withheld count is null. */
export function frequencySums({rows, columns}: TableBatch): FrequencySums {
  const column = (wanted: string) => columns.find(({name}) => name === wanted);
  const [ids, ancestry, ac, an] = ["variant_id", "ancestry", "ac", "an"].map(column);
  if (ids?.type !== "string" || ancestry?.type !== "string" || ac?.type !== "int32" || an?.type !== "int32")
    throw new Error("allele_counts lacks a column: its groups cannot be compared");
  if (rows === 0) return noFrequencies([]);
  const width = widthOf(ids.codes, rows);
  const levels = Array.from({length: width}, (_, g) => ancestry.dictionary[ancestry.codes[g]]);
  const pairs = pairsOf(width);
  const sums = noFrequencies(levels);
  const isShown = (row: number): boolean => (ac.valid?.[row] ?? 1) === 1 && (an.valid?.[row] ?? 1) === 1;
  for (let row = 0; row < rows; row += width) {
    sums.variants += 1;
    for (let g = 0; g < width; ++g)
      sums[isShown(row + g) ? kindOf(ac.values[row + g], an.values[row + g]) : "withheld"][g] += 1;
    const stretch = stretchOf(ids.dictionary[ids.codes[row]]);
    if (stretch === null) continue;
    const parts = partsOf(sums.stretches, stretch, pairs.length);
    for (const [pair, [a, b]] of pairs.entries()) {
      if (!isShown(row + a) || !isShown(row + b)) continue;
      const one = hudsonParts({
        alleleCount1: ac.values[row + a],
        alleleNumber1: an.values[row + a],
        alleleCount2: ac.values[row + b],
        alleleNumber2: an.values[row + b]
      });
      // A variant that varies in neither tells nothing about the distance.
      if (one && one.total > 0) addParts(parts[pair], {...one, variants: 1});
    }
  }
  return sums;
}

export function noFrequencies(levels: readonly string[]): FrequencySums {
  const none = (): number[] => levels.map(() => 0);
  return {
    levels: [...levels],
    variants: 0,
    measured: none(),
    uncertain: none(),
    unseen: none(),
    withheld: none(),
    stretches: new Map()
  };
}

/** All together, of the same levels. */
export function addFrequencies(parts: readonly FrequencySums[]): FrequencySums {
  const [first, ...rest] = parts.filter(({levels}) => levels.length > 0);
  if (!first) return noFrequencies([]);
  const sum = noFrequencies(first.levels);
  for (const one of [first, ...rest]) {
    sum.variants += one.variants;
    for (const kind of ["measured", "uncertain", "unseen", "withheld"] as const)
      one[kind].forEach((count, g) => (sum[kind][g] += count));
    for (const [stretch, pairs] of one.stretches) {
      const known = partsOf(sum.stretches, stretch, pairs.length);
      pairs.forEach((more, pair) => addParts(known[pair], more));
    }
  }
  return sum;
}

/** Pairs of `count` groups, each with those after it. */
export function pairsOf(count: number): [number, number][] {
  return Array.from({length: count}, (_, a) => a).flatMap((a) =>
    Array.from({length: count - a - 1}, (_, i): [number, number] => [a, a + 1 + i])
  );
}

function widthOf(codes: Int32Array, rows: number): number {
  let width = 1;
  while (width < rows && codes[width] === codes[0]) width += 1;
  return width;
}

function kindOf(ac: number, an: number): "measured" | "uncertain" | "unseen" {
  const rarer = Math.min(ac, an - ac);
  if (rarer <= 0) return "unseen";
  const [low, high] = wilsonInterval(rarer, an);
  return high - low <= (widestInterval * rarer) / an ? "measured" : "uncertain";
}

/** Of an autosome; null elsewhere, where men and women differ. */
function stretchOf(variantId: string): string | null {
  const [chrom, pos] = variantId.split("-", 2);
  const number = Number(chrom);
  return number >= 1 && number <= 22 ? `${chrom}:${Math.floor(Number(pos) / stretchBp)}` : null;
}

function partsOf(stretches: FrequencySums["stretches"], stretch: string, pairs: number): DriftParts[] {
  const known = stretches.get(stretch) ?? Array.from({length: pairs}, () => ({between: 0, total: 0, variants: 0}));
  stretches.set(stretch, known);
  return known;
}

function addParts(to: DriftParts, {between, total, variants}: DriftParts): void {
  to.between += between;
  to.total += total;
  to.variants += variants;
}
