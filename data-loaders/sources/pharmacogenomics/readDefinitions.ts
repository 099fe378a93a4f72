import {
  pairKey,
  type DefiningVariant,
  type PgxDefinitions,
  type PgxGene,
  type Priority,
  type StarAllele
} from "../../../src/model/pharmacogenomics.js";
import type {GenomeBuild} from "../../../src/model/release.js";
import type {InputFile} from "../inputFiles.js";
import {readAlleleTable, type AlleleRow} from "./alleleTable.js";
import {definedBuild, readGeneTable, type DefinedBuild, type GeneRow} from "./geneTable.js";
import {readCpicTable, readRecommendationTable} from "./medicineTables.js";
import {
  readDiplotypeTable,
  readEquationTable,
  readPhenotypeTable,
  splitDiplotype,
  type DiplotypeRow
} from "./phenotypeTables.js";
import {readVariantTable, type VariantRow} from "./variantTable.js";

/** The tables of a user; genes, alleles and variants are needed, of the others what there is. */
export interface PgxFiles {
  genes: InputFile;
  alleles: InputFile;
  variants: InputFile;
  diplotypes?: InputFile;
  equations?: InputFile;
  phenotypes?: InputFile;
  recommendations?: InputFile;
  cpic?: InputFile;
}

/**
 * Reads tables of star alleles and medicines in the columns of pypgx (PharmVar and CPIC in one form), for one build.
 * Throws an `InputError` for a file that cannot be understood. Where one row contradicts another, that allele or
 * diplotype is left out, and `problems` says so with file and line: one bad row should not cost all genes.
 */
export async function readDefinitions(files: PgxFiles, build: GenomeBuild): Promise<PgxDefinitions> {
  const columns = definedBuild(build);
  const [genes, alleles, variants] = await Promise.all([
    readGeneTable(files.genes),
    readAlleleTable(files.alleles),
    readVariantTable(files.variants)
  ]);
  const [diplotypes, equations, priorities, medicines] = await Promise.all([
    files.diplotypes ? readDiplotypeTable(files.diplotypes) : [],
    files.equations ? readEquationTable(files.equations) : new Map<string, PgxGene["scores"]>(),
    files.phenotypes ? readPhenotypeTable(files.phenotypes) : new Map<string, Map<string, Priority | null>>(),
    files.cpic ? readCpicTable(files.cpic) : []
  ]);
  const recommendations = files.recommendations ? await readRecommendationTable(files.recommendations, priorities) : [];

  const problems: string[] = [];
  const found: PgxGene[] = [];
  const [alleleRows, variantRows, diplotypeRows] = [byGene(alleles), byGene(variants), byGene(diplotypes)];
  for (const row of genes.values()) {
    const report = (label: string, line: number, what: string) => problems.push(`${label}:${line}: ${what}`);
    const rows = alleleRows.get(row.gene) ?? [];
    const missing = [row.referenceAllele, row.defaults[columns]].find((name) => !rows.some((r) => r.name === name));
    if (missing !== undefined) {
      report(files.genes.label, row.line, `${row.gene} cannot be called: the alleles do not name its ${missing}`);
      continue;
    }
    const ofGene = variantRows.get(row.gene) ?? [];
    const defined = ofGene.filter(({builds}) => builds[columns]);
    const gene: PgxGene = {
      name: row.gene,
      chrom: row.chrom,
      referenceAllele: row.referenceAllele,
      defaultAllele: row.defaults[columns],
      copyNumberVaries:
        row.copyNumberVaries && rows.some(({structural, function: f}) => structural && !isSexChromosome(f)),
      variantsNamedSingly: row.referenceAllele === "Reference",
      variants: defined.map(({rsid, builds}): DefiningVariant => ({...builds[columns]!, rsid})),
      alleles: rows.map((allele) => ({
        ...defineAllele(allele, row, defined, columns, (what) => report(files.alleles.label, allele.line, what)),
        calledAs: coreAllele(allele.name, rows)
      })),
      method: row.method,
      diplotypes: new Map(),
      scores: equations.get(row.gene) ?? [],
      priorities: priorities.get(row.gene) ?? new Map()
    };
    fillDiplotypes(gene, diplotypeRows.get(row.gene) ?? [], (line, what) =>
      report(files.diplotypes!.label, line, what)
    );
    found.push(gene);
  }
  return {build, genes: found, recommendations, medicines, problems};
}

