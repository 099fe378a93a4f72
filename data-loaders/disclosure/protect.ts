import type {EquityRow} from "../../src/model/equity.js";
import type {PhenotypeShare, ResultShare} from "../../src/model/medicines.js";
import type {PgxGeneRow, PgxTables} from "../../src/model/pharmacogenomicsTables.js";
import type {PolygenicScoreRow} from "../../src/model/polygenicScores.js";
import type {ReleaseClass} from "../../src/model/release.js";
import type {AlleleFrequency} from "../../src/model/structure.js";
import type {Column, TableBatch} from "../../src/model/table.js";
import type {MutationFeature, ShownTumours, TumourRows} from "../../src/model/tumours.js";
import type {EquityCandidate} from "../sources/cohort.js";
import type {FoundVariants} from "../tables/protein/chosenVariants.js";
import type {FrequencySums} from "../tables/equity/frequencySums.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {AssociationRows} from "../tables/association/associationRows.js";
import type {LdPairs} from "../tables/association/ldTable.js";
import type {DensitySquare} from "../tables/association/pcaDensityTable.js";
import {hideAssociation, type AnalysedCopies} from "./association/hideAssociation.js";
import {hideLd, type LdCopies} from "./association/hideLd.js";
import {hideSquares} from "./association/hideSquares.js";
import type {AssociationPlan} from "./association/planAssociation.js";
import {groupRows, type Groups} from "./groups.js";
import {hideCounts, type ExactCounts} from "./hideCounts.js";
import {Hidden, hideGroups, type AlsoHidden, type HiddenGroups} from "./hideGroups.js";
import {hideSites, numberSites} from "./hideSites.js";
import {maskAlleleCounts, maskGenotypeCounts} from "./maskCounts.js";
import type {hideMedicines, MedicineProtection} from "./medicines/hideMedicines.js";
import type {hideSubgroups} from "./hideSubgroups.js";
import {roundScoreRow} from "./polygenic/roundScoreRow.js";
import {smallestCount} from "./smallCell.js";
import {addCells, type CellsOfLevel, type Tally} from "./tally.js";
import type {hideTumours, TumourProtection} from "./tumours/hideTumours.js";

declare const brand: unique symbol;

/** A value that disclosure control has passed. Only this file makes one; only `release/parquet.ts` writes one. */
export type Protected<T> = T & {readonly [brand]: true};

/** What is fixed for a whole release before any variant is read. Plain data: it is sent to worker threads. */
export interface Protection {
  class: ReleaseClass;
  /** Counts of 1 to `limit` are withheld; null = exact counts may be shown, because the consent of class `open` says so. */
  limit: number | null;
  groups: Groups;
  hidden: HiddenGroups;
}

/** A protected table with what was kept back, and the smallest count other than 0 that it shows or that shown cells give. */
export interface ProtectedTable {
  batch: Protected<TableBatch>;
  tally: Tally;
  smallest: number | null;
  /** How many cells could have been kept back, by level, where these are not the groups of `Protection`. */
  cells?: readonly CellsOfLevel[];
  /** The limit for small counts, where it holds in every class. */
  limit?: number;
}

/** Any class but `open` is under small-cell control, and hides what `also` says. */
export function planProtection(
  layout: Pick<StrataLayout, "variables" | "combinations">,
  releaseClass: ReleaseClass,
  maxWithheld: number,
  also: AlsoHidden = {}
): Protection {
  const groups = groupRows(layout);
  const limit = releaseClass === "open" ? null : maxWithheld;
  return {class: releaseClass, limit, groups, hidden: hideGroups(groups, limit ?? 0, limit === null ? {} : also)};
}

/** Numbers of people per combination of strata; a withheld number is null. */
export function protectPeople(table: TableBatch, {groups, hidden, limit}: Protection): ProtectedTable {
  const n = intColumn(table, "n");
  const tally: Tally = {};
  if (limit === null) return {batch: table as Protected<TableBatch>, tally, smallest: smallestCount(n)};
  const valid = Uint8Array.from(hidden.rows, (why) => (why === Hidden.no ? 1 : 0));
  groups.blocks.forEach(({rows}, b) => {
    // One number for both reasons: how many of the hidden are small would narrow what they can be.
    addCells(
      tally,
      "small-group",
      b,
      groups.blocks.length,
      rows.filter((row) => hidden.rows[row] !== Hidden.no).length
    );
  });
  const values = n.map((value, row) => (valid[row] ? value : 0));
  const batch = withColumns(table, {n: {name: "n", type: "int32", values, valid}});
  return {batch, tally, smallest: smallestCount(values, valid)};
}

