import type {ReleaseClass} from "../../../model/release.js";
import {formatCount, formatShare} from "../../formatNumber.js";
import {listed} from "./carryOverWords.js";
import type {Burden, GroupCost, HiddenGroup} from "./privacyCosts.js";

/** Whole per cents are given in public: two shares that are this close, but for binary fractions, may be one. */
const roundedTo = 0.01 + 1e-9;

/** The page in one sentence; claims a difference only where it is more than rounding. */
export function privacyCostLead(burden: Burden | null, releaseClass: ReleaseClass): string {
  if (releaseClass === "open")
    return "Nothing is withheld here: the people of this cohort chose that exact numbers of them are public.";
  if (!burden || burden.most.share === 0)
    return "No rule had to withhold anything of this cohort, so that protection cost no group anything.";
  const {most, least} = burden;
  if (most.share - least.share <= roundedTo)
    return `Protecting the people of this cohort hides about the same share of allele counts from every group: ${formatShare(most.share)}.`;
  return `Protecting the people of this cohort hides ${formatShare(most.share)} of the allele counts of ${most.ancestry} and ${formatShare(least.share)} of those of ${least.ancestry}.`;
}

/** How unequal the burden of a table is, in its two simplest measures. */
export function burdenSentence({most, least, difference, ratio}: Burden): string {
  if (difference === null || most.share - least.share <= roundedTo)
    return "The shares differ by no more than their rounding, so no group is said to pay more.";
  const times =
    ratio === null
      ? `Nothing is withheld of ${least.ancestry}, so that there is no ratio.`
      : `That is ${ratio.toFixed(1)} times as much (ratio).`;
  return `${most.ancestry} pays most and ${least.ancestry} least: ${formatShare(most.share)} against ${formatShare(least.share)}, ${(100 * difference).toFixed(0)} percentage points apart (difference). ${times} Both count all there is, rounded, and no sample, so they have no interval.`;
}

/** Whether those who pay most are the fewest; silent where sizes are withheld or it is not so. */
export function sizeSentence(costs: readonly GroupCost[]): string {
  const known = costs.filter(({people}) => people !== null);
  if (known.length < costs.length) return "Not all group sizes are shown, so shares and sizes are not compared.";
  const most = costs.reduce((a, b) => (b.share > a.share ? b : a));
  const least = costs.reduce((a, b) => (b.share < a.share ? b : a));
  if (most.share - least.share <= roundedTo) return "";
  const [few, many] = [most.people!, least.people!];
  const who = `${most.ancestry} has ${formatCount(few)} people, ${least.ancestry} ${formatCount(many)}`;
  const fewest = Math.min(...known.map(({people}) => people!));
  if (few === fewest) return `The group that pays most is the smallest: ${who}.`;
  return few < many
    ? `The group that pays most is smaller than the one that pays least (${who}), but not the smallest: how many rare alleles a group carries counts as well.`
    : `Size alone does not explain it: ${who}.`;
}

/** For somebody who decides about programmes: what follows, and what does not. */
export function policySentence(burden: Burden | null): string {
  if (!burden || burden.most.share - burden.least.share <= roundedTo)
    return "For policy: protection is no reason here to expect that one group is served worse than another by what is published.";
  return `For policy: what is published about ${burden.most.ancestry} is thinner than about ${burden.least.ancestry} because more of its counts are of few people. A weaker rule would put those few people at risk; more people taking part would not.`;
}

/** Who is hidden, by group. */
export function hiddenSentences(hidden: readonly HiddenGroup[]): string[] {
  const groups = [...new Set(hidden.map(({ancestry}) => ancestry))].sort();
  return groups.map(
    (group) => `${group}: ${listed(hidden.filter(({ancestry}) => ancestry === group).map(({what}) => what))}.`
  );
}
