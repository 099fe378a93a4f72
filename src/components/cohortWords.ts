import type {ReleaseManifest} from "../model/release.js";
import {formatCount} from "./formatNumber.js";
import type {WithheldBy} from "./WithheldCell.js";

/** How many people the release counts, if it may say so. */
export function countedPeople({people}: ReleaseManifest): number | null {
  let sum = 0;
  for (const {n} of people.rows) {
    if (n === null) return null;
    sum += n;
  }
  return sum;
}

/** What this cohort is, in one sentence. */
export function dataSentence(manifest: ReleaseManifest): string {
  const {cohort, traits, tables, flow} = manifest;
  // A table of that name may be there twice; the registered one has all variants.
  const listed = tables.filter(({name}) => name === "variants").map(({rows}) => rows);
  const variants = listed.length > 0 ? Math.max(...listed) : last(flow, "variants");
  const people = last(flow, "people") ?? countedPeople(manifest);
  const counted = [
    people === null ? null : `${formatCount(people)} people`,
    variants === null ? null : `${formatCount(variants)} variants`,
    traits.length > 0 ? `${formatCount(traits.length)} ${traits.length === 1 ? "trait" : "traits"}` : null
  ].filter((part) => part !== null);
  return `${cohort.title}: ${counted.join(", ")}.`;
}

/** What was promised to those who take part, as the release class keeps it. */
export function promiseSentence({cohort}: ReleaseManifest): string {
  const {genotypes} = cohort.synthetic;
  const who = genotypes ? "Its people are simulated; a real cohort’s people are" : "Its people were";
  if (cohort.class === "open") {
    return `${genotypes ? "Its people are simulated; such a cohort’s people have" : "Its people have"} agreed that exact results may be open to everybody, and every question is still judged by rules that anybody can read.`;
  }
  return `${who} promised that nobody can find them in what is published, so every number here passed the rules of this site before it left.`;
}

/** The rule about small counts, in the words of the release. */
export function withheldBy({rules}: ReleaseManifest): WithheldBy | undefined {
  const rule = rules.find(({id}) => id.includes("small"));
  return rule && {rule: rule.id, sentence: rule.sentence};
}

/** What stands in the place of a withheld count: `≤ 20`, from the limit in force. */
export function withheldWords({rules}: ReleaseManifest): string {
  const limit = rules.find(({id, value}) => id.includes("small") && typeof value === "number")?.value;
  return limit === undefined ? "withheld" : `≤\u2009${limit}`;
}

function last(flow: ReleaseManifest["flow"], unit: string): number | null {
  return flow.filter((step) => step.unit === unit).at(-1)?.count ?? null;
}
