import {readFileSync} from "node:fs";
import type {PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";

/** All genotypes of PREFIX.bed, with A1 taken for alt. */
export function readBed(prefix: string): PackedGenotypes {
  const bytes = readFileSync(`${prefix}.bed`).subarray(3);
  const people = readFileSync(`${prefix}.fam`, "utf8").trimEnd().split("\n").length;
  return {genotypes: bytes, variants: bytes.length / Math.ceil(people / 4), people};
}
