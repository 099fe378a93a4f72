import {caseControlPower, effectiveSampleSize} from "../power.js";

/** Participants of one group in a case–control study, and how common the allele is among them. */
export interface StudyGroup {
  group: string;
  cases: number;
  controls: number;
  /** Frequency of the allele in this group, 0–1. */
  frequency: number;
}

/** What one group would need. Participants are whole people at the group's own share of cases (half, where it has none). */
export interface ParityNeed {
  group: string;
  participants: number;
  effectiveSize: number;
  /** Power as the study is, 0–1. */
  power: number;
  /** Participants for the power asked for; Infinity where no number gives it, as where nobody carries the allele. */
  needed: number;
  /** Of those, how many are missing. */
  missing: number;
  /** Participants for the same effective size as the group that has the largest. */
  neededForEqualSize: number;
}

/**
 * What parity would need: for every group, the participants with whom an odds ratio per allele would be found with `power`
 * at two-sided significance `alpha`, and those for an effective size as large as the largest.
 *
 * Power by the score test of Vukcevic et al. 2011, Genet Epidemiol 35:278 (see `caseControlPower`).
 */
export function equalPower(groups: readonly StudyGroup[], oddsRatio: number, power = 0.8, alpha = 5e-8): ParityNeed[] {
  const largest = Math.max(...groups.map(({cases, controls}) => effectiveSampleSize(cases, controls)));
  return groups.map(({group, cases, controls, frequency}) => {
    const participants = cases + controls;
    const caseShare = cases > 0 && controls > 0 ? cases / participants : 0.5;
    const needed = participantsForPower(oddsRatio, frequency, caseShare, power, alpha);
    return {
      group,
      participants,
      effectiveSize: effectiveSampleSize(cases, controls),
      power: caseControlPower(Math.log(oddsRatio), frequency, cases, controls, alpha),
      needed,
      missing: Math.max(0, needed - participants),
      neededForEqualSize: wholePeople(largest / (4 * caseShare * (1 - caseShare)))
    };
  });
}

/** People, cases and controls together at the given share of cases, for the power asked for; Infinity where none suffice. */
export function participantsForPower(
  oddsRatio: number,
  frequency: number,
  caseShare = 0.5,
  power = 0.8,
  alpha = 5e-8
): number {
  return wholePeople(effectiveSizeForPower(oddsRatio, frequency, power, alpha) / (4 * caseShare * (1 - caseShare)));
}

/** Effective sample size at which an odds ratio per allele is found with this power. */
export function effectiveSizeForPower(oddsRatio: number, frequency: number, power = 0.8, alpha = 5e-8): number {
  const beta = Math.log(oddsRatio);
  if (!(beta * beta * frequency * (1 - frequency) > 0)) return Infinity;
  const found = (size: number): boolean => caseControlPower(beta, frequency, size / 2, size / 2, alpha) >= power;
  let enough = 1;
  while (!found(enough)) {
    enough *= 2;
    if (enough > 1e18) return Infinity;
  }
  let few = enough / 2;
  for (let i = 0; i < 60; i++) {
    const middle = (few + enough) / 2;
    if (found(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** Rounded up, but not for a rounding error. */
function wholePeople(people: number): number {
  return Math.ceil(people - 1e-6);
}
