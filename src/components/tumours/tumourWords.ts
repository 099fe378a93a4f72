import type {ReleaseManifest} from "../../model/release.js";
import type {
  CooccurrenceRow,
  EvidenceItem,
  EvidenceLevel,
  EvidenceRow,
  MutationFeature,
  Noisy,
  ResistanceRow
} from "../../model/tumours.js";
import {formatMinusLog10P} from "../formatNumber.js";

/** False discovery rate from which something counts as found. */
export const foundQ = 0.05;

/** `EGFR T790M`, or `EGFR (any)` for whatever changes the gene's protein. */
export function featureName({gene, change}: MutationFeature): string {
  return change === null ? `${gene} (any)` : `${gene} ${change}`;
}

export type Direction = "resistant" | "sensitive" | "unclear" | "withheld";

/** What a test found; `unclear`: nothing at a false discovery rate of 5 %. */
export function directionOf(
  row: Pick<ResistanceRow, "minusLog10Q" | "oddsRatioLow" | "oddsRatio" | "oddsRatioHigh">
): Direction {
  const {minusLog10Q, oddsRatioLow, oddsRatioHigh, oddsRatio} = row;
  if (minusLog10Q === null) return "withheld";
  if (minusLog10Q < -Math.log10(foundQ)) return "unclear";
  return (oddsRatio ?? oddsRatioLow ?? 0) > 1 || (oddsRatio === null && oddsRatioHigh === null)
    ? "resistant"
    : "sensitive";
}

/** An odds ratio with its interval, or with the one end that is known. */
export function ratioWords({oddsRatio, oddsRatioLow, oddsRatioHigh}: RatioOf): string {
  if (oddsRatio !== null)
    return `${formatRatio(oddsRatio)} (${formatRatio(oddsRatioLow ?? 0)} to ${formatRatio(oddsRatioHigh ?? Infinity)})`;
  if (oddsRatioLow !== null) return `at least ${formatRatio(oddsRatioLow)}`;
  return oddsRatioHigh !== null ? `at most ${formatRatio(oddsRatioHigh)}` : "withheld";
}

type RatioOf = Pick<ResistanceRow, "oddsRatio" | "oddsRatioLow" | "oddsRatioHigh">;

export function formatRatio(ratio: number): string {
  if (ratio === Infinity) return "no limit";
  return ratio >= 10 ? String(Math.round(ratio)) : String(Number(ratio.toPrecision(2)));
}

/** What the letters mean. CIViC, Griffith et al. 2017. */
export const levelWords: Record<EvidenceLevel, string> = {
  A: "A, validated",
  B: "B, clinical",
  C: "C, case study",
  D: "D, preclinical",
  E: "E, inferential"
};

/** What an item says, for or against. */
export function significanceWords({significance, supports}: EvidenceItem): string {
  return supports ? significance.toLowerCase() : `against ${significance.toLowerCase()}`;
}

/** The best evidence about the very finding, in a few words; null without any. */
export function evidenceWords(
  evidence: readonly EvidenceRow[],
  {treatment, gene, change}: MutationFeature & {treatment: string}
) {
  const best = evidence.find(
    (row) => row.exact && row.treatment === treatment && row.gene === gene && row.change === change
  );
  return best ? `published: ${significanceWords(best.item)}, level ${levelWords[best.item.level]}` : null;
}

/** The strongest finding under a treatment in one sentence. `tumours`: what they are called, as they may be simulated. */
export function strongestSentence(treatment: string, rows: readonly ResistanceRow[], tumours = "tumours"): string {
  const found = rows
    .filter((row) => directionOf(row) === "resistant")
    .sort((a, b) => b.minusLog10Q! - a.minusLog10Q! || Number(a.change === null) - Number(b.change === null));
  if (found.length === 0)
    return `Under ${treatment}, no mutation is found more often in ${tumours} that were resistant.`;
  const [first] = found;
  return `Under ${treatment}, ${tumours} with ${first.change === null ? `any mutation of ${first.gene}` : featureName(first)} were resistant more often than others: odds ratio ${ratioWords(first)}, false discovery rate ${formatMinusLog10P(first.minusLog10Q!)}.`;
}

export type PairFinding = "together" | "apart" | "apart, not adjusted" | "unclear" | "withheld";

/** Whether genes go together, with what makes any two genes go together taken off where that can be done. */
export function pairFinding(row: CooccurrenceRow): PairFinding {
  const found = -Math.log10(foundQ);
  if (row.minusLog10QAdjusted !== null)
    return row.minusLog10QAdjusted < found ? "unclear" : row.beta! > 0 ? "together" : "apart";
  if (row.minusLog10Q === null) return "withheld";
  return row.minusLog10Q >= found && (row.oddsRatioHigh ?? Infinity) < 1 ? "apart, not adjusted" : "unclear";
}

/** The page in one sentence, from what everybody may know. */
export function tumoursLead({cohort, tumours}: ReleaseManifest): string {
  if (!tumours)
    return `Which mutations go with resistance to a treatment: ${cohort.title} was not asked, because its manifest names no tumours.`;
  const beside = tumours.evidence ? ", beside what others have published about them" : "";
  return `Which mutations are found more often in tumours that a treatment failed in, which come under treatment, and which go together, among people of ${cohort.title}${beside}.`;
}

/** Why the tables need a key. */
export function lockedTumoursWhy({cohort}: ReleaseManifest): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `Mutations of a tumour, its treatment and its course can point at a person. The tables are about groups, and are encrypted to ${who}; they open here, in your browser, and neither key nor tables are sent anywhere.`;
}

/** What noise and withholding do to the numbers. */
export function tumourProtection(rows: readonly Noisy<object>[]): string {
  const sd = Math.max(0, ...rows.map(({noiseSd}) => noiseSd));
  if (sd === 0) return "Counts are exact, because the consent of the cohort is open.";
  return `Every count carries noise with a standard deviation of ${sd} people, odds ratios and p-values are made of such counts alone and allow for the noise, and a count that comes out at ${2 * sd} or fewer is withheld, so that nobody can be worked out from these tables and others together. Where one withheld count is needed it is taken as ${2 * sd}: then only one end of the interval is given, and what is still found would be found all the more.`;
}
