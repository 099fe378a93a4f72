import type {Finding, MembershipFigures, PanelReport, PrivacyReport} from "../../model/privacy.js";
import type {ReleaseManifest, TableName, Tier} from "../../model/release.js";
import {formatCount} from "../formatNumber.js";
import {tableWords, tierWords} from "../tableWords.js";

/** `public/allele_counts` in words: `Allele counts, open to everybody`. */
export function tableTitle(table: string): string {
  const [tier, name] = table.split("/");
  const title = tableWords[name as TableName]?.title ?? name ?? table;
  return tier in tierWords ? `${title}, ${tierWords[tier as Tier]}` : title;
}

/** A share from 0 to 1 as people: `7 of 100`. */
export function ofHundred(share: number): string {
  const people = share * 100;
  if (share > 0 && people < 0.5) return "fewer than 1 of 100";
  if (share < 1 && people > 99.5) return "more than 99 of 100";
  return `${Math.round(people)} of 100`;
}

/** What the attacks found, in the sentences that open the page. */
export function privacyLead({cohort, privacy}: ReleaseManifest): string {
  const {audit, limits} = privacy;
  if (audit.length === 0)
    return cohort.class === "open"
      ? "These data are open by consent, so exact numbers are public; no attack is reported for this release."
      : "No attack is reported for this release, so this page cannot answer the question for it.";
  const tables = new Set(audit.map(({table}) => table)).size;
  const tried = `This release was attacked ${times(audit.length)}, on ${tables === 1 ? "one table" : `${tables} tables`}, before it was written.`;
  const enforced = audit.filter(({standing}) => standing === "enforced");
  const failed = enforced.filter(({withstood}) => !withstood);
  if (failed.length > 0)
    return `${tried} ${count(failed.length, "attack")} that must fail did not: ${failed.length === 1 ? "it is" : "they are"} listed below, and this release should not have been made.`;
  const reported = audit.filter(({standing, withstood}) => standing === "reported" && !withstood);
  const parts = [tried];
  if (enforced.length > 0) parts.push(`${everyOne(enforced.length)} failed${bestOf(enforced, limits)}.`);
  if (reported.length > 0)
    parts.push(
      cohort.class === "open"
        ? `${count(reported.length, "attack")} succeeded, as ${reported.length === 1 ? "it" : "they"} must on exact numbers, which these people agreed to make public.`
        : `${count(reported.length, "attack")} on tables for named readers would succeed, which is why those tables are encrypted.`
    );
  return parts.join(" ");
}

/** What an ethics board should know first about a class in which there is little or nothing to withstand. */
export function privacyBanner({cohort, privacy}: ReleaseManifest): string | null {
  if (cohort.class === "open")
    return "Open data by consent: the attacks succeed, which shows that they work. Rules are demonstrated here, not needed.";
  if (privacy.panel === null)
    return "Only counts of people are public. Nothing about variants can be read without a key, so there is nothing public to compare a genome with.";
  return null;
}

/** The finding on membership that came closest to success, or undefined. */
export function findBest(findings: readonly Finding[]): (Finding & {figures: MembershipFigures}) | undefined {
  return findings
    .filter((finding): finding is Finding & {figures: MembershipFigures} => finding.figures.kind === "membership")
    .sort((a, b) => b.figures.auc - a.figures.auc)[0];
}

/** How the public list of variants came about, and what it holds. */
export function panelSentence(panel: PanelReport): string {
  const source = panel.source === "model" ? "the model that the cohort was simulated from" : panel.source;
  const absent = panel.absent > 0 ? ` ${formatCount(panel.absent)} of them are not in the cohort’s files.` : "";
  const form =
    panel.form === "noisy"
      ? "Their counts carry noise."
      : "Their counts are exact: there are so few of them that they stay within the budget.";
  return `The list was drawn up from a public reference (${source}) before the cohort was looked at: of ${formatCount(panel.candidates)} variants, ${formatCount(panel.common)} are common in every group, ${formatCount(panel.unlinked)} of those are not linked to one another, and ${formatCount(panel.released)} are published.${absent} ${form}`;
}

/** How many public associations there are, and what they use of what is allowed. */
export function hitsSentence({hits}: PrivacyReport): string | null {
  if (!hits) return null;
  return `Of ${count(hits.significant, "association")} that reach genome-wide significance, ${hits.released === 0 ? "none is" : hits.released === 1 ? "1 is" : `${formatCount(hits.released)} are`} public: a strong association leans on the very people it was found in, and their squared test statistics may add up to ${hits.budget} (${hits.spent} used).`;
}

/** Groups whose registered tables wait because too few people joined or left. */
export function changedSentence({changed}: PrivacyReport): string | null {
  if (changed.length === 0) return null;
  return `Exact tables of ${changed.join(", ")} are kept back in this version: only a few people joined or left there, and the difference of two versions would be about them alone.`;
}

function bestOf(findings: readonly Finding[], limits: PrivacyReport["limits"]): string {
  const best = findBest(findings);
  if (!best) return ", and recovered no hidden number";
  const {auc, tpr} = best.figures;
  return `: the best came to an area under the curve of ${auc.toFixed(3)}, where 0.5 is guessing and ${limits.auc} the limit, and would find ${ofHundred(tpr)} participants while ${ofHundred(limits.fpr)} others were mistaken for one`;
}

function everyOne(n: number): string {
  if (n === 1) return "The one attack that must fail";
  return n === 2 ? "Both attacks that must fail" : `All ${n} attacks that must fail`;
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}

function count(n: number, word: string): string {
  return `${formatCount(n)} ${word}${n === 1 ? "" : "s"}`;
}
