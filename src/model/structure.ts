import type {GenomeBuild} from "./release.js";

/** A predicted structure of one protein chain. Public knowledge: nothing in it comes from a cohort. */
export interface ProteinModel {
  /** UniProt accession as the file gives it, such as `P60484`; null where it gives none. */
  accession: string | null;
  /** One letter per residue, in the order of `residues`. */
  sequence: string;
  /** Every residue of the sequence, ascending. */
  residues: Residue[];
  /** Mean of the residues' pLDDT, 0–100. */
  meanPlddt: number;
}

export interface Residue {
  /** 1-based, in the numbering of the protein's reference sequence: that of `p.Arg130Gln`. */
  position: number;
  /** One-letter code. */
  aminoAcid: string;
  /** Of the α carbon, in ångström. */
  x: number;
  y: number;
  z: number;
  /** Predicted local distance difference test of the α carbon, 0–100: how sure the model is of the place. */
  plddt: number;
}

export type ConfidenceBand = "very high" | "confident" | "low" | "very low";

/**
 * Bands of pLDDT, best first; each holds values above `above` up to the next. Colours are those of AlphaFold DB.
 *
 * Jumper et al. 2021, Nature 596:583; Tunyasuvunakool et al. 2021, Nature 596:590; AlphaFold DB, "How can I interpret
 * the confidence metrics?". Below 50 a region is likely disordered and its shape must not be read.
 */
export const confidenceBands: readonly {band: ConfidenceBand; above: number; colour: string}[] = [
  {band: "very high", above: 90, colour: "#0053D6"},
  {band: "confident", above: 70, colour: "#65CBF3"},
  {band: "low", above: 50, colour: "#FFDB13"},
  {band: "very low", above: -Infinity, colour: "#FF7D45"}
];

/** The band of a pLDDT: exactly 90, 70 and 50 belong to the band below. */
export function confidenceBand(plddt: number): ConfidenceBand {
  return confidenceBands.find(({above}) => plddt > above)!.band;
}

/** Whether the place of a residue says anything about a variant there: at least `confident`, the limit for a backbone. */
export function isInterpretable(plddt: number): boolean {
  return plddt > 70;
}

/** A run of residues that are not interpretable; 1-based positions, both ends included. */
export interface LowConfidenceRegion {
  start: number;
  end: number;
  meanPlddt: number;
}

/** Runs of residues whose place must not be interpreted. `residues`: ascending, without a gap. */
export function lowConfidenceRegions(residues: readonly Pick<Residue, "position" | "plddt">[]): LowConfidenceRegion[] {
  const regions: LowConfidenceRegion[] = [];
  let run: number[] = [];
  residues.forEach(({position, plddt}, i) => {
    if (!isInterpretable(plddt)) run.push(plddt);
    const ends = run.length > 0 && (i + 1 === residues.length || isInterpretable(residues[i + 1].plddt));
    if (!ends) return;
    const meanPlddt = run.reduce((sum, value) => sum + value, 0) / run.length;
    regions.push({start: position - run.length + 1, end: position, meanPlddt});
    run = [];
  });
  return regions;
}

/** A change of one residue; `to` is `*` for a stop. */
export interface Substitution {
  from: string;
  position: number;
  to: string;
}

/** A variant at its residue. */
export interface PlacedVariant extends Substitution {
  /** Index into the variants that were given. */
  variant: number;
  plddt: number;
  band: ConfidenceBand;
  interpretable: boolean;
}

/** What became of variants that were looked up in a model. */
export interface VariantPlacement {
  placed: PlacedVariant[];
  /** The reference residue differs from the model's, or the protein is shorter (`found` null). */
  mismatches: (Substitution & {variant: number; found: string | null})[];
  /** Variants whose consequence is no substitution of one residue: indices. */
  notSubstitutions: number[];
}

/** A model as a cohort's manifest names it, checked, with the variants that were placed in it. */
export interface CheckedStructure {
  gene: string;
  accession: string | null;
  model: ProteinModel;
  format: "pdb" | "cif";
  /** The file's text, unpacked, and the SHA-256 (hex) of its UTF-8. */
  text: string;
  sha256: string;
  effects: readonly MissenseEffect[];
  placement: VariantPlacement;
  /** Null: the manifest gives none. */
  error: AlignedError | null;
  /** A citation. */
  source: string;
  licence: string;
}

