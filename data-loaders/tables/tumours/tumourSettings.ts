import type {CovariateValues} from "../../sources/cohort.js";
import type {Timepoint} from "../../sources/tumours/tumours.js";

export interface TumourSettings {
  /** Which tumours are looked at: before treatment, or after it failed. */
  timepoint: Timepoint;
  /** What tests are adjusted for; whoever misses one is left out of them. */
  covariates: readonly CovariateValues[];
  /** Mutations that fewer people have among those of a test are not tested: they could not be significant. */
  mutatedMin: number;
  /** Counts of 1 to this many people are withheld; 0 = every count may be shown. */
  maxWithheld: number;
}
