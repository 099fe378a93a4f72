import {winnersCurse} from "../../kernels/winnersCurse.js";
import {genomeWide, type VariantTest} from "../../model/association.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {signed} from "./testColumns.js";

/** How much of an effect may be luck because it was looked at for being strong; null where it was not. */
export function winnersCurseSentence({beta, se, minusLog10P}: VariantTest): string | null {
  if (beta === null || se === null || minusLog10P === null || minusLog10P < -Math.log10(genomeWide)) return null;
  const {
    beta: left,
    interval: [low, high]
  } = winnersCurse({beta, se}, genomeWide);
  // A score or saddlepoint p-value may pass where the Wald statistic does not.
  if (Number.isNaN(left)) return null;
  const shrunk = 1 - left / beta;
  if (shrunk < 0.01)
    return "The effect lies so far beyond 5 × 10⁻⁸ that having been picked for it hardly inflates it (winner’s curse below 1 %).";
  return `Picked because it passed 5 × 10⁻⁸, the effect is probably inflated (winner’s curse): allowing for that it is about ${signed(left)} (95 % interval ${signed(low)} to ${signed(high)}) rather than ${signed(beta)}, ${formatShare(shrunk)} less. Expect the smaller one in another cohort.`;
}

/** What the level of significance means for this many tests. */
export function genomeWideSentence(variants: number, loci: number): string {
  const expected = variants * 1e-5;
  const chance = expected < 1 ? "less than one variant" : `about ${formatCount(expected)} variants`;
  return `${formatCount(variants)} variants were tested, so chance alone takes ${chance} beyond 10⁻⁵; the level that counts is 5 × 10⁻⁸, as for a million independent tests. ${loci === 0 ? "No locus passes it" : loci === 1 ? "One locus passes it" : `${formatCount(loci)} loci pass it`}.`;
}
