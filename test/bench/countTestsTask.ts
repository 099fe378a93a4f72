import type {Protected} from "../../data-loaders/disclosure/protect.js";
import {encodeRowGroup, type EncodedRowGroup} from "../../data-loaders/release/parquet.js";
import {openEncoder} from "../../data-loaders/release/parquet/encodeColumn.js";
import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {createCounter, Genotype, type CellsOfPeople} from "../../data-loaders/tables/countGenotypes.js";
import {stringColumn} from "../../data-loaders/tables/stringColumn.js";
import {hardyWeinberg} from "../../src/kernels/hardyWeinberg.js";
import {chiSquaredMinusLog10P} from "../../src/kernels/tails.js";
import type {TableBatch} from "../../src/model/table.js";

export interface CountTestsContext extends CellsOfPeople {
  test: "hardy" | "allelic";
}

/** Loads what every shard needs before it is known which. */
export async function prepare(): Promise<void> {
  const nobody = {people: 0, cells: new Int32Array(), cellCount: 1};
  await Promise.all([openEncoder(), createCounter(nobody)]);
}

/** A pool task: what plink1.9 --hardy or --assoc gives of each variant, a row group. The genotypes are nobody's. */
export default async function countTestsTask(
  shard: Shard,
  {test, ...people}: CountTestsContext
): Promise<{result: EncodedRowGroup; transfer: ArrayBuffer[]}> {
  if (shard.kind !== "bed") throw new Error("the benchmark reads .bed files");
  const counter = await createCounter(people);
  const each = people.cellCount * 4;
  const counts = new Int32Array(shard.count * each);
  const [chrom, ref, alt]: string[][] = [[], [], []];
  const pos = new Int32Array(shard.count);
  let rows = 0;
  for await (const batch of readShard(shard)) {
    counter.count(batch.genotypes, batch.count, counts.subarray(rows * each));
    chrom.push(...batch.chrom);
    pos.set(batch.pos, rows);
    ref.push(...batch.ref);
    alt.push(...batch.alt);
    rows += batch.count;
  }
  const table: TableBatch = {
    rows,
    columns: [
      stringColumn("chrom", chrom),
      {name: "pos", type: "int32", values: pos},
      stringColumn("ref", ref),
      stringColumn("alt", alt),
      ...(test === "hardy" ? hardy(counts, rows) : allelic(counts, rows))
    ]
  };
  const result = await encodeRowGroup(table as Protected<TableBatch>);
  return {result, transfer: [result.bytes.buffer]};
}

function hardy(counts: Int32Array, variants: number): TableBatch["columns"] {
  const [homAlt, het, homRef] = [new Int32Array(variants), new Int32Array(variants), new Int32Array(variants)];
  const p = new Float64Array(variants);
  for (let v = 0; v < variants; ++v) {
    homAlt[v] = counts[v * 4 + Genotype.homAlt];
    het[v] = counts[v * 4 + Genotype.het];
    homRef[v] = counts[v * 4 + Genotype.homRef];
    p[v] = hardyWeinberg(homRef[v], het[v], homAlt[v]).minusLog10P;
  }
  return [
    {name: "hom_alt", type: "int32", values: homAlt},
    {name: "het", type: "int32", values: het},
    {name: "hom_ref", type: "int32", values: homRef},
    {name: "minus_log10_p", type: "float64", values: p}
  ];
}

/** Cell 0 controls, cell 1 cases. */
function allelic(counts: Int32Array, variants: number): TableBatch["columns"] {
  const numbers = (): Float64Array => new Float64Array(variants);
  const [cases, controls, statistic, p, odds] = [numbers(), numbers(), numbers(), numbers(), numbers()];
  for (let v = 0; v < variants; ++v) {
    const alt = (cell: number): number => 2 * counts[cell + Genotype.homAlt] + counts[cell + Genotype.het];
    const ref = (cell: number): number => 2 * counts[cell + Genotype.homRef] + counts[cell + Genotype.het];
    const at = v * 8;
    const [a, b, c, d] = [alt(at + 4), ref(at + 4), alt(at), ref(at)];
    cases[v] = a / (a + b);
    controls[v] = c / (c + d);
    statistic[v] = ((a + b + c + d) * (a * d - b * c) ** 2) / ((a + b) * (c + d) * (a + c) * (b + d));
    p[v] = chiSquaredMinusLog10P(statistic[v], 1);
    odds[v] = (a * d) / (b * c);
  }
  return [
    {name: "eaf_case", type: "float64", values: cases},
    {name: "eaf_control", type: "float64", values: controls},
    {name: "chi_squared", type: "float64", values: statistic},
    {name: "minus_log10_p", type: "float64", values: p},
    {name: "odds_ratio", type: "float64", values: odds}
  ];
}
