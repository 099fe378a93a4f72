import {svg} from "htl";

/** In place of a chart that has nothing to show. */
export function emptyChart(words: string, width: number): SVGSVGElement {
  return svg`<svg width=${width} height="80" viewBox=${`0 0 ${width} 80`}>
    <text x="4" y="40" font-size="14" fill="currentColor">${words}</text>
  </svg>` as unknown as SVGSVGElement;
}
