import {shareDifference} from "../../kernels/shareDifference.js";
import {isNoGroup} from "../../model/ancestry.js";
import type {GeneCoverage, ResultShare, ShownShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {ancestryName} from "../ancestryColours.js";

/** Groups in alphabetical order, and everybody together last. */
export function groupOrder(levels: readonly string[]): string[] {
  return [...new Set(levels)].sort(
    (a, b) =>
      Number(a === "all") - Number(b === "all") || Number(isNoGroup(a)) - Number(isNoGroup(b)) || (a < b ? -1 : 1)
  );
}

/** A share in %, one decimal, without its sign; never 0 or 100 unless it is exactly that. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return String(percent);
  if (percent < 0.05) return "<0.1";
  return percent > 99.95 ? ">99.9" : percent.toFixed(1);
}

/** A share in words, with its interval, and what is not known about it. */
export function shareWords({share, low, high, uncertain}: ShownShare): string {
  const parts =
    share === null
      ? ["withheld: few people, or nearly all"]
      : [`${percentText(share)} % (${percentText(low!)} to ${percentText(high!)})`];
  if (uncertain !== null && uncertain > 0) parts.push(`${percentText(uncertain)} % uncertain`);
  return parts.join("; ");
}

/** What a chart has to say of shares whose alleles are not all seen. */
export function wholeSentence(rows: readonly ShownShare[]): string {
  return rows.every(({whole}) => whole) ? "" : " Not all alleles that the tables name are seen in the genotype files.";
}

/** The page in one sentence, from what everybody may know. */
export function medicinesLead({cohort, medicines}: ReleaseManifest): string {
  return medicines
    ? `In how many people of each genetic ancestry group of this cohort a guideline would use a medicine otherwise than usual, because of their genes. Alleles and guidelines: ${medicines.source}.`
    : `Which medicines would be used otherwise, and in how many people of each genetic ancestry group: ${cohort.title} was not asked, because its manifest names no tables of star alleles.`;
}

/** Why the tables need a key. */
export function lockedMedicinesWhy({cohort}: ReleaseManifest): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `What somebody’s genes do with a medicine follows from a few variants. The shares are therefore encrypted to ${who}, policymakers among them where the cohort named them. They open here, in your browser; neither key nor tables are sent anywhere.`;
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
  const hidden = rows.filter((row) => row.gene === gene && row.about === "allele").flatMap(({name}) => name ?? []);
  const seen =
    own.assayed < own.variants
      ? `${own.assayed} of the ${own.variants} variants that define alleles of ${gene} in the tables are in the genotype files.`
      : own.variants === 1
        ? `The one variant that defines alleles of ${gene} in the tables is in the genotype files.`
        : `All ${own.variants} variants that define alleles of ${gene} in the tables are in the genotype files.`;
  if (hidden.length === 0)
    return `${seen} Every allele that the tables name can be told apart from the others; what they do not name cannot.`;
  const names = hidden.length > 6 ? `${hidden.slice(0, 6).join(", ")} and ${hidden.length - 6} more` : listed(hidden);
  return `${seen} ${names} may be there unseen, and ${hidden.length === 1 ? "is" : "are"} then counted as another allele: the shares are too low, or too high, most of all in groups where ${hidden.length === 1 ? "it is" : "they are"} common.`;
}

/**
 * The medicine for which two groups are furthest apart, among those whose alleles can all be told; null where the
 * interval of no difference leaves out none.
 */
export function furthestApart(rows: readonly ResultShare[]): string | null {
  const shown = rows.filter(
    (row) => row.medicine !== null && row.whole && row.share !== null && !["all", "unknown"].includes(row.ancestry)
  );
  let most: {more: ResultShare; less: ResultShare; least: number; interval: [number, number]} | null = null;
  for (const more of shown)
    for (const less of shown) {
      if (more.medicine !== less.medicine || more.result !== less.result) continue;
      const interval = shareDifference(endsOf(more), endsOf(less));
      if (interval[0] > (most?.least ?? 0)) most = {more, less, least: interval[0], interval};
    }
  if (!most) return null;
  const {more, less, interval} = most;
  const points = interval.map((end) => Math.round(end * 100));
  return `Groups are furthest apart in ${more.medicine}: ${percentText(more.share!)} % of people ${ancestryName(more.ancestry)}, ${percentText(less.share!)} % of people ${ancestryName(less.ancestry)}, a difference of ${points[0]} to ${points[1]} points (95 %).`;
}

function endsOf({share, low, high}: ResultShare): {share: number; low: number; high: number} {
  return {share: share!, low: low!, high: high!};
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