/** Numbers of people that were protected as linked tables; see `people/`. */
export function protectMargins(table: TableBatch, shown: (number | null)[]): ProtectedTable {
  const values = Int32Array.from(shown, (n) => n ?? 0);
  const valid = Uint8Array.from(shown, (n) => (n === null ? 0 : 1));
  const batch = withColumns(table, {n: {name: "n", type: "int32", values, valid}});
  return {batch, tally: {}, smallest: smallestCount(values, valid)};
}

/**
 * The public tables of a panel and its associations: what was counted with noise, or within the budget. A pool whose
 * noise is too large is hidden. `smallest` is the smallest count only where counts are exact: a number with noise is no
 * number of people.
 */
export function protectPanel(
  tables: {variants: TableBatch; allele_counts: TableBatch; association: TableBatch | null},
  {shown, exact}: {shown: readonly boolean[]; exact: boolean}
): {variants: ProtectedTable; allele_counts: ProtectedTable; association: ProtectedTable | null} {
  const counts = tables.allele_counts;
  const valid = Uint8Array.from({length: counts.rows}, (_, row) => (shown[row % shown.length] ? 1 : 0));
  const replaced = Object.fromEntries(
    counts.columns
      .filter(({name}) => ["ac", "an", "noise_sd"].includes(name))
      .map((column) => [column.name, {...hidden(column, valid), valid}])
  );
  const batch = withColumns(counts, replaced);
  const unmeasured = (table: TableBatch): ProtectedTable => ({
    batch: table as Protected<TableBatch>,
    tally: {},
    smallest: null
  });
  return {
    variants: unmeasured(tables.variants),
    allele_counts: exact ? smallestRest(counted(batch, {})) : {batch, tally: {}, smallest: null},
    association: tables.association && unmeasured(tables.association)
  };
}

/** Associations as they are shown: in arrays, to make quantiles, plots and loci from, and as a table. */
export interface ProtectedAssociation {
  shown: Protected<AssociationRows>;
  table: ProtectedTable;
}

/** Associations of some variants with one trait; exact in class `open`. `toTable` makes the table of them. */
export function protectAssociation(
  rows: AssociationRows,
  copies: AnalysedCopies,
  plan: AssociationPlan,
  toTable: (rows: AssociationRows) => TableBatch
): ProtectedAssociation {
  if (plan.limit === null) {
    const shown = rows as Protected<AssociationRows>;
    return {shown, table: {batch: derive(shown, toTable), tally: {}, smallest: smallestCount(rows.n)}};
  }
  const {shown: hidden, ...rest} = hideAssociation(rows, copies, plan);
  const shown = hidden as Protected<AssociationRows>;
  return {shown, table: {batch: derive(shown, toTable), ...rest}};
}

/**
 * A table that is made of associations as they are shown, all batches of them, and of nothing else about people:
 * `manhattan`, `qq`, `loci`. What `make` cannot see it cannot tell.
 */
export function protectSummary(
  shown: readonly Protected<AssociationRows>[],
  make: (shown: readonly AssociationRows[]) => TableBatch
): ProtectedTable {
  return countsNobody(derive(shown as readonly AssociationRows[] as Protected<readonly AssociationRows[]>, make));
}

/** Sums over a protected table, of which nothing but its shown cells is known. */
export function protectSums(
  {batch}: ProtectedTable,
  sumUp: (shown: TableBatch) => FrequencySums
): Protected<FrequencySums> {
  return derive(batch, sumUp);
}

/** Table `equity_genomics`: made of frequencies and associations as they are shown to the same readers. */
export function protectComparison(
  frequencies: readonly Protected<FrequencySums>[],
  shown: readonly Protected<AssociationRows>[],
  make: (frequencies: readonly FrequencySums[], shown: readonly AssociationRows[]) => TableBatch
): ProtectedTable {
  return countsNobody(make(frequencies, shown) as Protected<TableBatch>);
}

