import type {Protected} from "../../data-loaders/disclosure/protect.js";
import {encodeRowGroup, type EncodedRowGroup} from "../../data-loaders/release/parquet.js";
import {openEncoder} from "../../data-loaders/release/parquet/encodeColumn.js";
import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {createCounter, Genotype, type CellsOfPeople} from "../../data-loaders/tables/countGenotypes.js";
import {repeatedColumn} from "../../data-loaders/tables/stringColumn.js";
import {variantIds} from "../../data-loaders/tables/variantIds.js";
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

/** A pool task: what plink1.9 --hardy or --assoc gives of each variant, as row groups. The genotypes are nobody's. */
export default async function countTestsTask(
  shard: Shard,
  {test, ...people}: CountTestsContext
): Promise<{result: EncodedRowGroup[]; transfer: ArrayBuffer[]}> {
  const counter = await createCounter(people);
  const rowGroups: EncodedRowGroup[] = [];
  let into = new Int32Array(0);
  for await (const batch of readShard(shard)) {
    const size = batch.count * people.cellCount * 4;
    if (into.length < size) into = new Int32Array(size);
    const counts = counter.count(batch.genotypes, batch.count, into);
    const table: TableBatch = {
      rows: batch.count,
      columns: [
        repeatedColumn("variant_id", variantIds(batch), 1),
        ...(test === "hardy" ? hardy(counts, batch.count) : allelic(counts, batch.count))
      ]
    };
    rowGroups.push(await encodeRowGroup(table as Protected<TableBatch>));
  }
  return {result: rowGroups, transfer: rowGroups.map(({bytes}) => bytes.buffer)};
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
