import type {StrataLayout} from "./strataLayout.js";

/** The stratum variable that divides `allele_counts`, and the only group of a cohort that does not have it. */
export const ancestryVariable = "ancestry";
export const wholeCohort = "all";

/** The rows of a variant in `allele_counts`: only ancestries that have people, or one group of everybody. */
export function ancestryGroups({variables, combinations}: Pick<StrataLayout, "variables" | "combinations">): {
  levels: readonly string[];
  /** Index into `levels` per group. */
  levelCodes: number[];
  groupOfCombination: number[];
} {
  const variable = variables.findIndex(({name}) => name === ancestryVariable);
  const levelOf = ({codes}: {codes: number[]}): number => (variable < 0 ? 0 : codes[variable]);
  const levelCodes = [...new Set(combinations.map(levelOf))].sort((a, b) => a - b);
  return {
    levels: variable < 0 ? [wholeCohort] : variables[variable].levels,
    levelCodes,
    groupOfCombination: combinations.map((combination) => levelCodes.indexOf(levelOf(combination)))
  };
}
