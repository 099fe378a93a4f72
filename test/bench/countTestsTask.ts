import type {Shard} from "../../data-loaders/sources/cohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {createCounter, Genotype, type CellsOfPeople} from "../../data-loaders/tables/countGenotypes.js";
import {variantIds} from "../../data-loaders/tables/variantIds.js";
import {hardyWeinberg} from "../../src/kernels/hardyWeinberg.js";
import {chiSquaredMinusLog10P} from "../../src/kernels/tails.js";

export interface CountTestsContext extends CellsOfPeople {
  test: "hardy" | "allelic";
}

/** A pool task: a line of text for each variant, as plink1.9 --hardy or --assoc gives them. */
export default async function countTestsTask(
  shard: Shard,
  {test, ...people}: CountTestsContext
): Promise<{result: string}> {
  const counter = await createCounter(people);
  let lines = "";
  let into = new Int32Array(0);
  for await (const batch of readShard(shard)) {
    const size = batch.count * people.cellCount * 4;
    if (into.length < size) into = new Int32Array(size);
    const counts = counter.count(batch.genotypes, batch.count, into);
    const ids = variantIds(batch);
    for (let v = 0; v < batch.count; ++v) {
      const at = v * people.cellCount * 4;
      lines += ids[v] + (test === "hardy" ? hardy(counts, at) : allelic(counts, at));
    }
  }
  return {result: lines};
}

function hardy(counts: Int32Array, at: number): string {
  const [homRef, het, homAlt] = [counts[at + Genotype.homRef], counts[at + Genotype.het], counts[at + Genotype.homAlt]];
  const n = homRef + het + homAlt;
  const p = (2 * homAlt + het) / (2 * n);
  return `\t${homAlt}/${het}/${homRef}\t${figures(het / n)}\t${figures(2 * p * (1 - p))}\t${figures(10 ** -hardyWeinberg(homRef, het, homAlt).minusLog10P)}\n`;
}

/** Cell 0 controls, cell 1 cases. */
function allelic(counts: Int32Array, at: number): string {
  const alt = (cell: number): number => 2 * counts[cell + Genotype.homAlt] + counts[cell + Genotype.het];
  const ref = (cell: number): number => 2 * counts[cell + Genotype.homRef] + counts[cell + Genotype.het];
  const [a, b, c, d] = [alt(at + 4), ref(at + 4), alt(at), ref(at)];
  const n = a + b + c + d;
  const chi = (n * (a * d - b * c) ** 2) / ((a + b) * (c + d) * (a + c) * (b + d));
  return `\t${figures(a / (a + b))}\t${figures(c / (c + d))}\t${figures(chi)}\t${figures(10 ** -chiSquaredMinusLog10P(chi, 1))}\t${figures((a * d) / (b * c))}\n`;
}

/** Four significant figures, as plink prints. */
function figures(x: number): string {
  if (x >= 0.001 && x < 1) return String(Math.round(x * 1e6) / 1e6);
  return x.toPrecision(4);
}
