import type {ParticipationRow} from "../../../model/equity.js";
import type {ParticipationView} from "../../../model/participationView.js";

/** The category of the GWAS Catalog for participants whose ancestry no paper states. */
export const notReported = "Not reported";
export const european = "European";

export type Selection = Pick<ParticipationView, "metric" | "stage" | "trait" | "from" | "to" | "count">;

/** One ancestry category in one year, or from the first year up to it. */
export interface YearShare {
  year: number;
  ancestry: string;
  count: number;
  /** Of all with recorded ancestry in the same years, 0–1. */
  share: number;
}

/** Those whose ancestry was not reported, and everybody in the same years. */
export interface YearNotReported {
  year: number;
  count: number;
  total: number;
}

/** Categories in alphabetical order, which implies no rank; those that name nobody come last. */
export function ancestriesOf(rows: readonly ParticipationRow[]): string[] {
  const last = (name: string): number => (name === notReported ? 2 : name.startsWith("Other") ? 1 : 0);
  return [...new Set(rows.map(({ancestry}) => ancestry))].sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
}

export function traitsOf(rows: readonly ParticipationRow[]): string[] {
  return [...new Set(rows.map(({traitCategory}) => traitCategory))].sort();
}

/** First and last year of the rows. */
export function yearsOf(rows: readonly ParticipationRow[]): [number, number] {
  const years = rows.map(({year}) => year);
  return [Math.min(...years), Math.max(...years)];
}

/** The years chosen, within those there are; in order, whichever was chosen first. */
export function chosenYears(rows: readonly ParticipationRow[], {from, to}: Selection): [number, number] {
  const [first, last] = yearsOf(rows);
  const within = (year: number | null, otherwise: number): number =>
    year === null ? otherwise : Math.min(last, Math.max(first, year));
  const [a, b] = [within(from, first), within(to, last)];
  return a <= b ? [a, b] : [b, a];
}

/**
 * Shares of those with recorded ancestry, by year; a year without any is left out.
 * A person counts once per study; a study counts once per ancestry category and stage.
 */
export function sharesByYear(rows: readonly ParticipationRow[], selection: Selection): YearShare[] {
  const ancestries = ancestriesOf(rows).filter((ancestry) => ancestry !== notReported);
  return countsByYear(rows, selection).flatMap(({year, counts}) => {
    const recorded = ancestries.reduce((sum, ancestry) => sum + (counts.get(ancestry) ?? 0), 0);
    return recorded === 0
      ? []
      : ancestries.map((ancestry) => {
          const count = counts.get(ancestry) ?? 0;
          return {year, ancestry, count, share: count / recorded};
        });
  });
}

/** How many are left out of the shares, by year. */
export function notReportedByYear(rows: readonly ParticipationRow[], selection: Selection): YearNotReported[] {
  return countsByYear(rows, selection).flatMap(({year, counts}) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [{year, count: counts.get(notReported) ?? 0, total}];
  });
}

/** Over all chosen years at once. */
export function sharesOverall(rows: readonly ParticipationRow[], selection: Selection): YearShare[] {
  const all = sharesByYear(rows, {...selection, count: "cumulative"});
  const last = all.at(-1)?.year;
  return all.filter(({year}) => year === last);
}

export function notReportedOverall(rows: readonly ParticipationRow[], selection: Selection): YearNotReported | null {
  return notReportedByYear(rows, {...selection, count: "cumulative"}).at(-1) ?? null;
}

function countsByYear(
  rows: readonly ParticipationRow[],
  selection: Selection
): {year: number; counts: Map<string, number>}[] {
  const {metric, stage, trait, count} = selection;
  const [from, to] = chosenYears(rows, selection);
  const years = Array.from({length: to - from + 1}, (_, i) => ({year: from + i, counts: new Map<string, number>()}));
  for (const row of rows) {
    if (row.year < from || row.year > to) continue;
    if (stage !== "both" && row.stage !== stage) continue;
    if (trait !== null && row.traitCategory !== trait) continue;
    const last = count === "cumulative" ? to : row.year;
    for (let year = row.year; year <= last; year++) {
      const {counts} = years[year - from];
      counts.set(row.ancestry, (counts.get(row.ancestry) ?? 0) + row[metric]);
    }
  }
  return years;
}
