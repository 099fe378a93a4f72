import type {EquityDocument, FigureSource, ParticipationDocument, PortabilityFigure} from "../../model/equity.js";
import type {ReleaseManifest} from "../../model/release.js";
import type {TableColumn} from "../dataTable.js";
import {figure} from "../Figure.js";
import {barGroups, type GroupedBar} from "./barGroups.js";
import {equitySeries} from "./equitySeries.js";
import {seriesFacts, sourceFacts, sourceWords} from "./figureFacts.js";
import {gradientMultiples} from "./gradientMultiples.js";
import {keyMeasureColumns, keyMeasures, keyMeasuresChart} from "./keyMeasures.js";
import {titledSeries, type TitledSeries} from "./reachedChoice.js";
import {subgroupChart, subgroupColumns, subgroupRows} from "./subgroupChart.js";
import {withheldSign} from "./withheldEquity.js";
import {catalogueShares, continentShares, unrecordedShare} from "./worldShares.js";
import type {EquityWords} from "./words/en.js";

/** What every figure of the report is made of. */
export interface ReportData {
  equity: EquityDocument;
  participation: ParticipationDocument;
  manifest: ReleaseManifest;
  words: EquityWords;
}

/** The series that ship with an order and several groups: the gradient of the survey. */
export function shippedGradients({equity, words}: ReportData): TitledSeries[] {
  const shipped = (citation: string) => equity.sources.some((source) => source.citation === citation);
  const gradients = titledSeries(equitySeries(equity.indicators)).filter(
    ({series}) => series.ordered && series.rows.length > 1 && shipped(series.source)
  );
  const indicators = new Set(gradients.map(({series}) => series.indicator));
  return indicators.size > 1
    ? gradients
    : gradients.map((one) => ({...one, title: words.report.by(one.series.dimension)}));
}

/** The tables that the cohort's manifest names. */
export function ownSeries({equity}: ReportData): TitledSeries[] {
  const own = equity.indicators.filter(({source}) => !equity.sources.some(({citation}) => citation === source));
  return titledSeries(equitySeries(own));
}

export function participationFigure(data: ReportData): HTMLElement {
  const {equity, participation, manifest, words} = data;
  const [groups, continents] = [catalogueShares(participation.rows), continentShares(equity.continents)];
  const whole = Math.max(...[...groups, ...continents].map(({share}) => share));
  const bars: GroupedBar[] = [
    ...groups.map(({ancestry, share, count}) => ({
      whole,
      heading: words.report.gwas,
      label: ancestry,
      value: share,
      text: words.report.bar(share, count)
    })),
    ...continents.map(({continent, share, population}) => ({
      whole,
      heading: words.report.world,
      label: continent,
      value: share,
      text: words.report.bar(share, population)
    }))
  ];
  return figure({
    id: "world-participation",
    title: words.figures.participation,
    subtitle: words.figures.participationSaid(unrecordedShare(participation.rows)),
    chart: (width) => barGroups(bars, width),
    ...sourced(["participation", "continents"], data),
    manifest,
    columns: barColumns(words),
    rows: bars,
    embed: true
  });
}

export function awarenessFigure(data: ReportData): HTMLElement {
  const {manifest, words} = data;
  const titled = shippedGradients(data);
  const rows = subgroupRows(titled);
  const sign = withheldSign(manifest, words);
  return figure({
    id: "awareness",
    title: words.figures.awareness,
    subtitle: words.figures.subgroupsSaid,
    chart: (width) => subgroupChart(rows, words, sign, width),
    ...ofSeries(titled, data),
    manifest,
    columns: subgroupColumns(words, sign, true),
    rows,
    embed: true
  });
}

export function keyMeasuresFigure(data: ReportData): HTMLElement {
  const {manifest, words} = data;
  const titled = shippedGradients(data);
  const rows = keyMeasures(titled, words);
  return figure({
    id: "gradient-measures",
    title: words.figures.keyMeasures,
    subtitle: words.figures.keyMeasuresSaid,
    chart: (width) => keyMeasuresChart(rows, words, width),
    ...ofSeries(titled, data),
    manifest,
    columns: keyMeasureColumns(words),
    rows,
    embed: true
  });
}

/** Small panels of the cohort's own tables, those of one scale on one figure; none without tables. */
export function ownFigures(data: ReportData): HTMLElement[] {
  const {manifest, words} = data;
  const sign = withheldSign(manifest, words);
  const own = ownSeries(data);
  const scales = [...new Set(own.map(({series}) => series.scale))];
  return scales.map((scale, i) => {
    const titled = own.filter(({series}) => series.scale === scale);
    const rows = subgroupRows(titled);
    return figure({
      id: i === 0 ? "own-tables" : `own-tables-${i + 1}`,
      title: words.figures.own,
      subtitle: words.figures.multiplesSaid,
      chart: (width) => gradientMultiples(rows, words, sign, width),
      ...ofSeries(titled, data),
      manifest,
      columns: subgroupColumns(words, sign, true),
      rows,
      embed: true
    });
  });
}

export function portabilityFigure(data: ReportData): HTMLElement {
  const {equity, manifest, words} = data;
  const wholeOf = (measure: string) =>
    /percent/.test(measure)
      ? 100
      : Math.max(...equity.portability.filter((figure) => figure.measure === measure).map(({value}) => value));
  const bars = equity.portability.map(({source, group, measure, value}) => ({
    whole: wholeOf(measure),
    heading: words.report.heading(measure, source),
    label: group,
    value,
    text: words.report.quoted(value, measure)
  }));
  return figure({
    id: "carries-over",
    title: words.figures.portability,
    subtitle: words.figures.portabilitySaid,
    chart: (width) => barGroups(bars, width),
    ...sourced(["portability"], data),
    manifest,
    columns: portabilityColumns(words),
    rows: equity.portability,
    embed: true
  });
}

/** Where the numbers of some series come from, as a figure says it. */
function ofSeries(titled: readonly TitledSeries[], {equity, manifest, words}: ReportData) {
  const series = titled.map((one) => one.series);
  return {source: sourceWords(series, equity, words), facts: seriesFacts(series, equity, manifest, words)};
}

function sourced(ids: FigureSource["id"][], {equity, participation, words}: ReportData) {
  const sources = ids.flatMap((id) => {
    const source = [...equity.sources, ...participation.sources].find((one) => one.id === id);
    return source ? [source] : [];
  });
  return {
    source: sources.map(({title, date}) => words.report.dated(title, date)).join("; "),
    facts: sources.flatMap((source) => sourceFacts(source, words))
  };
}

function barColumns({columns}: EquityWords): TableColumn<GroupedBar>[] {
  return [
    {label: columns.series, cell: ({heading}) => heading},
    {label: columns.subgroup, cell: ({label}) => label},
    {label: columns.value, numeric: true, cell: ({text}) => text, text: ({value}) => String(value)}
  ];
}

function portabilityColumns({columns}: EquityWords): TableColumn<PortabilityFigure>[] {
  return [
    {label: columns.measure, cell: ({measure}) => measure},
    {label: columns.subgroup, cell: ({group}) => group},
    {label: columns.value, numeric: true, cell: ({value}) => String(value)},
    {label: columns.source, cell: ({source}) => source},
    {label: columns.remark, cell: ({note}) => note}
  ];
}