/** Table `ld`; exact in class `open`. */
export function protectLd(
  pairs: LdPairs,
  copies: LdCopies,
  shownLevels: ReadonlySet<string>,
  {limit}: Pick<Protection, "limit">,
  toTable: (pairs: LdPairs) => TableBatch
): ProtectedTable {
  const shown = limit === null ? pairs : hideLd(pairs, copies, shownLevels, limit);
  return countsNobody(derive(shown as Protected<LdPairs>, toTable));
}

/** Table `pca_density`; exact in class `open`. `base`: people are counted down to a multiple of it. */
export function protectDensity(
  squares: readonly DensitySquare[],
  shownLevels: ReadonlySet<string>,
  {limit}: Pick<Protection, "limit">,
  base: number,
  toTable: (squares: readonly DensitySquare[]) => TableBatch
): ProtectedTable {
  if (limit !== null && base <= limit) throw new Error("people are rounded to no more than the limit for small counts");
  const shown = limit === null ? squares : hideSquares(squares, shownLevels, base);
  const batch = derive(shown as Protected<readonly DensitySquare[]>, toTable);
  return {batch, tally: {}, smallest: smallestCount(intColumn(batch, "n"))};
}

/**
 * Table `equity`: indicators by subgroup, of other people than the cohort's, whose consent nobody has asked for. So small
 * subgroups are hidden in every class, also in `open`. `shown` are the rows as the table has them.
 */
export function protectEquity(
  rows: readonly EquityCandidate[],
  limit: number,
  hideSmall: typeof hideSubgroups,
  toTable: (rows: readonly EquityRow[]) => TableBatch
): ProtectedTable & {shown: EquityRow[]} {
  const hidden = hideSmall(rows, limit);
  const shown = rows.map((row, i): EquityRow => {
    const average = hidden.averages[i] ? null : row.setting_average;
    return hidden.rows[i]
      ? {...row, estimate: null, se: null, ci_lb: null, ci_ub: null, population: null, setting_average: average}
      : {...row, setting_average: average};
  });
  const tally: Tally = {};
  const withheld = hidden.rows.reduce((sum, flag, i) => sum + (flag || hidden.averages[i] ? 1 : 0), 0);
  addCells(tally, "small-subgroup", 0, 1, withheld);
  return {
    batch: derive(shown as readonly EquityRow[] as Protected<readonly EquityRow[]>, toTable),
    tally,
    smallest: smallestSubgroup(rows, shown),
    // Its subgroups are none of the cohort's groups.
    cells: [],
    limit,
    shown
  };
}

/** The smallest number of people that the rows show: in a subgroup, and of those who have or lack what is measured. */
function smallestSubgroup(rows: readonly EquityCandidate[], shown: readonly EquityRow[]): number | null {
  let smallest = Infinity;
  shown.forEach(({population, estimate, indicator_scale: scale}, i) => {
    if (!rows[i].countsPeople || population === null) return;
    const cases = scale > 1 && estimate !== null ? [(estimate / scale) * population] : [];
    for (const people of [population, ...cases, ...cases.map((n) => population - n)])
      if (people > 0) smallest = Math.min(smallest, Math.max(1, Math.round(people)));
  });
  return smallest === Infinity ? null : smallest;
}

/**
 * Table `polygenic_scores`; exact in class `open`. Its people were chosen by `roundPeople`; here values are rounded, and
 * of how scores are spread whatever is too few. `base`: people are counted down to a multiple of it.
 */
export function protectScores(
  rows: readonly PolygenicScoreRow[],
  stretches: ReadonlyMap<string, readonly DensitySquare[]>,
  {limit}: Pick<Protection, "limit">,
  limits: {roundPeople: number; figures: number},
  toRows: (score: string, stretches: readonly DensitySquare[]) => PolygenicScoreRow[],
  toTable: (rows: readonly PolygenicScoreRow[]) => TableBatch
): ProtectedTable {
  const base = limits.roundPeople;
  if (limit !== null && base <= limit) throw new Error("people are rounded to no more than the limit for small counts");
  if (limit !== null && rows.some(({n}) => n !== null && n % 1 === 0 && n >= 1 && n <= limit))
    throw new Error("a score would be shown with too few people; nothing is released");
  const densities = [...stretches].flatMap(([score, squares]) =>
    toRows(score, limit === null ? squares : hideSquares(squares, new Set(squares.map((one) => one.ancestry)), base))
  );
  const shown = limit === null ? rows : rows.map((row) => roundScoreRow(row, limits));
  const batch = derive(
    [...shown, ...densities] as readonly PolygenicScoreRow[] as Protected<readonly PolygenicScoreRow[]>,
    toTable
  );
  const n = batch.columns.find(({name}) => name === "n");
  if (n?.type !== "int32") throw new Error("polygenic_scores has no column n");
  return {batch, tally: {}, smallest: smallestCount(n.values, n.valid)};
}

