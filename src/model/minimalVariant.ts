import type {VariantForm} from "./pharmacogenomics.js";

/**
 * A variant without the bases that both alleles share: first at the end, then at the start, keeping one base of each.
 * Two spellings with the same form mean the same variant. The converse does not hold: an indel in a repeat that is not
 * left-aligned keeps another form, since aligning it takes the reference sequence.
 *
 * Tan, Abecasis & Kang 2015, Bioinformatics 31:2202.
 */
export function minimalVariant({chrom, pos, ref, alt}: VariantForm): VariantForm {
  let end = 0;
  const shortest = Math.min(ref.length, alt.length);
  while (end < shortest - 1 && ref[ref.length - 1 - end] === alt[alt.length - 1 - end]) end++;
  let start = 0;
  while (start < shortest - end - 1 && ref[start] === alt[start]) start++;
  return {chrom, pos: pos + start, ref: ref.slice(start, ref.length - end), alt: alt.slice(start, alt.length - end)};
}

/** One text per form, to find it by. */
export function formKey({chrom, pos, ref, alt}: VariantForm): string {
  return `${chrom}-${pos}-${ref}-${alt}`;
}
