import type {FigureSource, ParticipationDocument} from "../../../model/equity.js";
import {participationWords as words} from "./participationWords.js";

/** The entry of a table that ships. */
export function sourceOf(sources: ParticipationDocument["sources"], id: FigureSource["id"]): FigureSource {
  const source = sources.find((source) => source.id === id);
  if (!source) throw new Error(`no source named: ${id}`);
  return source;
}

/** What a figure of it says of where its numbers come from, as every figure and export of the cohort does. */
export function sourceFacts({id, citation, date, url}: FigureSource): [string, string][] {
  return [
    ["Data", words.sources.real],
    ["Date of the data", date],
    ["Read with care", words.sources.careful[id] ?? ""],
    ["Citation", url === null ? citation : `${citation}. ${url}`]
  ].filter((fact): fact is [string, string] => fact[1] !== "");
}

/** The line below a chart, for which the citation is too long. */
export function sourceLine({id, title, date}: FigureSource): string {
  return words.sources.short[id] ?? `${title}, ${date}`;
}