/** What makes the tables of medicines. */
export interface MedicineTableMakers {
  phenotypes: (rows: readonly PhenotypeShare[]) => TableBatch;
  results: (rows: readonly ResultShare[]) => TableBatch;
  genes: (rows: readonly PgxGeneRow[]) => TableBatch;
}

/**
 * Tables of medicines, exact where `protection` is null. `shown` are the rows as the tables have them. A number with noise
 * is no number of people, so that there is no smallest one.
 */
export function protectMedicines(
  exact: Pick<PgxTables, "phenotypes" | "results" | "genes">,
  protection: MedicineProtection | null,
  hide: typeof hideMedicines,
  make: MedicineTableMakers
): {
  phenotypes: ProtectedTable;
  results: ProtectedTable;
  genes: ProtectedTable;
  shown: {phenotypes: PhenotypeShare[]; results: ResultShare[]};
} {
  const shown = hide(exact.phenotypes, exact.results, protection);
  const ofPeople = (table: TableBatch): ProtectedTable => {
    const batch = table as Protected<TableBatch>;
    const n = intColumn(table, "n");
    const valid = table.columns.find(({name}) => name === "n")!.valid;
    const tally: Tally = {};
    addCells(tally, "noisy-small-cell", 0, 1, valid?.reduce((sum, is) => sum + 1 - is, 0) ?? 0);
    return protection === null
      ? {batch, tally: {}, smallest: smallestCount(n, valid)}
      : {batch, tally, smallest: null, cells: [{level: "all", total: table.rows}], limit: protection.limit};
  };
  return {
    phenotypes: ofPeople(make.phenotypes(shown.phenotypes)),
    results: ofPeople(make.results(shown.results)),
    genes: countsNobody(make.genes(exact.genes) as Protected<TableBatch>),
    shown
  };
}

/**
 * Tables of tumours, hidden together, and exact where `protection` is null. `shown` are the rows as the tables have them. A
 * number with noise is no number of people, so that there is no smallest one.
 */
export function protectTumours(
  exact: TumourRows,
  protection: TumourProtection | null,
  hide: typeof hideTumours,
  make: {[Name in keyof TumourRows]: (rows: ShownTumours[Name]) => TableBatch}
): {tables: Record<keyof TumourRows, ProtectedTable>; shown: Protected<ShownTumours>} {
  const shown = hide(exact, protection) as Protected<ShownTumours>;
  const ofPeople = (table: TableBatch): ProtectedTable => {
    const batch = table as Protected<TableBatch>;
    const {tally, smallest} = counted(batch, {});
    if (protection === null) return {batch, tally, smallest};
    if (smallest !== null && smallest <= protection.limit)
      throw new Error("a table of tumours would show a small count; nothing is released");
    const counts = table.columns.filter(({type}) => type === "int32");
    const withheld = counts.reduce((sum, {valid}) => sum + (valid?.reduce((some, is) => some + 1 - is, 0) ?? 0), 0);
    addCells(tally, "noisy-small-cell", 0, 1, withheld);
    return {
      batch,
      tally,
      smallest: null,
      cells: [{level: "all", total: table.rows * counts.length}],
      limit: protection.limit
    };
  };
  return {
    tables: {
      resistance: ofPeople(make.resistance(shown.resistance)),
      pairs: ofPeople(make.pairs(shown.pairs)),
      cooccurrence: ofPeople(make.cooccurrence(shown.cooccurrence)),
      oncoprint: ofPeople(make.oncoprint(shown.oncoprint))
    },
    shown
  };
}

