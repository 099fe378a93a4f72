/** Decoded calls of one row, two per person: the index of the allele (0 = REF), or one of `Call`. */
export interface Calls {
  first: Int32Array;
  second: Int32Array;
}

export const Call = {
  missing: -1,
  /** There is no second allele: a haploid call. */
  none: -2
} as const;

/** Codes of PLINK .bed, for A1 = the alternate allele. */
const homAlt = 0b00;
const missing = 0b01;
const het = 0b10;
const homRef = 0b11;

/**
 * Writes the two-bit codes of one alternate allele (1 = the first of ALT) into `out`, four people a byte. Other alternate
 * alleles count as reference, as `bcftools norm -m-any` has it.
 *
 * A haploid call is the homozygote whatever sex and chromosome are, as plink2 reads it. A half-call is the haploid call
 * of the people marked in `haploid`, and missing for all others.
 */
export function packCalls(calls: Calls, alt: number, haploid: Uint8Array | null, out: Uint8Array): void {
  const people = calls.first.length;
  for (let person = 0; person < people; person += 4) {
    let byte = 0;
    for (let i = Math.min(3, people - 1 - person); i >= 0; --i) {
      byte = (byte << 2) | codeOf(calls, person + i, alt, haploid);
    }
    out[person >> 2] = byte;
  }
}

function codeOf({first, second}: Calls, person: number, alt: number, haploid: Uint8Array | null): number {
  const a = first[person];
  const b = second[person];
  if (a >= 0 && b >= 0) return a === alt ? (b === alt ? homAlt : het) : b === alt ? het : homRef;
  if (b !== Call.none && !haploid?.[person]) return missing;
  const called = a >= 0 ? a : b;
  return called < 0 ? missing : called === alt ? homAlt : homRef;
}
