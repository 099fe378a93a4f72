import type {Finding} from "../../../src/model/privacy.js";
import type {AssociationRows} from "../../tables/association/associationRows.js";
import type {AnalysedCopies} from "../association/hideAssociation.js";
import type {AssociationPlan} from "../association/planAssociation.js";
import {shownFrequency} from "../association/roundStatistics.js";
import type {MembershipLimits} from "../thresholds.js";
import {analysedRange, copiesBehind} from "../association/copiesLeft.js";
import {attackDifferences} from "./attackDifferences.js";
import {attackEffects} from "./attackEffects.js";
import {attackFrequencies, type PublishedFrequencies, type RandomSource} from "./attackFrequencies.js";
import {exactRatios, intervalRatios, type Ratios} from "./likelihoodRatio.js";
import {ratiosWithout} from "./withoutPerson.js";

/** Associations of some variants with one trait as they are shown, and what is behind them. */
export interface AttackedAssociation {
  /** `registered/association`, … */
  table: string;
  shown: AssociationRows;
  plan: AssociationPlan;
  copies: AnalysedCopies;
  /** Exact allele counts of whole groups beside them, variants × groups of the plan; `an` 0 = withheld there. */
  beside: {ac: Int32Array; an: Int32Array};
  /** Everybody: packed genotypes of the variants, the trait (NaN = not analysed), and the group of the plan or -1. */
  people: number;
  genotypes: Uint8Array;
  trait: Float64Array;
  groupOf: Int16Array;
  /** Public frequency of the alternate allele, which the attacker knows. */
  frequencyOf: PublishedFrequencies["frequencyOf"];
  drawOthers?: PublishedFrequencies["drawOthers"];
}

/**
 * Attacks a table of associations as its readers could: by differences from exact counts, which must not succeed unless
 * the data are open; by its frequencies and by its effects, of which it is reported how far they lead.
 */
export function attackAssociation(
  attacked: AttackedAssociation,
  limits: MembershipLimits,
  random: RandomSource
): Finding[] {
  const {table, shown, plan, copies, beside, people, genotypes, trait, groupOf, frequencyOf, drawOthers} = attacked;
  const {limit, rounding} = plan;
  if (plan.shown.length === 0) return [];
  const variants = shown.variantIds.length;
  const width = shown.levels.length;
  const all = plan.levels.length;
  const groups = plan.shown.map((g) => plan.levels[g]);
  const rowOf = (v: number, group: number): number => v * width + group;
  const atOf = (v: number, group: number): number => v * all + plan.shown[group];
  const cells = Array.from({length: variants * groups.length}, (_, i) => ({
    v: Math.floor(i / groups.length),
    group: i % groups.length
  }));
  const own = groupOf.map((group, person) => (Number.isNaN(trait[person]) ? -1 : plan.shown.indexOf(group)));
  const base = {
    table,
    standing: "reported" as const,
    groups,
    groupOf: own,
    variants,
    people,
    genotypes,
    frequencyOf,
    drawOthers
  };
  const frequencies: PublishedFrequencies = {
    ...base,
    ratiosOf: (v, group) => ratiosOf(v, group, 0, 0),
    ratiosWithoutOf: (v, group) => ratiosWithout((gone) => ratiosOf(v, group, gone, 2)),
    shownOf: (v, group) => shown.eaf[rowOf(v, group)]
  };
  const effects = attackEffects({...base, trait, effectOf: (v, group) => shown.beta[rowOf(v, group)]}, limits, random);
  const found = [...attackFrequencies(frequencies, limits, random), effects];
  if (limit === null) return found;
  const analysed = groups.map((_, group) => own.reduce((sum, one) => sum + Number(one === group), 0));
  const copiesIn = (counts: Int32Array): Int32Array => Int32Array.from(cells, ({v, group}) => counts[atOf(v, group)]);
  const differences = attackDifferences(
    {
      table,
      standing: "enforced",
      groups,
      shown: Float64Array.from(cells, ({v, group}) => shown.eaf[rowOf(v, group)]),
      ac: copiesIn(copies.ac),
      an: copiesIn(copies.an),
      acAll: copiesIn(beside.ac),
      anAll: copiesIn(beside.an),
      analysedOf(i) {
        const {v, group} = cells[i];
        return analysedRange(
          copies.an[atOf(v, group)],
          shown.n[rowOf(v, group)],
          analysed[group],
          rounding.roundPeople
        );
      },
      publish: (ac, an, i) => publish(rowOf(cells[i].v, cells[i].group), ac, an)
    },
    limit
  );
  return [differences, ...found];

  function publish(row: number, ac: number, an: number): number {
    if (limit === null) return ac / an;
    return Math.min(ac, an - ac) > limit ? shownFrequency(ac, an, shown.n[row], limit, rounding.roundPeople) : NaN;
  }

  /** Of the number that is published, or would be with fewer copies of the alternate allele, and of both. */
  function ratiosOf(v: number, group: number, fewerAlternate: number, fewer: number): Ratios {
    const [row, at] = [rowOf(v, group), atOf(v, group)];
    const [ac, an] = [copies.ac[at] - fewerAlternate, copies.an[at] - fewer];
    const p = frequencyOf(v, group);
    if (limit === null) return exactRatios(ac, an, p);
    const value = publish(row, ac, an);
    if (Number.isNaN(shown.eaf[row]) || Number.isNaN(value)) return [1, 1, 1];
    const behind = copiesBehind((count) => publish(row, count, an), value, an);
    return behind ? intervalRatios(behind[0], behind[1], an, p) : [1, 1, 1];
  }
}
