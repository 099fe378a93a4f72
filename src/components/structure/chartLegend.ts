import {svg} from "htl";

export interface LegendItem {
  colour: string;
  words: string;
}

/** About the width of a letter of the legend, in CSS pixels. */
const letterWidth = 6.6;

/** A line, or lines, of coloured squares with words, as a mark of a chart: it is saved with the chart. */
export function chartLegend(items: readonly LegendItem[], width: number, left: number): () => SVGElement {
  let [x, y] = [left, 10];
  const placed = items.map((item) => {
    const wide = 22 + letterWidth * item.words.length;
    if (x > left && x + wide > width) [x, y] = [left, y + 18];
    const at = {...item, x, y};
    x += wide + 6;
    return at;
  });
  return () =>
    svg`<g font-size="12">${placed.map(
      ({colour, words, x, y}) =>
        svg`<rect x=${x} y=${y - 9} width="11" height="11" fill=${colour} stroke="currentColor" stroke-opacity="0.5" /><text x=${x + 16} y=${y + 1} fill="currentColor">${words}</text>`
    )}</g>` as SVGElement;
}

/** How high it is, in CSS pixels. */
export function legendHeight(items: readonly LegendItem[], width: number, left: number): number {
  let [x, lines] = [left, 1];
  for (const {words} of items) {
    const wide = 22 + letterWidth * words.length;
    if (x > left && x + wide > width) [x, lines] = [left, lines + 1];
    x += wide + 6;
  }
  return 6 + 18 * lines;
}
