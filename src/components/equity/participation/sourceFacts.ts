import type {FigureSource, ParticipationDocument} from "../../../model/equity.js";

/** The entry of a table that ships. */
export function sourceOf(sources: ParticipationDocument["sources"], id: FigureSource["id"]): FigureSource {
  const source = sources.find((source) => source.id === id);
  if (!source) throw new Error(`no source named: ${id}`);
  return source;
}

/** What a figure of it says of where its numbers come from, as every figure and export of the cohort does. */
export function sourceFacts({citation, date, caveat, url}: FigureSource): [string, string][] {
  return [
    ["Data", "real, aggregate, published by others"],
    ["Date of the data", date],
    ["Rules applied", "none: no number of this cohort is in it"],
    ["Read with care", caveat],
    ["Citation", url === null ? citation : `${citation}. ${url}`]
  ];
}
