import type {Finding} from "../../../src/model/privacy.js";
import type {MembershipLimits} from "../thresholds.js";
import {findingOf} from "./attackFrequencies.js";

/** How closely a learned score goes with the trait, in people it was learned from and in others of their group. */
export interface LearnedGains {
  table: string;
  standing: Finding["standing"];
  group: string;
  gains: {learned: Float64Array; kept: Float64Array};
}

/**
 * Asks of people whose genome and trait are known whether a score was learned from them, of an attacker who has what is
 * not released: the weights. The score of somebody who was learned from goes with the trait more closely than that of
 * somebody of the same group who was not: by how much it makes the squared error of the covariates smaller.
 *
 * Whatever is released of those who were learned from follows from the weights, their number aside, so nobody who has only
 * the release can tell more.
 *
 * Yeom, Giacomelli, Fredrikson & Jha 2018, IEEE CSF 31:268; Im, Gamazon, Nicolae & Cox 2012, Am J Hum Genet 90:591.
 */
export function attackTraining(published: LearnedGains, limits: MembershipLimits): Finding {
  const {group, gains} = published;
  return findingOf(published, "effects", [group], [{members: gains.learned, others: gains.kept}], limits);
}
