/*
 * Table `polygenic_scores`: what became of the variants of a score in a cohort, how well the score does in each genetic
 * ancestry group, and how its values are spread there. No row is about a person.
 */

/** What a row says, in the order of the table. */
export const scoreMeasures = {
  /** `bin` is what became of so many rows of the scoring file. */
  variants: {unit: "variants"},
  /** Of the matched variants, in all absolute weight of the file. */
  "weight-share": {unit: "share of weight"},
  /** Of a score that was learned here: how it was, in `bin`. */
  setting: {unit: "setting"},
  /** People whom such a score was learned from; `bin` is `cases` or `controls` of a binary trait. */
  "learned-from": {unit: "people"},
  /** People that the numbers of a group are worked out from; `bin` is `cases` or `controls` of a binary trait. */
  people: {unit: "people"},
  /** Of the trait's variance, beyond the covariates. */
  r2: {unit: "share of variance"},
  auc: {unit: "area under the curve"},
  "odds-ratio": {unit: "odds ratio per standard deviation in the reference group"},
  /** Of what the model of the reference group predicts here: 1 = spread as widely as it should be. */
  "calibration-slope": {unit: "trait per predicted trait"},
  /** By how much it predicts too low on average. */
  "calibration-intercept": {unit: "log odds, or units of the trait"},
  /** `r2` over that of the reference group. */
  portability: {unit: "ratio"},
  /** Times as many people as it was made with that would give the accuracy of the reference group here, at least. */
  "equal-accuracy": {unit: "times the people of its training"},
  /**
   * Of a tenth of the people by what the model of the reference group predicts, or several: `x0` the mean predicted,
   * `estimate` the mean that was so; cases count as 1, controls as 0. `bin` numbers them.
   */
  calibration: {unit: "share of cases, or units of the trait"},
  /** Scores at or above the threshold `x0` are flagged: the share of everybody, of cases, and of controls. */
  flagged: {unit: "share of people"},
  "true-positive": {unit: "share of cases"},
  "false-positive": {unit: "share of controls"},
  /** Largest difference of those shares between groups; `bin` is `true-positive` or `false-positive`. */
  "odds-gap": {unit: "difference of shares"},
  /** Where scores lie; `bin` is `as it is`, from the reference group in its standard deviations, or `adjusted`. */
  mean: {unit: "standard deviations"},
  spread: {unit: "standard deviations"},
  "r2-adjusted": {unit: "share of variance"},
  /** Of the score's variance, by the variant that varies most; `bin` is its name, where a scoring file tells it. */
  leverage: {unit: "share of the score's variance"},
  "r2-without": {unit: "share of variance"},
  /** People whose score is from `x0` up to, and without, `x1`. */
  density: {unit: "people"}
} as const;
export type ScoreMeasure = keyof typeof scoreMeasures;

/** A row of the table. */
export interface PolygenicScoreRow {
  /** The score's id, as its file gives it. */
  score: string;
  measure: ScoreMeasure;
  /** Null = about the cohort as a whole. */
  ancestry: string | null;
  bin: string | null;
  x0: number | null;
  x1: number | null;
  estimate: number | null;
  /** 95 % interval. */
  low: number | null;
  high: number | null;
  /** People; null where the row counts none. */
  n: number | null;
  /** Of `variants`; else null. */
  nVariants: number | null;
}

/** A score of a release, as `manifest.json` tells it to everybody: what it is, and where it was evaluated. */
export interface ReleasedScore {
  id: string;
  label: string;
  /** What it is about, by the manifest and by its own file: the rules are asked about each of them. */
  traits: {id: string; label: string}[];
  /** The trait of the cohort that it was evaluated against; null = it was not evaluated. */
  evaluatedAgainst: {id: string; label: string; kind: "binary" | "quantitative"} | null;
  /** Genetic ancestry groups with numbers of how well it does, and groups for which its values are shown. */
  evaluatedIn: string[];
  shownFor: string[];
  /** The group that others are compared with, and why it is that. */
  reference: string | null;
  referenceIs: "where it was made" | "the largest";
  /** Where the weights were made, by the manifest; null = not told. */
  madeIn: string | null;
  /** What accuracy is beyond of: covariates, components. */
  adjustedFor: string[];
  /** Why the cohort cannot be scored, or nothing learned; null = it was. */
  refused: string | null;
  /** How a score was learned in this cohort; null = it is of a scoring file. */
  training: {method: "clumping" | "penalised"; folds: number; heldOutOneIn: number} | null;
  /** What its scoring file says; null = it was learned here. */
  card: {
    name: string;
    traitReported: string;
    weightType: string;
    formatVersion: string;
    harmonised: boolean;
    citation: string;
    licence: string;
    variants: number;
  } | null;
}
