import {effectCorrelation} from "../../../src/kernels/effectCorrelation.js";
import {effectSlope, type EffectPair} from "../../../src/kernels/effectSlope.js";
import {pickedDifference} from "../../../src/kernels/pickedDifference.js";
import {poissonInterval} from "../../../src/kernels/poissonInterval.js";
import {replicationPower} from "../../../src/kernels/power.js";
import type {Estimate} from "../../../src/kernels/metaAnalysis.js";
import {zOfMinusLog10P} from "../../../src/kernels/tails.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {winnersCurse} from "../../../src/kernels/winnersCurse.js";
import {genomeWide} from "../../../src/model/association.js";
import {
  elsewhereFates,
  enoughPower,
  type ElsewhereFate,
  type EquityGenomicsRow,
  type GenomicMeasure
} from "../../../src/model/equityGenomics.js";
import {withInterval, z95} from "./frequencyRows.js";
import {foundByOthers, isNear, type Lead} from "./leadVariants.js";

/** P-value at which a group counts as having seen a finding of another again, two-sided, in the same direction. */
const replicationP = 0.05;

/** A line through fewer points is no comparison of effects. */
const fewestPairs = 3;

/**
 * What became of one trait's loci in each group: how many it found itself, and how those that another group found do in it,
 * for each other group and for all others together.
 *
 * Effects at the loci were picked for being strong, so they are taken back by what being picked adds. Expected is how many
 * loci the group would see again at its own standard errors if effects were the same in it: observed over expected is the
 * power-adjusted transferability of Huang et al. 2022, Nat Commun 13:4664, for the leading variant of each locus. Its
 * interval takes the observed number as a Poisson count and the expected one as known.
 */
export function carryOverRows(
  trait: string,
  levels: readonly string[],
  leads: readonly Lead[],
  lociBp: number
): EquityGenomicsRow[] {
  return levels.flatMap((target) => {
    const own = leads.filter(({discovery}) => discovery === target);
    const about = {trait, ancestry: target};
    return [
      rowOf("loci-found", {...about, otherAncestry: null}, {estimate: own.length, nVariants: own.length}),
      ...[...levels.filter((level) => level !== target), null].flatMap((other) => {
        const found =
          other === null ? foundByOthers(leads, target, lociBp) : leads.filter(({discovery}) => discovery === other);
        // With two groups, any other group is the one other.
        if (other === null && levels.length < 3) return [];
        return found.length === 0 ? [] : rowsOfPair({...about, otherAncestry: other}, found, own, lociBp);
      })
    ];
  });
}

type About = Pick<EquityGenomicsRow, "trait" | "ancestry" | "otherAncestry">;

function rowsOfPair(about: About, found: readonly Lead[], own: readonly Lead[], lociBp: number): EquityGenomicsRow[] {
  const fates = found.map((lead) => fateOf(lead, about.ancestry, own, lociBp));
  const pairs = found.flatMap((lead) => comparedWith(lead, about.ancestry) ?? []);
  return [
    ...elsewhereFates.map((bin) =>
      rowOf("loci-elsewhere", about, {
        bin,
        estimate: fates.filter((fate) => fate === bin).length,
        nVariants: found.length
      })
    ),
    ...(pairs.length > 0 ? rowsOfEffects(about, pairs) : [])
  ];
}

function rowsOfEffects(about: About, pairs: readonly ComparedEffects[]): EquityGenomicsRow[] {
  const nVariants = pairs.length;
  const isSame = ({first, second}: EffectPair): boolean => Math.sign(first.beta) === Math.sign(second.beta);
  const observed = pairs.filter((pair) => isSame(pair) && isSeenAgain(pair)).length;
  const expected = pairs.reduce(
    (sum, {first, second}) => sum + replicationPower({beta: first.beta, se: second.se}, replicationP),
    0
  );
  const [fewest, most] = poissonInterval(observed);
  const same = pairs.filter(isSame).length;
  const [low, high] = wilsonInterval(same, nVariants);
  const {slope, low: slopeLow, high: slopeHigh} = effectSlope(pairs);
  const {correlation, se} = effectCorrelation(pairs);
  return [
    rowOf("replicated-observed", about, {estimate: observed, nVariants}),
    rowOf("replicated-expected", about, {estimate: expected, nVariants}),
    rowOf("replication", about, {
      estimate: observed / expected,
      low: fewest / expected,
      // No more can be seen again than there are.
      high: Math.min(most, nVariants) / expected,
      nVariants
    }),
    rowOf("same-direction", about, {estimate: same / nVariants, low, high, nVariants}),
    ...(nVariants >= fewestPairs
      ? [
          rowOf("effect-slope", about, {estimate: slope, low: slopeLow, high: slopeHigh, nVariants}),
          rowOf("effect-correlation", about, {...withInterval(correlation, se), nVariants})
        ]
      : []),
    rowOf("effects-differ", about, {estimate: pairs.filter((pair) => differs(pair, nVariants)).length, nVariants})
  ];
}

/** Whether the group saw it again at its own error, whatever the size. */
function isSeenAgain({second}: EffectPair): boolean {
  return Math.abs(second.beta / second.se) > zOfMinusLog10P(-Math.log10(replicationP));
}

/** Whether the two effects are further apart than chance would have it in any of `count` comparisons (Bonferroni). */
function differs({picked, second}: ComparedEffects, count: number): boolean {
  return pickedDifference(picked, second, genomeWide) > -Math.log10(0.05 / count);
}

/** One locus in the group that found it and in another. */
export interface ComparedEffects extends EffectPair {
  /** As the first group estimates it; `first` is without what being picked adds, with an error that says how sure that is. */
  picked: Estimate;
}

export function comparedWith({effects, discovery}: Lead, target: string): ComparedEffects | null {
  const [picked, second] = [effects.get(discovery), effects.get(target)];
  if (!picked || !second || !(picked.se > 0) || !(second.se > 0)) return null;
  const {beta, interval} = winnersCurse(picked, genomeWide);
  if (!Number.isFinite(beta) || !Number.isFinite(second.beta)) return null;
  return {picked, first: {beta, se: (interval[1] - interval[0]) / (2 * z95)}, second};
}

function fateOf(lead: Lead, target: string, own: readonly Lead[], lociBp: number): ElsewhereFate {
  if (own.some((one) => isNear(one, lead, lociBp))) return "found";
  const pair = comparedWith(lead, target);
  if (!pair) return "not-shown";
  const power = replicationPower({beta: pair.first.beta, se: pair.second.se}, genomeWide);
  return power >= enoughPower ? "missed-with-power" : "missed-without-power";
}

function rowOf(measure: GenomicMeasure, about: About, values: Partial<EquityGenomicsRow>): EquityGenomicsRow {
  return {bin: null, estimate: null, se: null, low: null, high: null, nVariants: null, measure, ...about, ...values};
}
