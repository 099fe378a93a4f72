import type {
  CooccurrenceRow,
  EvidenceRow,
  Noisy,
  OncoprintRow,
  PairedRow,
  ResistanceRow
} from "../../../src/model/tumours.js";
import type {Column, TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {count, float, text, yesOrNo} from "../rowColumns.js";

/** Table `tumour_resistance`. */
export function resistanceBatch(rows: readonly Noisy<ResistanceRow>[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      ...findingColumns(rows),
      count("mutated_resistant", rows, (row) => row.mutatedResistant),
      count("mutated_sensitive", rows, (row) => row.mutatedSensitive),
      count("other_resistant", rows, (row) => row.otherResistant),
      count("other_sensitive", rows, (row) => row.otherSensitive),
      ...ratioColumns(rows),
      ...adjustedColumns(rows)
    ]
  };
}

/** Table `tumour_pairs`. */
export function pairsBatch(rows: readonly Noisy<PairedRow>[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      ...findingColumns(rows),
      count("kept", rows, (row) => row.both),
      count("gained", rows, (row) => row.gained),
      count("lost", rows, (row) => row.lost),
      count("neither", rows, (row) => row.neither),
      ...ratioColumns(rows),
      float("minus_log10_mid_p", rows, (row) => row.minusLog10MidP)
    ]
  };
}

/** Table `tumour_cooccurrence`. */
export function cooccurrenceBatch(rows: readonly Noisy<CooccurrenceRow>[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      text("gene_a", rows, ({geneA}) => geneA),
      text("gene_b", rows, ({geneB}) => geneB),
      count("both_genes", rows, (row) => row.both),
      count("only_a", rows, (row) => row.onlyA),
      count("only_b", rows, (row) => row.onlyB),
      count("neither", rows, (row) => row.neither),
      ...ratioColumns(rows),
      ...adjustedColumns(rows)
    ]
  };
}

/** Table `tumour_oncoprint`. */
export function oncoprintBatch(rows: readonly Noisy<OncoprintRow>[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      text("gene", rows, ({gene}) => gene),
      text("mutation_class", rows, ({mutationClass}) => mutationClass),
      text(ancestryVariable, rows, ({group}) => group),
      count("people", rows, ({people}) => people),
      count("n", rows, ({mutated}) => mutated),
      float("share", rows, ({share}) => share),
      float("low", rows, ({shareLow}) => shareLow),
      float("high", rows, ({shareHigh}) => shareHigh),
      float("noise_sd", rows, ({noiseSd}) => noiseSd)
    ]
  };
}

/** Table `tumour_evidence`, of publications and not of people. */
export function evidenceBatch(rows: readonly EvidenceRow[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      ...findingColumns(rows),
      text("exact", rows, ({exact}) => yesOrNo(exact)),
      text("evidence_id", rows, ({item}) => item.id),
      text("evidence_variant", rows, ({item}) => item.variant),
      text("disease", rows, ({item}) => item.disease),
      text("medicines", rows, ({item}) => item.drugs.join("; ")),
      text("interaction", rows, ({item}) => item.interaction),
      text("evidence_level", rows, ({item}) => item.level),
      text("supports", rows, ({item}) => yesOrNo(item.supports)),
      text("significance", rows, ({item}) => item.significance),
      text("citation", rows, ({item}) => item.citation)
    ]
  };
}

function findingColumns(rows: readonly {treatment: string; gene: string; change: string | null}[]): Column[] {
  return [
    text("treatment", rows, ({treatment}) => treatment),
    text("gene", rows, ({gene}) => gene),
    text("protein_change", rows, ({change}) => change)
  ];
}

function ratioColumns(
  rows: readonly Noisy<
    Omit<PairedRow, "minusLog10MidP" | "treatment" | "gene" | "change" | "both" | "gained" | "lost" | "neither">
  >[]
): Column[] {
  return [
    float("odds_ratio", rows, (row) => row.oddsRatio),
    float("low", rows, (row) => row.oddsRatioLow),
    float("high", rows, (row) => row.oddsRatioHigh),
    float("minus_log10_p", rows, (row) => row.minusLog10P),
    float("minus_log10_q", rows, (row) => row.minusLog10Q),
    float("noise_sd", rows, (row) => row.noiseSd)
  ];
}

function adjustedColumns(
  rows: readonly Pick<
    ResistanceRow,
    "minusLog10Holm" | "beta" | "se" | "minusLog10PAdjusted" | "minusLog10QAdjusted" | "method"
  >[]
): Column[] {
  return [
    float("minus_log10_holm", rows, (row) => row.minusLog10Holm),
    float("beta", rows, (row) => row.beta),
    float("se", rows, (row) => row.se),
    float("minus_log10_p_adjusted", rows, (row) => row.minusLog10PAdjusted),
    float("minus_log10_q_adjusted", rows, (row) => row.minusLog10QAdjusted),
    text("method", rows, (row) => row.method)
  ];
}
