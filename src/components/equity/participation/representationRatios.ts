import {fourFifths} from "../../../kernels/equity/parityRatio.js";
import {representationRatio} from "../../../kernels/equity/representationRatio.js";
import type {RepresentationRow} from "../../../model/equity.js";

/** Where the interval of a ratio lies beside the four-fifths rule. */
export type Standing = "below" | "within" | "above" | "unclear";

/** A group of the cohort beside its share of the catchment; null where it is not shown or the catchment does not say. */
export interface Represented {
  variable: string;
  level: string;
  n: number | null;
  /** Of all people in groups that can be compared, 0–1. */
  share: number | null;
  referenceShare: number | null;
  ratio: number | null;
  low: number | null;
  high: number | null;
  standing: Standing | null;
}

/** A ratio above it says of everybody else what one below four fifths says of a group. */
export const fiveFourths = 1 / fourFifths;

/**
 * Share of the cohort divided by share of the catchment, with the 95 % score interval of the first; the catchment is taken
 * as exact. Both shares are among the groups that can be compared: a group that is withheld, or that the catchment does
 * not have, is in neither.
 */
export function representationRatios(rows: readonly RepresentationRow[]): Represented[] {
  return rows.map((row) => {
    const {variable, level, n, reference_share: reference} = row;
    const nothing = {share: null, referenceShare: null, ratio: null, low: null, high: null, standing: null};
    if (!isComparable(row)) return {variable, level, n, ...nothing, referenceShare: reference};
    const among = rows.filter((other) => other.variable === variable && isComparable(other));
    const people = among.reduce((sum, other) => sum + other.n!, 0);
    const whole = among.reduce((sum, other) => sum + other.reference_share!, 0);
    if (people === 0 || whole === 0 || among.length < 2) return {variable, level, n, ...nothing};
    const [share, referenceShare] = [n! / people, reference! / whole];
    const {ratio, low, high} = representationRatio(n!, people, referenceShare);
    return {
      variable,
      level,
      n,
      share,
      referenceShare,
      ratio,
      low,
      high,
      standing: standingOf(low, high)
    };
  });
}

/** Unclear where the interval crosses either line. */
export function standingOf(low: number, high: number): Standing {
  if (high < fourFifths) return "below";
  if (low > fiveFourths) return "above";
  return low >= fourFifths && high <= fiveFourths ? "within" : "unclear";
}

function isComparable({n, reference_share: reference}: RepresentationRow): boolean {
  return n !== null && reference !== null && reference > 0;
}
