import type {Finding} from "../../../src/model/privacy.js";
import type {MembershipLimits} from "../thresholds.js";
import {findingOf, membersOf, type PublishedFrequencies, type RandomSource} from "./attackFrequencies.js";
import {effectScores} from "./caseControl.js";
import {drawGenotypes} from "./nonMembers.js";
import {takePeople} from "./takePeople.js";

/** Published effects of variants on one trait by group, with the people they were measured in. */
export interface PublishedEffects extends Pick<
  PublishedFrequencies,
  "table" | "standing" | "groups" | "groupOf" | "variants" | "people" | "genotypes" | "frequencyOf" | "drawOthers"
> {
  /** Per person: 1 case, 0 control, or the quantity; NaN = not analysed. */
  trait: Float64Array;
  /** Per copy of the alternate allele; NaN = withheld. */
  effectOf(variant: number, group: number): number;
}

/**
 * Asks of people whose genome and trait are known whether they took part: effects lean towards the very people they were
 * measured in, so a participant's score goes with the trait more than it does for others. Non-members are simulated, with
 * traits of members.
 *
 * Im, Gamazon, Nicolae & Cox 2012, Am J Hum Genet 90:591.
 */
export function attackEffects(published: PublishedEffects, limits: MembershipLimits, random: RandomSource): Finding {
  const {groups, groupOf, trait, variants, people, genotypes, frequencyOf} = published;
  const analysed = groupOf.map((group, person) => (Number.isNaN(trait[person]) ? -1 : group));
  const attacked = groups.flatMap((name, group) => {
    const members = membersOf(analysed, group);
    if (members.length === 0) return [];
    const effects = Float64Array.from({length: variants}, (_, v) => published.effectOf(v, group));
    const frequencies = Float64Array.from({length: variants}, (_, v) => frequencyOf(v, group));
    const chance = random(`effects ${name}`);
    const size = Math.max(members.length, limits.nonMembersPerGroup);
    const drawn = published.drawOthers?.(group, size, chance) ?? drawGenotypes(frequencies, size, chance);
    const values = Float64Array.from(members, (person) => trait[person]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scoresOf = (packed: Uint8Array, who: number, valueOf: (i: number) => number): Float64Array =>
      effectScores(packed, who, effects, frequencies).map((score, i) => score * (valueOf(i) - mean));
    return {
      name,
      members: scoresOf(takePeople(genotypes, variants, people, members), members.length, (i) => values[i]),
      others: scoresOf(drawn, size, () => values[Math.floor(chance() * values.length)])
    };
  });
  return findingOf(
    published,
    "effects",
    attacked.map(({name}) => name),
    attacked,
    limits
  );
}
