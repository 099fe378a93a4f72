import {notAssigned} from "../model/ancestry.js";
import type {ReleaseManifest} from "../model/release.js";
import {formatCount, formatShare} from "./formatNumber.js";

/** How the genetic ancestry groups of a release came to be, in whole sentences; empty where it has none. */
export function ancestryOrigin(manifest: ReleaseManifest): string {
  if (!manifest.strata.some(({name}) => name === "ancestry")) return "";
  return inferredSentence(manifest) || "Here they are those that the cohort’s own files give.";
}

/** How they were inferred, and for how many people nothing was; empty where the cohort brings its own. */
export function inferredSentence(manifest: ReleaseManifest): string {
  const {ancestry} = manifest;
  if (!ancestry) return "";
  const share = formatShare(ancestry.shared / ancestry.candidates);
  return (
    `Genetic ancestry groups were inferred by projection on ${ancestry.source}: the cohort has ${share} of its common ` +
    `variants, and people were placed by ${formatCount(ancestry.markers)} of them that are not inherited together. ` +
    `${notAssignedWords(manifest)} not assigned to a group.`
  );
}

/** For the strip below every figure: that groups are inferred. */
export function inferredFact({ancestry}: ReleaseManifest): [string, string][] {
  return ancestry ? [["Ancestry groups", `inferred by projection on ${ancestry.source}`]] : [];
}

/** `204 people were`. */
function notAssignedWords(manifest: ReleaseManifest): string {
  const at = manifest.people.strata.indexOf("ancestry");
  const rows = manifest.people.rows.filter(({levels}) => levels[at] === notAssigned);
  if (rows.length === 0) return "Nobody was";
  if (rows.some(({n}) => n === null)) return "Some people, how many is not shown, were";
  const people = rows.reduce((sum, {n}) => sum + n!, 0);
  return people === 1 ? "1 person was" : `${formatCount(people)} people were`;
}
