import {ancestralRange} from "./drawFrequencies.js";
import type {DrawnTrait} from "./drawTraits.js";
import {medicineGenes} from "./medicineAlleles.js";
import type {CausalVariant} from "./plantEffects.js";
import {ancestries, ancestryDrift, populations, type Ancestry} from "./populations.js";
import {modelVersion, type SyntheticModel} from "./syntheticModel.js";

/** What was put into a synthetic cohort, to check analyses against. It describes the model, never a simulated person. */
export interface SyntheticTruth {
  note: string;
  model: {
    version: string;
    seed: number;
    people: number;
    variants: number;
    build: string;
    /** Range of the ancestral frequencies; their density is proportional to 1/p. */
    ancestral_frequency: readonly [number, number];
    /** F_ST of each ancestry from the ancestral frequencies. */
    fst: Record<Ancestry, number>;
    /** `fst`: of the population from its ancestry. */
    populations: {code: string; ancestry: Ancestry; fst: number; share: number}[];
  };
  traits: TrueTrait[];
  effects: TrueEffect[];
  /** Frequencies of the alleles that change what medicines do, where the cohort has them. */
  medicines?: {gene: string; allele: string; variants: readonly string[]; frequency: Record<Ancestry, number>}[];
}

export interface TrueTrait {
  id: string;
  label: string;
  kind: "binary" | "quantitative";
  unit: string;
  /** Binary: among those who can have it; null otherwise. */
  prevalence: number | null;
  /** Binary: cases have a liability above it. */
  threshold: number | null;
  residual_sd: number;
  only_sex: "male" | "female" | null;
  male: number;
  per_decade_of_age: number;
  environment: Partial<Record<Ancestry, number>>;
}

export interface TrueEffect {
  trait: string;
  gene: string;
  /** `chrom-pos-ref-alt`; the effect is that of one copy of `alt`. */
  variant_id: string;
  rsid: string;
  /** In the trait's unit; binary: in standard deviations of the residual liability, as a probit regression finds it. */
  beta: Record<Ancestry, number>;
  /** Of `alt` in the model, per ancestry and per population. */
  frequency: Record<Ancestry, number>;
  population_frequency: Record<string, number>;
}

export function describeTruth(model: SyntheticModel, traits: DrawnTrait[], planted: CausalVariant[]): SyntheticTruth {
  return {
    note: "All people, genotypes, traits and effects are simulated. Gene names and positions are real.",
    model: {
      version: modelVersion,
      ...model.parameters,
      ancestral_frequency: ancestralRange,
      fst: ancestryDrift,
      populations: populations.map(({code, ancestry, drift, share}) => ({code, ancestry, fst: drift, share}))
    },
    traits: traits.map(({threshold, model: trait}) => ({
      id: trait.id,
      label: trait.label,
      kind: trait.kind,
      unit: trait.unit,
      prevalence: trait.prevalence ?? null,
      threshold,
      residual_sd: trait.residualSd,
      only_sex: trait.onlySex === undefined ? null : trait.onlySex === 1 ? "male" : "female",
      male: trait.male,
      per_decade_of_age: trait.decade,
      environment: trait.environment
    })),
    effects: planted.map(({trait, gene, block, j, beta, frequency}) => ({
      trait: trait.id,
      gene,
      variant_id: `${block.chrom}-${block.pos[j]}-${block.ref[j]}-${block.alt[j]}`,
      rsid: block.rsid[j],
      beta: byAncestry(beta),
      frequency: byAncestry(frequency),
      population_frequency: Object.fromEntries(
        populations.map(({code}, p) => [code, block.frequency[j * populations.length + p]])
      )
    })),
    ...(model.parameters.medicines && {medicines: trueMedicines()})
  };
}

function trueMedicines(): NonNullable<SyntheticTruth["medicines"]> {
  return medicineGenes.flatMap(({gene, alleles}) =>
    alleles.map(({name, carries, frequency}) => ({gene, allele: name, variants: carries, frequency}))
  );
}

/** A record from values in the order of `ancestries`. */
export function byAncestry(values: readonly number[]): Record<Ancestry, number> {
  return Object.fromEntries(ancestries.map((ancestry, a) => [ancestry, values[a]])) as Record<Ancestry, number>;
}
