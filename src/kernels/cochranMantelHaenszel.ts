import {mantelHaenszel, type CaseControlTable} from "./mantelHaenszel.js";
import {intervalOf, type OddsRatio} from "./oddsRatio.js";
import type {ChiSquared} from "./pearson.js";
import {chiSquaredMinusLog10P, normalMinusLog10P} from "./tails.js";

export interface StratifiedAssociation extends OddsRatio {
  /** Strata with cases, controls and both columns; the others add nothing. */
  strata: number;
  /** Signed root of the statistic without continuity correction. */
  z: number;
  minusLog10P: number;
  /** Whether the strata share one odds ratio. */
  breslowDay: ChiSquared;
  /** The same with Tarone's correction, which makes it χ² distributed; never larger. */
  tarone: ChiSquared;
}

/**
 * Association within strata, with the interval of the common odds ratio and tests of its sameness.
 * NaN where no stratum has cases, controls and both columns; sameness is unknown with fewer than two such strata, or
 * where the common odds ratio is 0 or infinite.
 *
 * Mantel & Haenszel 1959, J Natl Cancer Inst 22:719; interval: Robins, Breslow & Greenland 1986, Biometrics 42:311;
 * sameness: Breslow & Day 1980, IARC Sci Publ 32, section 4.4; Tarone 1985, Biometrika 72:91.
 */
export function cochranMantelHaenszel(tables: readonly CaseControlTable[]): StratifiedAssociation {
  const strata = tables.filter(tellsSomething);
  const {z, oddsRatio} = mantelHaenszel(strata);
  const se = logStandardError(strata);
  return {
    strata: strata.length,
    z,
    minusLog10P: normalMinusLog10P(z),
    oddsRatio,
    se,
    interval: intervalOf(oddsRatio, se),
    ...sameness(strata, oddsRatio)
  };
}

function tellsSomething({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): boolean {
  return caseAlt + caseRef > 0 && controlAlt + controlRef > 0 && caseAlt + controlAlt > 0 && caseRef + controlRef > 0;
}

function logStandardError(strata: readonly CaseControlTable[]): number {
  let [r, s, pr, mixed, qs] = [0, 0, 0, 0, 0];
  for (const {caseAlt, caseRef, controlAlt, controlRef} of strata) {
    const n = caseAlt + caseRef + controlAlt + controlRef;
    const concordant = (caseAlt * controlRef) / n;
    const discordant = (caseRef * controlAlt) / n;
    const p = (caseAlt + controlRef) / n;
    r += concordant;
    s += discordant;
    pr += p * concordant;
    mixed += p * discordant + (1 - p) * concordant;
    qs += (1 - p) * discordant;
  }
  if (strata.length > 0 && (r === 0 || s === 0)) return Infinity;
  return Math.sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s));
}

function sameness(strata: readonly CaseControlTable[], ratio: number): {breslowDay: ChiSquared; tarone: ChiSquared} {
  const df = strata.length - 1;
  if (df < 1 || !(ratio > 0) || ratio === Infinity) return {breslowDay: unknown, tarone: unknown};
  let [chiSquared, difference, variance] = [0, 0, 0];
  for (const table of strata) {
    const expected = expectedCaseAlt(table, ratio);
    const cases = table.caseAlt + table.caseRef;
    const alt = table.caseAlt + table.controlAlt;
    const stratumVariance =
      1 /
      (1 / expected +
        1 / (cases - expected) +
        1 / (alt - expected) +
        1 / (table.controlRef - table.caseAlt + expected));
    chiSquared += (table.caseAlt - expected) ** 2 / stratumVariance;
    difference += table.caseAlt - expected;
    variance += stratumVariance;
  }
  const corrected = chiSquared - (difference * difference) / variance;
  return {
    breslowDay: {chiSquared, df, minusLog10P: chiSquaredMinusLog10P(chiSquared, df)},
    tarone: {chiSquared: corrected, df, minusLog10P: chiSquaredMinusLog10P(Math.max(0, corrected), df)}
  };
}

/** The cell that the margins and the common odds ratio call for: the root of a quadratic that leaves all cells positive. */
function expectedCaseAlt({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable, ratio: number): number {
  const cases = caseAlt + caseRef;
  const controls = controlAlt + controlRef;
  const alt = caseAlt + controlAlt;
  // (1 - ratio) x² + (controls - alt + ratio (cases + alt)) x - ratio cases alt = 0, by the form that does not cancel
  const linear = controls - alt + ratio * (cases + alt);
  const product = ratio * cases * alt;
  const root = Math.sqrt(linear * linear + 4 * (1 - ratio) * product);
  return linear >= 0 ? (2 * product) / (linear + root) : (root - linear) / (2 * (1 - ratio));
}

const unknown: ChiSquared = {chiSquared: NaN, df: 0, minusLog10P: NaN};
