import {svg} from "htl";

export interface LegendItem {
  colour: string;
  words: string;
  /** Default a square. */
  sign?: "circle" | "cross";
}

/** About the width of a letter of the legend, in CSS pixels. */
const letterWidth = 7.2;
const lineHeight = 18;

/**
 * Coloured signs with words, and below them what the vertical axis is, as a mark of a chart: it is saved with the chart.
 * `height`: what is needed above the chart, in CSS pixels.
 */
export function chartLegend(
  items: readonly LegendItem[],
  axis: string,
  width: number
): {height: number; mark(): SVGElement} {
  let [x, y] = [4, 10];
  const placed = items.map((item) => {
    const wide = 26 + letterWidth * item.words.length;
    if (x > 4 && x + wide > width) [x, y] = [4, y + lineHeight];
    const at = {...item, x, y};
    x += wide;
    return at;
  });
  const below = y + lineHeight + 6;
  return {
    // A number may stand between them and the chart.
    height: below + 24,
    mark: () =>
      svg`<g font-size="12" text-anchor="start" fill="currentColor">
        ${placed.map((item) => svg`${signOf(item)}<text x=${item.x + 16} y=${item.y + 1}>${item.words}</text>`)}
        <text x="4" y=${below}>${axis}</text>
      </g>` as SVGElement
  };
}

function signOf({sign, colour, x, y}: LegendItem & {x: number; y: number}): SVGElement {
  const [cx, cy] = [x + 5.5, y - 3.5];
  if (sign === "circle")
    return svg`<path d=${`M${cx - 4.5},${cy}a4.5,4.5 0 1 0 9,0a4.5,4.5 0 1 0 -9,0`} fill=${colour} stroke="currentColor" stroke-width="1.6" />` as SVGElement;
  if (sign === "cross")
    return svg`<path d=${`M${cx - 4},${cy - 4}l8,8m0,-8l-8,8`} stroke="currentColor" stroke-width="1.6" />` as SVGElement;
  return svg`<rect x=${x} y=${y - 9} width="11" height="11" fill=${colour} stroke="currentColor" stroke-opacity="0.5" />` as SVGElement;
}
