import {html} from "htl";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused} from "../../kernels/equity/subgroup.js";
import type {EquityDocument} from "../../model/equity.js";
import type {ReleaseManifest} from "../../model/release.js";
import {figure} from "../Figure.js";
import {concentrationChart, concentrationColumns, concentrationRows} from "./concentrationChart.js";
import {equiplot} from "./equiplot.js";
import {equitySeries, hiddenSubgroups, type EquitySeries} from "./equitySeries.js";
import {seriesFacts, sourceWords} from "./figureFacts.js";
import {gradientMultiples} from "./gradientMultiples.js";
import {headlineList} from "./headlineList.js";
import {changeHeadline} from "./headlines/changeHeadline.js";
import type {Headline} from "./headlines/headline.js";
import {measureChart, measuredColumns, measuredSeries} from "./measureChart.js";
import {measurePanel} from "./measurePanel.js";
import {allMeasures} from "./measureSeries.js";
import {measureTable} from "./measureTable.js";
import {measureTitle} from "./measureTitle.js";
import {resolveChoice, titledSeries, type ReachedChoice, type ReachedView, type TitledSeries} from "./reachedChoice.js";
import {seriesHeadlines} from "./seriesHeadlines.js";
import {subgroupChart, subgroupColumns, subgroupRows} from "./subgroupChart.js";
import {hiddenByProtection, hiddenSentences, withheldSign} from "./withheldEquity.js";
import type {EquityWords} from "./words/en.js";

interface ExplorerOptions {
  document: EquityDocument;
  manifest: ReleaseManifest;
  words: EquityWords;
  view: ReachedView;
  /** Called whenever a reader has chosen something. */
  onView: (view: ReachedView) => void;
}

/** Choose an indicator, a dimension, a setting, a period and a measure, and what to compare with; all charts follow. */
export function reachedExplorer({document, manifest, words, view, onView}: ExplorerOptions): HTMLElement {
  const all = titledSeries(equitySeries(document.indicators));
  if (all.length === 0) return html`<p class="empty">${words.reached.empty}</p>` as HTMLElement;
  let asked = view;
  const controls = html`<div class="controls" role="group" aria-label=${words.reached.controls}></div>` as HTMLElement;
  const stage = html`<div class="reached-stage"></div>` as HTMLElement;
  const said = html`<p class="visually-hidden" role="status"></p>` as HTMLElement;

  function choose(part: Partial<ReachedView>): void {
    asked = {...asked, ...part};
    const choice = resolveChoice(all, asked);
    asked = viewOf(choice);
    onView(asked);
    show(choice);
    said.textContent = words.reached.shown(choice.chosen.title, measureTitle(choice.measure));
  }

  function show(choice: ReachedChoice): void {
    const focused = (globalThis.document.activeElement as HTMLElement | null)?.closest("[name]")?.getAttribute("name");
    controls.replaceChildren(...fields(choice, words, choose));
    if (focused) controls.querySelector<HTMLElement>(`[name="${focused}"]`)?.focus();
    stage.replaceChildren(...views({all, choice, document, manifest, words, choose}));
  }

  show(resolveChoice(all, asked));
  return html`<div class="reached">${controls} ${said} ${stage}</div>` as HTMLElement;
}

/** The choice as an address has it: what there is no choice of is left out. */
function viewOf({chosen: {series}, measure, compared, ...choice}: ReachedChoice): ReachedView {
  const several = (options: readonly unknown[], value: string | null) => (options.length > 1 ? value : null);
  return {
    indicator: several(choice.indicators, series.indicator),
    dimension: several(choice.dimensions, series.dimension),
    setting: several(choice.settings, series.setting),
    period: several(choice.periods, series.date),
    measure,
    compare: compared?.id ?? null
  };
}

function fields(choice: ReachedChoice, words: EquityWords, choose: (part: Partial<ReachedView>) => void): Node[] {
  const {columns} = words;
  const {series} = choice.chosen;
  const field = (
    key: keyof ReachedView,
    label: string,
    options: readonly {value: string; text: string}[],
    value: string
  ): Node =>
    html`<label class="field">
      ${label}
      <select name=${key} onchange=${(e: Event) => choose({[key]: (e.target as HTMLSelectElement).value || null})}>
        ${options.map((option) => html`<option value=${option.value} selected=${option.value === value}>${option.text}</option>`)}
      </select>
    </label>` as Node;
  const plain = (options: readonly (string | null)[]) =>
    options.map((option) => ({value: option ?? "", text: option ?? words.charts.noPeriod}));
  return [
    field("indicator", columns.indicator, plain(choice.indicators), series.indicator),
    field("dimension", columns.dimension, plain(choice.dimensions), series.dimension),
    field("setting", columns.setting, plain(choice.settings), series.setting),
    field("period", columns.period, plain(choice.periods), series.date ?? ""),
    field(
      "measure",
      columns.measure,
      (Object.keys(measures) as MeasureId[]).map((id) => ({value: id, text: measureTitle(id)})),
      choice.measure
    ),
    field(
      "compare",
      words.reached.compare,
      [
        {value: "", text: words.reached.compareNone},
        ...choice.comparable.map(({id, title}) => ({value: id, text: title}))
      ],
      choice.compared?.id ?? ""
    )
  ];
}

