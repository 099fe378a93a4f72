import type {EquityDocument, FigureSource} from "../../model/equity.js";
import type {ReleaseManifest, TableName} from "../../model/release.js";
import {provenanceFacts} from "../provenanceFacts.js";
import type {EquitySeries} from "./equitySeries.js";
import type {EquityWords} from "./words/en.js";

/** What a figure of others says of its numbers: whose they are, of when, and what has to be said beside them. */
export function sourceFacts({citation, date, caveat}: FigureSource, words: EquityWords): [string, string][] {
  const {whose, figuresDate, caveat: said} = words.report;
  return [
    [whose, citation],
    [figuresDate, date],
    [said, caveat]
  ];
}

/** What is said of series: of those that ship, their sources; of the cohort's own, its provenance. */
export function seriesFacts(
  series: readonly EquitySeries[],
  {sources}: Pick<EquityDocument, "sources">,
  manifest: ReleaseManifest,
  words: EquityWords
): [string, string][] {
  const shipped = sources.filter(({citation}) => series.some(({source}) => source === citation));
  const own = series.some(({source}) => !sources.some(({citation}) => citation === source));
  return [
    ...shipped.flatMap((source) => sourceFacts(source, words)),
    ...(own ? provenanceFacts(manifest, ["equity" as TableName]) : [])
  ];
}

/** The same in short, for the line below a figure: titles of what ships, and the source of the cohort's own tables. */
export function sourceWords(
  series: readonly EquitySeries[],
  {sources}: Pick<EquityDocument, "sources">,
  words: EquityWords
): string {
  const named = series.map(({source}) => {
    const shipped = sources.find(({citation}) => citation === source);
    return shipped ? words.report.dated(shipped.title, shipped.date) : source;
  });
  return [...new Set(named)].join("; ");
}
