import {isRefused, populationShares, type Inequality, type Refused, type Subgroup} from "./subgroup.js";

/** Subgroups in their order, from the most disadvantaged, with where each lies in the population. */
export interface Ranked {
  subgroups: Subgroup[];
  /** Share of the population, 0–1. */
  shares: number[];
  /** Relative rank: the share of the population below the middle of the subgroup, 0–1. */
  ranks: number[];
}

/** Bross 1958, Biometrics 14:18 ("ridit"); Wagstaff, Paci & van Doorslaer 1991, Soc Sci Med 33:545. */
export function ranked(input: Inequality): Ranked | Refused {
  const subgroups = inOrder(input);
  if (isRefused(subgroups)) return subgroups;
  if (subgroups.length < 3)
    return {refused: "With two subgroups there is no gradient: the difference and the ratio say it all."};
  const shares = populationShares(subgroups);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  let below = 0;
  const ranks = shares.map((share) => {
    below += share;
    return below - share / 2;
  });
  return {subgroups, shares, ranks};
}

/** The subgroups from the most disadvantaged to the most advantaged, where the dimension has a complete order. */
export function inOrder({subgroups, ordered}: Inequality): Subgroup[] | Refused {
  if (!ordered) return {refused: "The measure needs subgroups with an order, and these have none."};
  if (!subgroups.every(({order}) => order !== null && Number.isFinite(order)))
    return {refused: "The order of a subgroup is unknown."};
  if (new Set(subgroups.map(({order}) => order)).size < subgroups.length)
    return {refused: "Two subgroups have the same place in the order."};
  return subgroups.toSorted((a, b) => a.order! - b.order!);
}
