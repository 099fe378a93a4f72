import {expect, it} from "vitest";
import {associationRowsTable, noAssociations} from "../../../data-loaders/tables/association/associationRows.js";
import {genesTable} from "../../../data-loaders/tables/association/genesTable.js";
import {ldTable, noPairs} from "../../../data-loaders/tables/association/ldTable.js";
import {lociTable} from "../../../data-loaders/tables/association/lociTable.js";
import {manhattanTable} from "../../../data-loaders/tables/association/manhattanTable.js";
import {pcaDensityTable} from "../../../data-loaders/tables/association/pcaDensityTable.js";
import {qqTable} from "../../../data-loaders/tables/association/qqTable.js";
import {rowsOf} from "../rowsOf.js";

it("associationRowsTable(rows) keeps the rows of a variant together, with null for what there is not", () => {
  const table = associationRowsTable({
    trait: "EFO_1",
    variantIds: ["1-5-A-C", "X-9-G-T"],
    levels: ["AFR", "meta"],
    n: Int32Array.of(100, 300, 90, 290),
    nCase: null,
    eaf: Float64Array.of(0.25, 0.5, 0.1, NaN),
    beta: Float64Array.of(1, 2, 3, 4),
    se: Float64Array.of(0.5, 0.25, 1, NaN),
    z: Float64Array.of(2, 8, 3, 4),
    minusLog10P: Float64Array.of(1.3, 1000.5, 2.5, 4),
    method: Uint8Array.of(0, 5, 3, 5),
    i2: Float64Array.of(NaN, 0.5, NaN, 0),
    minusLog10PHet: Float64Array.of(NaN, 3, NaN, 0),
    betaRandom: Float64Array.of(NaN, 2.5, NaN, 4),
    seRandom: Float64Array.of(NaN, 0.75, NaN, 1)
  });
  const none = {i2: null, minus_log10_p_het: null, beta_random: null, se_random: null};
  const row = {trait: "EFO_1", n_case: null};
  expect(rowsOf(table)).toEqual([
    {
      ...row,
      ...none,
      variant_id: "1-5-A-C",
      ancestry: "AFR",
      n: 100,
      eaf: 0.25,
      beta: 1,
      se: 0.5,
      z: 2,
      minus_log10_p: 1.3,
      method: "score"
    },
    {
      ...row,
      variant_id: "1-5-A-C",
      ancestry: "meta",
      n: 300,
      eaf: 0.5,
      beta: 2,
      se: 0.25,
      z: 8,
      minus_log10_p: 1000.5,
      method: "fixed-effect",
      i2: 0.5,
      minus_log10_p_het: 3,
      beta_random: 2.5,
      se_random: 0.75
    },
    {
      ...row,
      ...none,
      variant_id: "X-9-G-T",
      ancestry: "AFR",
      n: 90,
      eaf: 0.1,
      beta: 3,
      se: 1,
      z: 3,
      minus_log10_p: 2.5,
      method: "firth"
    },
    {
      ...row,
      variant_id: "X-9-G-T",
      ancestry: "meta",
      n: 290,
      eaf: null,
      beta: 4,
      se: null,
      z: 4,
      minus_log10_p: 4,
      method: "fixed-effect",
      i2: 0,
      minus_log10_p_het: 0,
      beta_random: 4,
      se_random: 1
    }
  ]);
});

it("associationRowsTable(rows) has the cases of a binary trait", () => {
  const float = Float64Array.of(NaN);
  const table = associationRowsTable({
    trait: "t",
    variantIds: ["1-5-A-C"],
    levels: ["all"],
    n: Int32Array.of(100),
    nCase: Int32Array.of(30),
    eaf: float,
    beta: float,
    se: float,
    z: float,
    minusLog10P: float,
    method: Uint8Array.of(1),
    i2: float,
    minusLog10PHet: float,
    betaRandom: float,
    seRandom: float
  });
  expect(rowsOf(table)).toMatchObject([{n: 100, n_case: 30, eaf: null, beta: null, method: "saddlepoint"}]);
});

