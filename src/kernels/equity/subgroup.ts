/** One group of people and the value of an indicator among them. */
export interface Subgroup {
  /** In the unit of the indicator. */
  estimate: number;
  /** Standard error of the estimate, in the same unit; null = unknown. */
  se: number | null;
  /** People in the subgroup, or any numbers in proportion to them; null = unknown. */
  population: number | null;
  /** 1 = most disadvantaged; null where the dimension has no order. */
  order: number | null;
  /** The subgroup that others are compared with. */
  reference: boolean;
}

/** What a measure of inequality is taken of: one indicator over the subgroups of one dimension. */
export interface Inequality {
  subgroups: Subgroup[];
  /** More is better. */
  favourable: boolean;
  /** The subgroups have an order, from most disadvantaged to most advantaged. */
  ordered: boolean;
  /** The greatest value that an estimate can take (100 for percentages), or 1 where there is none. */
  scale: number;
  /** The value over all people, in the unit of the estimates; used only where populations are unknown. */
  settingAverage: number | null;
}

/** A measure with its interval. What cannot be computed, as where a standard error is unknown, is null. */
export interface Measured {
  estimate: number;
  /** Standard error in the unit of `estimate`; for the ratios R and RII, of the natural logarithm. */
  se: number | null;
  low: number | null;
  high: number | null;
}

export interface Refused {
  /** One plain sentence: why the measure does not apply. */
  refused: string;
}

export function isRefused(result: object): result is Refused {
  return "refused" in result;
}

/** Why no measure can be taken of these subgroups at all, or null. */
export function unusable({subgroups, scale}: Inequality): Refused | null {
  if (subgroups.length < 2) return {refused: "Inequality needs at least two subgroups."};
  if (!subgroups.every(({estimate}) => Number.isFinite(estimate))) return {refused: "A subgroup has no estimate."};
  if (subgroups.some(({se}) => se !== null && !(se >= 0 && se < Infinity)))
    return {refused: "A standard error is negative or not a number."};
  if (subgroups.some(({population}) => population !== null && !(population >= 0 && population < Infinity)))
    return {refused: "A population is negative or not a number."};
  if (!(scale > 0)) return {refused: "The scale of the indicator is not above zero."};
  return null;
}

/** Share of each subgroup of the population, adding up to 1; null where a population is unknown or nobody is there. */
export function populationShares(subgroups: readonly Subgroup[]): number[] | null {
  const total = subgroups.reduce((sum, {population}) => sum + (population ?? NaN), 0);
  return total > 0 ? subgroups.map(({population}) => population! / total) : null;
}

/** Standard errors of all subgroups, or null where one is unknown. */
export function standardErrors(subgroups: readonly Subgroup[]): number[] | null {
  const known = subgroups.flatMap(({se}) => (se === null ? [] : [se]));
  return known.length === subgroups.length ? known : null;
}
