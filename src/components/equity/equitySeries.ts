import type {EquityRow} from "../../model/equity.js";

/** One indicator over the subgroups of one dimension, in one setting and period: what a measure of inequality reads. */
export interface EquitySeries {
  setting: string;
  date: string | null;
  source: string;
  indicator: string;
  dimension: string;
  /** In their order, the most disadvantaged first; as given where the dimension has none. Withheld ones keep their place. */
  rows: EquityRow[];
  favourable: boolean;
  ordered: boolean;
  /** The greatest value possible; 100 = percentages. */
  scale: number;
  synthetic: boolean;
}

/** What a reader chooses a series by. */
export type SeriesKey = Pick<EquitySeries, "setting" | "date" | "indicator" | "dimension">;

/** Every series of the rows, in the order in which they first occur. */
export function equitySeries(rows: readonly EquityRow[]): EquitySeries[] {
  const series = new Map<string, EquitySeries>();
  for (const row of rows) {
    const key = JSON.stringify([row.setting, row.date, row.source, row.indicator, row.dimension]);
    const found = series.get(key);
    if (found) found.rows.push(row);
    else series.set(key, seriesOf(row));
  }
  for (const {rows} of series.values())
    rows.sort((a, b) => (a.subgroup_order ?? Infinity) - (b.subgroup_order ?? Infinity) || 0);
  return [...series.values()];
}

/** The subgroups whose value is withheld or was not given. */
export function hiddenSubgroups({rows}: Pick<EquitySeries, "rows">): EquityRow[] {
  return rows.filter(({estimate}) => estimate === null);
}

/** Whether the same subgroups were asked for the same thing, so that two series can be told apart by time or place only. */
export function isComparable(a: EquitySeries, b: EquitySeries): boolean {
  const names = ({rows}: EquitySeries) => rows.map(({subgroup}) => subgroup).join("\n");
  return (
    a.dimension === b.dimension &&
    a.indicator === b.indicator &&
    a.scale === b.scale &&
    a.favourable === b.favourable &&
    a.ordered === b.ordered &&
    names(a) === names(b)
  );
}

function seriesOf(row: EquityRow): EquitySeries {
  const {setting, date, source, indicator, dimension, synthetic} = row;
  return {
    setting,
    date,
    source,
    indicator,
    dimension,
    synthetic,
    rows: [row],
    favourable: row.favourable_indicator,
    ordered: row.ordered_dimension,
    scale: row.indicator_scale
  };
}
