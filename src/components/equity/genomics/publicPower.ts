import {caseControlPower} from "../../../kernels/power.js";
import {powerOddsRatio} from "../../../model/equityGenomics.js";
import type {ReleaseManifest} from "../../../model/release.js";

/** Cases and controls of one group, from the counts of people that everybody sees; null = withheld. */
export interface GroupCases {
  ancestry: string;
  cases: number | null;
  controls: number | null;
}

export interface PowerPoint {
  ancestry: string;
  /** What is to be found, at which level. */
  panel: string;
  frequency: number;
  power: number;
}

export const powerPanels = [
  {words: "A finding of its own (p < 5 × 10⁻⁸)", alpha: 5e-8},
  {words: "Another’s finding again (p < 0.05)", alpha: 0.05}
] as const;

const frequencies = Array.from({length: 50}, (_, i) => (i + 1) / 100);

/** The trait whose cases the released counts of people tell from its controls, with those counts; null = there is none. */
export function publicCases({traits, people}: Pick<ReleaseManifest, "traits" | "people">): {
  trait: {id: string; label: string};
  groups: GroupCases[];
} | null {
  const ancestry = people.strata.indexOf("ancestry");
  const trait = traits.find(({stratum}) => stratum && people.strata.includes(stratum.variable));
  if (!trait?.stratum || ancestry < 0) return null;
  const {variable, cases, controls} = trait.stratum;
  const at = people.strata.indexOf(variable);
  const levels = [...new Set(people.rows.map((row) => row.levels[ancestry]))].sort();
  const countIn = (level: string, statuses: readonly string[]): number | null => {
    const rows = people.rows.filter((row) => row.levels[ancestry] === level && statuses.includes(row.levels[at]));
    return rows.some(({n}) => n === null) ? null : rows.reduce((sum, {n}) => sum + n!, 0);
  };
  return {
    trait: {id: trait.id, label: trait.label},
    groups: levels.map((level) => ({
      ancestry: level,
      cases: countIn(level, cases),
      controls: countIn(level, controls)
    }))
  };
}

/** Power for an odds ratio of 1.2 a copy by frequency, of groups whose people are known. */
export function powerCurves(groups: readonly GroupCases[]): PowerPoint[] {
  return powerPanels.flatMap(({words, alpha}) =>
    groups.flatMap(({ancestry, cases, controls}) =>
      cases === null || controls === null || cases === 0 || controls === 0
        ? []
        : frequencies.map((frequency) => ({
            ancestry,
            panel: words,
            frequency,
            power: caseControlPower(Math.log(powerOddsRatio), frequency, cases, controls, alpha)
          }))
    )
  );
}
