import type {MembershipLimits} from "../../../data-loaders/disclosure/thresholds.js";
import {seeded} from "./seeded.js";

/** The limits that `policies/thresholds.yaml` ships with, without their words. */
export const limits: MembershipLimits = {
  aucMax: 0.55,
  tprMax: 0.1,
  fpr: 0.05,
  beyondMax: 0.005,
  nonMembersPerGroup: 1000,
  nonMembers: 20_000,
  sentence: "",
  source: ""
};

/** Random numbers that depend on the key. */
export function random(key: string): () => number {
  return seeded([...key].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7));
}
