import type {
  AssociationTables,
  DensitySquare,
  GeneInterval,
  LdPair,
  Locus,
  ManhattanPoint,
  PublicAssociation,
  QqPoint,
  Region,
  VariantTest
} from "../model/association.js";
import {metaLevel} from "../model/association.js";
import type {EquityGenomicsRow, GenomicMeasure} from "../model/equityGenomics.js";
import type {GeneCoverage, PhenotypeShare, ResultShare, ShownShare} from "../model/medicines.js";
import type {PolygenicScoreRow, ScoreMeasure} from "../model/polygenicScores.js";
import type {ReleasedTable, ReleaseManifest, TableName} from "../model/release.js";
import type {ChangeFrequency, ConfidenceBand, ErrorSquare, ModelFile, StructureResidue} from "../model/structure.js";
import {firstTexts, visitParquet, type ParquetRows} from "./parquetRows.js";
import {evidenceReader, tumourReaders} from "./tumourRows.js";
import {scanBuilder} from "./scanBuilder.js";

/** Files that are kept open, in bytes: to look at a second region of a trait need not decrypt it again. */
const keptBytes = 128e6;

/**
 * Reads the tables of association of a release as `tierView` shows it. `open` gives a file's Parquet, decrypted where it
 * is encrypted. Nothing is judged here: that is the gate's part.
 */
