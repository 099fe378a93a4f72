import type {Finding} from "../../../src/model/privacy.js";
import type {DensitySquare} from "../../tables/association/pcaDensityTable.js";

/** Squares of several pairs of components as they are published, and what is known beside them. */
export interface PublishedDensity {
  /** `registered/pca_density`, … */
  table: string;
  standing: Finding["standing"];
  squares: readonly DensitySquare[];
  /** People by genetic ancestry group, known exactly. */
  people: ReadonlyMap<string, number>;
  /** By how many people a published number may be below the truth: 0 where numbers are exact. */
  countedDown: number;
}

/**
 * Looks for people in squares that are left out: of all squares of a pair of components together, since everybody is in
 * one; and of all in one column or row, since two pairs that share a component have the same people there. Found is what
 * certainly has 1 to `limit` people; so is a square that is shown with so few.
 */
export function attackDensity(published: PublishedDensity, limit: number): Finding {
  const {table, standing, squares, people, countedDown} = published;
  let narrowest = Infinity;
  let hidden = 0;
  const found = new Map<string, number>();
  const look = (group: string, low: number, high: number): void => {
    if (high < 1) return;
    hidden += 1;
    narrowest = Math.min(narrowest, high - low + 1);
    judge(group, low, high);
  };
  const judge = (group: string, low: number, high: number): void => {
    if (low >= 1 && high <= limit) found.set(group, (found.get(group) ?? 0) + 1);
  };
  for (const [group, total] of people) {
    const own = squares.filter(({ancestry}) => ancestry === group);
    for (const {people} of own) judge(group, people, people + countedDown);
    const pairs = [...byKey(own, ({pcX, pcY}) => `${pcX} ${pcY}`).values()];
    const rests = pairs.map((pair) => restOf(pair, [total, total]));
    rests.forEach(([low, high]) => look(group, low, high));
    const stripes = pairs.map((pair) => stripesOf(pair));
    for (const key of new Set(stripes.flatMap((ofPair) => [...ofPair.keys()]))) {
      // In each pair of components that has the stripe: what is shown of it, and what else may be there.
      const seen = stripes.flatMap((ofPair, p) =>
        pairs[p].some((square) => key.startsWith(`${square.pcX} `) || key.startsWith(`${square.pcY} `))
          ? [{squares: ofPair.get(key) ?? [], rest: rests[p]}]
          : []
      );
      const low = Math.max(...seen.map(({squares}) => sum(squares)));
      const high = Math.min(...seen.map(({squares, rest}) => sum(squares) + squares.length * countedDown + rest[1]));
      for (const {squares} of seen) look(group, ...restOf(squares, [low, high]));
    }
  }
  const recovered = [...found.values()].reduce((all, one) => all + one, 0);
  const [worst] = [...found].sort(([, a], [, b]) => b - a)[0] ?? ["all"];
  return {
    table,
    attack: "linear-program",
    pool: worst,
    figures: {
      kind: "recovery",
      recovered,
      hidden,
      narrowest: hidden === 0 ? null : narrowest,
      least: countedDown + 1
    },
    withstood: recovered === 0,
    standing
  };

  /** How many people are in none of these squares, of a number that is known to lie in a range. */
  function restOf(shown: readonly DensitySquare[], [low, high]: [number, number]): [number, number] {
    return [Math.max(0, low - sum(shown) - shown.length * countedDown), high - sum(shown)];
  }
}

/** Squares of one pair by column and by row, each named by its component and edge. */
function stripesOf(pair: readonly DensitySquare[]): Map<string, DensitySquare[]> {
  return new Map([...byKey(pair, ({pcX, x0}) => `${pcX} ${x0}`), ...byKey(pair, ({pcY, y0}) => `${pcY} ${y0}`)]);
}

function byKey(
  squares: readonly DensitySquare[],
  keyOf: (square: DensitySquare) => string
): Map<string, DensitySquare[]> {
  const map = new Map<string, DensitySquare[]>();
  for (const square of squares) map.set(keyOf(square), [...(map.get(keyOf(square)) ?? []), square]);
  return map;
}

function sum(squares: readonly DensitySquare[]): number {
  return squares.reduce((total, {people}) => total + people, 0);
}
