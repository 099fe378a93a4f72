import type {ReleaseManifest} from "../../model/release.js";
import {formatCount} from "../formatNumber.js";

/** The page's answer in one sentence: what can be looked up in this release. */
export function variantsLead({cohort, tables, strata}: ReleaseManifest): string {
  const variants = tables.find(({name}) => name === "variants");
  const groups = strata.find(({name}) => name === "ancestry")?.levels.length;
  const by = [
    groups ? `in ${groups === 1 ? "one genetic ancestry group" : `each of ${groups} genetic ancestry groups`}` : null,
    strata.some(({name}) => name === "sex") ? "by sex" : null
  ].filter((part) => part !== null);
  if (!variants) return `The release of ${cohort.title} says nothing about single variants.`;
  const words = `Look up any of ${formatCount(variants.rows)} variants of ${cohort.title}, and ${["how often it was found", by.join(" and ")].join(" ").trim()}.`;
  return variants.tier === "registered" ? `${words} The counts open with a reader’s key.` : words;
}

/** Why nothing about variants is public in this cohort. */
export function lockedWhy({cohort}: ReleaseManifest): string {
  const promise =
    "Nothing about variants is public in this cohort, because somebody who holds a person’s genome could look for that person in the counts.";
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `${promise} The tables are encrypted to ${who}; they open here, in your browser, and neither key nor tables are sent anywhere.`;
}
