import {packedOf} from "./packedOf.js";

/** A batch of variants with the same ploidy. */
export function batchOf(copies: number[][], chrom: string, ploidy: number) {
  const {genotypes, variants} = packedOf(copies);
  return {
    count: variants,
    genotypes,
    chrom: Array<string>(variants).fill(chrom),
    ploidy: new Uint8Array(variants).fill(ploidy)
  };
}
