import {measure, measures, type MeasureId} from "../../kernels/equity/measures.js";
import type {Inequality, Measured, Refused} from "../../kernels/equity/subgroup.js";
import {hiddenSubgroups, type EquitySeries} from "./equitySeries.js";
import type {EquityWords} from "./words/en.js";

/** One measure of one series: its value with an interval, or the sentence that says why there is none. */
export interface MeasureRow {
  id: MeasureId;
  result: Measured | Refused;
}

/** A measure over all subgroups of a series; refused where one is withheld, since it would then describe other people. */
export function measureSeries(
  id: MeasureId,
  series: EquitySeries,
  words: EquityWords,
  level = 0.95
): Measured | Refused {
  const hidden = hiddenSubgroups(series).map(({subgroup}) => subgroup);
  if (hidden.length > 0) return {refused: words.refusals.hidden(hidden)};
  return measure(id, inequalityOf(series), level);
}

export function allMeasures(series: EquitySeries, words: EquityWords): MeasureRow[] {
  return (Object.keys(measures) as MeasureId[]).map((id) => ({id, result: measureSeries(id, series, words)}));
}

/** What a measure reads of a series without withheld subgroups. */
export function inequalityOf({rows, favourable, ordered, scale}: EquitySeries): Inequality {
  return {
    subgroups: rows.map(({estimate, se, population, subgroup_order, reference_subgroup}) => ({
      estimate: estimate as number,
      se,
      population,
      order: subgroup_order,
      reference: reference_subgroup
    })),
    favourable,
    ordered,
    scale,
    settingAverage: rows.find(({setting_average}) => setting_average !== null)?.setting_average ?? null
  };
}
