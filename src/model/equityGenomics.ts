/*
 * Table `equity_genomics`: what a cohort's own numbers say about its genetic ancestry groups beside each other. Everything
 * follows from rows that readers of the same tier hold anyway.
 */

/** What a row says, in the order of the table. `other_ancestry` is the group in which a finding was made first. */
export const genomicMeasures = {
  "frequency-measured": {unit: "share of variants", perTrait: false},
  "frequency-uncertain": {unit: "share of variants", perTrait: false},
  "allele-unseen": {unit: "share of variants", perTrait: false},
  "frequency-withheld": {unit: "share of variants", perTrait: false},
  fst: {unit: "fixation index", perTrait: false},
  "effective-size": {unit: "people", perTrait: true},
  power: {unit: "probability", perTrait: true},
  "loci-found": {unit: "loci", perTrait: true},
  "loci-elsewhere": {unit: "loci", perTrait: true},
  "replicated-observed": {unit: "loci", perTrait: true},
  "replicated-expected": {unit: "loci", perTrait: true},
  replication: {unit: "observed over expected", perTrait: true},
  "same-direction": {unit: "share of loci", perTrait: true},
  "effect-slope": {unit: "effect per effect", perTrait: true},
  "effect-correlation": {unit: "correlation", perTrait: true},
  "effects-differ": {unit: "loci", perTrait: true}
} as const;
export type GenomicMeasure = keyof typeof genomicMeasures;

/** A row of the table. */
export interface EquityGenomicsRow {
  measure: GenomicMeasure;
  ancestry: string;
  /** The other group of a comparison; null = none, or any other group of the cohort. */
  otherAncestry: string | null;
  /** A trait's id. */
  trait: string | null;
  /** Of `power` the frequency of the rarer allele; of `loci-elsewhere` what became of the loci (`elsewhereFates`). */
  bin: string | null;
  /** Null = cannot be said of so few loci. */
  estimate: number | null;
  se: number | null;
  /** 95 % interval; null = none, because the number is a count of all there is, or the data set no limit. */
  low: number | null;
  high: number | null;
  /** Variants or loci that it was worked out from; null = none. */
  nVariants: number | null;
}

/** Frequencies of the rarer allele for which power is given. */
export const powerFrequencies = ["0.01", "0.05", "0.1", "0.2", "0.5"] as const;

/** Effects for which power is given: an odds ratio a copy, or standard deviations of a quantitative trait a copy. */
export const powerOddsRatio = 1.2;
export const powerDeviations = 0.1;

/**
 * A locus that another group found at genome-wide significance, in this one: found as well; missed although it would have
 * been found four times in five; missed where it could not have been found; its numbers are withheld or it was not tested.
 */
export const elsewhereFates = ["found", "missed-with-power", "missed-without-power", "not-shown"] as const;
export type ElsewhereFate = (typeof elsewhereFates)[number];

/** Power above which a finding that is missed counts as missed although it could be found. */
export const enoughPower = 0.8;

/** A frequency is well measured where its 95 % interval is no wider than half of it: about a quarter to either side. */
export const widestInterval = 0.5;
