import type {CaseControlTable} from "./mantelHaenszel.js";

/** Genotypes of cases and controls at one biallelic variant: people with 0, 1 and 2 alternate alleles. */
export interface CaseControlGenotypes {
  cases: readonly [homRef: number, het: number, homAlt: number];
  controls: readonly [homRef: number, het: number, homAlt: number];
}

/** Alleles, each person counting twice. Right as a test of association only under Hardy–Weinberg proportions. */
export function allelicTable({cases, controls}: CaseControlGenotypes): CaseControlTable {
  return {
    caseAlt: 2 * cases[2] + cases[1],
    caseRef: 2 * cases[0] + cases[1],
    controlAlt: 2 * controls[2] + controls[1],
    controlRef: 2 * controls[0] + controls[1]
  };
}

/** People with one or two alternate alleles beside people with none. */
export function dominantTable({cases, controls}: CaseControlGenotypes): CaseControlTable {
  return {
    caseAlt: cases[1] + cases[2],
    caseRef: cases[0],
    controlAlt: controls[1] + controls[2],
    controlRef: controls[0]
  };
}

/** People with two alternate alleles beside people with one or none. */
export function recessiveTable({cases, controls}: CaseControlGenotypes): CaseControlTable {
  return {
    caseAlt: cases[2],
    caseRef: cases[0] + cases[1],
    controlAlt: controls[2],
    controlRef: controls[0] + controls[1]
  };
}

/** People with one alternate allele beside people with none. */
export function heterozygousTable({cases, controls}: CaseControlGenotypes): CaseControlTable {
  return {caseAlt: cases[1], caseRef: cases[0], controlAlt: controls[1], controlRef: controls[0]};
}

/** People with two alternate alleles beside people with none. */
export function homozygousTable({cases, controls}: CaseControlGenotypes): CaseControlTable {
  return {caseAlt: cases[2], caseRef: cases[0], controlAlt: controls[2], controlRef: controls[0]};
}