/** What an allele carries on one build. */
function defineAllele(
  allele: AlleleRow,
  gene: GeneRow,
  variants: readonly VariantRow[],
  build: DefinedBuild,
  report: (what: string) => void
): Omit<StarAllele, "calledAs"> {
  const carries = new Uint8Array(variants.length);
  const placeOf = new Map(variants.map(({builds}, i) => [builds[build]!.name, i]));
  const isAbsentChromosome = isSexChromosome(allele.function);
  let notCallable =
    allele.structural && !isAbsentChromosome ? "a structural allele, which no small variant shows" : null;
  for (const name of allele.tag[build]) {
    if (placeOf.has(name)) carries[placeOf.get(name)!] = 2;
    else report(`the tag ${name} of ${gene.gene} ${allele.name} is not looked at: it is not in the table of variants`);
  }
  for (const name of allele.core[build]) {
    if (placeOf.has(name)) carries[placeOf.get(name)!] = 1;
    else {
      report(`${gene.gene} ${allele.name} is left out: its variant ${name} is not in the table of variants`);
      notCallable = "its variants are not all in the table of variants";
    }
  }
  if (!allele.structural) {
    variants.forEach((variant, i) => {
      if (variant.buildsDiffer) carries[i] = carriesWhereBuildsDiffer(allele, gene, variant, build);
    });
    if (notCallable === null && allele.name !== gene.defaults[build] && !carries.includes(1)) {
      notCallable = `no variant defines it on ${build}`;
      if (allele.name !== gene.referenceAllele)
        report(`${gene.gene} ${allele.name} is left out: ${notCallable}, so it looks like ${gene.defaults[build]}`);
    }
  }
  return {
    name: allele.name,
    activity: allele.activity,
    function: allele.function,
    carries,
    notCallable,
    isAbsentChromosome
  };
}

/**
 * Where the builds' reference sequences differ, "not listed" means different bases on them. The base is the one of the
 * build whose sequence is the gene's reference allele, since alleles are described against that; the allele that the
 * other build's sequence is has that build's base. When neither or both builds decide, either base is accepted unless
 * both say the same.
 */
function carriesWhereBuildsDiffer(
  allele: AlleleRow,
  gene: GeneRow,
  variant: VariantRow,
  build: DefinedBuild
): 0 | 1 | 2 {
  const base = (on: DefinedBuild): string => {
    const {name} = variant.builds[on]!;
    const [, , ref, alt] = name.split("-");
    return allele.core[on].includes(name) ? alt : ref;
  };
  const other: DefinedBuild = build === "GRCh37" ? "GRCh38" : "GRCh37";
  const isReference = (on: DefinedBuild): boolean => gene.defaults[on] === gene.referenceAllele;
  const asOn = (on: DefinedBuild): 0 | 1 => (base(on) === variant.builds[build]!.name.split("-")[3] ? 1 : 0);
  const deciding = isReference(build) ? build : other;
  if (base(build) === base(other) && !isDefaultOfOne(allele, gene)) return asOn(build);
  const own = ([build, other] as const).find((on) => allele.name === gene.defaults[on]);
  if (own && gene.defaults[build] !== gene.defaults[other]) return asOn(own);
  return isReference(build) === isReference(other) ? 2 : asOn(deciding);
}

/**
 * The allele that PharmVar numbers a sub-allele of: `*2` for `*2.001`. Sub-alleles carry further variants that do not
 * change the function. Without such a core allele in the table, an allele is its own.
 */
function coreAllele(name: string, rows: readonly AlleleRow[]): number {
  const core = /^(.+)\.\d{3}$/.exec(name)?.[1];
  const place = rows.findIndex((row) => row.name === core);
  return place >= 0 ? place : rows.findIndex((row) => row.name === name);
}

function isSexChromosome(alleleFunction: string): boolean {
  return /^sex chromosome$/i.test(alleleFunction);
}

function isDefaultOfOne({name}: AlleleRow, {defaults}: GeneRow): boolean {
  return defaults.GRCh37 !== defaults.GRCh38 && (name === defaults.GRCh37 || name === defaults.GRCh38);
}

function fillDiplotypes(
  gene: PgxGene,
  rows: readonly DiplotypeRow[],
  report: (line: number, what: string) => void
): void {
  const places = new Map(gene.alleles.map(({name}, i) => [name, i]));
  for (const {line, diplotype, phenotype} of rows) {
    const pair = splitDiplotype(diplotype, (name) => places.has(name));
    if (!pair) {
      report(line, `${gene.name} ${diplotype} is left out: it is not two of the gene's alleles`);
      continue;
    }
    const key = pairKey(places.get(pair[0])!, places.get(pair[1])!);
    const earlier = gene.diplotypes.get(key);
    if (earlier !== undefined && earlier !== phenotype)
      report(line, `${gene.name} ${diplotype} is ${earlier} in an earlier row, which counts`);
    else gene.diplotypes.set(key, phenotype);
  }
}

function byGene<T extends {gene: string}>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const ofGene = found.get(row.gene);
    if (ofGene) ofGene.push(row);
    else found.set(row.gene, [row]);
  }
  return found;
}