it("the other tables have a row for each row", () => {
  const row = {trait: "t", ancestry: "EUR"};
  expect(
    rowsOf(
      manhattanTable([
        {...row, chrom: "1", pos: 7, minusLog10P: 5.5, variantId: "1-7-A-C", nVariants: 1},
        {...row, chrom: "2", pos: 1_500_000, minusLog10P: 0.05, variantId: null, nVariants: 9}
      ])
    )
  ).toEqual([
    {...row, chrom: "1", pos: 7, minus_log10_p: 5.5, variant_id: "1-7-A-C", n_variants: 1},
    {...row, chrom: "2", pos: 1_500_000, minus_log10_p: 0.05, variant_id: null, n_variants: 9}
  ]);
  expect(
    rowsOf(qqTable([{...row, mafStratum: "0.01–0.05", expected: 1, observed: 2, nVariants: 5, lambda: NaN}]))
  ).toEqual([{...row, maf_stratum: "0.01–0.05", expected: 1, observed: 2, n_variants: 5, lambda: null}]);
  const locus = {...row, locus: 1, chrom: "1", start: 3, end: 9, pos: 7, beta: 1, se: NaN};
  expect(
    rowsOf(lociTable([{...locus, variantId: "1-7-A-C", gene: null, distanceBp: 0, minusLog10P: 8, nVariants: 2}]))
  ).toEqual([{...locus, se: null, variant_id: "1-7-A-C", gene: null, distance_bp: 0, minus_log10_p: 8, n_variants: 2}]);
  expect(
    rowsOf(
      ldTable({
        variantIds: ["1-7-A-C", "X-9-G-T", "X-12-G-T"],
        levels: ["AFR", "EUR"],
        level: Int32Array.of(1, 0),
        a: Int32Array.of(1, 1),
        b: Int32Array.of(2, 2),
        r2: Float64Array.of(0.25, 1)
      })
    )
  ).toEqual([
    {chrom: "X", ancestry: "EUR", variant_a: "X-9-G-T", variant_b: "X-12-G-T", r2: 0.25},
    {chrom: "X", ancestry: "AFR", variant_a: "X-9-G-T", variant_b: "X-12-G-T", r2: 1}
  ]);
  const edges = {x0: 0, x1: 0.5, y0: -0.5, y1: 0};
  expect(rowsOf(pcaDensityTable([{ancestry: "EUR", pcX: 1, pcY: 2, ...edges, people: 25}]))).toEqual([
    {ancestry: "EUR", pc_x: 1, pc_y: 2, ...edges, n: 25}
  ]);
  const gene = {chrom: "1", start: 0, end: 9, name: "G"};
  expect(rowsOf(genesTable([gene]))).toEqual([gene]);
});

it("tables without rows have their columns", () => {
  const names = (table: {columns: {name: string}[]}) => table.columns.map(({name}) => name).join(" ");
  expect(names(associationRowsTable(noAssociations))).toBe(
    "trait variant_id ancestry n n_case eaf beta se z minus_log10_p method i2 minus_log10_p_het beta_random se_random"
  );
  expect(names(manhattanTable([]))).toBe("trait ancestry chrom pos minus_log10_p variant_id n_variants");
  expect(names(qqTable([]))).toBe("trait ancestry maf_stratum expected observed n_variants lambda");
  expect(names(lociTable([]))).toBe(
    "trait ancestry locus chrom start end variant_id pos gene distance_bp beta se minus_log10_p n_variants"
  );
  expect(names(ldTable(noPairs))).toBe("chrom ancestry variant_a variant_b r2");
  expect(names(pcaDensityTable([]))).toBe("ancestry pc_x pc_y x0 x1 y0 y1 n");
  expect(names(genesTable([]))).toBe("chrom start end name");
});
