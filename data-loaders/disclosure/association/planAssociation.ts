import type {Protection} from "../protect.js";
import {isSmall} from "../smallCell.js";
import type {RuleId} from "../tally.js";
import type {AssociationLimits} from "../thresholds.js";

/** A genetic ancestry group in which one trait was analysed. */
export interface AnalysedGroup {
  level: string;
  /** People analysed. */
  people: number;
  /** Cases among them; null for a quantitative trait. */
  cases: number | null;
  /** Parameters of the model: intercept, covariates, components and the variant. */
  parameters: number;
  /**
   * Where exact tables count the cases or controls of this very trait: how many of them were not analysed, one number
   * each. Test statistics tell the alleles of cases within a few, so those of a few people would follow.
   */
  notAnalysed: readonly number[];
}

/** Which groups of a trait are shown. Plain data: it is sent to worker threads. */
export interface AssociationPlan {
  /** Counts of 1 to `limit` are withheld; null = exact statistics may be shown. */
  limit: number | null;
  /** All groups, in the order of the analysis. */
  levels: string[];
  /** People of each, analysed or not, as other tables count them. */
  people: number[];
  /** Of these, those analysed. */
  analysed: number[];
  /** Index into `levels` of those that are shown. */
  shown: number[];
  leftOut: {level: string; rule: RuleId}[];
  rounding: Pick<AssociationLimits, "roundPeople" | "figures" | "seFigures">;
}

/** Genetic ancestry groups of which exact tables of variants say something: no others have linkage or a density. */
export function shownLevels({
  limit,
  groups: {blocks},
  hidden
}: Pick<Protection, "limit" | "groups" | "hidden">): ReadonlySet<string> {
  const isShown = (block: number): boolean => limit === null || (hidden.totals[block] && !hidden.changed[block]);
  return new Set(blocks.filter((_, block) => isShown(block)).map(({level}) => level));
}

/**
 * Leaves out groups that are hidden for other reasons, groups of which few people were analysed, or few were not, and
 * groups with too few people for the model. In class `open` all are shown.
 */
export function planAssociation(
  groups: readonly AnalysedGroup[],
  {limit, groups: {blocks, people}, hidden}: Pick<Protection, "limit" | "groups" | "hidden">,
  limits: AssociationLimits
): AssociationPlan {
  const why = groups.map((group) => (limit === null ? null : reasonToLeaveOut(group, limit)));
  return {
    limit,
    levels: groups.map(({level}) => level),
    people: groups.map(({level}) => peopleOf(level)),
    analysed: groups.map(({people}) => people),
    shown: [...groups.keys()].filter((g) => why[g] === null),
    leftOut: groups.flatMap(({level}, g) => (why[g] === null ? [] : {level, rule: why[g]})),
    rounding: limits
  };

  function peopleOf(level: string): number {
    const rows = blocks.find((block) => block.level === level)?.rows ?? [];
    return rows.reduce((sum, row) => sum + people[row], 0);
  }

  function reasonToLeaveOut(group: AnalysedGroup, limit: number): RuleId | null {
    const {level, people: analysed, cases, parameters, notAnalysed} = group;
    const block = blocks.findIndex((one) => one.level === level);
    if (block < 0 || !hidden.totals[block]) return "small-group";
    if (hidden.changed[block]) return "version";
    if (analysed <= limit || (cases !== null && (cases <= limit || analysed - cases <= limit))) return "small-group";
    if (notAnalysed.some((n) => isSmall(n, limit))) return "subtraction";
    if (analysed - parameters < limits.dfMin || parameters > limits.parametersMax * analysed) return "few-people";
    return null;
  }
}
