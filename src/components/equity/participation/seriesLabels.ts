import {svg} from "htl";
import {spreadLabels} from "./spreadLabels.js";

/** The name of a series beside its end. */
export interface SeriesLabel {
  text: string;
  colour: string;
  /** Where the series ends, in pixels from the top. */
  y: number;
}

const line = 17;

/** Names beside the ends of series, joined to them by thin lines; no two overlap. */
export function endLabels(labels: readonly SeriesLabel[], x: number, top: number, bottom: number): SVGElement {
  const places = spreadLabels(
    labels.map(({y}) => y),
    line,
    top,
    bottom
  );
  return svg`<g font-size="13" text-anchor="start">${labels.map(
    ({text, colour, y}, i) =>
      svg`<g>
        <path d=${`M${x + 2},${y}C${x + 12},${y} ${x + 8},${places[i]} ${x + 18},${places[i]}`} fill="none" stroke="currentColor" stroke-opacity="0.45"></path>
        <rect x=${x + 20} y=${places[i] - 5} width="10" height="10" fill=${colour} stroke="currentColor" stroke-opacity="0.5"></rect>
        <text x=${x + 36} y=${places[i]} dy="0.34em" fill="currentColor">${text}</text>
      </g>`
  )}</g>` as SVGElement;
}

/** The same as a list below the chart, where there is no room beside it. */
export function listLabels(labels: readonly SeriesLabel[], x: number, top: number): SVGElement {
  return svg`<g font-size="13" text-anchor="start">${labels.map(
    ({text, colour}, i) =>
      svg`<g>
        <rect x=${x} y=${top + i * line - 5} width="10" height="10" fill=${colour} stroke="currentColor" stroke-opacity="0.5"></rect>
        <text x=${x + 16} y=${top + i * line} dy="0.34em" fill="currentColor">${text}</text>
      </g>`
  )}</g>` as SVGElement;
}

export function listHeight(labels: number): number {
  return labels * line + 10;
}