/** Table `tumour_evidence`: what others have found, beside findings that are shown. */
export function protectEvidence(
  shown: Protected<ShownTumours>,
  make: (findings: readonly (MutationFeature & {treatment: string})[]) => TableBatch
): ProtectedTable {
  const findings = new Map(
    [...shown.resistance, ...shown.pairs].map(({treatment, gene, change}) => [
      JSON.stringify([treatment, gene, change]),
      {treatment, gene, change}
    ])
  );
  return countsNobody(make([...findings.values()]) as Protected<TableBatch>);
}

/** Table `representation`, made of the numbers of people in `people_margins` as they are shown. */
export function protectRepresentation(
  margins: Protected<TableBatch>,
  make: (margins: TableBatch) => TableBatch
): ProtectedTable {
  const batch = derive(margins as TableBatch as Protected<TableBatch>, make);
  const n = batch.columns.find(({name}) => name === "n");
  if (n?.type !== "int32") throw new Error("representation has no column n");
  return {batch, tally: {}, smallest: smallestCount(n.values, n.valid)};
}

/** Table `genes`, which has nothing about people. */
export function protectGenes(table: TableBatch): ProtectedTable {
  const names = table.columns.map(({name}) => name).join();
  if (names !== "chrom,start,end,name") throw new Error(`genes has columns ${names}; nothing is released`);
  return countsNobody(table as Protected<TableBatch>);
}

/** Tables of protein models, which hold public knowledge and nothing of the cohort. */
export function protectStructures(table: TableBatch): ProtectedTable {
  const names = table.columns.map(({name}) => name).join();
  if (!structureColumns.includes(names))
    throw new Error(`a table of structures has columns ${names}; nothing is released`);
  return countsNobody(table as Protected<TableBatch>);
}

const structureColumns: readonly string[] = [
  "gene,accession,residue,amino_acid,plddt,band,interpretable,change,change_variant,genome,am_pathogenicity,am_class,label,source,licence",
  "gene,accession,format,model_sha256,model,source,licence",
  "gene,aligned_from,aligned_to,scored_from,scored_to,error,error_max"
];

/** What a protected table `allele_counts` shows of some variants, and of nothing else. */
export function protectChosen<T>({batch}: ProtectedTable, find: (shown: TableBatch) => T): Protected<T> {
  return derive(batch, find);
}

/**
 * Table `structure_frequencies`: cells of `allele_counts` as the readers of the same tier get them, beside public knowledge.
 * `noisy`: they carry noise, so that none is a number of people.
 */
export function protectChangeFrequencies(
  found: readonly Protected<FoundVariants>[],
  noisy: boolean,
  make: (shown: readonly AlleleFrequency[]) => TableBatch
): ProtectedTable {
  const batch = make(found.flatMap(({rows}) => rows)) as Protected<TableBatch>;
  const ancestry = batch.columns.find(({name}) => name === "ancestry");
  if (ancestry?.type !== "string") throw new Error("structure_frequencies has no column ancestry");
  const levels = ancestry.dictionary;
  const tally: Tally = {};
  const totals = levels.map(() => 0);
  const counts = batch.columns.filter(({name}) => name === "ac" || name === "an");
  ancestry.codes.forEach((level, row) => {
    totals[level] += counts.length;
    addCells(tally, "repeated", level, levels.length, counts.filter(({valid}) => valid?.[row] === 0).length);
  });
  const cells = levels.map((level, l) => ({level, total: totals[l]}));
  if (noisy) return {batch, tally, smallest: null, cells};
  const ofPeople = counts.flatMap((column) =>
    column.type === "int32" ? (smallestCount(column.values, column.valid) ?? []) : []
  );
  return {...smallestRest({batch, tally, smallest: ofPeople.length > 0 ? Math.min(...ofPeople) : null}), cells};
}

/** What follows from protected values alone tells no more than they do. */
function derive<T, U>(from: Protected<T>, make: (from: T) => U): Protected<U> {
  return make(from) as Protected<U>;
}

function countsNobody(batch: Protected<TableBatch>): ProtectedTable {
  return {batch, tally: {}, smallest: null};
}

function hidden(column: Column, valid: Uint8Array): Column {
  if (column.type === "string") return column;
  const values = column.values.map((value, row) => (valid[row] ? value : 0));
  return {...column, values} as Column;
}

