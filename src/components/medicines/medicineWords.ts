import {isNoGroup} from "../../model/ancestry.js";
import type {GeneCoverage, ShownShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {formatShare} from "../formatNumber.js";

/** Groups in alphabetical order, and everybody together last. */
export function groupOrder(levels: readonly string[]): string[] {
  return [...new Set(levels)].sort(
    (a, b) =>
      Number(a === "all") - Number(b === "all") || Number(isNoGroup(a)) - Number(isNoGroup(b)) || (a < b ? -1 : 1)
  );
}

/** A share in words, with its interval, and what is not known about it. */
export function shareWords({share, low, high, uncertain, whole}: ShownShare): string {
  const parts =
    share === null
      ? ["withheld: few people, or nearly all"]
      : [`${formatShare(share)} (${formatShare(low!)} to ${formatShare(high!)})`];
  if (uncertain !== null && uncertain > 0) parts.push(`${formatShare(uncertain)} uncertain`);
  if (!whole) parts.push("not all variants in the files");
  return parts.join("; ");
}

/** The page in one sentence, from what everybody may know. */
export function medicinesLead({cohort, medicines}: ReleaseManifest): string {
  return medicines
    ? `How often people of ${cohort.title} have gene variants that change what a medicine does, in each genetic ancestry group, looked up in tables of ${medicines.source}.`
    : `Which medicines would be used otherwise, and in how many people of each genetic ancestry group: ${cohort.title} was not asked, because its manifest names no tables of star alleles.`;
}

/** Why the tables need a key. */
export function lockedMedicinesWhy({cohort}: ReleaseManifest): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `Shares of metabolizer types follow from the genotypes of a few variants. They are encrypted to ${who} and open here, in your browser; neither key nor tables are sent anywhere.`;
}

/** What noise and withholding do to the numbers. */
export function protectionSentence(rows: readonly ShownShare[]): string {
  const sd = Math.max(0, ...rows.map(({noiseSd}) => noiseSd));
  const hidden = rows.filter(({share}) => share === null).length;
  if (sd === 0) return "Counts are exact, because the consent of the cohort is open.";
  return `Every count carries noise with a standard deviation of ${sd} people, so that nobody can be worked out from these tables and others together; the intervals allow for it. ${hidden === 0 ? "None of these shares is withheld." : `${hidden} of these ${rows.length} shares ${hidden === 1 ? "is" : "are"} withheld, because few people, or nearly all, came out.`}`;
}

/** What the files could tell of one gene. */
export function coverageSentence(rows: readonly GeneCoverage[], gene: string): string {
  const own = rows.find((row) => row.gene === gene && row.about === "gene");
  if (!own) return `${gene} is not in the tables of star alleles.`;
  if (own.why !== null) return `Nobody’s ${gene} was called: ${own.why}.`;
  const hidden = rows.filter((row) => row.gene === gene && row.about === "allele").length;
  const seen = `${own.assayed} of the ${own.variants} variants that define alleles of ${gene} are in the genotype files.`;
  const unseen =
    hidden === 0
      ? "Every allele of the tables can be told."
      : `${hidden} ${hidden === 1 ? "allele" : "alleles"} may be there unseen, and ${hidden === 1 ? "is" : "are"} then counted as another.`;
  return `${seen} ${own.whole ? "" : "The shares are therefore among the alleles that the files can tell. "}${unseen}`;
}
