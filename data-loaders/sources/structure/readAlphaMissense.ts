import type {GenomeBuild} from "../../../src/model/release.js";
import type {MissenseEffect} from "../../../src/model/structure.js";
import {readCommentedTable} from "../commentedTable.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {show} from "./atoms.js";
import {parseSubstitution} from "./proteinChange.js";

/**
 * Predicted effects of missense variants on one protein, from a table of AlphaMissense: by genome (`CHROM POS REF ALT …`),
 * by amino acid (`uniprot_id protein_variant …`), or the benchmark tables of the paper (`variant_id …`, with a label).
 * Read as a stream, since some hold 216 million rows. Only the chosen protein's rows are checked. Errors name the line.
 * The assembly is what the table says: column `genome`, or the end of `variant_id`; one for all rows of a protein.
 *
 * Cheng et al. 2023, Science 381:eadg7492.
 */
export async function readAlphaMissense(input: InputFile, accession: string): Promise<MissenseEffect[]> {
  const effects: MissenseEffect[] = [];
  let at: Columns | undefined;
  for await (const {line, values} of readCommentedTable(input, (names, headerLine) => {
    at = columnsOf(names, (what) => new InputError(input.label, headerLine, what));
  })) {
    const columns = at!;
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const named = values[columns.change];
    const [protein, change] = columns.protein === undefined ? named.split(":", 2) : [values[columns.protein], named];
    if (protein !== accession) continue;
    const substitution = parseSubstitution(change ?? "");
    if (!substitution) throw fail(`protein_variant: expected a substitution such as R130Q, found ${show(named)}`);
    const score = values[columns.score] === "" ? NaN : Number(values[columns.score]);
    if (!(score >= 0 && score <= 1)) throw fail(`expected a score from 0 to 1, found ${show(values[columns.score])}`);
    const placed = {variantId: variantIdOf(values, columns, fail), build: buildOf(values, columns, fail)};
    const [first = placed] = effects;
    if (first.build !== placed.build) throw fail("another assembly than in the rows above; expected one for a protein");
    effects.push({
      ...substitution,
      ...placed,
      transcript: columns.transcript === undefined ? null : values[columns.transcript] || null,
      score,
      pathogenic: columns.label === undefined ? null : labelOf(values[columns.label], fail)
    });
  }
  if (effects.length === 0)
    throw new InputError(
      input.label,
      null,
      `has no row of ${accession}; is it the table of another species or protein?`
    );
  return effects;
}

interface Columns {
  change: number;
  score: number;
  /** Undefined where the change names the protein, as in `P60484:I4V`. */
  protein?: number;
  transcript?: number;
  label?: number;
  /** `chr10_87864479_A_G_hg38`. */
  variant?: number;
  /** `hg19` or `hg38`. */
  genome?: number;
  /** Chromosome, position, reference and alternate. */
  locus?: number[];
}

function columnsOf(names: string[], fail: (what: string) => InputError): Columns {
  const find = (...wanted: string[]): number | undefined => {
    const found = wanted.map((name) => names.indexOf(name)).find((index) => index >= 0);
    return found;
  };
  const change = find("protein_variant");
  const score = find("am_pathogenicity", "AlphaMissense");
  if (change === undefined) throw fail("has no column protein_variant; expected a table of AlphaMissense");
  if (score === undefined) throw fail("has no column am_pathogenicity or AlphaMissense; expected a table of scores");
  const locus = ["CHROM", "POS", "REF", "ALT"].map((name) => names.indexOf(name));
  return {
    change,
    score,
    protein: find("uniprot_id"),
    transcript: find("transcript_id"),
    label: find("label"),
    variant: find("variant_id"),
    genome: find("genome"),
    locus: locus.every((index) => index >= 0) ? locus : undefined
  };
}

function variantIdOf(values: string[], {variant, locus}: Columns, fail: (what: string) => InputError): string | null {
  if (variant === undefined && locus === undefined) return null;
  const text = locus ? locus.map((index) => values[index]).join("_") : values[variant!].replace(assembly, "");
  const match = /^(?:chr)?(\w+)_([1-9]\d*)_([ACGT]+)_([ACGT]+)$/.exec(text);
  if (!match) throw fail(`expected a variant such as chr10_87864479_A_G, found ${show(text)}`);
  return match.slice(1).join("-");
}

const assembly = /_(hg\d\d)$/;
const builds: Record<string, GenomeBuild> = {hg19: "GRCh37", hg38: "GRCh38"};

function buildOf(values: string[], {variant, genome}: Columns, fail: (what: string) => InputError): GenomeBuild | null {
  const name = genome === undefined ? (assembly.exec(values[variant ?? -1] ?? "")?.[1] ?? "") : values[genome];
  if (name === "") return null;
  const build = builds[name];
  if (!build) throw fail(`genome: expected hg19 or hg38, found ${show(name)}`);
  return build;
}

function labelOf(text: string, fail: (what: string) => InputError): boolean | null {
  if (text === "") return null;
  const value = Number(text);
  if (value !== 0 && value !== 1) throw fail(`label: expected 0 (benign) or 1 (pathogenic), found ${show(text)}`);
  return value === 1;
}
