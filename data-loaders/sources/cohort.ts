import type {EquityRow} from "../../src/model/equity.js";
import type {CohortSummary, GenomeBuild} from "../../src/model/release.js";
import type {Tumours} from "./tumours/tumours.js";

/** One cohort, opened: who is in it, and where its genotypes can be read, piece by piece, in any thread. */
export interface Cohort {
  summary: CohortSummary;
  recipients: {registered: string[]; board: string[]};
  requireSignoff: boolean;
  people: People;
  /** Genome order as far as the files are in it; reading all shards in turn gives every variant once. */
  shards: Shard[];
  /**
   * Reads the public panel of frequencies; null when the manifest names none. `spacingBp`: variants closer than that are
   * taken as linked where the panel does not say.
   */
  reference: ((spacingBp: number) => Promise<Reference>) | null;
  /** People of known genetic ancestry, by whom the stratum `ancestry` is inferred; absent where the cohort brings its own. */
  ancestryReference?: AncestryReference;
  /** Gene intervals of the manifest, already read, sorted by chromosome and start; empty without annotation. */
  genes: GeneInterval[];
  /**
   * SHA-256 over the manifest and every input file, hex. A promise, because hashing goes on while genotypes are counted:
   * await it after counting. It rejects when a file cannot be read.
   */
  sourceHash: Promise<string>;
  /** ISO 8601 day of the newest input file. */
  dataDate: string;
  /** Tumours of its people; null when the manifest names none. */
  tumours: Tumours | null;
  /** Planted effects of a synthetic cohort, written beside its release. */
  truth?: unknown;
}

/** Reference people whose genetic ancestry groups are known. */
export interface AncestryReference {
  /** Columns of its genotype files. */
  people: number;
  /** Alphabetical. */
  groups: string[];
  /** Index into `groups` per person; -1 = without a group, and not used. */
  codes: Int16Array;
  shards: Shard[];
  /** How its variants are found in the cohort. */
  match: "position" | "rsid";
  /** Least probability of a group, above 0.5 to 1. */
  least: number;
  /** A citation. */
  source: string;
  /** An error at the manifest's field `ancestry`. */
  refuse(what: string): Error;
}

/** People in the order of the genotype files. Codes, not names: no identifier is kept after reading. */
export interface People {
  /** Columns of the genotype files. */
  total: number;
  /** 1 = counted; 0 = withdrawn, without consent, or absent from the sample file. */
  included: Uint8Array;
  /** PLINK coding: 1 male, 2 female, 0 unknown. */
  sex: Uint8Array;
  strata: StratumVariable[];
  /** Bands of age where the cohort knows them and they are no stratum: they divide tables of people only. */
  age: StratumVariable | null;
  /** 16 bytes per person that stay the same between versions of the files; see `personTokens`. */
  tokens: Uint8Array;
  traits: TraitValues[];
  /** What associations are adjusted for, in the manifest's order. */
  covariates: CovariateValues[];
  /** How many of `total` were left out, by reason. Exact: must pass disclosure control before it is shown. */
  left: {withdrawn: number; noConsent: number; notInSampleFile: number};
  /** Rows of the sample file without genotypes; they are not used. */
  unusedSampleRows?: number;
}

export interface StratumVariable {
  /** Our name: `ancestry`, `sex`, `status`, … */
  name: string;
  /** Alphabetical, as the sample file spells them (sex: `female`, `male`). */
  levels: string[];
  /**
   * Index into `levels` per person; -1 = left out of all counts (`included` is 0).
   * A person with a missing stratum is counted under the level `unknown`, which is then the last of `levels`.
   */
  codes: Int16Array;
}

export interface TraitValues {
  id: string;
  label: string;
  kind: "binary" | "quantitative";
  /** Binary: 1 case, 0 control. NaN = missing. */
  values: Float64Array;
}

/** Exact values of people: they stay in the loaders. */
export interface CovariateValues {
  /** Our name: `age`, `sex`, or of a column of the sample file. */
  name: string;
  kind: "quantitative" | "categorical";
  /** Categorical: index into `levels`. NaN = missing, or left out of all counts. */
  values: Float64Array;
  /** Alphabetical; of a categorical covariate only. */
  levels?: string[];
}

