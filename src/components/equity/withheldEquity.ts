import {html} from "htl";
import type {EquityDocument} from "../../model/equity.js";
import type {ReleaseManifest} from "../../model/release.js";
import {withheldBy, withheldWords} from "../cohortWords.js";
import {equitySeries, hiddenSubgroups} from "./equitySeries.js";
import type {WithheldSign} from "./subgroupChart.js";
import type {EquityWords} from "./words/en.js";

/** What stands in the place of a withheld figure of equity, with the sentence of the rule that withheld it. */
export function withheldSign(manifest: ReleaseManifest, words: EquityWords): WithheldSign {
  const applied = manifest.withheld.find(({table}) => String(table) === "equity");
  const by = applied ? {rule: applied.rule, sentence: applied.sentence} : withheldBy(manifest);
  return {words: words.charts.withheld, by};
}

/** Who is hidden by protection, in sentences; none where everybody is shown. */
export function hiddenSentences(
  {indicators, representation}: Pick<EquityDocument, "indicators" | "representation">,
  manifest: ReleaseManifest,
  words: EquityWords
): string[] {
  const tables = new Map<string, {dimension: string; hidden: string[]; indicators: Set<string>}>();
  for (const {dimension, indicator, ...series} of equitySeries(indicators)) {
    const hidden = hiddenSubgroups(series).map(({subgroup}) => subgroup);
    if (hidden.length === 0) continue;
    const key = [dimension, ...hidden].join("\n");
    const same = tables.get(key) ?? {dimension, hidden, indicators: new Set()};
    tables.set(key, {...same, indicators: same.indicators.add(indicator)});
  }
  const series = [...tables.values()].map(({dimension, hidden, indicators}) =>
    words.hidden.series(dimension, hidden, [...indicators])
  );
  const variables = [...new Set(representation.map(({variable}) => variable))];
  const counts = variables.flatMap((variable) => {
    const hidden = representation.filter((row) => row.variable === variable && row.n === null).map(({level}) => level);
    return hidden.length === 0 ? [] : [words.hidden.counts(variable, hidden, withheldWords(manifest))];
  });
  return [...series, ...counts];
}

/** The same as a paragraph or list, with the rule's own words. */
export function hiddenByProtection(sentences: readonly string[], sign: WithheldSign, words: EquityWords): HTMLElement {
  if (sentences.length === 0) return html`<p class="empty">${words.hidden.nobody}</p>` as HTMLElement;
  return html`<div class="hidden-people">
    <ul>
      ${sentences.map((sentence) => html`<li><span class="withheld">${words.charts.withheld}</span> ${sentence}</li>`)}
    </ul>
    <p>${sign.by?.sentence ?? ""} ${words.hidden.cost}</p>
  </div>` as HTMLElement;
}