interface ViewOptions {
  all: readonly TitledSeries[];
  choice: ReachedChoice;
  document: EquityDocument;
  manifest: ReleaseManifest;
  words: EquityWords;
  choose: (part: Partial<ReachedView>) => void;
}

function views({all, choice, document, manifest, words, choose}: ViewOptions): Node[] {
  const {chosen, compared, measure} = choice;
  const {series} = chosen;
  const sign = withheldSign(manifest, words);
  const shared = {manifest, embed: true};
  const factsOf = (titled: readonly TitledSeries[]) =>
    seriesFacts(
      titled.map(({series}) => series),
      document,
      manifest,
      words
    );
  const both = compared ? titledSeries([series, compared.series]) : [chosen];
  const sourcesOf = (titled: readonly TitledSeries[]) =>
    sourceWords(
      titled.map(({series}) => series),
      document,
      words
    );
  const subgroups = subgroupRows(both);
  // On a chart of their own, series are named by what tells them apart there.
  const among = (fits: (other: EquitySeries) => boolean) =>
    titledSeries(all.map((other) => other.series).filter((other) => other.scale === series.scale && fits(other)));
  const over = among((other) => other.dimension === series.dimension && other.setting === series.setting);
  const panels = among(({setting}) => setting === series.setting);
  const concentration = concentrationRows(both);
  const table = allMeasures(series, words);
  const facts: [string, string][] = [
    [words.columns.series, chosen.title],
    [words.columns.source, series.source],
    ...factsOf([chosen])
  ];
  return [
    html`<h2>${chosen.title}</h2>` as Node,
    html`<p class="quiet">${words.reached.about(series)}</p>` as Node,
    headlineList([...seriesHeadlines(series, words), ...comparison(chosen, compared, words)]),
    figure({
      ...shared,
      id: "subgroups",
      title: words.figures.subgroups(both.map(({title}) => title)),
      subtitle: words.figures.subgroupsSaid,
      chart: (width) => subgroupChart(subgroups, words, sign, width),
      source: sourcesOf(both),
      facts: factsOf(both),
      columns: subgroupColumns(words, sign, both.length > 1),
      rows: subgroups
    }),
    measurePanel({
      id: measure,
      result: table.find(({id}) => id === measure)!.result,
      words
    }),
    figure({
      ...shared,
      id: "measure-over",
      title: words.figures.measureOver(measureTitle(measure), series.dimension),
      subtitle: words.figures.measureOverSaid,
      chart: (width) => measureChart(measuredSeries(measure, over, words), measure, words, width),
      source: sourcesOf(over),
      facts: factsOf(over),
      columns: measuredColumns(measure, words),
      rows: measuredSeries(measure, over, words)
    }),
    ...(concentration.length === 0
      ? [
          html`<p class="empty" id="concentration">
            ${words.reached.noCurve(series.ordered, hiddenSubgroups(series).length)}
          </p>` as Node
        ]
      : [
          figure({
            ...shared,
            id: "concentration",
            title: words.figures.concentration(series.dimension),
            subtitle: words.figures.concentrationSaid,
            chart: (width) => concentrationChart(concentration, words, width),
            source: sourcesOf(both),
            facts: factsOf(both),
            columns: concentrationColumns(words),
            rows: concentration
          })
        ]),
    figure({
      ...shared,
      id: "equiplot",
      title: words.figures.equiplot(series.dimension),
      subtitle: words.figures.equiplotSaid,
      chart: (width) => equiplot(subgroupRows(over), words, sign, width),
      source: sourcesOf(over),
      facts: factsOf(over),
      columns: subgroupColumns(words, sign, true),
      rows: subgroupRows(over)
    }),
    figure({
      ...shared,
      id: "multiples",
      title: words.figures.multiples,
      subtitle: words.figures.multiplesSaid,
      chart: (width) => gradientMultiples(subgroupRows(panels), words, sign, width),
      source: sourcesOf(panels),
      facts: factsOf(panels),
      columns: subgroupColumns(words, sign, true),
      rows: subgroupRows(panels)
    }),
    measureTable({
      rows: table,
      chosen: measure,
      title: words.figures.measures(table.filter(({result}) => !isRefused(result)).length, table.length),
      facts,
      words,
      onMeasure: (id) => choose({measure: id})
    }),
    html`<h2 id="hidden">${words.hidden.title}</h2>` as Node,
    hiddenByProtection(hiddenSentences(document, manifest, words), sign, words)
  ];
}

/** What can be said of two series: a change between periods, and otherwise that they are drawn only. */
function comparison(chosen: TitledSeries, compared: TitledSeries | null, words: EquityWords): Headline[] {
  if (!compared) return [];
  const [a, b] = [chosen.series, compared.series];
  const periods = a.indicator === b.indicator && a.dimension === b.dimension && a.setting === b.setting;
  if (!periods || a.date === null || b.date === null)
    return [{kind: "untold", text: words.reached.onlyDrawn(chosen.title, compared.title)}];
  return [a.date < b.date ? changeHeadline(a, b, words) : changeHeadline(b, a, words)];
}
