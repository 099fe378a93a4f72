import type {TableBatch} from "../../src/model/table.js";
import {ancestryVariable} from "./ancestryGroups.js";
import {cycledColumn, repeatedColumn, stringColumn} from "./stringColumn.js";
import type {CaseControlTrait} from "./strongHits.js";

/** Variants of a public panel, as the cohort's files name them. */
export interface PanelRow {
  chrom: string;
  pos: number;
  ref: string;
  alt: string;
  rsid: string;
  gene: string;
}

/** Public table `variants`: the variants of the panel that have counts. */
export function panelVariantTable(rows: readonly PanelRow[]): TableBatch {
  const text = (name: "chrom" | "ref" | "alt") =>
    stringColumn(
      name,
      rows.map((row) => row[name])
    );
  const named = (name: "rsid" | "gene") =>
    stringColumn(
      name,
      rows.map((row) => row[name]),
      {emptyIsNull: true}
    );
  return {
    rows: rows.length,
    columns: [
      repeatedColumn("variant_id", rows.map(panelId), 1),
      text("chrom"),
      {name: "pos", type: "int32", values: Int32Array.from(rows, ({pos}) => pos)},
      text("ref"),
      text("alt"),
      named("rsid"),
      named("gene")
    ]
  };
}

/**
 * Public table `allele_counts`: `ac` of `an` copies per variant and pool, and `noise_sd`, the standard deviation of the
 * noise that `ac` carries, in copies; 0 where counts are exact. `ac` and `an`: rows × pools.
 */
export function panelCountTable(
  rows: readonly PanelRow[],
  pools: readonly string[],
  {ac, an, noiseSd}: {ac: Int32Array; an: Int32Array; noiseSd: readonly number[]}
): TableBatch {
  return {
    rows: rows.length * pools.length,
    columns: [
      repeatedColumn("variant_id", rows.map(panelId), pools.length),
      cycledColumn(
        ancestryVariable,
        pools,
        pools.map((_, pool) => pool),
        rows.length
      ),
      {name: "ac", type: "int32", values: ac},
      {name: "an", type: "int32", values: an},
      {name: "noise_sd", type: "float64", values: Float64Array.from(ac, (_, i) => noiseSd[i % pools.length])}
    ]
  };
}

export function panelId({chrom, pos, ref, alt}: Pick<PanelRow, "chrom" | "pos" | "ref" | "alt">): string {
  return `${chrom}-${pos}-${ref}-${alt}`;
}

/** An association as it is published. */
export interface PublicHit {
  variantId: string;
  /** Two significant figures. */
  oddsRatio: number;
}

/**
 * Public table `association`: the strongest associations with one trait, without signs or figures that tell counts:
 * a p-value only as being below the level of a genome-wide search. `n_case`, `n_control` null = withheld.
 */
export function associationTable(
  trait: Pick<CaseControlTrait, "id"> | null,
  hits: readonly PublicHit[],
  people: {cases: number; controls: number} | null = null
): TableBatch {
  const same = (name: string, text: string) =>
    stringColumn(
      name,
      hits.map(() => text)
    );
  const count = (name: string, n: number | undefined) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(hits, () => n ?? 0),
    valid: Uint8Array.from(hits, () => (n === undefined ? 0 : 1))
  });
  return {
    rows: hits.length,
    columns: [
      same("trait", trait?.id ?? ""),
      stringColumn(
        "variant_id",
        hits.map(({variantId}) => variantId)
      ),
      same("ancestry", "all"),
      count("n_case", people?.cases),
      count("n_control", people?.controls),
      {name: "odds_ratio", type: "float64", values: Float64Array.from(hits, ({oddsRatio}) => oddsRatio)},
      same("p_bin", "<5e-8"),
      same("method", "Mantel–Haenszel on alleles, within ancestries")
    ]
  };
}
