import type {ReleasedTable, ReleaseManifest, Tier} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {formatCount} from "../formatNumber.js";
import {classSentences} from "../provenanceFacts.js";
import type {WithheldBy} from "../WithheldCell.js";
import {isNoisy} from "./noise.js";

/** The variants that everybody sees of a release that opens others to named readers. */
export interface PublicPart {
  /** Rows of the public table, and of the registered one. */
  shown: number;
  all: number;
  noisy: boolean;
}

/** Null where everybody sees all variants, or none. */
export function publicPart(manifest: ReleaseManifest): PublicPart | null {
  const [open, all] = [variantsOf(manifest, "public"), variantsOf(manifest, "registered")];
  if (!open || !all) return null;
  return {shown: open.rows, all: all.rows, noisy: isNoisy(tierView(manifest, "public"))};
}

/** The page's answer in one sentence: what can be looked up in this release. */
export function variantsLead(manifest: ReleaseManifest): string {
  const {cohort} = manifest;
  const part = publicPart(manifest);
  const {tables, strata} = tierView(manifest, part ? "public" : "registered");
  const variants = tables.find(({name}) => name === "variants");
  if (!variants) return `The release of ${cohort.title} says nothing about single variants.`;
  const groups = strata.find(({name}) => name === "ancestry")?.levels.length;
  const by = [
    groups ? `in ${groups === 1 ? "one genetic ancestry group" : `each of ${groups} genetic ancestry groups`}` : null,
    strata.some(({name}) => name === "sex") ? "by sex" : null
  ].filter((part) => part !== null);
  const found = ["how often it was found", by.join(" and ")].join(" ").trim();
  if (part) {
    const noise = part.noisy ? ", with noise that protects the people behind the numbers" : "";
    return `Look up any of ${formatCount(part.shown)} common variants of ${cohort.title}, and ${found}${noise}. Named readers look up all ${formatCount(part.all)}.`;
  }
  const words = `Look up any of ${formatCount(variants.rows)} variants of ${cohort.title}, and ${found}.`;
  return variants.tier === "registered" ? `${words} The counts open with a reader’s key.` : words;
}

/** Why tables about variants are encrypted in this cohort. */
export function lockedWhy(manifest: ReleaseManifest): string {
  const safe = "here, in your browser, and neither key nor tables are sent anywhere";
  if (publicPart(manifest))
    return `Those tables hold counts without noise, in finer groups, so they are encrypted. They open ${safe}.`;
  const reason = "because somebody who holds a person’s genome could look for that person in the counts";
  const who = manifest.cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `Nothing about variants is public in this cohort, ${reason}. The tables are encrypted to ${who}; they open ${safe}.`;
}

/** What everybody sees, as a heading and a sentence. */
export function publicPartWords({shown, noisy}: PublicPart): {title: string; sentence: string} {
  const title = `These are ${formatCount(shown)} common variants${noisy ? " with noise" : ""}, open to everybody`;
  const list = "They were chosen from a public reference before anybody looked at this cohort.";
  const noise =
    "≈ marks a count with random noise of a known size, so that it says next to nothing about any one person; the chart of a variant draws how far it may be off.";
  return {title, sentence: noisy ? `${list} ${noise}` : list};
}

/** What a key has opened, and what everybody else still sees. */
export function unlockedWords({shown, all, noisy}: PublicPart): {title: string; others: string; sentence: string} {
  return {
    title: `All ${formatCount(all)} variants are open with your key`,
    others: `Everybody else sees ${formatCount(shown)} common variants${noisy ? " with noise" : ""}`,
    sentence: `The table below holds ${noisy ? "counts without noise" : "them"}; small counts are withheld.`
  };
}

/** Why a group has no numbers on this side of the release. */
export function hiddenBy(manifest: ReleaseManifest): WithheldBy | undefined {
  if (!isNoisy(manifest)) return undefined;
  const rule = manifest.rules.find(({id}) => /noise|panel/.test(id))?.id ?? "noise";
  return {
    rule,
    sentence:
      "Noise too large to show: this group is so small that the noise which protects its people would drown the frequency."
  };
}

/** A variant that is not there: it may be among those that only a key opens. */
export function noSuchVariant(variant: string, {tables}: ReleaseManifest, more: number | null): string {
  if (more === null) return `This release has no variant ${variant}.`;
  const shown = tables.find(({name}) => name === "variants")?.rows ?? 0;
  return `${variant} is not one of the ${formatCount(shown)} variants that are open to everybody. A reader’s key opens all ${formatCount(more)}.`;
}

export function noGenotypes(more: number | null): string {
  return more === null
    ? "This release holds no genotype counts."
    : "Genotype counts are not public, because they tell more about a person than allele counts do; a reader’s key opens them.";
}

/** How to take the signs of the table, and how its intervals are made. */
export function readingWords(manifest: ReleaseManifest): string {
  const wilson = "95 % Wilson score intervals, which take each copy as a draw of its own";
  const part = publicPart(manifest);
  if (part?.noisy)
    return `≈ marks a number with noise; hover over it, or Tab to it, to see how far it may be off. Intervals in a variant’s chart cover sampling and noise together: the variance p (1 − p) / AN of the draw and the variance of the noise add up. With a key, counts carry no noise, a hatched cell is a small count that is withheld, and intervals are ${wilson}.`;
  const hatched =
    manifest.cohort.class === "open" ? "No count is withheld" : "A hatched cell is a count that is withheld";
  return `${hatched}: ${classSentences[manifest.cohort.class]} The intervals in a variant’s chart are ${wilson}.`;
}

function variantsOf({tables, cohort}: ReleaseManifest, wanted: Tier): ReleasedTable | undefined {
  if (cohort.class !== "public-safe") return undefined;
  return tables.find(({name, tier}) => name === "variants" && tier === wanted);
}
