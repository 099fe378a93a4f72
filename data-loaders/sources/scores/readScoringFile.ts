import {basename} from "node:path";
import type {ScoreEffect, ScoreVariant, ScoringFile, UnsupportedRow} from "../../../src/model/polygenic.js";
import {chromosomeName} from "../chromosome.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readText} from "../textFile.js";
import {genomeBuildOf} from "./genomeBuildOf.js";
import {parseScoreHeader} from "./parseScoreHeader.js";

/**
 * Reads a scoring file of the PGS Catalog, format 1.0 or 2.0, as its authors gave it or harmonised, plain or gzip.
 * Harmonised positions (`hm_chr`, `hm_pos`) are taken before those of the authors. Rows that no sum over single variants
 * can hold, or that have no position, are reported by line and not used; so are identical repetitions of a row.
 *
 * Errors: `InputError` with the line for a missing or impossible weight, position, allele column or flag, for a variant
 * that comes again with another weight, and all of `readText`.
 *
 * https://www.pgscatalog.org/downloads/#dl_scoring_files
 */
export async function readScoringFile(input: InputFile): Promise<ScoringFile> {
  const headerLines: string[] = [];
  let columns: ScoreColumns | null = null;
  let spreadsheet = 0;
  const found: Pick<ScoringFile, "variants" | "unsupported" | "warnings"> = {
    variants: [],
    unsupported: [],
    warnings: []
  };
  const repetitions = findRepetitions();
  let rows = 0;
  let line = 0;
  const fail = (what: string): InputError => new InputError(input.label, line, what);

  for await (const block of readText(input)) {
    const lines = block.split("\n");
    if (block.endsWith("\n")) lines.pop();
    for (const text of lines) {
      line++;
      if (text.trim() === "") continue;
      if (columns === null && /^"?#/.test(text)) {
        if (/^"|\t+\r?$/.test(text)) spreadsheet ||= line;
        headerLines.push(unquote(text.trim()));
        continue;
      }
      const values = valuesOf(text);
      if (columns === null) {
        columns = findColumns(values, fail);
        continue;
      }
      const row = parseRow(values, columns, line, fail);
      if ("reason" in row) {
        found.unsupported.push(row);
        rows++;
        continue;
      }
      const earlier = repetitions(row);
      if (earlier === undefined) {
        found.variants.push(row);
        rows++;
        continue;
      }
      if (row.weights.some((weight, copies) => weight !== earlier.weights[copies]))
        throw fail(`the variant of line ${earlier.line} again with another weight; keep the one that is meant`);
      found.unsupported.push({line, reason: "repeated", size: 0});
    }
  }
  if (columns === null) throw new InputError(input.label, null, "has no row of column names; is this a scoring file?");
  if (rows === 0) throw new InputError(input.label, null, "has no variants below its column names");
  if (spreadsheet > 0)
    found.warnings.push({
      line: spreadsheet,
      what: "a spreadsheet has written this file, and may have cut digits of weights; take the file of the PGS Catalog"
    });

  const header = parseScoreHeader(headerLines);
  const buildSaid = columns.harmonised ? header.harmonisedBuild : header.build;
  return {
    label: input.label,
    id: header.id || basename(input.label).replace(/\.(txt|tsv)?(\.gz)?$/, ""),
    name: header.name,
    traitReported: header.traitReported,
    traitMapped: header.traitMapped,
    traitIds: header.traitIds,
    weightType: header.weightType,
    citation: header.citation,
    licence: header.licence,
    formatVersion: header.formatVersion,
    build: genomeBuildOf(buildSaid),
    buildSaid,
    harmonised: columns.harmonised,
    rows,
    variantsPromised: header.variants,
    ...found
  };
}

type Fail = (what: string) => InputError;
type FlagColumn = "haplotype" | "diplotype" | "interaction" | "dominant" | "recessive";

/** Where the values of a row stand; undefined = the file has no such column. */
interface ScoreColumns {
  count: number;
  harmonised: boolean;
  rsid?: number;
  chrom?: number;
  pos?: number;
  effect: number;
  other?: number;
  inferred?: number;
  weight?: number;
  genotype?: [number, number, number];
  dominant?: number;
  recessive?: number;
  haplotype?: number;
  diplotype?: number;
  interaction?: number;
  frequency?: number;
}

function findColumns(names: string[], fail: Fail): ScoreColumns {
  const used = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
  used.forEach((name, i) => {
    if (used.indexOf(name) < i) throw fail(`columns ${used.indexOf(name) + 1} and ${i + 1} have the same name`);
  });
  const at = (...names: string[]): number | undefined =>
    names.map((name) => used.indexOf(name)).find((index) => index >= 0);
  const effect = at("effect_allele");
  if (effect === undefined)
    throw fail(
      "has no column effect_allele; a scoring file of the PGS Catalog, with tabs between columns, is expected"
    );
  const weight = at("effect_weight");
  const genotype = [0, 1, 2].map((copies) => at(`dosage_${copies}_weight`));
  const complete = genotype.every((index) => index !== undefined);
  if (weight === undefined && !complete)
    throw fail(
      "has no column effect_weight, nor dosage_0_weight, dosage_1_weight and dosage_2_weight; add the weights"
    );
  const harmonised = at("hm_chr") !== undefined && at("hm_pos") !== undefined;
  return {
    count: used.length,
    harmonised,
    rsid: harmonised ? (at("hm_rsID") ?? at("rsID")) : at("rsID"),
    chrom: harmonised ? at("hm_chr") : at("chr_name"),
    pos: harmonised ? at("hm_pos") : at("chr_position"),
    effect,
    // Format 1.0 has reference_allele.
    other: at("other_allele", "reference_allele"),
    inferred: harmonised ? at("hm_inferOtherAllele") : undefined,
    weight,
    genotype: complete ? (genotype as [number, number, number]) : undefined,
    dominant: at("is_dominant"),
    recessive: at("is_recessive"),
    haplotype: at("is_haplotype"),
    diplotype: at("is_diplotype"),
    interaction: at("is_interaction"),
    frequency: at("allelefrequency_effect")
  };
}

function parseRow(values: string[], columns: ScoreColumns, line: number, fail: Fail): ScoreVariant | UnsupportedRow {
  // Editors strip empty values from the end of a row; what is missing there is empty.
  if (values.length > columns.count && values.slice(columns.count).some((value) => value !== ""))
    throw fail(`has ${values.length} columns, but the header has ${columns.count}`);

  for (const complex of ["diplotype", "haplotype", "interaction"] as const)
    if (parseFlag(values, columns, complex, fail))
      return {line, reason: complex, size: Math.abs(Number(textOf(values, columns.weight) || NaN))};

  const {weights, effect, size} = parseWeights(values, columns, fail);
  const effectAllele = values[columns.effect]?.toUpperCase() ?? "";
  if (effectAllele === "") throw fail("effect_allele: missing; name the allele that the weight is for");
  const given = textOf(values, columns.other).toUpperCase();
  const inferred = textOf(values, columns.inferred).toUpperCase();
  const otherAllele = given || (inferred.includes("/") ? "" : inferred);
  if (!isBases(effectAllele) || (otherAllele !== "" && !isBases(otherAllele)))
    return {line, reason: "alleles are not bases", size};
  if (effectAllele === otherAllele) throw fail("effect_allele and the other allele are the same; correct one of them");

  const [chrom, pos] = [textOf(values, columns.chrom), textOf(values, columns.pos)];
  if (isMissing(chrom) || isMissing(pos)) return {line, reason: "no position", size};
  if (!/^\d+$/.test(pos) || Number(pos) < 1 || Number(pos) > 2 ** 31 - 1) {
    const column = columns.harmonised ? "hm_pos" : "chr_position";
    throw fail(`${column}: expected a whole number from 1, found ${quoted(pos)}; correct it`);
  }
  return {
    line,
    rsid: textOf(values, columns.rsid),
    chrom: chromosomeName(chrom),
    pos: Number(pos),
    effectAllele,
    otherAllele: otherAllele || null,
    weights,
    effect,
    size,
    effectFrequency: parseFrequency(textOf(values, columns.frequency))
  };
}

function parseWeights(
  values: string[],
  columns: ScoreColumns,
  fail: Fail
): {weights: readonly [number, number, number]; effect: ScoreEffect; size: number} {
  const dominant = parseFlag(values, columns, "dominant", fail);
  const recessive = parseFlag(values, columns, "recessive", fail);
  if (dominant && recessive) throw fail("is_dominant and is_recessive are both true; only one of them can be");
  const {genotype} = columns;
  if (genotype && genotype.some((index) => textOf(values, index) !== "")) {
    const weights = genotype.map((index, copies) =>
      parseWeight(textOf(values, index), `dosage_${copies}_weight`, fail)
    ) as [number, number, number];
    return {weights, effect: "genotype", size: Math.max(...weights) - Math.min(...weights)};
  }
  const weight = parseWeight(textOf(values, columns.weight), "effect_weight", fail);
  const size = Math.abs(weight);
  if (dominant) return {weights: [0, weight, weight], effect: "dominant", size};
  if (recessive) return {weights: [0, 0, weight], effect: "recessive", size};
  return {weights: [0, weight, 2 * weight], effect: "additive", size};
}

function parseWeight(value: string, column: string, fail: Fail): number {
  if (isMissing(value)) throw fail(`${column}: missing; give a weight or take the row out`);
  const weight = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : NaN;
  if (!Number.isFinite(weight)) throw fail(`${column}: expected a number, found ${quoted(value)}; correct it`);
  return weight;
}

function parseFlag(values: string[], columns: ScoreColumns, name: FlagColumn, fail: Fail): boolean {
  const value = textOf(values, columns[name]);
  if (isMissing(value) || /^(false|0|0\.0|no)$/i.test(value)) return false;
  if (/^(true|1|1\.0|yes)$/i.test(value)) return true;
  throw fail(`is_${name}: expected True or False, found ${quoted(value)}; correct it`);
}

/** A hint only: what is no frequency is none. */
function parseFrequency(value: string): number {
  const frequency = value === "" ? NaN : Number(value);
  return frequency >= 0 && frequency <= 1 ? frequency : NaN;
}

/**
 * Gives the earlier row of the same variant, alleles in this order and kind of effect, if there was one. Rows are told
 * apart by position first: a million strings of everything would fill the memory.
 */
function findRepetitions(): (row: ScoreVariant) => ScoreVariant | undefined {
  const seen = new Map<string, Map<number, ScoreVariant[]>>();
  return (row) => {
    let positions = seen.get(row.chrom);
    if (!positions) seen.set(row.chrom, (positions = new Map()));
    const here = positions.get(row.pos);
    if (!here) {
      positions.set(row.pos, [row]);
      return undefined;
    }
    const earlier = here.find(
      ({effectAllele, otherAllele, effect}) =>
        effectAllele === row.effectAllele && otherAllele === row.otherAllele && effect === row.effect
    );
    if (!earlier) here.push(row);
    return earlier;
  };
}

function valuesOf(text: string): string[] {
  const values = text.split("\t");
  for (let i = 0; i < values.length; ++i) values[i] = unquote(values[i].trim());
  return values;
}

function textOf(values: string[], index: number | undefined): string {
  return index === undefined ? "" : (values[index] ?? "");
}

function isBases(allele: string): boolean {
  return /^[ACGT]+$/.test(allele);
}

function isMissing(value: string): boolean {
  return value === "" || /^(na|nan|nr|\.|none|null)$/i.test(value);
}

/** Spreadsheets put quotes around values that hold commas or quotes, and double those. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  return /^".*"$/.test(value) ? value.slice(1, -1).replaceAll('""', '"').trim() : value;
}

function quoted(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
