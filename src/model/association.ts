/*
 * Association of variants with traits as pages see it, once the tables are open. A `null` or NaN is a withheld or
 * unknown value; the effect is always that of a copy of the alternate allele. P-values are kept as −log10 p, which does
 * not underflow.
 */

import type {Decision} from "./decision.js";
import type {PolygenicScoreRow} from "./polygenicScores.js";
import type {EquityGenomicsRow} from "./equityGenomics.js";
import type {GeneCoverage, MedicineTableName, PhenotypeShare, ResultShare} from "./medicines.js";
import type {Request} from "./request.js";
import type {ChangeFrequency, ErrorSquare, ModelFile, StructureResidue} from "./structure.js";
import type {EvidenceRow, ShownTumours, TumourTableName} from "./tumours.js";

/** The level of `ancestry` that holds the inverse-variance meta-analysis over the genetic ancestry groups. */
export const metaLevel = "meta";

/** Level of a genome-wide search: about a million independent common variants. Pe'er et al. 2008, Genet Epidemiol 32:381. */
export const genomeWide = 5e-8;
/** Level from which an association is worth a second look. */
export const suggestive = 1e-5;

/** All tests of one trait in one group, in genome order, column by column: nothing is kept as an object per variant. */
export interface TraitScan {
  rows: number;
  /** Names of chromosomes without `chr`, in genome order; `chromCode` is an index into it. */
  chromosomes: readonly string[];
  chromCode: Uint8Array;
  /** 1-based. */
  posBp: Int32Array;
  /** `REF-ALT`; `alleleCode` is an index into it. */
  alleles: readonly string[];
  alleleCode: Uint16Array;
  /** NaN = withheld. */
  minusLog10P: Float32Array;
}

/** A point of the small table `manhattan`: one variant, or all variants of a bin that look the same at a distance. */
export interface ManhattanPoint {
  chrom: string;
  posBp: number;
  minusLog10P: number;
  /** Null: a bin. */
  variantId: string | null;
  /** How many variants the point stands for. */
  variants: number;
}

/** A region around a lead variant. */
export interface Locus {
  ancestry: string;
  locus: number;
  chrom: string;
  /** 1-based, both ends included. */
  start: number;
  end: number;
  variantId: string;
  posBp: number;
  /** Nearest gene. */
  gene: string | null;
  /** To that gene; 0 = inside it. */
  distanceBp: number | null;
  beta: number | null;
  se: number | null;
  minusLog10P: number;
  variants: number;
}

/** The test of one variant for one trait in one group. */
export interface VariantTest {
  trait: string;
  variantId: string;
  ancestry: string;
  /** People analysed. */
  n: number | null;
  /** Null also for quantitative traits. */
  nCase: number | null;
  /** Frequency of the alternate allele. */
  eaf: number | null;
  /** Log odds, or the trait's unit, per copy of the alternate allele. */
  beta: number | null;
  se: number | null;
  minusLog10P: number | null;
  method: string;
  /** Of the meta-analysis only: share of the variation that is not chance, 0 to 1, and −log10 p of Cochran's Q. */
  i2: number | null;
  minusLog10PHet: number | null;
  /** DerSimonian & Laird 1986. */
  betaRandom: number | null;
  seRandom: number | null;
}

/** A quantile of observed beside expected −log10 p in one stratum of minor allele frequency. */
export interface QqPoint {
  ancestry: string;
  mafStratum: string;
  expected: number;
  observed: number;
  /** Variants of the stratum. */
  variants: number;
  /** Genomic control of the stratum: median χ² over its expectation. */
  lambda: number;
}

/** Squared correlation of the dosages of two variants within one genetic ancestry group. */
export interface LdPair {
  ancestry: string;
  variantA: string;
  variantB: string;
  r2: number;
}

/** People whose coordinates fall into one square of two principal components. */
export interface DensitySquare {
  ancestry: string;
  /** Which components, 1-based. */
  pcX: number;
  pcY: number;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** Rounded under disclosure control; null = withheld. */
  people: number | null;
}

/** A gene of the annotation; 0-based, half-open. */
export interface GeneInterval {
  chrom: string;
  start: number;
  end: number;
  name: string;
}

/** 1-based, both ends included. */
export interface Region {
  chrom: string;
  start: number;
  end: number;
}

