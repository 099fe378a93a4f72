import type {FlowStep} from "../../src/model/release.js";
import type {People} from "../sources/cohort.js";
import type {Protection} from "./protect.js";
import {isSmall} from "./smallCell.js";

/**
 * How many people came in, were left out and why, and were counted. Numbers of 1 to the limit are given in words, and
 * so is the number that came in as soon as one of the others is: the others add up to it.
 */
export function protectFlow(
  {total, left}: Pick<People, "total" | "left">,
  {groups, hidden, limit}: Protection
): FlowStep[] {
  const counted = groups.people.reduce((sum, n) => sum + n, 0);
  const known = groups.blocks.reduce(
    (sum, {rows}, b) => sum + (hidden.totals[b] ? rows.reduce((n, row) => n + groups.people[row], 0) : 0),
    0
  );
  const leftOut = [
    step("withdrawn", "withdrew", left.withdrawn),
    step("no-consent", "have not consented to this use", left.noConsent),
    step("not-in-sample-file", "are not in the sample file", left.notInSampleFile)
  ];
  const included =
    limit === null || hidden.total
      ? step("included", "counted", counted)
      : inWords("included", "counted", `more than ${known}`);
  const allShown = [...leftOut, included].every(({count}) => count !== null);
  return [
    allShown
      ? step("people", "in the genotype files", total)
      : inWords("people", "in the genotype files", "not shown: the numbers below add up to it"),
    ...leftOut,
    included
  ];

  function step(id: string, label: string, count: number): FlowStep {
    if (limit !== null && isSmall(count, limit)) return inWords(id, label, `≤ ${limit}`);
    return {id, label, unit: "people", count};
  }

  function inWords(id: string, label: string, words: string): FlowStep {
    return {id, label, unit: "people", count: null, words};
  }
}
