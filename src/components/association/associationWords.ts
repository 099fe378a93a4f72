import type {ReleaseManifest} from "../../model/release.js";
import {formatCount} from "../formatNumber.js";

/** The Association page in one sentence: what can be looked at in this release. */
export function associationLead(manifest: ReleaseManifest): string {
  const {cohort, traits} = manifest;
  const tested = testedTraits(manifest);
  if (tested === 0 && !hasPublicHits(manifest))
    return `The release of ${cohort.title} holds no associations of variants with traits.`;
  if (tested === 0) return `The strongest associations of ${cohort.title} that everybody may see.`;
  const groups = manifest.strata.find(({name}) => name === "ancestry")?.levels.length ?? 1;
  const by = groups > 1 ? `in each of ${groups} genetic ancestry groups and over all of them` : "variant by variant";
  const what = `${traits.length === 1 ? "one trait" : `${formatCount(tested)} traits`} of ${cohort.title}, tested ${by}`;
  const key = cohort.class === "open" ? "" : " A reader’s key opens them.";
  const shown =
    hasPublicHits(manifest) && cohort.class !== "open" ? " The few that everybody may see are here before that." : "";
  return `Look at ${what}.${key}${shown}`;
}

/** Why the tables of tests are encrypted in this cohort. */
export function lockedTestsWhy(manifest: ReleaseManifest): string {
  const reason = hasPublicHits(manifest)
    ? "Tests of all variants say more about the people behind them than the few that everybody may see"
    : "Tests of many variants together could tell whether a person whose genome somebody holds took part";
  return `${reason}, so those tables are encrypted. They open here, in your browser, and neither key nor tables are sent anywhere.`;
}

export function phewasLead(manifest: ReleaseManifest): string {
  const tested = testedTraits(manifest);
  if (tested === 0) return `The release of ${manifest.cohort.title} holds no tests of variants by trait.`;
  const key = manifest.cohort.class === "open" ? "" : " A reader’s key opens the tables.";
  return `Ask about one variant, or all variants of one gene, over ${tested === 1 ? "one trait" : `${formatCount(tested)} traits`} of ${manifest.cohort.title}.${key}`;
}

function testedTraits({tables}: ReleaseManifest): number {
  return new Set(tables.flatMap(({name, trait}) => (name === "association" && trait !== undefined ? [trait] : [])))
    .size;
}

function hasPublicHits({tables}: ReleaseManifest): boolean {
  return tables.some(({name, tier, trait}) => name === "association" && tier === "public" && trait === undefined);
}
