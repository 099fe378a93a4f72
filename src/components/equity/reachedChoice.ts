import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import type {EquitySeries} from "./equitySeries.js";

/** What a reader asked for, as an address has it; null = whatever comes first. */
export interface ReachedView {
  indicator: string | null;
  dimension: string | null;
  setting: string | null;
  period: string | null;
  measure: string | null;
  /** The id of a second series. */
  compare: string | null;
}

/** A series with what tells it from the others. */
export interface TitledSeries {
  id: string;
  title: string;
  series: EquitySeries;
}

export interface ReachedChoice {
  chosen: TitledSeries;
  measure: MeasureId;
  compared: TitledSeries | null;
  /** What can be chosen, each list within what is chosen before it; a period of null is the only one. */
  indicators: string[];
  dimensions: string[];
  settings: string[];
  periods: (string | null)[];
  /** The others whose values are of the same kind, so that one axis holds both. */
  comparable: TitledSeries[];
}

/** The series that a view stands for; what does not exist gives way to the first that does. */
export function resolveChoice(all: readonly TitledSeries[], view: ReachedView): ReachedChoice {
  let left = all;
  const narrow = <Key extends "indicator" | "dimension" | "setting" | "date">(key: Key, wanted: string | null) => {
    const options = unique(left.map(({series}) => series[key]));
    const found = options.find((option) => option === wanted) ?? options[0];
    left = left.filter(({series}) => series[key] === found);
    return options;
  };
  const indicators = narrow("indicator", view.indicator);
  const dimensions = narrow("dimension", view.dimension);
  const settings = narrow("setting", view.setting);
  const periods = narrow("date", view.period);
  const chosen = left[0];
  const comparable = all.filter((other) => other !== chosen && other.series.scale === chosen.series.scale);
  return {
    chosen,
    indicators,
    dimensions,
    settings,
    periods,
    comparable,
    measure: isMeasure(view.measure) ? view.measure : chosen.series.ordered ? "sii" : "d",
    compared: comparable.find(({id}) => id === view.compare) ?? null
  };
}

/** Each series with a title of all that is not the same for all of them, and an id for an address. */
export function titledSeries(all: readonly EquitySeries[]): TitledSeries[] {
  const parts = (series: EquitySeries): [string, string][] => [
    ["indicator", series.indicator],
    ["dimension", series.dimension],
    ["setting", series.setting],
    ["date", series.date ?? ""],
    ["source", series.source]
  ];
  const varies = new Set(
    ["indicator", "dimension", "setting", "date", "source"].filter(
      (_, i) => new Set(all.map((series) => parts(series)[i][1])).size > 1
    )
  );
  // Sources are told apart only where nothing else does.
  const short = (series: EquitySeries, keys: string[]) =>
    parts(series)
      .filter(([key, text]) => keys.includes(key) && text !== "" && (key === "indicator" || varies.has(key)))
      .map(([, text]) => text)
      .join(" · ");
  const keys = ["indicator", "dimension", "setting", "date"];
  const titles = all.map((series) => short(series, keys));
  return all
    .map((series, i) => {
      const twin = titles.filter((title) => title === titles[i]).length > 1;
      const title = twin ? short(series, [...keys, "source"]) : titles[i];
      return {id: slug(title), title, series};
    })
    .map((entry, i, entries) => {
      const before = entries.slice(0, i).filter(({id}) => id === entry.id).length;
      return before === 0 ? entry : {...entry, id: `${entry.id}-${before + 1}`};
    });
}

function isMeasure(id: string | null): id is MeasureId {
  return id !== null && Object.hasOwn(measures, id);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
