import type {GenomeBuild} from "./release.js";

/** What is known about genes and medicines before a cohort is looked at: the user's tables, for one build. */
export interface PgxDefinitions {
  build: GenomeBuild;
  genes: PgxGene[];
  recommendations: Recommendation[];
  /** Pairs of gene and medicine with the level that the user's tables give them; also those without recommendation. */
  medicines: GeneMedicine[];
  /** Rows that cannot be used and what follows from it, one line each, with file and line. */
  problems: string[];
}

export interface PgxGene {
  name: string;
  /** As `GenotypeBatch.chrom`. */
  chrom: string;
  /** Whose function is normal by convention, such as `*1`; unlisted bases of other alleles are its own. */
  referenceAllele: string;
  /** The allele that the build's reference sequence carries. */
  defaultAllele: string;
  /** Copies are lost, gained or hybrid often enough that genotypes of small variants do not tell the alleles. */
  copyNumberVaries: boolean;
  /** Alleles are named after single variants (`Reference`, `c.557A>G`), and one copy may carry several. */
  variantsNamedSingly: boolean;
  variants: DefiningVariant[];
  alleles: StarAllele[];
  /** How diplotypes become phenotypes; null = the tables do not say. */
  method: "diplotype" | "score" | null;
  /** Phenotype by `pairKey` of two alleles. */
  diplotypes: Map<string, string>;
  scores: ScoreRange[];
  /** Phenotypes that the tables rate; null = not rated. */
  priorities: Map<string, Priority | null>;
}

/** Whether a phenotype asks for attention before prescribing, as CPIC's table for health records says. */
export type Priority = "normal" | "abnormal";

export interface DefiningVariant {
  /** As the tables name it: `10-96541616-G-A`. */
  name: string;
  /** Empty = none. */
  rsid: string;
  /** The minimal form of `name`, and of other spellings that mean the same. */
  forms: VariantForm[];
}

/** Alleles of the build's forward strand, without bases that both share (but for the base before an indel). */
export interface VariantForm {
  chrom: string;
  /** 1-based. */
  pos: number;
  ref: string;
  alt: string;
}

export interface StarAllele {
  /** `*2`, `c.557A>G`, `Reference`. */
  name: string;
  /** Index of the allele that it is called as: its own, or for a sub-allele such as `*2.001` that of `*2`. */
  calledAs: number;
  /** Of one copy, 0 = none, 1 = normal; null = not known. */
  activity: number | null;
  /** As the table spells it: `No Function`, `Uncertain Function`. */
  function: string;
  /** Per variant of the gene: 1 = carries it, 0 = does not, 2 = either. */
  carries: Uint8Array;
  /** Why no genotype can show this allele (structural, undefined on the build); null = it can be called. */
  notCallable: string | null;
  /** The second chromosome that men do not have. */
  isAbsentChromosome: boolean;
}

/** `least` ≤ or < score ≤ or < `most`. */
export interface ScoreRange {
  phenotype: string;
  least: number;
  includesLeast: boolean;
  most: number;
  includesMost: boolean;
}

/** What a guideline says of one medicine for one phenotype, or for a pair of phenotypes of two genes. */
export interface Recommendation {
  medicine: string;
  /** One or two; `phenotype` null = the result of that gene is not available. */
  when: {gene: string; phenotype: string | null}[];
  /** Null = the guideline recommends nothing. */
  text: string | null;
  class: RecommendationClass;
}

/**
 * `standard`: what people of normal phenotype are recommended. `adverse`: changed, because a reaction or too much of the
 * medicine is feared. `ineffective`: changed, because too little is. `changed`: changed, without saying why.
 * `none`: nothing is recommended. `unrated`: no phenotype is called normal, so nothing says what is a change.
 */
export type RecommendationClass = "standard" | "adverse" | "ineffective" | "changed" | "none" | "unrated";

export interface GeneMedicine {
  gene: string;
  medicine: string;
  /** CPIC level, such as `A` or `B/C`; empty = none. */
  level: string;
}

/** The key of an unordered pair of alleles, given as indices into `PgxGene.alleles`. */
export function pairKey(a: number, b: number): string {
  return a < b ? `${a}/${b}` : `${b}/${a}`;
}
