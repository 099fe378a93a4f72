import {html} from "htl";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused} from "../../kernels/equity/subgroup.js";
import {toCsv, type TableColumn} from "../dataTable.js";
import {saveFile} from "../saveFile.js";
import {type MeasureRow} from "./measureSeries.js";
import {measureTitle} from "./measureTitle.js";
import type {EquityWords} from "./words/en.js";

interface MeasureTableOptions {
  rows: readonly MeasureRow[];
  /** The one that is looked at. */
  chosen: MeasureId;
  title: string;
  facts: readonly [string, string][];
  words: EquityWords;
  /** A reader chose another measure. */
  onMeasure: (id: MeasureId) => void;
}

/** All measures of a series: those that apply with their intervals, then those that do not, each with its reason. */
export function measureTable({rows, chosen, title, facts, words, onMeasure}: MeasureTableOptions): HTMLElement {
  const {columns} = words;
  const sorted = [...rows].sort((a, b) => Number(isRefused(a.result)) - Number(isRefused(b.result)));
  const row = ({id, result}: MeasureRow) => {
    const {question, none} = measures[id];
    return html`<tr aria-current=${id === chosen ? "true" : null} data-measure=${id}>
      <th scope="row">
        <button type="button" class="link" onclick=${() => onMeasure(id)}>${measureTitle(id)}</button>
        <span class="quiet">${question}</span>
      </th>
      ${
        isRefused(result)
          ? html`<td colspan="3" class="quiet">${result.refused}</td>`
          : html.fragment`<td data-numeric="true">${words.figure(result.estimate)}</td>
              <td data-numeric="true">${words.interval(result.low, result.high)}</td>
              <td data-numeric="true">${none}</td>`
      }
    </tr>`;
  };
  return html`<section class="measures" id="measures" aria-labelledby="measures-title">
    <h3 id="measures-title">${title}</h3>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${words.figures.measuresTable}>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${columns.measure}</th>
            <th scope="col" data-numeric="true">${columns.value}</th>
            <th scope="col" data-numeric="true">${columns.interval}</th>
            <th scope="col" data-numeric="true">${columns.none}</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map(row)}
        </tbody>
      </table>
    </div>
    <div class="figure-tools">
      <button
        type="button"
        onclick=${() => saveFile("measures.csv", toCsv(measureColumns(words), sorted, facts), "text/csv")}
      >
        ${words.buttons.measuresCsv}
      </button>
    </div>
  </section>` as HTMLElement;
}

/** What the export of the table holds, at full precision. */
export function measureColumns(words: EquityWords): TableColumn<MeasureRow>[] {
  const {columns} = words;
  const number = (value: number | null) => String(value ?? "");
  return [
    {label: columns.measure, cell: ({id}) => measureTitle(id)},
    {label: columns.question, cell: ({id}) => measures[id].question},
    {label: columns.value, cell: ({result}) => (isRefused(result) ? "" : number(result.estimate))},
    {label: columns.low, cell: ({result}) => (isRefused(result) ? "" : number(result.low))},
    {label: columns.high, cell: ({result}) => (isRefused(result) ? "" : number(result.high))},
    {label: columns.none, cell: ({id}) => number(measures[id].none)},
    {label: columns.remark, cell: ({result}) => (isRefused(result) ? result.refused : "")},
    {label: columns.source, cell: ({id}) => measures[id].source}
  ];
}