export function associationTables(
  {tables}: Pick<ReleaseManifest, "tables">,
  open: (table: ReleasedTable) => Promise<Uint8Array>
): AssociationTables {
  const kept = new Map<string, Promise<Uint8Array>>();
  const whole = new Map<string, Promise<unknown[]>>();
  const indexes = new Map<string, Promise<string[]>>();

  /** Rejects with one line where the release has no such table. */
  const find = (name: TableName, trait?: string): ReleasedTable => {
    const table = tables.find((one) => one.name === name && one.trait === trait);
    if (!table) throw new Error(`this release has no table ${name}${trait === undefined ? "" : ` of ${trait}`}`);
    return table;
  };

  function bytesOf(table: ReleasedTable): Promise<Uint8Array> {
    const {file} = table;
    const found = kept.get(file) ?? open(table);
    // The one that was used last stays longest.
    kept.delete(file);
    kept.set(file, found);
    found.catch(() => kept.delete(file));
    void forget();
    return found;
  }

  async function forget(): Promise<void> {
    let bytes = 0;
    for (const [file, held] of [...kept].reverse()) {
      bytes += (await held.catch(() => new Uint8Array())).length;
      if (bytes > keptBytes && kept.size > 1) kept.delete(file);
    }
  }

  /** First variants of the row groups of a file, read once. */
  function indexOf(file: string, bytes: Uint8Array): Promise<string[]> {
    const found = indexes.get(file) ?? firstTexts(bytes, "variant_id");
    found.catch(() => indexes.delete(file));
    indexes.set(file, found);
    return found;
  }

  /** All rows of a small table, read once. */
  function rowsOf<Row>(name: TableName, columns: readonly string[], row: RowMaker<Row>): Promise<Row[]> {
    const found = whole.get(name) ?? readRows(() => bytesOf(find(name)), columns, row);
    found.catch(() => whole.delete(name));
    whole.set(name, found);
    return found as Promise<Row[]>;
  }

  const ofTrait = async <Row extends {trait: string; ancestry: string}>(
    rows: Promise<Row[]>,
    trait: string,
    ancestry: string
  ): Promise<Row[]> => (await rows).filter((row) => row.trait === trait && row.ancestry === ancestry);

  return {
    async groups(trait) {
      const groups = new Set(
        (await rowsOf("manhattan", manhattanColumns, manhattanRow))
          .filter((row) => row.trait === trait)
          .map(({ancestry}) => ancestry)
      );
      return [...groups].sort((a, b) => Number(a === metaLevel) - Number(b === metaLevel) || (a < b ? -1 : 1));
    },
    manhattan: (trait, ancestry) => ofTrait(rowsOf("manhattan", manhattanColumns, manhattanRow), trait, ancestry),
    loci: (trait, ancestry) => ofTrait(rowsOf("loci", lociColumns, locusRow), trait, ancestry),
    qq: (trait, ancestry) => ofTrait(rowsOf("qq", qqColumns, qqRow), trait, ancestry),
    async scan(trait, ancestry) {
      const table = find("association", trait);
      const builder = scanBuilder(table.rows);
      await visitParquet(await bytesOf(table), ["variant_id", "ancestry", "minus_log10_p"], (rows) => {
        const [groups, id, p] = [rows.levels("ancestry"), rows.text("variant_id"), rows.number("minus_log10_p")];
        const wanted = groups.levels.indexOf(ancestry);
        for (let i = 0; i < rows.rows; i += 1) if (groups.codes[i] === wanted) builder.add(id(i)!, p(i));
      });
      return builder.scan();
    },
    async tests(trait, where) {
      const found: VariantTest[] = [];
      const ids = "variants" in where ? new Set(where.variants) : null;
      const isWanted = (id: string): boolean => (ids ? ids.has(id) : isWithin(id, where as Region));
      const bytes = await bytesOf(find("association", trait));
      const index = await indexOf(find("association", trait).file, bytes);
      await visitParquet(
        bytes,
        testColumns,
        (rows) => {
          const id = rows.text("variant_id");
          const make = testRow(rows);
          for (let i = 0; i < rows.rows; i += 1) if (isWanted(id(i)!)) found.push(make(i));
        },
        "variants" in where
          ? (group) => where.variants.some((variant) => mayHold(index, group, regionOf(variant)))
          : (group) => mayHold(index, group, where)
      );
      return found;
    },
    async ld({chrom, start, end}) {
      const pairs = await rowsOf("ld", ["chrom", "ancestry", "variant_a", "variant_b", "r2"], ldRow);
      return pairs.filter(
        (pair) =>
          pair.chrom === chrom &&
          isWithin(pair.variantA, {chrom, start, end}) &&
          isWithin(pair.variantB, {chrom, start, end})
      );
    },
    genes: () => rowsOf("genes", ["chrom", "start", "end", "name"], geneRow),
    async named(rsid) {
      const wanted = rsid.toLowerCase();
      let found: string | null = null;
      await visitParquet(await bytesOf(find("variants")), ["variant_id", "rsid"], ({rows, text}) => {
        const [id, name] = [text("variant_id"), text("rsid")];
        for (let i = 0; i < rows && found === null; i += 1) if (name(i)?.toLowerCase() === wanted) found = id(i);
      });
      return found;
    },
    density: () => rowsOf("pca_density", ["ancestry", "pc_x", "pc_y", "x0", "x1", "y0", "y1", "n"], squareRow),
    async comparisons(trait) {
      return (await rowsOf("equity_genomics", comparisonColumns, comparisonRow)).filter((row) => row.trait === trait);
    },
    async scores(id) {
      return (await rowsOf("polygenic_scores", scoreColumns, scoreRow)).filter(({score}) => score === id);
    },
    phenotypes: () => rowsOf("pgx_phenotypes", [...shareColumns, "gene", "phenotype", "priority"], phenotypeRow),
    results: () =>
      rowsOf("pgx_results", [...shareColumns, "medicine", "genes", "level", "result", "silent"], resultRow),
    coverage: () =>
      rowsOf("pgx_genes", ["gene", "about", "name", "looks_like", "why", "variants", "assayed", "whole"], coverageRow),
    tumours: (name) => rowsOf(`tumour_${name}`, tumourReaders[name].columns, tumourReaders[name].row),
    evidence: () => rowsOf("tumour_evidence", evidenceReader.columns, evidenceReader.row),
    structureResidues: () => rowsOf("structure_residues", structureColumns, residueRow),
    async structureModel(gene) {
      const models = await rowsOf("structure_models", ["gene", "format", "model"], modelRow);
      const found = models.find((model) => model.gene === gene);
      if (!found) throw new Error(`this release has no model of ${gene}`);
      return found;
    },
    async structureErrors(gene) {
      return (await rowsOf("structure_errors", errorColumns, errorRow)).filter((row) => row.gene === gene);
    },
    async structureFrequencies(gene) {
      return (await rowsOf("structure_frequencies", changeColumns, changeRow)).filter((row) => row.gene === gene);
    },
    async publicHits(trait) {
      const table = tables.find(
        (one) => one.name === "association" && one.tier === "public" && one.trait === undefined
      );
      if (!table) return [];
      const columns = ["trait", "variant_id", "odds_ratio", "p_bin", "n_case", "n_control", "method"];
      return (await readRows(() => bytesOf(table), columns, hitRow)).filter((hit) => hit.trait === trait);
    }
  };
}

type RowMaker<Row> = (rows: ParquetRows) => (row: number) => Row;

async function readRows<Row>(
  bytes: () => Promise<Uint8Array>,
  columns: readonly string[],
  row: RowMaker<Row>
): Promise<Row[]> {
  const found: Row[] = [];
  await visitParquet(await bytes(), columns, (rows) => {
    const make = row(rows);
    for (let i = 0; i < rows.rows; i += 1) found.push(make(i));
  });
  return found;
}

