import type {MutationClass} from "../../../src/model/tumours.js";

/**
 * Somatic mutations of the tumours of a cohort's people, with what they were treated with and how they responded. Of
 * persons one by one: it stays in the loaders. Codes, not names: no id of a person or a sample is kept after reading.
 */
export interface Tumours {
  /** People of the cohort, in its order; not all of them have a tumour. */
  total: number;
  /** Sequenced tumours of people who are counted. A sample without mutations is a tumour without mutations. */
  samples: TumourSample[];
  /** Mutations that change a protein, of these samples; each once per sample. */
  mutations: TumourMutation[];
  /** Each treatment of a person once. */
  treatments: Treatment[];
  /** What was read and is not used, as numbers of lines. Exact: must pass disclosure control before it is shown. */
  left: TumourLinesLeft;
}

export interface TumourSample {
  /** Index into the cohort's people. */
  person: number;
  timepoint: Timepoint;
}

/** When a tumour was taken: before treatment, or after it failed. */
export type Timepoint = "before" | "after";

export interface TumourMutation {
  /** Index into `samples`. */
  sample: number;
  gene: string;
  /** Protein change in one-letter codes without `p.`, such as `T790M`; null = not given, or no change of residues. */
  change: string | null;
  mutationClass: Exclude<MutationClass, "multiple">;
  /** Share of reads with the mutation, 0–1; NaN = not given. */
  alleleFraction: number;
}

export interface Treatment {
  person: number;
  /** As the file first spells it. */
  treatment: string;
  /** Null: neither, or not evaluated. */
  response: "resistant" | "sensitive" | null;
}

export interface TumourLinesLeft {
  /** Samples and treatments of people who are not in the cohort, or not counted. */
  samplesOfOthers: number;
  treatmentsOfOthers: number;
  /** Mutations of such samples. */
  mutationsOfOthers: number;
  /** Mutations that are marked as inherited or as no longer there, or that change no protein. */
  notSomatic: number;
  noProteinChange: number;
  /** The same mutation of a sample on a second line. */
  repeated: number;
}
