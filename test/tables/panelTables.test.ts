import {expect, it} from "vitest";
import {associationTable, panelCountTable, panelId, panelVariantTable} from "../../data-loaders/tables/panelTables.js";
import {rowsOf} from "./rowsOf.js";

const panel = [
  {chrom: "1", pos: 100, ref: "A", alt: "C", rsid: "rs1", gene: ""},
  {chrom: "2", pos: 7, ref: "GT", alt: "G", rsid: "", gene: "BRCA2"}
];

it("panelVariantTable(rows) has a row per variant, and nulls where there is no rsid or gene", () => {
  expect(rowsOf(panelVariantTable(panel))).toEqual([
    {variant_id: "1-100-A-C", chrom: "1", pos: 100, ref: "A", alt: "C", rsid: "rs1", gene: null},
    {variant_id: "2-7-GT-G", chrom: "2", pos: 7, ref: "GT", alt: "G", rsid: null, gene: "BRCA2"}
  ]);
  expect(rowsOf(panelVariantTable([]))).toEqual([]);
});

it("panelCountTable(rows, pools, counts) has a row per variant and pool, with the noise of the pool", () => {
  const counts = {ac: Int32Array.of(10, 20, 30, 40), an: Int32Array.of(100, 200, 100, 200), noiseSd: [3.5, 0]};
  expect(rowsOf(panelCountTable(panel, ["AFR", "other"], counts))).toEqual([
    {variant_id: "1-100-A-C", ancestry: "AFR", ac: 10, an: 100, noise_sd: 3.5},
    {variant_id: "1-100-A-C", ancestry: "other", ac: 20, an: 200, noise_sd: 0},
    {variant_id: "2-7-GT-G", ancestry: "AFR", ac: 30, an: 100, noise_sd: 3.5},
    {variant_id: "2-7-GT-G", ancestry: "other", ac: 40, an: 200, noise_sd: 0}
  ]);
});

it("associationTable(trait, hits, people) gives no sign, no z and no p-value, and numbers of people only when told", () => {
  const hits = [{variantId: "1-100-A-C", oddsRatio: 1.6, z: 7.1}];
  const row = {
    trait: "EFO_1",
    variant_id: "1-100-A-C",
    ancestry: "all",
    n_case: null,
    n_control: null,
    odds_ratio: 1.6,
    p_bin: "<5e-8",
    method: "Mantel–Haenszel on alleles, within ancestries"
  };
  expect(rowsOf(associationTable({id: "EFO_1"}, hits))).toEqual([row]);
  expect(rowsOf(associationTable({id: "EFO_1"}, hits, {cases: 300, controls: 500}))).toEqual([
    {...row, n_case: 300, n_control: 500}
  ]);
  expect(associationTable(null, []).rows).toBe(0);
});

it("panelId(variant) is chrom-pos-ref-alt", () => {
  expect(panel.map(panelId)).toEqual(["1-100-A-C", "2-7-GT-G"]);
});
