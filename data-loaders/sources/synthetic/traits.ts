import {ancestries, type Ancestry} from "./populations.js";

/**
 * How a trait comes about. All effects are invented; some sit at genes whose real association is well known, so that
 * an analysis of the cohort looks familiar.
 */
export interface TraitModel {
  /** Ontology id (EFO) and label; every label says that the trait is simulated. */
  id: string;
  label: string;
  /** Column of the written sample file. */
  column: string;
  kind: "binary" | "quantitative";
  unit: string;
  /** Binary: share of cases among all who can have it. */
  prevalence?: number;
  /** Quantitative: mean of a woman of 50 in Europe, before genetic effects. */
  mean?: number;
  /** Standard deviation of what the model leaves unexplained. Binary: 1, the unit of the liability scale. */
  residualSd: number;
  /** Only women (2) can have it; everybody where absent. PLINK coding. */
  onlySex?: 1 | 2;
  /** Effect of being a man. */
  male: number;
  /** Effect of ten years of age, from 50. */
  decade: number;
  /** Differences between the environments of the groups, not of genes; 0 where absent. */
  environment: Partial<Record<Ancestry, number>>;
  /** Share of missing values. */
  missing: number;
  /** Additive effect of each copy of the alternate allele, in the trait's unit, at a common variant of the gene. */
  effects: PlantedEffect[];
}

export interface PlantedEffect {
  gene: string;
  beta: number;
  /** Where the effect differs by ancestry. */
  except?: Partial<Record<Ancestry, number>>;
}

/** Unit of the effects of a binary trait. */
const liability = "standard deviations of residual liability";

