import type {VcfShard} from "../../../data-loaders/sources/cohort.js";
import {readVcfShard} from "../../../data-loaders/sources/vcf/readVcfShard.js";
import type {PlainVariant} from "./readPlainly.js";

/** All variants of all shards, genotypes in words. */
export async function readAll(shards: VcfShard[]): Promise<PlainVariant[]> {
  const variants: PlainVariant[] = [];
  for (const shard of shards) {
    const bytes = Math.ceil(shard.people / 4);
    for await (const batch of readVcfShard(shard)) {
      for (let i = 0; i < batch.count; ++i) {
        variants.push({
          chrom: batch.chrom[i],
          pos: batch.pos[i],
          ref: batch.ref[i],
          alt: batch.alt[i],
          rsid: batch.rsid[i],
          ploidy: batch.ploidy[i],
          genotypes: inWords(batch.genotypes.subarray(i * bytes, (i + 1) * bytes), shard.people)
        });
      }
    }
  }
  return variants;
}

/** Also says when a padding bit is set. */
function inWords(codes: Uint8Array, people: number): string[] {
  const words = Array.from({length: codes.length * 4}, (_, i) => (codes[i >> 2] >> (2 * (i & 3))) & 3);
  if (words.slice(people).some((code) => code !== 0)) throw new Error("padding bits are not 0");
  return words.slice(0, people).map((code) => ["1/1", "./.", "0/1", "0/0"][code]);
}
