import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";
import {packedOf} from "../structure/packedOf.js";

/** A batch from rows `chrom:pos:ref:alt` and copies of alt per person (NaN = missing). */
export function batchOf(rows: [variant: string, copies: number[]][], ploidy = 0): GenotypeBatch {
  const names = rows.map(([variant]) => variant.split(":"));
  return {
    count: rows.length,
    chrom: names.map(([chrom]) => chrom),
    pos: Int32Array.from(names, ([, pos]) => Number(pos)),
    ref: names.map(([, , ref]) => ref),
    alt: names.map(([, , , alt]) => alt),
    rsid: rows.map(() => ""),
    ploidy: new Uint8Array(rows.length).fill(ploidy),
    genotypes: packedOf(rows.map(([, copies]) => copies)).genotypes
  };
}

export async function* batchesOf(...batches: GenotypeBatch[]): AsyncGenerator<GenotypeBatch> {
  yield* batches;
}