/**
 * A row of table `structure_residues`: a change of a residue, or a residue without one. Where the model has another amino
 * acid than the change was described on, nothing is said of its place: `plddt`, `band` and `interpretable` are null.
 */
export interface StructureResidue {
  gene: string;
  accession: string | null;
  position: number;
  aminoAcid: string;
  /** 0–100. */
  plddt: number | null;
  band: ConfidenceBand | null;
  interpretable: boolean | null;
  change: string | null;
  /** `chrom-pos-ref-alt` of `build`, whatever the cohort's build. */
  variantId: string | null;
  /** Null: the table of effects does not say. */
  build: GenomeBuild | null;
  /** 0 (benign) to 1 (pathogenic), by AlphaMissense. */
  score: number | null;
  pathogenic: boolean | null;
  source: string;
  licence: string;
}

/** The model of a gene's protein as its file gives it. */
export interface ModelFile {
  gene: string;
  format: "pdb" | "cif";
  text: string;
}

/** How often a change was seen in one genetic ancestry group of the cohort: a row of table `structure_frequencies`. */
export interface ChangeFrequency extends AlleleFrequency {
  gene: string;
  position: number;
  aminoAcid: string;
  change: string;
}

/** A row of table `allele_counts` as it is shown. */
export interface AlleleFrequency {
  /** `chrom-pos-ref-alt` of the cohort's build. */
  variantId: string;
  ancestry: string;
  /** Null = withheld. */
  ac: number | null;
  an: number | null;
  /** Standard deviation of the noise that `ac` carries, in copies; null where it carries none. */
  noiseSd: number | null;
}

/** A square of table `structure_errors`: residues `aligned` × residues `scored`, 1-based, both ends included. */
export interface ErrorSquare {
  gene: string;
  aligned: [start: number, end: number];
  scored: [start: number, end: number];
  /** Mean over the square, in ångström. */
  error: number;
  /** The largest value that the prediction can give, in ångström. */
  most: number;
}

/** A residue that is highlighted in a drawn model. */
export interface MarkedResidue {
  /** 0-based, in the order of the file. */
  index: number;
  /** `#rrggbb`. */
  colour: string;
  /** Larger than the others, so that it is seen among them. */
  large: boolean;
}

/** A model on a canvas. */
export interface DrawnModel {
  /** Highlights these residues instead of those before. */
  mark(marked: readonly MarkedResidue[]): Promise<void>;
  /** Frees the graphics card. */
  dispose(): void;
}

/**
 * Draws a model's ribbon on a canvas, coloured by the band of pLDDT, with a ball at the α carbon of each marked residue.
 * `background`: `#rrggbb`. `onPick` is told the residue that a reader presses, as `MarkedResidue` counts it. Rejects where the browser has no WebGL or the file is no model.
 */
export type DrawModel = (
  canvas: HTMLCanvasElement,
  file: ModelFile,
  marked: readonly MarkedResidue[],
  background: string,
  onPick: (index: number) => void
) => Promise<DrawnModel>;

/** A row of an AlphaMissense table. */
export interface MissenseEffect extends Substitution {
  /** `chrom-pos-ref-alt` of `build`; null where the table gives none. */
  variantId: string | null;
  /** As the table says it; null where it does not, so that no variant of a cohort can be found by it. */
  build: GenomeBuild | null;
  /** Ensembl transcript with version; null where the table gives none. */
  transcript: string | null;
  /** 0 (benign) to 1 (pathogenic). */
  score: number;
  /** How others classified it: true = pathogenic; null = not labelled. */
  pathogenic: boolean | null;
}

export type MissenseClass = "likely benign" | "ambiguous" | "likely pathogenic";

/** The authors' classes, chosen for 90 % precision on ClinVar. Cheng et al. 2023, Science 381:eadg7492. */
export function missenseClass(score: number): MissenseClass {
  return score < 0.34 ? "likely benign" : score > 0.564 ? "likely pathogenic" : "ambiguous";
}

/** Expected error of the place of one residue when the model is laid onto another, in ångström. */
export interface AlignedError {
  residues: number;
  /** The largest value that the prediction can give. */
  most: number;
  /** `residues × residues`, row: aligned residue, column: scored residue. */
  values: Float32Array;
}
