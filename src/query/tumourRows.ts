import type {
  EvidenceItem,
  EvidenceRow,
  MutationClass,
  MutationFeature,
  Noisy,
  OncoprintRow,
  PairedRow,
  ResistanceRow,
  CooccurrenceRow,
  ShownTumours
} from "../model/tumours.js";
import type {ParquetRows} from "./parquetRows.js";

type Maker<Row> = (rows: ParquetRows) => (row: number) => Row;

const ratioColumns = ["odds_ratio", "low", "high", "minus_log10_p", "minus_log10_q", "noise_sd"];
const adjustedColumns = [
  "minus_log10_holm",
  "beta",
  "se",
  "minus_log10_p_adjusted",
  "minus_log10_q_adjusted",
  "method"
];
const findingColumns = ["treatment", "gene", "protein_change"];

/** How each table of tumours is read: its columns, and what makes a row of them. */
export const tumourReaders: {
  [Name in keyof ShownTumours]: {columns: string[]; row: Maker<ShownTumours[Name][number]>};
} = {
  resistance: {
    columns: [
      ...findingColumns,
      "mutated_resistant",
      "mutated_sensitive",
      "other_resistant",
      "other_sensitive",
      ...ratioColumns,
      ...adjustedColumns
    ],
    row: resistanceRow
  },
  pairs: {
    columns: [...findingColumns, "kept", "gained", "lost", "neither", ...ratioColumns, "minus_log10_mid_p"],
    row: pairedRow
  },
  cooccurrence: {
    columns: ["gene_a", "gene_b", "both_genes", "only_a", "only_b", "neither", ...ratioColumns, ...adjustedColumns],
    row: cooccurrenceRow
  },
  oncoprint: {
    columns: ["gene", "mutation_class", "ancestry", "people", "n", "share", "low", "high", "noise_sd"],
    row: oncoprintRow
  }
};

export const evidenceReader: {columns: string[]; row: Maker<EvidenceRow>} = {
  columns: [
    ...findingColumns,
    "exact",
    "evidence_id",
    "evidence_variant",
    "disease",
    "medicines",
    "interaction",
    "evidence_level",
    "supports",
    "significance",
    "citation"
  ],
  row: evidenceRow
};

function resistanceRow(rows: ParquetRows): (i: number) => Noisy<ResistanceRow> {
  const [a, b, c, d] = ["mutated_resistant", "mutated_sensitive", "other_resistant", "other_sensitive"].map(
    rows.number
  );
  const [finding, ratio, adjusted] = [findingOf(rows), ratioOf(rows), adjustedOf(rows)];
  return (i) => ({
    ...finding(i),
    mutatedResistant: a(i),
    mutatedSensitive: b(i),
    otherResistant: c(i),
    otherSensitive: d(i),
    ...ratio(i),
    ...adjusted(i)
  });
}

function pairedRow(rows: ParquetRows): (i: number) => Noisy<PairedRow> {
  const [kept, gained, lost, neither] = ["kept", "gained", "lost", "neither"].map(rows.number);
  const [finding, ratio, midP] = [findingOf(rows), ratioOf(rows), rows.number("minus_log10_mid_p")];
  return (i) => ({
    ...finding(i),
    both: kept(i),
    gained: gained(i),
    lost: lost(i),
    neither: neither(i),
    ...ratio(i),
    minusLog10MidP: midP(i)
  });
}

function cooccurrenceRow(rows: ParquetRows): (i: number) => Noisy<CooccurrenceRow> {
  const [geneA, geneB] = ["gene_a", "gene_b"].map(rows.text);
  const [both, onlyA, onlyB, neither] = ["both_genes", "only_a", "only_b", "neither"].map(rows.number);
  const [ratio, adjusted] = [ratioOf(rows), adjustedOf(rows)];
  return (i) => ({
    geneA: geneA(i)!,
    geneB: geneB(i)!,
    both: both(i),
    onlyA: onlyA(i),
    onlyB: onlyB(i),
    neither: neither(i),
    ...ratio(i),
    ...adjusted(i)
  });
}

function oncoprintRow({text, number}: ParquetRows): (i: number) => Noisy<OncoprintRow> {
  const [gene, mutationClass, group] = ["gene", "mutation_class", "ancestry"].map(text);
  const [people, n, share, low, high] = ["people", "n", "share", "low", "high"].map(number);
  const noiseSd = number("noise_sd");
  return (i) => ({
    gene: gene(i)!,
    mutationClass: mutationClass(i) as MutationClass | null,
    group: group(i)!,
    people: people(i),
    mutated: n(i),
    share: share(i),
    shareLow: low(i),
    shareHigh: high(i),
    noiseSd: noiseSd(i)!
  });
}

function evidenceRow(rows: ParquetRows): (i: number) => EvidenceRow {
  const {text} = rows;
  const finding = findingOf(rows);
  const [exact, id, variant, disease, medicines] = [
    "exact",
    "evidence_id",
    "evidence_variant",
    "disease",
    "medicines"
  ].map(text);
  const [interaction, level, supports, significance, citation] = [
    "interaction",
    "evidence_level",
    "supports",
    "significance",
    "citation"
  ].map(text);
  return (i) => {
    const found = finding(i);
    return {
      ...found,
      exact: exact(i) === "yes",
      item: {
        id: id(i)!,
        gene: found.gene,
        variant: variant(i)!,
        change: exact(i) === "yes" ? found.change : null,
        disease: disease(i) ?? "",
        drugs: (medicines(i) ?? "").split("; "),
        interaction: interaction(i) as EvidenceItem["interaction"],
        level: level(i) as EvidenceItem["level"],
        supports: supports(i) === "yes",
        significance: significance(i) ?? "",
        citation: citation(i) ?? ""
      }
    };
  };
}

function findingOf({text}: ParquetRows): (i: number) => MutationFeature & {treatment: string} {
  const [treatment, gene, change] = findingColumns.map(text);
  return (i) => ({treatment: treatment(i)!, gene: gene(i)!, change: change(i)});
}

function ratioOf({number}: ParquetRows) {
  const [oddsRatio, low, high, p, q, noiseSd] = ratioColumns.map(number);
  return (i: number) => ({
    oddsRatio: oddsRatio(i),
    oddsRatioLow: low(i),
    oddsRatioHigh: high(i),
    minusLog10P: p(i),
    minusLog10Q: q(i),
    noiseSd: noiseSd(i)!
  });
}

function adjustedOf({number, text}: ParquetRows) {
  const [holm, beta, se, p, q] = adjustedColumns.slice(0, -1).map(number);
  const method = text("method");
  return (i: number) => ({
    minusLog10Holm: holm(i),
    beta: beta(i),
    se: se(i),
    minusLog10PAdjusted: p(i),
    minusLog10QAdjusted: q(i),
    method: method(i) as ResistanceRow["method"]
  });
}
