import {benjaminiHochberg, holm} from "../../../src/kernels/multipleTesting.js";
import type {AdjustedTest} from "./adjustedTests.js";

/** Fisher's test of one finding. */
export interface ExactTest {
  /** Conditional maximum likelihood; may be infinite. */
  oddsRatio: number;
  interval: readonly number[];
  minusLog10P: number;
}

/** One finding of a table; null = withheld, or not tested. */
export interface TestedFinding {
  exact: ExactTest | null;
  adjusted: AdjustedTest | null;
}

/**
 * The columns of both tests, in the order of `found`, all of which are one family of tests: those withheld count as p = 1.
 * q by Benjamini and Hochberg 1995, family-wise p by Holm 1979; −log10 throughout. An odds ratio that is not known is null.
 */
export function testColumns(found: readonly TestedFinding[]) {
  const p = found.map(({exact}) => exact?.minusLog10P ?? NaN);
  const [q, familyWise] = [benjaminiHochberg(p, found.length), holm(p, found.length)];
  const adjustedQ = benjaminiHochberg(
    found.map(({adjusted}) => adjusted?.minusLog10P ?? NaN),
    found.length
  );
  return found.map(({exact: test, adjusted}, i) => ({
    oddsRatio: test && knownOf(test.oddsRatio),
    oddsRatioLow: test && knownOf(test.interval[0]),
    oddsRatioHigh: test && knownOf(test.interval[1]),
    minusLog10P: test && test.minusLog10P,
    minusLog10Q: test && q[i],
    minusLog10Holm: test && familyWise[i],
    beta: adjusted && adjusted.beta,
    se: adjusted && adjusted.se,
    minusLog10PAdjusted: adjusted && adjusted.minusLog10P,
    minusLog10QAdjusted: adjusted && adjustedQ[i],
    method: adjusted && adjusted.method
  }));
}

/** NaN where the margins allow one table only: not known, and so null. */
function knownOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
