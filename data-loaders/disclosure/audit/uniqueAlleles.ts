/** Published cells in which one chromosome only has an allele: whoever knows who carries it knows that person takes part. */
export interface UniqueAlleles {
  /** Cells with one alternate allele. */
  alternate: number;
  /** Cells with one reference allele among two chromosomes or more. */
  reference: number;
}

/**
 * Counts them. `ac` and `an`: alternate alleles and chromosomes, variants × groups; `shown`: 1 where the cell is
 * published, 0 where it is withheld.
 */
export function countUniqueAlleles(ac: Int32Array, an: Int32Array, shown: Uint8Array): UniqueAlleles {
  if (an.length !== ac.length || shown.length !== ac.length)
    throw new Error(`cells of different numbers: ${ac.length} counts, ${an.length} totals, ${shown.length} marks`);
  const unique = {alternate: 0, reference: 0};
  for (let cell = 0; cell < ac.length; ++cell) {
    if (!shown[cell]) continue;
    if (ac[cell] === 1) ++unique.alternate;
    if (an[cell] > 1 && an[cell] - ac[cell] === 1) ++unique.reference;
  }
  return unique;
}
