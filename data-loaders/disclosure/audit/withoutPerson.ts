import type {Ratios} from "./likelihoodRatio.js";

/** For a person of 0, 1 and 2 copies each, the ratio that the table would give them had they not been counted. */
export function ratiosWithout(ratiosFor: (copiesLess: 0 | 1 | 2) => Ratios): Ratios {
  return [ratiosFor(0)[0], ratiosFor(1)[1], ratiosFor(2)[2]];
}
