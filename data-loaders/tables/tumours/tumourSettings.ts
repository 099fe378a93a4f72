import type {CovariateValues} from "../../sources/cohort.js";
import type {Timepoint} from "../../sources/tumours/tumours.js";

export interface TumourSettings {
  /** Which tumours are looked at: before treatment, or after it failed. */
  timepoint: Timepoint;
  /** What tests are adjusted for; whoever misses one is left out of them. */
  covariates: readonly CovariateValues[];
  /** Mutations that fewer people have among those of a table are not in it: they could not be significant. */
  mutatedMin: number;
  /** Counts of 1 to this many people are withheld; 0 = every count may be shown. */
  maxWithheld: number;
}

/**
 * Fewest people with a mutation that a table names: more than the limit for small counts, since that a rare mutation is
 * there at all can point at a person.
 */
export function namedMin({mutatedMin, maxWithheld}: Pick<TumourSettings, "mutatedMin" | "maxWithheld">): number {
  return Math.max(mutatedMin, maxWithheld + 1);
}