const manhattanColumns = ["trait", "ancestry", "chrom", "pos", "minus_log10_p", "variant_id", "n_variants"];
const qqColumns = ["trait", "ancestry", "maf_stratum", "expected", "observed", "n_variants", "lambda"];
const lociColumns = ["trait", "ancestry", "locus", "chrom", "start", "end", "variant_id", "pos", "gene", "distance_bp", "beta", "se", "minus_log10_p", "n_variants"]; // prettier-ignore
const comparisonColumns = ["measure", "ancestry", "other_ancestry", "trait", "bin", "estimate", "se", "low", "high", "n_variants"]; // prettier-ignore
const scoreColumns = ["score", "measure", "ancestry", "bin", "x0", "x1", "estimate", "low", "high", "n", "n_variants"]; // prettier-ignore
const testColumns = ["trait", "variant_id", "ancestry", "n", "n_case", "eaf", "beta", "se", "minus_log10_p", "method", "i2", "minus_log10_p_het", "beta_random", "se_random"]; // prettier-ignore

const manhattanRow: RowMaker<ManhattanPoint & {trait: string; ancestry: string}> = ({text, number}) => {
  const [trait, ancestry, chrom, variantId] = ["trait", "ancestry", "chrom", "variant_id"].map(text);
  const [pos, p, variants] = ["pos", "minus_log10_p", "n_variants"].map(number);
  return (i) => ({
    trait: trait(i)!,
    ancestry: ancestry(i)!,
    chrom: chrom(i)!,
    posBp: pos(i)!,
    minusLog10P: p(i)!,
    variantId: variantId(i),
    variants: variants(i) ?? 1
  });
};

const qqRow: RowMaker<QqPoint & {trait: string}> = ({text, number}) => {
  const [trait, ancestry, stratum] = ["trait", "ancestry", "maf_stratum"].map(text);
  const [expected, observed, variants, lambda] = ["expected", "observed", "n_variants", "lambda"].map(number);
  return (i) => ({
    trait: trait(i)!,
    ancestry: ancestry(i)!,
    mafStratum: stratum(i)!,
    expected: expected(i)!,
    observed: observed(i)!,
    variants: variants(i)!,
    lambda: lambda(i) ?? NaN
  });
};

const locusRow: RowMaker<Locus & {trait: string}> = ({text, number}) => {
  const [trait, ancestry, chrom, variantId, gene] = ["trait", "ancestry", "chrom", "variant_id", "gene"].map(text);
  const [locus, start, end, pos, distance, beta, se, p, variants] = lociColumns
    .filter((name) => !["trait", "ancestry", "chrom", "variant_id", "gene"].includes(name))
    .map(number);
  return (i) => ({
    trait: trait(i)!,
    ancestry: ancestry(i)!,
    locus: locus(i)!,
    chrom: chrom(i)!,
    start: start(i)!,
    end: end(i)!,
    variantId: variantId(i)!,
    posBp: pos(i)!,
    gene: gene(i) || null,
    distanceBp: distance(i),
    beta: beta(i),
    se: se(i),
    minusLog10P: p(i)!,
    variants: variants(i)!
  });
};

const testRow: RowMaker<VariantTest> = ({text, number}) => {
  const [trait, variantId, ancestry, method] = ["trait", "variant_id", "ancestry", "method"].map(text);
  const [n, nCase, eaf, beta, se, p] = ["n", "n_case", "eaf", "beta", "se", "minus_log10_p"].map(number);
  const [i2, het, betaRandom, seRandom] = ["i2", "minus_log10_p_het", "beta_random", "se_random"].map(number);
  return (i) => ({
    trait: trait(i)!,
    variantId: variantId(i)!,
    ancestry: ancestry(i)!,
    n: n(i),
    nCase: nCase(i),
    eaf: eaf(i),
    beta: beta(i),
    se: se(i),
    minusLog10P: p(i),
    method: method(i) ?? "",
    i2: i2(i),
    minusLog10PHet: het(i),
    betaRandom: betaRandom(i),
    seRandom: seRandom(i)
  });
};

const ldRow: RowMaker<LdPair & {chrom: string}> = ({text, number}) => {
  const [chrom, ancestry, variantA, variantB] = ["chrom", "ancestry", "variant_a", "variant_b"].map(text);
  const r2 = number("r2");
  return (i) => ({
    chrom: chrom(i)!,
    ancestry: ancestry(i)!,
    variantA: variantA(i)!,
    variantB: variantB(i)!,
    r2: r2(i) ?? NaN
  });
};

