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
  /** The group that others are compared with: that with the most people who could be evaluated. */
  reference: string | null;
  /** What accuracy is beyond of: covariates, components. */
  adjustedFor: string[];
  /** Why the cohort cannot be scored; null = it was. */
  refused: string | null;
  card: {
    name: string;
    traitReported: string;
    weightType: string;
    formatVersion: string;
    harmonised: boolean;
    citation: string;
    licence: string;
    variants: number;
  };
}