export const traitModels: readonly TraitModel[] = [
  {
    id: "EFO_0001360",
    label: "Type 2 diabetes (simulated)",
    column: "type_2_diabetes",
    kind: "binary",
    unit: liability,
    prevalence: 0.11,
    residualSd: 1,
    male: 0.1,
    decade: 0.18,
    environment: {AFR: 0.2, AMR: 0.25, EAS: 0.05, SAS: 0.35},
    missing: 0,
    effects: [
      {gene: "TCF7L2", beta: 0.18},
      {gene: "KCNQ1", beta: 0.12},
      {gene: "SLC30A8", beta: 0.1},
      {gene: "CDKAL1", beta: 0.1},
      {gene: "PPARG", beta: -0.1},
      {gene: "IGF2BP2", beta: 0.08},
      {gene: "HHEX", beta: 0.08},
      {gene: "KCNJ11", beta: 0.07}
    ]
  },
  {
    id: "EFO_0004611",
    label: "LDL cholesterol (simulated)",
    column: "ldl_cholesterol",
    kind: "quantitative",
    unit: "mg/dL",
    mean: 120,
    residualSd: 30,
    male: 2,
    decade: 3,
    environment: {AFR: -2, EAS: -4, SAS: 2},
    missing: 0.1,
    effects: [
      {gene: "PCSK9", beta: -3, except: {AFR: -14}},
      {gene: "APOE", beta: 6},
      {gene: "LDLR", beta: -6},
      {gene: "APOB", beta: 4},
      {gene: "SORT1", beta: -4},
      {gene: "HMGCR", beta: 3, except: {EAS: 12}},
      {gene: "ABCG8", beta: 3},
      {gene: "TIMD4", beta: -2}
    ]
  },
  {
    id: "EFO_0000305",
    label: "Breast carcinoma (simulated)",
    column: "breast_carcinoma",
    kind: "binary",
    unit: liability,
    prevalence: 0.06,
    residualSd: 1,
    onlySex: 2,
    male: 0,
    decade: 0.2,
    environment: {EUR: 0.05, EAS: -0.1},
    missing: 0,
    effects: [
      {gene: "FGFR2", beta: 0.15},
      {gene: "TOX3", beta: 0.12},
      {gene: "MAP3K1", beta: 0.08},
      {gene: "ESR1", beta: 0.1},
      {gene: "CASP8", beta: -0.08},
      {gene: "BRCA2", beta: 0.08}
    ]
  },
  {
    id: "EFO_0004339",
    label: "Body height (simulated)",
    column: "body_height",
    kind: "quantitative",
    unit: "cm",
    mean: 163,
    residualSd: 6.2,
    male: 13,
    decade: -0.8,
    environment: {AMR: -3, EAS: -2, SAS: -3},
    missing: 0.02,
    effects: [
      {gene: "HMGA2", beta: 0.7},
      {gene: "GDF5", beta: -0.6},
      {gene: "ZBTB38", beta: 0.6},
      {gene: "LCORL", beta: 0.5},
      {gene: "ACAN", beta: -0.5},
      {gene: "HHIP", beta: 0.4},
      {gene: "IGF1R", beta: 0.4},
      {gene: "NPR3", beta: -0.4}
    ]
  },
  {
    id: "EFO_0000249",
    label: "Alzheimer's disease (simulated)",
    column: "alzheimers_disease",
    kind: "binary",
    unit: liability,
    prevalence: 0.03,
    residualSd: 1,
    male: -0.1,
    decade: 0.5,
    environment: {AFR: 0.1},
    missing: 0,
    effects: [
      {gene: "APOE", beta: 0.5},
      {gene: "BIN1", beta: 0.12},
      {gene: "CLU", beta: -0.1},
      {gene: "PICALM", beta: -0.1},
      {gene: "ABCA7", beta: 0.1},
      {gene: "CR1", beta: 0.1}
    ]
  },
  {
    id: "EFO_0004340",
    label: "Body mass index (simulated)",
    column: "body_mass_index",
    kind: "quantitative",
    unit: "kg/m²",
    mean: 26.5,
    residualSd: 4.8,
    male: 0.3,
    decade: 0.25,
    environment: {AFR: 1.5, AMR: 1, EAS: -2, SAS: -0.5},
    missing: 0.03,
    effects: [
      {gene: "FTO", beta: 0.6},
      {gene: "MC4R", beta: 0.4},
      {gene: "TMEM18", beta: -0.35},
      {gene: "SEC16B", beta: 0.3},
      {gene: "GNPDA2", beta: 0.25},
      {gene: "BDNF", beta: -0.3},
      {gene: "NEGR1", beta: 0.2}
    ]
  },
  {
    id: "EFO_0000270",
    label: "Asthma (simulated)",
    column: "asthma",
    kind: "binary",
    unit: liability,
    prevalence: 0.1,
    residualSd: 1,
    male: -0.1,
    decade: -0.04,
    environment: {AFR: 0.15, AMR: 0.1, EAS: -0.1},
    missing: 0.01,
    effects: [
      {gene: "GSDMB", beta: 0.14},
      {gene: "IL33", beta: 0.12},
      {gene: "IL1RL1", beta: 0.1},
      {gene: "IL13", beta: 0.1},
      {gene: "TSLP", beta: -0.1}
    ]
  },
  {
    id: "EFO_0001645",
    label: "Coronary heart disease (simulated)",
    column: "coronary_heart_disease",
    kind: "binary",
    unit: liability,
    prevalence: 0.07,
    residualSd: 1,
    male: 0.3,
    decade: 0.3,
    environment: {EAS: -0.15, SAS: 0.25},
    missing: 0,
    effects: [
      {gene: "CDKN2B", beta: 0.15},
      {gene: "LPA", beta: 0.2},
      {gene: "PHACTR1", beta: 0.1},
      {gene: "SORT1", beta: -0.1},
      {gene: "COL4A1", beta: 0.08},
      {gene: "SMAD3", beta: 0.08}
    ]
  },
  {
    // No genetic effect and no difference between groups is planted: the trait is here so that policies can refuse it.
    id: "EFO_0004337",
    label: "Intelligence (simulated)",
    column: "intelligence",
    kind: "quantitative",
    unit: "points",
    mean: 100,
    residualSd: 15,
    male: 0,
    decade: 0,
    environment: {},
    missing: 0.4,
    effects: []
  }
];

/** The binary trait that divides people into the levels `case` and `control` of the stratum `status`. */
export const statusTrait = "EFO_0001360";

/** Effect of one copy of the alternate allele per ancestry, in the order of `ancestries`. */
export function betaByAncestry(effect: PlantedEffect): number[] {
  return ancestries.map((ancestry) => effect.except?.[ancestry] ?? effect.beta);
}

/** Genes with planted effects, the strongest claims of each trait first. */
export function genesWithEffects(): string[] {
  const deepest = Math.max(...traitModels.map((trait) => trait.effects.length));
  const genes = new Set<string>();
  for (let i = 0; i < deepest; ++i)
    for (const {effects} of traitModels) if (i < effects.length) genes.add(effects[i].gene);
  return [...genes];
}
