import type {ManhattanRow} from "./manhattanTable.js";

/** Variants with their p-values, in genome order. */
export interface PlacedPValues {
  /** `chrom-pos-ref-alt`. */
  variantIds: readonly string[];
  chrom: readonly string[];
  pos: ArrayLike<number>;
  /** NaN = there is none; such variants are left out. */
  minusLog10P: Float64Array;
}

/** p = 10⁻⁵: variants above are shown one by one. */
const suggestive = 5;

/** Size of a bin at first, in bases and in −log10 p. */
const finest = {bases: 3_000_000, height: 0.1};

/**
 * What a Manhattan plot shows at first: variants of p < 10⁻⁵ one by one, the others as counts in bins of 3 Mb by 0.1,
 * placed in the middle of the bin. Where that gives more than `mostRows` rows, bins are made twice as high and twice as
 * wide in turn, and no more than the best half of `mostRows` variants are shown one by one.
 */
export function binnedManhattan(
  variants: PlacedPValues,
  mostRows = 2000
): Pick<ManhattanRow, "chrom" | "pos" | "minusLog10P" | "variantId" | "nVariants">[] {
  const {variantIds, chrom, pos, minusLog10P} = variants;
  const level = levelOfSingle(minusLog10P, Math.floor(mostRows / 2));
  const single = [...minusLog10P.keys()].filter((i) => minusLog10P[i] > level);
  const {bases, height, bins} = fewEnough(variants, level, mostRows - single.length);
  const rows = [
    ...[...bins.values()].map(({chrom, column, step, nVariants}) => ({
      chrom,
      pos: (column + 0.5) * bases,
      minusLog10P: Number(((step + 0.5) * height).toFixed(6)),
      variantId: null,
      nVariants
    })),
    ...single.map((i) => ({
      chrom: chrom[i],
      pos: pos[i],
      minusLog10P: minusLog10P[i],
      variantId: variantIds[i],
      nVariants: 1
    }))
  ];
  const order = new Map<string, number>();
  for (const name of chrom) if (!order.has(name)) order.set(name, order.size);
  return rows.sort(
    (a, b) => order.get(a.chrom)! - order.get(b.chrom)! || a.pos - b.pos || a.minusLog10P - b.minusLog10P
  );
}

interface Bin {
  chrom: string;
  column: number;
  step: number;
  nVariants: number;
}

/** The suggestive level, or what leaves no more than `most` variants above it. */
function levelOfSingle(minusLog10P: Float64Array, most: number): number {
  const above = minusLog10P.filter((p) => p > suggestive).sort();
  return above.length <= most ? suggestive : above[above.length - most - 1];
}

function fewEnough(
  variants: PlacedPValues,
  level: number,
  most: number
): {bases: number; height: number; bins: Map<string, Bin>} {
  let {bases, height} = finest;
  let bins = binsOf(variants, level, bases, height);
  for (let wider = false; bins.size > Math.max(1, most) && bases < 1e9; wider = !wider) {
    if (wider) bases *= 2;
    else height *= 2;
    bins = binsOf(variants, level, bases, height);
  }
  return {bases, height, bins};
}

function binsOf({chrom, pos, minusLog10P}: PlacedPValues, level: number, bases: number, height: number) {
  const bins = new Map<string, Bin>();
  for (let i = 0; i < minusLog10P.length; ++i) {
    const p = minusLog10P[i];
    if (!(p <= level)) continue;
    const column = Math.floor((pos[i] - 1) / bases);
    // 0.3 / 0.1 is 2.999… in binary.
    const step = Math.floor(p / height + 1e-9);
    const key = `${chrom[i]} ${column} ${step}`;
    const bin = bins.get(key);
    if (bin) bin.nVariants += 1;
    else bins.set(key, {chrom: chrom[i], column, step, nVariants: 1});
  }
  return bins;
}
