/*
 * Tables about somatic mutations of tumours: every row is about many people. A null count or statistic is withheld.
 */

/** What a mutation does to its gene's protein, coarsely; a person is in one class per gene. */
export type MutationClass = "missense" | "truncating" | "splice" | "in-frame" | "other" | "multiple";

/** In the order of an oncoprint: `multiple` stands for people with mutations of two or more classes in the gene. */
export const mutationClasses: readonly MutationClass[] = [
  "missense",
  "truncating",
  "splice",
  "in-frame",
  "other",
  "multiple"
];

/** A gene, or one protein change in it. */
export interface MutationFeature {
  gene: string;
  /** Such as `T790M`; null = any mutation of the gene that changes its protein. */
  change: string | null;
}

/** The test whether a mutation goes with resistance to a treatment: a row of table `tumour_resistance`. */
export interface ResistanceRow extends MutationFeature {
  treatment: string;
  /** People with the mutation who were resistant, and so on. Null = withheld, and with them every statistic below. */
  mutatedResistant: number | null;
  mutatedSensitive: number | null;
  otherResistant: number | null;
  otherSensitive: number | null;
  /** Conditional maximum likelihood estimate of the odds of resistance, with exact 95 % interval. */
  oddsRatio: number | null;
  oddsRatioLow: number | null;
  oddsRatioHigh: number | null;
  /** Fisher's exact test, and what multiple testing leaves of it: −log10 of the false discovery rate and of Holm's p. */
  minusLog10P: number | null;
  minusLog10Q: number | null;
  minusLog10Holm: number | null;
  /** Log odds of resistance with the mutation, adjusted for the covariates; null also where they cannot be fitted. */
  beta: number | null;
  se: number | null;
  minusLog10PAdjusted: number | null;
  minusLog10QAdjusted: number | null;
  /** How `beta` was found. */
  method: "wald" | "firth" | null;
}

/** How often a mutation came or went between two tumours of a person: a row of table `tumour_pairs`. */
export interface PairedRow extends MutationFeature {
  treatment: string;
  /** Pairs of tumours, before and after treatment. Null = withheld. */
  both: number | null;
  gained: number | null;
  lost: number | null;
  neither: number | null;
  /** Gained to lost, with exact 95 % interval. */
  oddsRatio: number | null;
  oddsRatioLow: number | null;
  oddsRatioHigh: number | null;
  /** McNemar's exact test, its mid-p, and the false discovery rate of the exact one. */
  minusLog10P: number | null;
  minusLog10MidP: number | null;
  minusLog10Q: number | null;
}

/** Whether two genes are mutated in the same people: a row of table `tumour_cooccurrence`. */
export interface CooccurrenceRow {
  /** Alphabetical. */
  geneA: string;
  geneB: string;
  /** Null = withheld, and with it every number below. */
  both: number | null;
  onlyA: number | null;
  onlyB: number | null;
  neither: number | null;
  /** Above 1: they occur together; below: they exclude each other. Conditional estimate with exact 95 % interval. */
  oddsRatio: number | null;
  oddsRatioLow: number | null;
  oddsRatioHigh: number | null;
  minusLog10P: number | null;
  minusLog10Q: number | null;
  minusLog10Holm: number | null;
  /** The log odds ratio adjusted for the covariates and the number of mutated genes, which alone makes genes go together. */
  beta: number | null;
  se: number | null;
  minusLog10PAdjusted: number | null;
  minusLog10QAdjusted: number | null;
  method: "wald" | "firth" | null;
}

/** People of a group whose gene is mutated, by class: a row of table `tumour_oncoprint`. */
export interface OncoprintRow {
  gene: string;
  /** Null: mutated in any way. */
  mutationClass: MutationClass | null;
  /** Level of the stratum variable. */
  group: string;
  /** People of the group with a sequenced tumour; null = withheld. */
  people: number | null;
  mutated: number | null;
  /** `mutated / people` with Wilson's 95 % interval. */
  share: number | null;
  shareLow: number | null;
  shareHigh: number | null;
}

export const tumourTables = [
  "tumour_resistance",
  "tumour_pairs",
  "tumour_cooccurrence",
  "tumour_oncoprint",
  "tumour_evidence"
] as const;
export type TumourTableName = (typeof tumourTables)[number];

/** The tables of counts of tumours. */
export interface TumourRows {
  resistance: ResistanceRow[];
  pairs: PairedRow[];
  cooccurrence: CooccurrenceRow[];
  /** Of everybody together (`all`) and of each genetic ancestry group. */
  oncoprint: OncoprintRow[];
}

/** A row as it is shown. `noiseSd`: standard deviation of the noise that counts carry, people; 0 = they are exact. */
export type Noisy<Row> = Row & {noiseSd: number};

/** What is shown of `TumourRows`. Where a test has an end of its interval but no odds ratio, a withheld count was taken as the limit. */
export type ShownTumours = {[Name in keyof TumourRows]: Noisy<TumourRows[Name][number]>[]};

/** Levels of evidence, best first: A validated, B clinical, C case study, D preclinical, E inferential. CIViC. */
export const evidenceLevels = ["A", "B", "C", "D", "E"] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

/** What others have found about a mutation and a medicine: a predictive item of a table in the form of CIViC. */
export interface EvidenceItem {
  /** Of the table, such as `EID2994`. */
  id: string;
  gene: string;
  /** As the table writes it: `T790M`, `EXON 19 DELETION`. */
  variant: string;
  /** Where the variant is one protein change, as in `MutationFeature`; else null. */
  change: string | null;
  disease: string;
  drugs: string[];
  /** How several drugs were given; null with one, and where the table does not say. */
  interaction: "Combination" | "Sequential" | "Substitutes" | null;
  level: EvidenceLevel;
  /** Whether the study supports the significance or speaks against it. */
  supports: boolean;
  /** As the table writes it: `Resistance`, `Sensitivity/Response`. */
  significance: string;
  /** Such as `PubMed 25668228`. */
  citation: string;
}

/** Evidence beside a finding; `exact`: about this very change, else about another mutation of the gene. */
export interface EvidenceRow extends MutationFeature {
  treatment: string;
  exact: boolean;
  item: EvidenceItem;
}