/** What everybody may see of the strongest associations of a `public-safe` cohort: no sign, no exact p. */
export interface PublicAssociation {
  trait: string;
  variantId: string;
  /** Two significant figures. */
  oddsRatio: number;
  /** Such as `<5e-8`. */
  pBin: string;
  nCase: number | null;
  nControl: number | null;
  method: string;
}

/** The released tables of association, once they can be opened; each is read when it is first asked for. */
export interface AssociationTables {
  /** Groups that a trait was tested in, the meta-analysis last. */
  groups(trait: string): Promise<string[]>;
  manhattan(trait: string, ancestry: string): Promise<ManhattanPoint[]>;
  loci(trait: string, ancestry: string): Promise<Locus[]>;
  qq(trait: string, ancestry: string): Promise<QqPoint[]>;
  /** Every variant that was tested. */
  scan(trait: string, ancestry: string): Promise<TraitScan>;
  /** Of all groups and the meta-analysis, in genome order. */
  tests(trait: string, where: Region | {variants: readonly string[]}): Promise<VariantTest[]>;
  ld(region: Region): Promise<LdPair[]>;
  genes(): Promise<GeneInterval[]>;
  /** The variant that a name in dbSNP, or of the simulation, stands for; null where there is none. */
  named(rsid: string): Promise<string | null>;
  density(): Promise<DensitySquare[]>;
  /** How groups compare, for one trait, or null for what is about no trait. */
  comparisons(trait: string | null): Promise<EquityGenomicsRow[]>;
  /** What is said of a polygenic score, by its id. */
  scores(id: string): Promise<PolygenicScoreRow[]>;
  /** Medicines and their genes, in every group; what could be told of each gene. */
  phenotypes(): Promise<PhenotypeShare[]>;
  results(): Promise<ResultShare[]>;
  coverage(): Promise<GeneCoverage[]>;
  /** One table of tumours, and what is known of their mutations. */
  tumours<Name extends keyof ShownTumours>(name: Name): Promise<ShownTumours[Name][number][]>;
  evidence(): Promise<EvidenceRow[]>;
  /** Residues of all models of proteins. */
  structureResidues(): Promise<StructureResidue[]>;
  structureModel(gene: string): Promise<ModelFile>;
  /** Predicted aligned error of a gene's model; empty where none is given. */
  structureErrors(gene: string): Promise<ErrorSquare[]>;
  /** How often changes of a gene's protein were seen; empty where nothing is shown. */
  structureFrequencies(gene: string): Promise<ChangeFrequency[]>;
  /** Of a `public-safe` release, what everybody may see. */
  publicHits(trait: string): Promise<PublicAssociation[]>;
}

/** Tables that pages open without DuckDB. */
export type DeskTable =
  | "association"
  | "qq"
  | "pca_density"
  | "equity_genomics"
  | "polygenic_scores"
  | "structure_residues"
  | "structure_models"
  | "structure_errors"
  | "structure_frequencies"
  | MedicineTableName
  | TumourTableName;

/** What a question about a trait is about, beside the trait. */
export interface AskedAbout {
  /** The released table that answers it. Default `association`. */
  table?: DeskTable;
  /** Of a polygenic score: the groups in which it was evaluated, and those it is shown for. */
  score?: {evaluated_in: string[]; shown_for: string[]};
  columns: string[];
  /** Such as `region`. */
  filters: string[];
  /** How many variants it names or selects; null = all, or not known before they are read. */
  variants: number | null;
  /** Everybody together instead of by genetic ancestry group. Default false. */
  together?: boolean;
}

/** What was read for a question, with what the rules judge before it is given out. */
export interface ReadOfTrait<Value> {
  value: Value;
  /** See `smallestPeople`; null where no count of people is shown. */
  smallestCell: number | null;
  /** How many variants there were, where that was not known before. */
  variants?: number;
}

export interface AskedTrait<Value> {
  request: Request;
  decision: Decision;
  /** Null unless the decision is `permit`. */
  value: Value | null;
}

/** All that a reader has chosen on the Association page; a link brings it back. */
export interface AssociationView {
  trait: string | null;
  /** A genetic ancestry group, or `meta`. */
  ancestry: string;
  region: Region | null;
  /** The variant that the region's LD refers to. */
  variant: string | null;
}

export interface PhewasView {
  variant: string | null;
  gene: string | null;
  ancestry: string;
}
