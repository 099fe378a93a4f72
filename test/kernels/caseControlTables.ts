import fc from "fast-check";
import {expect} from "vitest";
import type {CaseControlGenotypes} from "../../src/kernels/genotypeModels.js";
import type {CaseControlTable} from "../../src/kernels/mantelHaenszel.js";

/** A 2 × 2 table: cases before controls, alternate before reference. */
export function table([caseAlt, caseRef, controlAlt, controlRef]: readonly number[]): CaseControlTable {
  return {caseAlt, caseRef, controlAlt, controlRef};
}

/** The same as rows of counts. */
export function rowsOf({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): number[][] {
  return [
    [caseAlt, caseRef],
    [controlAlt, controlRef]
  ];
}

/** Equal to a relative error; unknown and infinite numbers exactly. */
export function expectSame(found: number, expected: number, error = 1e-11): void {
  if (!Number.isFinite(expected)) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(error * Math.abs(expected));
}

/** A cell of a random table. */
export const count = fc.integer({min: 0, max: 40});
/** Random genotypes of cases and controls. */
export const genotypes = fc
  .tuple(count, count, count, count, count, count)
  .map(([a, b, c, d, e, f]): CaseControlGenotypes => ({cases: [a, b, c], controls: [d, e, f]}));
