import {caseControlPower, effectiveSampleSize, quantitativePower} from "../../../src/kernels/power.js";
import {
  powerDeviations,
  powerFrequencies,
  powerOddsRatio,
  type EquityGenomicsRow
} from "../../../src/model/equityGenomics.js";
import {metaLevel, type AssociationRows} from "../association/associationRows.js";

/**
 * How many people each group has for one trait, as its rows show them, and how likely it is to find an odds ratio of 1.2 a
 * copy at genome-wide significance, or a tenth of a standard deviation of a quantitative trait, by how common the allele
 * is. Both follow from the numbers of people alone, so they have no interval.
 */
export function powerRows(batches: readonly AssociationRows[]): EquityGenomicsRow[] {
  const [first] = batches;
  if (!first) return [];
  const none = {otherAncestry: null, se: null, low: null, high: null, nVariants: null, trait: first.trait};
  return first.levels.flatMap((ancestry, g): EquityGenomicsRow[] => {
    const {people, cases} = mostPeople(batches, g);
    if (ancestry === metaLevel || people === 0) return [];
    const about = {...none, ancestry};
    const size = cases === null ? people : effectiveSampleSize(cases, people - cases);
    const power = (frequency: number): number =>
      cases === null
        ? quantitativePower(powerDeviations, frequency, people)
        : caseControlPower(Math.log(powerOddsRatio), frequency, cases, people - cases);
    return [
      {...about, measure: "effective-size", bin: null, estimate: size},
      ...powerFrequencies.map((bin): EquityGenomicsRow => ({
        ...about,
        measure: "power",
        bin,
        estimate: power(Number(bin))
      }))
    ];
  });
}

/** At the variant for which most are shown: others lack a few calls. */
function mostPeople(batches: readonly AssociationRows[], level: number): {people: number; cases: number | null} {
  let people = 0;
  let cases = 0;
  for (const {n, nCase, levels} of batches)
    for (let at = level; at < n.length; at += levels.length)
      if (n[at] > people) {
        people = n[at];
        cases = nCase?.[at] ?? 0;
      }
  return {people, cases: batches[0].nCase ? cases : null};
}
