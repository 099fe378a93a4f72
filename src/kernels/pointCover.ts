/** Cells along y, in words of 32 bits. */
const words = 16;
/** Cells along y: about two for each pixel of a chart's height. */
export const coverRows = 32 * words;
const [coarsest, finest] = [10, 16];

/**
 * Which cells of a grid hold a point, at several widths of its columns: what a chart of many points looks like from
 * afar. Level k divides x into 2^k columns, k from 10 to 16; a column is 512 bits, from y = 0 up. About 8 MB.
 */
export interface PointCover {
  /** Level → columns × 16 words. */
  levels: ReadonlyMap<number, Uint32Array>;
}

/** `xs` and `ys` give the place of a point as a share, 0 to 1; a point whose y is NaN is left out. */
export function coverPoints(points: number, xs: (i: number) => number, ys: (i: number) => number): PointCover {
  const columns = 2 ** finest;
  const fine = new Uint32Array(columns * words);
  for (let i = 0; i < points; i += 1) {
    const y = ys(i);
    if (Number.isNaN(y)) continue;
    const column = clamp(Math.floor(xs(i) * columns), columns - 1);
    const row = clamp(Math.floor(y * coverRows), coverRows - 1);
    fine[column * words + (row >> 5)] |= 1 << (row & 31);
  }
  const levels = new Map<number, Uint32Array>([[finest, fine]]);
  for (let level = finest - 1; level >= coarsest; level -= 1) levels.set(level, halved(levels.get(level + 1)!));
  return {levels};
}

/** The coarsest level whose columns are no wider than a pixel; null when even the finest are wider. */
export function levelFor(pixelsOfWhole: number): number | null {
  for (let level = coarsest; level <= finest; level += 1) if (2 ** level >= pixelsOfWhole) return level;
  return null;
}

/** Calls `visit` with each cell that holds a point, in columns `from` to `to` (not included) of a level. */
export function visitCells(
  {levels}: PointCover,
  level: number,
  [from, to]: [number, number],
  visit: (column: number, row: number) => void
): void {
  const bits = levels.get(level)!;
  for (let column = Math.max(0, from); column < Math.min(to, 2 ** level); column += 1) {
    for (let word = 0; word < words; word += 1) {
      for (let rest = bits[column * words + word]; rest !== 0; rest &= rest - 1)
        visit(column, 32 * word + 31 - Math.clz32(rest & -rest));
    }
  }
}

function halved(fine: Uint32Array): Uint32Array {
  const coarse = new Uint32Array(fine.length / 2);
  for (let at = 0; at < coarse.length; at += 1) {
    const left = 2 * (at - (at % words)) + (at % words);
    coarse[at] = fine[left] | fine[left + words];
  }
  return coarse;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}