const geneRow: RowMaker<GeneInterval> = ({text, number}) => {
  const [chrom, name, start, end] = [text("chrom"), text("name"), number("start"), number("end")];
  return (i) => ({chrom: chrom(i)!, start: start(i)!, end: end(i)!, name: name(i)!});
};

const squareRow: RowMaker<DensitySquare> = ({text, number}) => {
  const ancestry = text("ancestry");
  const [pcX, pcY, x0, x1, y0, y1, n] = ["pc_x", "pc_y", "x0", "x1", "y0", "y1", "n"].map(number);
  return (i) => ({
    ancestry: ancestry(i)!,
    pcX: pcX(i)!,
    pcY: pcY(i)!,
    x0: x0(i)!,
    x1: x1(i)!,
    y0: y0(i)!,
    y1: y1(i)!,
    people: n(i)
  });
};

const comparisonRow: RowMaker<EquityGenomicsRow> = ({text, number}) => {
  const [measure, ancestry, other, trait, bin] = ["measure", "ancestry", "other_ancestry", "trait", "bin"].map(text);
  const [estimate, se, low, high, variants] = ["estimate", "se", "low", "high", "n_variants"].map(number);
  return (i) => ({
    measure: measure(i) as GenomicMeasure,
    ancestry: ancestry(i)!,
    otherAncestry: other(i),
    trait: trait(i),
    bin: bin(i),
    estimate: estimate(i),
    se: se(i),
    low: low(i),
    high: high(i),
    nVariants: variants(i)
  });
};

const scoreRow: RowMaker<PolygenicScoreRow> = ({text, number}) => {
  const [score, measure, ancestry, bin] = ["score", "measure", "ancestry", "bin"].map(text);
  const [x0, x1, estimate, low, high, n, variants] = ["x0", "x1", "estimate", "low", "high", "n", "n_variants"].map(
    number
  );
  return (i) => ({
    score: score(i)!,
    measure: measure(i) as ScoreMeasure,
    ancestry: ancestry(i),
    bin: bin(i),
    x0: x0(i),
    x1: x1(i),
    estimate: estimate(i),
    low: low(i),
    high: high(i),
    n: n(i),
    nVariants: variants(i)
  });
};

const shareColumns = ["ancestry", "people", "n", "share", "low", "high", "uncertain", "noise_sd", "whole"];

const shareRow: RowMaker<ShownShare> = ({text, number}) => {
  const [ancestry, whole] = [text("ancestry"), text("whole")];
  const [people, n, share, low, high] = ["people", "n", "share", "low", "high"].map(number);
  const [uncertain, noiseSd] = [number("uncertain"), number("noise_sd")];
  return (i) => ({
    ancestry: ancestry(i)!,
    people: people(i),
    n: n(i),
    share: share(i),
    low: low(i),
    high: high(i),
    uncertain: uncertain(i),
    noiseSd: noiseSd(i)!,
    whole: whole(i) === "yes"
  });
};

const phenotypeRow: RowMaker<PhenotypeShare> = (rows) => {
  const [gene, phenotype, priority] = ["gene", "phenotype", "priority"].map(rows.text);
  const share = shareRow(rows);
  return (i) => ({
    gene: gene(i)!,
    phenotype: phenotype(i),
    priority: priority(i) as PhenotypeShare["priority"],
    ...share(i)
  });
};

const resultRow: RowMaker<ResultShare> = (rows) => {
  const [medicine, genes, level, result] = ["medicine", "genes", "level", "result"].map(rows.text);
  const silent = rows.number("silent");
  const share = shareRow(rows);
  return (i) => ({
    medicine: medicine(i),
    genes: genes(i)!.split(" "),
    level: level(i),
    result: result(i) as ResultShare["result"],
    silent: silent(i),
    ...share(i)
  });
};

const coverageRow: RowMaker<GeneCoverage> = ({text, number}) => {
  const [gene, about, name, looksLike] = ["gene", "about", "name", "looks_like"].map(text);
  const [why, whole, variants, assayed] = [text("why"), text("whole"), number("variants"), number("assayed")];
  return (i) => ({
    gene: gene(i)!,
    about: about(i) as GeneCoverage["about"],
    name: name(i),
    looksLike: looksLike(i),
    why: why(i),
    variants: variants(i)!,
    assayed: assayed(i)!,
    whole: whole(i) === "yes"
  });
};

const structureColumns = [
  "gene",
  "accession",
  "residue",
  "amino_acid",
  "plddt",
  "band",
  "interpretable",
  "change",
  "change_variant",
  "genome",
  "am_pathogenicity",
  "label",
  "source",
  "licence"
];

