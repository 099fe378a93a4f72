import type {CaseControlTable} from "./mantelHaenszel.js";
import {normalMinusLog10P} from "./tails.js";

/** An odds ratio of counts that carry noise. */
export interface NoisyOddsRatio {
  oddsRatio: number;
  /** 95 %, of sampling (Woolf) and of the noise together. */
  interval: [low: number, high: number];
  /** Two-sided, of the difference between shares of cases and controls; its error holds the noise. */
  minusLog10P: number;
  /** Standard error of the log odds ratio by sampling alone, and by the noise alone. */
  samplingSe: number;
  noiseSe: number;
}

/**
 * The association in a 2 × 2 table whose cells were made from counts with independent noise of standard deviation
 * `noiseSd`, in people: `made` says for each cell how often each of those counts enters it. All cells must be above 0. With
 * `noiseSd` 0, p is that of Pearson's χ² and the interval is Woolf's.
 *
 * The noise is carried on by the delta method; as in Gaboardi & Rogers 2018, Proc Mach Learn Res 80:1626, a test that did
 * not know of the noise would find what is not there.
 */
export function noisyTwoByTwo(
  {caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable,
  made: Readonly<Record<keyof CaseControlTable, readonly number[]>>,
  noiseSd: number
): NoisyOddsRatio {
  const [cases, controls] = [caseAlt + caseRef, controlAlt + controlRef];
  const spread = (slopes: Record<keyof CaseControlTable, number>): number =>
    noiseSd *
    Math.hypot(
      ...made.caseAlt.map(
        (_, i) =>
          slopes.caseAlt * made.caseAlt[i] +
          slopes.caseRef * made.caseRef[i] +
          slopes.controlAlt * made.controlAlt[i] +
          slopes.controlRef * made.controlRef[i]
      )
    );
  const logRatio = Math.log(caseAlt) + Math.log(controlRef) - Math.log(caseRef) - Math.log(controlAlt);
  const samplingSe = Math.sqrt(1 / caseAlt + 1 / caseRef + 1 / controlAlt + 1 / controlRef);
  const noiseSe = spread({
    caseAlt: 1 / caseAlt,
    caseRef: -1 / caseRef,
    controlAlt: -1 / controlAlt,
    controlRef: 1 / controlRef
  });
  const share = (caseAlt + controlAlt) / (cases + controls);
  // As if cases and controls had the same share, since that is what is tested.
  const difference = caseAlt / cases - controlAlt / controls;
  const sampling = Math.sqrt(share * (1 - share) * (1 / cases + 1 / controls));
  const noise = spread({
    caseAlt: (1 - share) / cases,
    caseRef: -share / cases,
    controlAlt: -(1 - share) / controls,
    controlRef: share / controls
  });
  const reach = z95 * Math.hypot(samplingSe, noiseSe);
  return {
    oddsRatio: Math.exp(logRatio),
    interval: [Math.exp(logRatio - reach), Math.exp(logRatio + reach)],
    minusLog10P: normalMinusLog10P(difference / Math.hypot(sampling, noise)),
    samplingSe,
    noiseSe
  };
}

const z95 = 1.959963984540054;
