import type {SyntheticShard} from "../../../data-loaders/sources/cohort.js";
import {readSyntheticShard} from "../../../data-loaders/sources/synthetic/readSyntheticShard.js";
import type {Variant} from "../../../data-loaders/sources/vcf/batchBuilder.js";

export interface VariantCopies extends Variant {
  /** Copies of the alternate allele per person; -1 = missing. */
  copies: Int8Array;
}

const copiesOfCode = [2, -1, 1, 0];

/** All variants of some shards, one number per person and variant: slow and obvious. */
export async function readCopies(shards: readonly SyntheticShard[]): Promise<VariantCopies[]> {
  const variants: VariantCopies[] = [];
  for (const shard of shards) {
    const bytes = Math.ceil(shard.people / 4);
    for await (const {count, chrom, pos, ref, alt, rsid, ploidy, genotypes} of readSyntheticShard(shard)) {
      for (let j = 0; j < count; ++j) {
        const copies = Int8Array.from(
          {length: shard.people},
          (_, i) => copiesOfCode[(genotypes[j * bytes + (i >> 2)] >> ((i & 3) * 2)) & 3]
        );
        const [c, p] = [chrom[j], pos[j]];
        variants.push({chrom: c, pos: p, ref: ref[j], alt: alt[j], rsid: rsid[j], ploidy: ploidy[j], copies});
      }
    }
  }
  return variants;
}
