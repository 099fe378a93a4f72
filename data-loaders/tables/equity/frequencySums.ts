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
  /** Per pair of levels, the first before the second: the parts of Hudson's F_ST by stretch of an autosome. */
  pairs: Map<string, DriftParts>[];
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
  const width = widthOf(ids.codes, rows);
  const levels = Array.from({length: width}, (_, g) => ancestry.dictionary[ancestry.codes[g]]);
  const sums = noFrequencies(levels);
  const isShown = (row: number): boolean => (ac.valid?.[row] ?? 1) === 1 && (an.valid?.[row] ?? 1) === 1;
  for (let row = 0; row < rows; row += width) {
    sums.variants += 1;
    const stretch = stretchOf(ids.dictionary[ids.codes[row]]);
    for (let g = 0; g < width; ++g) {
      const at = row + g;
      sums[isShown(at) ? kindOf(ac.values[at], an.values[at]) : "withheld"][g] += 1;
    }
    if (stretch === null) continue;
    pairsOf(width).forEach(([a, b], pair) => {
      if (!isShown(row + a) || !isShown(row + b)) return;
      const parts = hudsonParts({
        alleleCount1: ac.values[row + a],
        alleleNumber1: an.values[row + a],
        alleleCount2: ac.values[row + b],
        alleleNumber2: an.values[row + b]
      });
      // A variant that varies in neither tells nothing about the distance.
      if (parts && parts.total > 0) addParts(sums.pairs[pair], stretch, {...parts, variants: 1});
    });
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
    pairs: pairsOf(levels.length).map(() => new Map())
  };
}

/** Both together; without levels there was nothing yet. */
export function addFrequencies(sum: FrequencySums, more: FrequencySums): FrequencySums {
  if (sum.levels.length === 0) return more;
  if (more.levels.length === 0) return sum;
  const added = (a: readonly number[], b: readonly number[]): number[] => a.map((value, g) => value + b[g]);
  const pairs = sum.pairs.map((parts, pair) => {
    const both = new Map([...parts].map(([stretch, known]) => [stretch, {...known}]));
    for (const [stretch, one] of more.pairs[pair]) addParts(both, stretch, one);
    return both;
  });
  return {
    levels: sum.levels,
    variants: sum.variants + more.variants,
    measured: added(sum.measured, more.measured),
    uncertain: added(sum.uncertain, more.uncertain),
    unseen: added(sum.unseen, more.unseen),
    withheld: added(sum.withheld, more.withheld),
    pairs
  };
}

/** Pairs of `count` groups, in the order of `FrequencySums.pairs`. */
export function pairsOf(count: number): [number, number][] {
  return Array.from({length: count}, (_, a) => a).flatMap((a) =>
    Array.from({length: count - a - 1}, (_, i): [number, number] => [a, a + 1 + i])
  );
}

function widthOf(codes: Int32Array, rows: number): number {
  let width = Math.min(rows, 1);
  while (width < rows && codes[width] === codes[0]) width += 1;
  return Math.max(1, width);
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

function addParts(to: Map<string, DriftParts>, stretch: string, {between, total, variants}: DriftParts): void {
  const known = to.get(stretch) ?? {between: 0, total: 0, variants: 0};
  to.set(stretch, {
    between: known.between + between,
    total: known.total + total,
    variants: known.variants + variants
  });
}
