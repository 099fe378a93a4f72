import {geneAt} from "../annotation/geneAt.js";
import type {ReferenceVariant} from "../cohort.js";
import {foldChain, type Backbone, type Point, type Segment} from "./foldChain.js";
import {readSyntheticGenes} from "./genes.js";
import {modelReference} from "./modelReference.js";
import {randomStream} from "./randomStream.js";
import type {SyntheticParameters} from "./syntheticModel.js";

/** No accession of UniProt has this form, so that it can be taken for none. */
const accession = "DEMO01";

/** A made-up protein in the files that a manifest names: nobody has it, and none of it was predicted. */
export interface DemoProtein {
  /** PDB. */
  model: string;
  /** In the form of an AlphaMissense table by genome. */
  effects: string;
  /** In the form of AlphaFold DB's JSON. */
  error: string;
}

/** Two pairs of helices, with a long loop between them that has no fixed shape. */
const segments: readonly Segment[] = [
  {kind: "loop", length: 4},
  {kind: "helix", length: 18},
  {kind: "loop", length: 4},
  {kind: "helix", length: 17},
  {kind: "loop", length: 15},
  {kind: "helix", length: 16},
  {kind: "loop", length: 4},
  {kind: "helix", length: 15},
  {kind: "loop", length: 3}
];
const longLoop = {start: 44, end: 58};
const sequence = "MSDKAELIARVKELLEQGNVHSGDPSLTEAVRLLKEWQRTMEQGSGTNPSGSHGNSQGPDIEKVLRYAQELLARSGNKEAALRILDQVAHSLEKPG";

/** The variants of a simulated cohort that change it: so many of each kind, by how common the rarer allele is. */
const common = 0.05;
const kinds: readonly {count: number; from: number; to: number}[] = [
  {count: 14, from: common, to: 1},
  {count: 8, from: 0.01, to: common},
  {count: 6, from: 0.001, to: 0.01}
];
/** Changes that no variant of the cohort makes. */
const unseenCount = 4;

/**
 * The protein for a simulated cohort: model, confidence, errors and effects are made up by rule; the variants are some that
 * the cohort has, outside its genes.
 */
export function demoProtein(parameters: SyntheticParameters): DemoProtein {
  const chain = foldChain(parameters.seed, segments);
  const confidences = chain.map((_, i) => confidenceOf(i));
  return {
    model: modelText(chain, confidences),
    effects: effectsText(variantsOf(parameters), parameters.seed),
    error: errorText(chain)
  };
}

/** High in helices, lower towards the ends, very low in the long loop. pLDDT with a hundredth. */
function confidenceOf(residue: number): number {
  const last = sequence.length - 1;
  const nearEnd = Math.min(residue, last - residue);
  const {start, end} = longLoop;
  const middle = (start + end) / 2;
  const wave = 2.2 * Math.sin(residue * 1.7);
  if (residue >= start - 1 && residue <= end - 1)
    return Math.round(100 * (40 + 24 * (Math.abs(residue + 1 - middle) / (middle - start)) ** 2 + wave)) / 100;
  const ofKind = kindAt(residue) === "helix" ? 94 : 82;
  return Math.round(100 * (ofKind - 26 * Math.exp(-nearEnd / 1.5) + wave)) / 100;
}

function kindAt(residue: number): Segment["kind"] {
  let end = 0;
  return segments.find(({length}) => residue < (end += length))!.kind;
}

const codes: Record<string, string> = {
  A: "ALA", R: "ARG", N: "ASN", D: "ASP", C: "CYS", Q: "GLN", E: "GLU", G: "GLY", H: "HIS", I: "ILE",
  L: "LEU", K: "LYS", M: "MET", F: "PHE", P: "PRO", S: "SER", T: "THR", W: "TRP", Y: "TYR", V: "VAL"
}; // prettier-ignore

function modelText(chain: readonly Backbone[], confidences: readonly number[]): string {
  const length = sequence.length;
  const names = [...sequence].map((letter) => codes[letter]);
  const rows = Array.from({length: Math.ceil(length / 13)}, (_, i) => names.slice(13 * i, 13 * (i + 1)));
  let serial = 0;
  const atom = (name: string, residue: number, point: Point): string =>
    `ATOM  ${String((serial += 1)).padStart(5)}  ${name.padEnd(3)} ${names[residue]} A${String(residue + 1).padStart(4)}    ` +
    `${point.map((value) => value.toFixed(3).padStart(8)).join("")}  1.00${confidences[residue].toFixed(2).padStart(6)}` +
    `          ${name[0].padStart(2)}  `;
  return [
    "HEADER    MADE UP                                 01-JAN-70   DEMO",
    "TITLE     MADE UP BY COVENANT; NO PROTEIN THAT EXISTS, AND NOTHING WAS PREDICTED",
    "EXPDTA    THEORETICAL MODEL",
    `DBREF  DEMO A    1  ${String(length).padStart(4)}  UNP    ${accession.padEnd(8)} DEMO1            1  ${String(length).padStart(5)}`,
    ...rows.map((row, i) => `SEQRES ${String(i + 1).padStart(3)} A ${String(length).padStart(4)}  ${row.join(" ")}`),
    "MODEL        1",
    ...chain.flatMap(({n, ca, c, o}, i) => [atom("N", i, n), atom("CA", i, ca), atom("C", i, c), atom("O", i, o)]),
    "TER",
    "ENDMDL",
    "END",
    ""
  ].join("\n");
}

