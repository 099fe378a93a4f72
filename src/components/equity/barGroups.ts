import * as Plot from "@observablehq/plot";

/** A bar with its name and the words for its value. */
export interface GroupedBar {
  heading: string;
  label: string;
  value: number;
  /** The value of a bar as wide as the chart; every bar begins at zero. */
  whole: number;
  text: string;
}

/** Bars under headings, each with its value written beside it. */
export function barGroups(bars: readonly GroupedBar[], width: number): Element {
  const headings = [...new Set(bars.map(({heading}) => heading))];
  const narrow = width < 560;
  const marginLeft = narrow ? 8 : Math.min(280, 24 + Math.max(...bars.map(({label}) => label.length)) * 7.4);
  const lines = headings.flatMap((heading) => [heading, ...bars.filter((bar) => bar.heading === heading).map(keyOf)]);
  const longest = Math.max(...bars.map(({text}) => text.length)) * 7.5 + 20;
  return Plot.plot({
    width,
    height: lines.length * (narrow ? 44 : 32) + 12,
    marginLeft,
    marginRight: 8,
    marginTop: 4,
    marginBottom: 4,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {axis: null, domain: [0, (width - marginLeft) / Math.max(60, width - marginLeft - longest)]},
    y: {axis: null, domain: lines, padding: narrow ? 0.56 : 0.3},
    marks: [
      Plot.text(headings, {
        y: (heading: string) => heading,
        text: (heading: string) => heading,
        frameAnchor: "left",
        textAnchor: "start",
        dx: narrow ? 0 : -marginLeft + 8,
        fontWeight: 600,
        lineWidth: (0.8 * (width - 16)) / 13
      }),
      Plot.text(bars, {
        y: keyOf,
        text: "label",
        frameAnchor: "left",
        textAnchor: narrow ? "start" : "end",
        dx: narrow ? 0 : -10,
        dy: narrow ? -18 : 0
      }),
      Plot.barX(bars, {
        y: keyOf,
        x: ({value, whole}: GroupedBar) => value / whole,
        fill: "var(--accent, #17565f)",
        stroke: "currentColor",
        strokeOpacity: 0.35
      }),
      Plot.text(bars, {
        y: keyOf,
        x: ({value, whole}: GroupedBar) => value / whole,
        text: "text",
        textAnchor: "start",
        dx: 6
      }),
      Plot.tickX(bars, {y: keyOf, x: () => 0, strokeOpacity: 0.5, inset: -3})
    ]
  });
}

function keyOf({heading, label}: GroupedBar): string {
  return `${heading}\n${label}`;
}
