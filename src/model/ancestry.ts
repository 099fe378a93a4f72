/** Level of the stratum variable `ancestry` of people whom inference puts into no group. */
export const notAssigned = "not assigned";

/** Whether a level of `ancestry` is of people whose group is not known, by the cohort or by inference. */
export function isNoGroup(level: string): boolean {
  return level === notAssigned || level === "unknown";
}

/** How the genetic ancestry groups of a cohort were inferred: nothing in it is about a person of the cohort. */
export interface InferredAncestry {
  /** Citation of the reference. */
  source: string;
  /** Groups of the reference, alphabetical; the cohort may have nobody in some of them. */
  groups: string[];
  /** Common variants of the reference that could tell ancestry, and how many of them the cohort has too. */
  candidates: number;
  shared: number;
  /** Of the shared ones, without those that are inherited with others: what people were placed by. */
  markers: number;
  /** Of `markers`, those whose alleles the cohort names in the other order, and on the other strand. */
  swapped: number;
  otherStrand: number;
  /** Principal components on which the groups of the reference differ, and by which people were put into groups. */
  components: number;
  /** Least probability of a group, above 0.5 to 1: below it people are not assigned. */
  least: number;
  /** Least share of markers that a person must have genotypes of. */
  callRateMin: number;
  /** Share of a group's own people who would be taken for strangers to it. */
  strangers: number;
}
