import type {RegimeReport} from "../../model/privacy.js";
import {formatShare} from "../formatNumber.js";

/** What a rule costs a group: the share of the alleles it carries that is withheld, or the error of a frequency. */
export type RegimeMeasure = "presentWithheld" | "frequencyError";

type RegimeGroupReport = RegimeReport["groups"][number];

/** The rules about counts: all but the public list of variants, which leaves out whole variants for everybody. */
export function countRules(regimes: readonly RegimeReport[]): RegimeReport[] {
  return regimes.filter(({id}) => id !== "covenant-public");
}

/** How much of the variants everybody sees, and which groups they do not see at all; null without a public list. */
export function publicListSentence(regimes: readonly RegimeReport[]): string | null {
  const list = regimes.find(({id}) => id === "covenant-public");
  if (!list) return null;
  const hidden = list.groups.filter(({cellsWithheld}) => cellsWithheld === 1).map(({level}) => level);
  const shown = list.groups.find(({cellsWithheld}) => cellsWithheld < 1);
  if (!shown) return "In public this release gives frequencies of no group.";
  const share = `In public this release gives frequencies of ${formatShare(1 - shown.cellsWithheld)} of these variants`;
  return hidden.length === 0
    ? `${share}, the same ones for every group.`
    : `${share}, and none of ${hidden.join(", ")}, where the noise would be too large.`;
}

/** Who pays most for hidden counts, under how many of the rules, and what that is beside the group that pays least. */
export function equityHeadline(regimes: readonly RegimeReport[]): string {
  const hiding = countRules(regimes).filter(({groups}) => groups.some(({presentWithheld}) => presentWithheld > 0));
  if (hiding.length === 0) return "No rule that was compared hides anything in a cohort like this one.";
  const uneven = hiding.filter((regime) => gapOf(regime) > 0);
  if (uneven.length === 0) return "The rules that hide counts hide the same share from every group.";
  const payer = mostOftenFirst(uneven);
  const times = uneven.filter((regime) => paysMost(regime, payer)).length;
  const shown = uneven.find(({id}) => id === "covenant") ?? [...uneven].sort((a, b) => gapOf(b) - gapOf(a))[0];
  const [most, least] = [extreme(shown.groups, "presentWithheld", 1), extreme(shown.groups, "presentWithheld", -1)];
  return `${rulesWords(times, hiding.length)} most from ${payer}. Under the rule of ${shown.title} it is ${formatShare(most.presentWithheld)} of the alleles that ${most.level} carries, and ${formatShare(least.presentWithheld)} of those of ${least.level}.`;
}

/** Whose frequencies noise and rounding blur most: under the noise here, else under the rule that blurs most. */
export function errorHeadline(regimes: readonly RegimeReport[]): string {
  const worst = ({groups}: RegimeReport) => extreme(groups, "frequencyError", 1).frequencyError;
  const blurring = regimes.filter(({groups}) => groups.some(({frequencyError}) => frequencyError > 0));
  if (blurring.length === 0) return "No rule that was compared changes a number that it shows.";
  const regime =
    blurring.find(({id}) => id === "covenant-public") ?? [...blurring].sort((a, b) => worst(b) - worst(a))[0];
  const [most, least] = [extreme(regime.groups, "frequencyError", 1), extreme(regime.groups, "frequencyError", -1)];
  const under =
    regime.id === "covenant-public" ? "With the noise of this release" : `Under the rule of ${regime.title}`;
  const off = `is off by ${points(most.frequencyError)} on average`;
  if (most.frequencyError === least.frequencyError) return `${under} a frequency ${off}, in every group alike.`;
  return `${under} a frequency of ${most.level} ${off}, and one of ${least.level} by ${points(least.frequencyError)}: the same change weighs more on fewer people.`;
}

/** An error of a frequency in percentage points. */
export function points(error: number): string {
  if (error === 0) return "0 points";
  const percent = error * 100;
  const shown = percent < 0.01 ? "<\u202f0.01" : percent < 1 ? percent.toFixed(2) : percent.toFixed(1);
  return `${shown} points`;
}

function rulesWords(times: number, all: number): string {
  if (all === 1) return "The one rule that hides counts hides";
  if (times === all) return `Each of the ${all} rules that hide counts hides`;
  return `${times} of the ${all} rules that hide counts ${times === 1 ? "hides" : "hide"}`;
}

/** The group that pays most under the most rules; of several, the one with the fewest people. */
function mostOftenFirst(regimes: readonly RegimeReport[]): string {
  const groups = new Map(regimes.flatMap((regime) => regime.groups.map(({level, people}) => [level, people])));
  const times = (level: string) => regimes.filter((regime) => paysMost(regime, level)).length;
  return [...groups].sort(([a, few], [b, many]) => times(b) - times(a) || few - many)[0][0];
}

function paysMost({groups}: RegimeReport, level: string): boolean {
  const most = extreme(groups, "presentWithheld", 1).presentWithheld;
  return groups.some((group) => group.level === level && group.presentWithheld === most);
}

function gapOf({groups}: RegimeReport): number {
  return extreme(groups, "presentWithheld", 1).presentWithheld - extreme(groups, "presentWithheld", -1).presentWithheld;
}

/** The group with the most (sign 1) or the least (−1). */
function extreme(groups: readonly RegimeGroupReport[], measure: RegimeMeasure, sign: 1 | -1): RegimeGroupReport {
  return [...groups].sort((a, b) => sign * (b[measure] - a[measure]))[0];
}
