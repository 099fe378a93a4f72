import type {DensitySquare} from "./pcaDensityTable.js";

/** Scores of people on one principal component. */
export interface Component {
  /** Counted from 1. */
  pc: number;
  /** NaN = the person has none. */
  scores: Float64Array;
}

/** Rectangles across the range in which 98 % of people lie. */
const across = 40;

/**
 * How many people of each group lie in each rectangle of a grid over two components; empty ones are left out.
 * `groups`: index into `levels` per person, -1 = in none. The edges are round numbers that follow from where 98 % of
 * people lie: no edge is somebody's score, and no single person moves one.
 */
export function densitySquares(
  x: Component,
  y: Component,
  groups: ArrayLike<number>,
  levels: readonly string[]
): DensitySquare[] {
  const [stepX, stepY] = [x, y].map(({scores}) => roundStep(scores, groups));
  const squares = new Map<string, {level: number; column: number; row: number; people: number}>();
  for (let person = 0; person < groups.length; ++person) {
    const level = groups[person];
    const column = Math.floor(x.scores[person] / stepX);
    const row = Math.floor(y.scores[person] / stepY);
    if (level < 0 || !Number.isFinite(column) || !Number.isFinite(row)) continue;
    const key = `${level} ${column} ${row}`;
    const square = squares.get(key);
    if (square) square.people += 1;
    else squares.set(key, {level, column, row, people: 1});
  }
  return [...squares.values()]
    .sort((a, b) => a.level - b.level || a.column - b.column || a.row - b.row)
    .map(({level, column, row, people}) => ({
      ancestry: levels[level],
      pcX: x.pc,
      pcY: y.pc,
      x0: edge(column, stepX),
      x1: edge(column + 1, stepX),
      y0: edge(row, stepY),
      y1: edge(row + 1, stepY),
      people
    }));
}

/** 1, 2 or 5 times a power of ten, such that about 20 to 40 steps cover what lies between the 1st and the 99th per cent. */
function roundStep(scores: Float64Array, groups: ArrayLike<number>): number {
  const known = scores.filter((score, person) => groups[person] >= 0 && Number.isFinite(score)).sort();
  if (known.length === 0) return 1;
  const at = (share: number): number => known[Math.round(share * (known.length - 1))];
  const least = (at(0.99) - at(0.01)) / across;
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9))!;
}

function edge(index: number, step: number): number {
  return Number((index * step).toPrecision(12));
}