const residueRow: RowMaker<StructureResidue> = ({text, number}) => {
  const [gene, accession, aminoAcid, band, interpretable] = [
    "gene",
    "accession",
    "amino_acid",
    "band",
    "interpretable"
  ].map(text);
  const [change, variant, genome] = ["change", "change_variant", "genome"].map(text);
  const [label, source, licence] = ["label", "source", "licence"].map(text);
  const [residue, plddt, score] = ["residue", "plddt", "am_pathogenicity"].map(number);
  const flag = (value: string | null, yes: string): boolean | null => (value === null ? null : value === yes);
  return (i) => ({
    gene: gene(i)!,
    accession: accession(i),
    position: residue(i)!,
    aminoAcid: aminoAcid(i)!,
    plddt: plddt(i),
    band: band(i) as ConfidenceBand | null,
    interpretable: flag(interpretable(i), "yes"),
    change: change(i),
    variantId: variant(i),
    build: genome(i) as StructureResidue["build"],
    score: score(i),
    pathogenic: flag(label(i), "pathogenic"),
    source: source(i)!,
    licence: licence(i)!
  });
};

const modelRow: RowMaker<ModelFile> = ({text}) => {
  const [gene, format, model] = ["gene", "format", "model"].map(text);
  return (i) => ({gene: gene(i)!, format: format(i) as ModelFile["format"], text: model(i)!});
};

const errorColumns = ["gene", "aligned_from", "aligned_to", "scored_from", "scored_to", "error", "error_max"];

const errorRow: RowMaker<ErrorSquare> = ({text, number}) => {
  const gene = text("gene");
  const [alignedFrom, alignedTo, scoredFrom, scoredTo, error, most] = errorColumns.slice(1).map(number);
  return (i) => ({
    gene: gene(i)!,
    aligned: [alignedFrom(i)!, alignedTo(i)!],
    scored: [scoredFrom(i)!, scoredTo(i)!],
    error: error(i)!,
    most: most(i)!
  });
};

const changeColumns = ["gene", "residue", "amino_acid", "change", "variant_id", "ancestry", "ac", "an", "noise_sd"];

const changeRow: RowMaker<ChangeFrequency> = ({text, number}) => {
  const [gene, aminoAcid, change, variantId, ancestry] = ["gene", "amino_acid", "change", "variant_id", "ancestry"].map(
    text
  );
  const [residue, ac, an, noiseSd] = ["residue", "ac", "an", "noise_sd"].map(number);
  return (i) => ({
    gene: gene(i)!,
    position: residue(i)!,
    aminoAcid: aminoAcid(i)!,
    change: change(i)!,
    variantId: variantId(i)!,
    ancestry: ancestry(i)!,
    ac: ac(i),
    an: an(i),
    noiseSd: noiseSd(i)
  });
};

const hitRow: RowMaker<PublicAssociation> = ({text, number}) => {
  const [trait, variantId, pBin, method] = ["trait", "variant_id", "p_bin", "method"].map(text);
  const [oddsRatio, cases, controls] = ["odds_ratio", "n_case", "n_control"].map(number);
  return (i) => ({
    trait: trait(i)!,
    variantId: variantId(i)!,
    oddsRatio: oddsRatio(i)!,
    pBin: pBin(i)!,
    nCase: cases(i),
    nControl: controls(i),
    method: method(i)!
  });
};

/** Whether a row group of a file in genome order may hold variants of a region: a chromosome is in one stretch. */
function mayHold(firsts: readonly string[], group: number, {chrom, start, end}: Region): boolean {
  const [from, to] = [regionOf(firsts[group]), group + 1 < firsts.length ? regionOf(firsts[group + 1]) : null];
  if (from.chrom === chrom) return from.start <= end && (to === null || to.chrom !== chrom || to.start >= start);
  // The chromosome begins within the group, or lies wholly within it.
  return to === null || to.chrom === chrom || to.chrom !== from.chrom;
}

/** The place of `chrom-pos-ref-alt`. */
function regionOf(variantId: string): Region {
  const [chrom, pos] = variantId.split("-");
  return {chrom, start: Number(pos), end: Number(pos)};
}

/** Of `chrom-pos-ref-alt`. */
function isWithin(variantId: string, {chrom, start, end}: Region): boolean {
  if (!variantId.startsWith(`${chrom}-`)) return false;
  const pos = Number.parseInt(variantId.slice(chrom.length + 1), 10);
  return pos >= start && pos <= end;
}
