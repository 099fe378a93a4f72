import type {RegimeReport} from "../../../src/model/privacy.js";
import {errorOfShown, isWithheld, type Regime} from "./regimes.js";

export interface RegimeGroup {
  level: string;
  people: number;
}

/** Of one group, added up over variants: numbers of cells, or expected numbers, and the error of shown frequencies. */
export interface GroupCosts {
  cells: number;
  withheld: number;
  /** Cells with a copy of `alt`, and those of them that are withheld. */
  present: number;
  presentWithheld: number;
  shownError: number;
}

/**
 * What each regime would withhold of exact counts, variants × groups: `ac` copies of `alt` among `an`. A cell in which
 * nobody was called (an 0) is left out. Rounding of `an` by regimes that round is not counted as error: it is below
 * that of `ac` by the frequency.
 */
export function regimeCosts(
  regimes: readonly Regime[],
  {ac, an}: {ac: Int32Array; an: Int32Array},
  groups: readonly RegimeGroup[]
): RegimeReport[] {
  if (ac.length !== an.length || ac.length % groups.length !== 0)
    throw new Error(`${ac.length} ac and ${an.length} an for ${groups.length} groups`);
  const variants = ac.length / groups.length;
  return regimes.map((regime) => {
    const costs = groups.map(noCosts);
    let uneven = 0;
    for (let variant = 0; variant < variants; ++variant) {
      let withheld = 0;
      let shown = 0;
      for (let group = 0; group < groups.length; ++group) {
        const cell = variant * groups.length + group;
        if (an[cell] === 0) continue;
        const hidden = isWithheld(regime, ac[cell], an[cell]);
        const sum = costs[group];
        ++sum.cells;
        if (ac[cell] > 0) ++sum.present;
        if (hidden) {
          ++sum.withheld;
          if (ac[cell] > 0) ++sum.presentWithheld;
          ++withheld;
        } else {
          sum.shownError += errorOfShown(regime, ac[cell]) / an[cell];
          ++shown;
        }
      }
      if (withheld > 0 && shown > 0) ++uneven;
    }
    return regimeReport(regime, groups, costs, ratio(uneven, variants));
  });
}

export function noCosts(): GroupCosts {
  return {cells: 0, withheld: 0, present: 0, presentWithheld: 0, shownError: 0};
}

/** The costs in the form of the manifest: shares in whole per cents, errors to two digits. */
export function regimeReport(
  {id, title, sentence, source, url}: Regime,
  groups: readonly RegimeGroup[],
  costs: readonly GroupCosts[],
  uneven: number
): RegimeReport {
  return {
    id,
    title,
    sentence,
    source,
    url,
    groups: groups.map(({level, people}, group) => {
      const {cells, withheld, present, presentWithheld, shownError} = costs[group];
      return {
        level,
        people,
        cellsWithheld: wholePercent(ratio(withheld, cells)),
        presentWithheld: wholePercent(ratio(presentWithheld, present)),
        frequencyError: Number(ratio(shownError, cells - withheld).toPrecision(2))
      };
    }),
    variantsUneven: wholePercent(uneven)
  };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function wholePercent(share: number): number {
  return Math.round(share * 100) / 100;
}
