/** Counts of a 2 × 2 table: cases and controls in rows, alternate and reference alleles in columns. */
export interface CaseControlTable {
  caseAlt: number;
  caseRef: number;
  controlAlt: number;
  controlRef: number;
}

/**
 * Association within strata: signed root `z` of the Cochran–Mantel–Haenszel statistic without continuity correction
 * (positive where cases carry more alternate alleles), and the common odds ratio. Strata without cases, controls or one
 * of the alleles add nothing; NaN where all are such.
 *
 * Mantel & Haenszel 1959, J Natl Cancer Inst 22:719; the same as plink1.9 --mh.
 */
export function mantelHaenszel(strata: readonly CaseControlTable[]): {z: number; oddsRatio: number} {
  let difference = 0;
  let variance = 0;
  let concordant = 0;
  let discordant = 0;
  for (const {caseAlt, caseRef, controlAlt, controlRef} of strata) {
    const cases = caseAlt + caseRef;
    const controls = controlAlt + controlRef;
    const alt = caseAlt + controlAlt;
    const ref = caseRef + controlRef;
    const n = cases + controls;
    if (cases === 0 || controls === 0 || n < 2) continue;
    difference += caseAlt - (cases * alt) / n;
    variance += (cases * controls * alt * ref) / (n * n * (n - 1));
    concordant += (caseAlt * controlRef) / n;
    discordant += (caseRef * controlAlt) / n;
  }
  return {z: difference / Math.sqrt(variance), oddsRatio: concordant / discordant};
}