/** The tables of some variants, protected together, since what one hides another might tell. */
export function protectVariants(
  tables: {variants: TableBatch; genotype_counts: TableBatch; allele_counts: TableBatch},
  ploidy: Uint8Array,
  {groups, hidden, limit}: Protection
): {variants: ProtectedTable; genotype_counts: ProtectedTable; allele_counts: ProtectedTable} {
  const exact = exactCounts(tables, ploidy);
  const genotypes = {tally: {} as Tally, columns: {} as Record<string, Column>};
  const alleles = {tally: {} as Tally, columns: {} as Record<string, Column>};
  if (limit !== null) {
    const fates = hideCounts(exact, groups, hidden, limit);
    hideSites(fates, sitesOf(tables.variants), exact, groups, limit);
    genotypes.columns = maskGenotypeCounts(exact, fates, groups, genotypes.tally);
    alleles.columns = maskAlleleCounts(exact, fates, groups, alleles.tally);
  }
  return {
    variants: {batch: tables.variants as Protected<TableBatch>, tally: {}, smallest: null},
    genotype_counts: counted(withColumns(tables.genotype_counts, genotypes.columns), genotypes.tally),
    allele_counts: smallestRest(counted(withColumns(tables.allele_counts, alleles.columns), alleles.tally))
  };
}

function sitesOf(variants: TableBatch): Int32Array {
  const chrom = variants.columns.find(({name}) => name === "chrom");
  if (chrom?.type !== "string") throw new Error("variants has no column chrom");
  const chromosomes = Array.from(chrom.codes, (code) => chrom.dictionary[code]);
  return numberSites(chromosomes, intColumn(variants, "pos"));
}

function exactCounts(
  {
    genotype_counts: genotypeCounts,
    allele_counts: alleleCounts
  }: {genotype_counts: TableBatch; allele_counts: TableBatch},
  ploidy: Uint8Array
): ExactCounts {
  return {
    variants: ploidy.length,
    ploidy,
    homRef: intColumn(genotypeCounts, "hom_ref"),
    het: intColumn(genotypeCounts, "het"),
    homAlt: intColumn(genotypeCounts, "hom_alt"),
    hemiRef: intColumn(genotypeCounts, "hemi_ref"),
    hemiAlt: intColumn(genotypeCounts, "hemi_alt"),
    missing: intColumn(genotypeCounts, "missing"),
    ac: intColumn(alleleCounts, "ac"),
    an: intColumn(alleleCounts, "an")
  };
}

/** The smallest number of reference alleles that `ac` and `an` of a row give, as the smallest count above. */
function smallestRest({batch, ...rest}: ProtectedTable): ProtectedTable {
  const [ac, an] = ["ac", "an"].map((name) => batch.columns.find((column) => column.name === name));
  if (ac?.type !== "int32" || an?.type !== "int32") throw new Error("allele_counts has no ac or an");
  let smallest = rest.smallest ?? Infinity;
  for (let i = 0; i < batch.rows && smallest > 1; ++i) {
    const others = an.values[i] - ac.values[i];
    if (others > 0 && others < smallest && (!ac.valid || ac.valid[i]) && (!an.valid || an.valid[i])) smallest = others;
  }
  return {...rest, batch, smallest: smallest === Infinity ? null : smallest};
}

/** Looks at the columns as they will be written, whatever the rules above have done: the release policy judges this. */
function counted(batch: Protected<TableBatch>, tally: Tally): ProtectedTable {
  const counts = batch.columns.flatMap((column) =>
    column.type === "int32" ? (smallestCount(column.values, column.valid) ?? []) : []
  );
  return {batch, tally, smallest: counts.length === 0 ? null : Math.min(...counts)};
}

function withColumns(table: TableBatch, replaced: Record<string, Column>): Protected<TableBatch> {
  return {
    rows: table.rows,
    columns: table.columns.map((column) => replaced[column.name] ?? column)
  } as Protected<TableBatch>;
}

function intColumn(table: TableBatch, name: string): Int32Array {
  const column = table.columns.find((column) => column.name === name);
  if (column?.type !== "int32") throw new Error(`no column of counts ${name}`);
  return column.values;
}