/** Small within a pair of helices, large between the pairs and to the long loop; whole ångströms. */
function errorText(chain: readonly Backbone[]): string {
  const {start, end} = longLoop;
  const part = (i: number): number => (i + 1 < start ? 0 : i + 1 > end ? 2 : 1);
  const between = (i: number, j: number): number =>
    part(i) === 1 || part(j) === 1 ? 17 : part(i) === part(j) ? 1.5 : 20;
  const far = (i: number, j: number): number => Math.hypot(...chain[i].ca.map((value, k) => value - chain[j].ca[k]));
  const matrix = chain.map((_, i) =>
    chain.map((_, j) => {
      const near = Math.min(1, Math.abs(i - j) / 9);
      return i === j ? 0 : Math.min(31, Math.round(1 + near * between(i, j) + far(i, j) / 16 + (i > j ? 0.5 : 0)));
    })
  );
  return `${JSON.stringify([{predicted_aligned_error: matrix, max_predicted_aligned_error: 31.75}])}\n`;
}

/** Single-base variants outside genes, of each kind one a block, spread over the genome. */
function variantsOf(parameters: SyntheticParameters): ReferenceVariant[] {
  const {variants} = modelReference(parameters);
  const chosen = kinds.flatMap(({count, from, to}) => {
    const best = new Map<string, {variant: ReferenceVariant; rarer: number}>();
    for (const variant of variants) {
      const ofGroups = variant.frequencies.map((p) => Math.min(p, 1 - p));
      // Common means in every group, and the commonest of a block: a public panel takes that first.
      const rarer = from >= common ? Math.min(...ofGroups) : Math.max(...ofGroups);
      const before = best.get(variant.block);
      const isWanted = rarer >= from && rarer < to && (from >= common || mayBeChosen(variant));
      if (isWanted && (!before || (from >= common && rarer > before.rarer))) best.set(variant.block, {variant, rarer});
    }
    const found = [...best.values()].map(({variant}) => variant).filter(mayBeChosen);
    return Array.from({length: count}, (_, i) => found[Math.floor((i * found.length) / count)]);
  });
  return [...new Set(chosen)];
}

function mayBeChosen({chrom, pos, ref, alt}: ReferenceVariant): boolean {
  return /^\d+$/.test(chrom) && ref.length + alt.length === 2 && geneAt(readSyntheticGenes(), chrom, pos) === "";
}

/** The genetic code, in the order TCAG of each base. */
const code = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
const bases = "TCAG";

/** What amino acid becomes of another where `ref` becomes `alt` in one of its codons; null: never another, or a stop. */
function changeOf(from: string, ref: string, alt: string): string | null {
  for (let codon = 0; codon < 64; ++codon)
    for (const place of [16, 4, 1]) {
      const base = Math.floor(codon / place) % 4;
      if (code[codon] !== from || bases[base] !== ref) continue;
      const to = code[codon + (bases.indexOf(alt) - base) * place];
      if (to !== from && to !== "*") return to;
    }
  return null;
}

function effectsText(variants: readonly ReferenceVariant[], seed: number): string {
  const random = randomStream(seed, "effects");
  const seen = new Set(variants.map(({chrom, pos}) => `${chrom}-${pos}`));
  const unseen = variants
    .slice(0, unseenCount)
    .map(({pos, ...variant}) => ({...variant, pos: pos + 1}))
    .filter(({chrom, pos}) => !seen.has(`${chrom}-${pos}`));
  const all = [...variants, ...unseen];
  const free = new Set(Array.from({length: sequence.length - 1}, (_, i) => i + 1));
  const rows = all.flatMap(({chrom, pos, ref, alt}, i) => {
    const aim = 1 + ((i * 37) % (sequence.length - 1));
    const nearest = [...free].sort((a, b) => Math.abs(a - aim) - Math.abs(b - aim));
    const residue = nearest.find((one) => changeOf(sequence[one], ref, alt) !== null);
    if (residue === undefined) return [];
    free.delete(residue);
    const core = kindAt(residue) === "helix" && confidenceOf(residue) > 90;
    const score = Math.round(10_000 * (core ? 0.25 + 0.74 * random() : 0.04 + 0.5 * random())) / 10_000;
    const named = score < 0.34 ? "likely_benign" : score > 0.564 ? "likely_pathogenic" : "ambiguous";
    const change = `${sequence[residue]}${residue + 1}${changeOf(sequence[residue], ref, alt)}`;
    return [{residue, line: [`chr${chrom}`, pos, ref, alt, "hg19", accession, "", change, score, named].join("\t")}];
  });
  return [
    "# Made up by Covenant for a simulated cohort: no protein that exists, and no effect that anything predicted.",
    "# The form is that of AlphaMissense's tables; the variants are of simulated people and lie in no gene.",
    "#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\ttranscript_id\tprotein_variant\tam_pathogenicity\tam_class",
    ...rows.sort((a, b) => a.residue - b.residue).map(({line}) => line),
    ""
  ].join("\n");
}
