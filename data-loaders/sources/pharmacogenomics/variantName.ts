import {minimalVariant} from "../../../src/model/minimalVariant.js";
import type {VariantForm} from "../../../src/model/pharmacogenomics.js";
import {chromosomeName} from "../chromosome.js";

/** `10-96541616-G-A` (chromosome, position, reference, alternate) in its minimal form; undefined = no such name. */
export function parseVariantName(name: string): VariantForm | undefined {
  const parts = /^([A-Za-z0-9]+)-([1-9]\d{0,9})-([ACGT]+)-([ACGT]+)$/.exec(name);
  if (!parts || parts[3] === parts[4]) return undefined;
  const [, chrom, pos, ref, alt] = parts;
  return minimalVariant({chrom: chromosomeName(chrom), pos: Number(pos), ref, alt});
}

/** Names of a list that is separated by commas or semicolons; none for an empty list. */
export function splitNames(list: string): string[] {
  return list
    .split(/[,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
