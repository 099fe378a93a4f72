import {chromosomeName} from "../chromosome.js";
import {readCommentedTable} from "../commentedTable.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {isMissing} from "../sampleValues.js";
import {needColumns} from "./tumourPeople.js";
import type {TumourMutation} from "./tumours.js";
import {variantClass} from "./variantClass.js";

/** What a line of a MAF file holds that is no mutation to count. */
export type NotCounted = "other person" | "not somatic" | "no protein change";

/**
 * Mutations of a MAF file, plain or gzip, line by line: the required columns of MAF 2.4, and HGVSp_Short, t_alt_count,
 * t_ref_count, Mutation_Status and NCBI_Build where they are there. `sampleOf`: index of a sample by its barcode; −1 = of
 * somebody who is not counted, undefined = unknown. Errors name file and line, never a barcode or a value of a person.
 *
 * TCGA, Mutation Annotation Format 2.4; GDC MAF Format 1.0.0.
 */
export async function* readMaf(
  input: InputFile,
  build: "GRCh37" | "GRCh38",
  sampleOf: (barcode: string) => number | undefined
): AsyncGenerator<(TumourMutation & {site: string}) | NotCounted> {
  let at: number[] = [];
  let optional: number[] = [];
  let lines = 0;
  for await (const {line, values} of readCommentedTable(input, (names, headerLine) => {
    at = needColumns(input, headerLine, names, required);
    optional = optionalColumns.map((name) => names.indexOf(name));
  })) {
    ++lines;
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const [gene, chrom, position, reference, alternate, classification, barcode] = at.map((index) => values[index]);
    const [change, alt, ref, status, ncbiBuild] = optional.map((index) => (index < 0 ? "" : values[index]));

    if (!isMissing(ncbiBuild) && buildOf(ncbiBuild) !== build)
      throw fail(`NCBI_Build is not ${build}, the build of the cohort; lift the file over, or name its own build`);
    if (isMissing(barcode)) throw fail("Tumor_Sample_Barcode: missing");
    const sample = sampleOf(barcode);
    if (sample === undefined)
      throw fail("Tumor_Sample_Barcode is not in the table of samples; add a row for it, or take its mutations out");
    if (isMissing(gene) || /\s/.test(gene)) throw fail("Hugo_Symbol: expected the symbol of a gene");
    if (chrom === "") throw fail("Chromosome: missing");
    if (!/^[1-9]\d{0,9}$/.test(position)) throw fail("Start_Position: expected a whole number from 1");
    for (const [name, bases] of [
      ["Reference_Allele", reference],
      ["Tumor_Seq_Allele2", alternate]
    ])
      if (!/^([ACGTN]+|-)$/i.test(bases)) throw fail(`${name}: expected bases A, C, G, T, or - for none`);
    if (reference.toUpperCase() === alternate.toUpperCase())
      throw fail("Tumor_Seq_Allele2 is the reference allele; is Tumor_Seq_Allele1 the mutated one?");
    const mutationClass = variantClass(classification);
    if (mutationClass === undefined)
      throw fail("Variant_Classification: expected a value of MAF 2.4 such as Missense_Mutation");
    const alleleFraction = fractionOf(alt, ref, fail);

    if (sample < 0) yield "other person";
    else if (!isSomatic(status, fail)) yield "not somatic";
    else if (mutationClass === null) yield "no protein change";
    else
      yield {
        sample,
        gene,
        change: changeOf(change),
        mutationClass,
        alleleFraction,
        site: [chromosomeName(chrom), position, reference.toUpperCase(), alternate.toUpperCase()].join("-")
      };
  }
  if (lines === 0) throw new InputError(input.label, null, "has no mutations below its header");
}

const required = [
  "Hugo_Symbol",
  "Chromosome",
  "Start_Position",
  "Reference_Allele",
  "Tumor_Seq_Allele2",
  "Variant_Classification",
  "Tumor_Sample_Barcode"
];

const optionalColumns = ["HGVSp_Short", "t_alt_count", "t_ref_count", "Mutation_Status", "NCBI_Build"];

function buildOf(text: string): string | null {
  if (/^(GRCh37|hg19|37)(\.|$)/i.test(text)) return "GRCh37";
  return /^(GRCh38|hg38|38)(\.|$)/i.test(text) ? "GRCh38" : null;
}

function fractionOf(alt: string, ref: string, fail: (what: string) => InputError): number {
  if (isMissing(alt) || isMissing(ref) || alt === "." || ref === ".") return NaN;
  const [alternate, reference] = [alt, ref].map((text, i) => {
    if (!/^\d+$/.test(text)) throw fail(`t_${i === 0 ? "alt" : "ref"}_count: expected a whole number from 0`);
    return Number(text);
  });
  return alternate + reference === 0 ? NaN : alternate / (alternate + reference);
}

/** Values of MAF 2.4; nothing is taken as somatic, since MAF files hold somatic mutations unless they say otherwise. */
function isSomatic(status: string, fail: (what: string) => InputError): boolean {
  switch (status.toLowerCase()) {
    case "":
    case "na":
    case "somatic":
    case "post-transcriptional modification":
      return true;
    case "germline":
    case "loh":
    case "none":
    case "unknown":
    case "wildtype":
      return false;
    default:
      throw fail("Mutation_Status: expected Somatic, Germline, LOH, None or Unknown");
  }
}

/** `p.T790M` as `T790M`; unknown and unchanged proteins have none. */
function changeOf(text: string): string | null {
  const change = text.replace(/^p\./, "").replace(/^\((.*)\)$/, "$1");
  return isMissing(change) || change === "." || change === "?" || change.endsWith("=") ? null : change;
}