/**
 * A public panel of variants with their frequencies: what is known about populations without looking at the cohort.
 * Plain data, in the order of the file.
 */
export interface Reference {
  /** Where it comes from, for display: `model`, or the name of the file. */
  source: string;
  /** Genetic ancestry groups that it has frequencies for. */
  levels: string[];
  /** Populations that the groups consist of, where the panel knows them: index into `levels`, and share of that group. */
  populations: {level: number; share: number}[] | null;
  variants: ReferenceVariant[];
}

export interface ReferenceVariant {
  chrom: string;
  /** 1-based. */
  pos: number;
  ref: string;
  alt: string;
  /** Of `alt`, 0 to 1, one per level. */
  frequencies: number[];
  /** The same in each of `populations`. */
  populationFrequencies?: Float64Array;
  /**
   * Variants of one block may be linked, those of different blocks are not. `linkage` grows along the block; two
   * variants are taken as linked where theirs differ by less than 1.
   */
  block: string;
  linkage: number;
}

export interface GeneInterval {
  chrom: string;
  /** 0-based, half-open, as in BED. */
  start: number;
  end: number;
  name: string;
}

/** A piece of a genotype source that one thread can read alone. Plain data: it is sent to worker threads. */
export type Shard = BedShard | VcfShard | SyntheticShard;

export interface BedShard {
  kind: "bed";
  /** Absolute paths; messages show `label`. */
  bed: string;
  bim: string;
  label: string;
  people: number;
  build: GenomeBuild;
  /** 0-based index of the first variant and how many. */
  first: number;
  count: number;
  /** Byte range of the .bim lines of these variants. */
  bimStart: number;
  bimEnd: number;
}

export interface VcfShard {
  kind: "vcf";
  file: string;
  label: string;
  compression: "none" | "gzip" | "bgzf";
  people: number;
  build: GenomeBuild;
  /** Per person, PLINK coding: decides how half-calls and haploid calls are read. */
  sex: Uint8Array;
  /**
   * Bytes of the file from which text is read, and behind which it is read only to end a line; BGZF: where blocks begin.
   * The shard owns the lines that begin in it. Both are at the beginning of a line, and of a site, or at the file's end.
   */
  start: number;
  end: number;
  /** BGZF: where in the text of the block at `start` the shard begins, and in that at `end` it ends, bytes; else 0. */
  startInBlock: number;
  endInBlock: number;
}

export interface SyntheticShard {
  kind: "synthetic";
  seed: number;
  people: number;
  /** Without those of medicines. */
  variants: number;
  build: GenomeBuild;
  /** Whether the variants that change what medicines do are there too. */
  medicines?: boolean;
  /** LD blocks [first, end) of the model. */
  firstBlock: number;
  endBlock: number;
}

/** Codes of `GenotypeBatch.ploidy`. */
export {Ploidy} from "../../src/model/ploidy.js";

/** Some consecutive variants with everybody's genotypes, two bits each. */
export interface GenotypeBatch {
  count: number;
  /** Without `chr`: 1–22, X, Y, MT, or the contig's own name. PLINK 23, 24, 25, 26 are X, Y, X, MT. */
  chrom: string[];
  /** 1-based. */
  pos: Int32Array;
  ref: string[];
  alt: string[];
  /** Empty string = none. */
  rsid: string[];
  ploidy: Uint8Array;
  /**
   * `count × ceil(people / 4)` bytes, variant-major, coded as PLINK .bed with A1 = alt:
   * 0b00 homozygous alt, 0b01 missing, 0b10 heterozygous, 0b11 homozygous ref; person 0 in the two lowest bits.
   * A haploid call is coded as the homozygote. Padding bits are 0.
   */
  genotypes: Uint8Array;
}

/** A row of a user's equity table before small groups are protected. */
export interface EquityCandidate extends EquityRow {
  /** `population` is a number of people, so that a small one has to be withheld. */
  countsPeople: boolean;
}

/** A part of the people whom the cohort should serve. */
export interface CatchmentShare {
  /** A stratum variable of the cohort. */
  variable: string;
  level: string;
  /** Share of the people whose level is known, 0–1; shares of a variable add up to 1. */
  share: number;
}
