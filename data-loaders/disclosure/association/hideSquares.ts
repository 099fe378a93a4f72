import type {DensitySquare} from "../../tables/association/pcaDensityTable.js";

/**
 * Squares with fewer people than `base`, and groups that are not among `shownLevels`, are left out as empty ones are;
 * the others are counted down to a multiple of `base`, which has to be more than the limit for small counts. How many
 * were left out is not told: somebody would be in each.
 */
export function hideSquares(
  squares: readonly DensitySquare[],
  shownLevels: ReadonlySet<string>,
  base: number
): DensitySquare[] {
  return squares.flatMap((square) => {
    const people = Math.floor(square.people / base) * base;
    return people > 0 && shownLevels.has(square.ancestry) ? {...square, people} : [];
  });
}
