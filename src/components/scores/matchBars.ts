import * as Plot from "@observablehq/plot";

/** What became of so many rows of a scoring file. */
export interface MatchFate {
  fate: string;
  variants: number;
}

export function matchBars(fates: readonly MatchFate[], width: number): Element {
  return Plot.plot({
    width,
    height: 20 + fates.length * 34,
    marginLeft: Math.min(240, width * 0.55),
    marginRight: 60,
    marginTop: 6,
    marginBottom: 6,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {axis: null},
    y: {label: null, domain: fates.map(({fate}) => fate), tickSize: 0, padding: 0.25},
    marks: [
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.barX(fates, {y: "fate", x: "variants", fill: "currentColor", fillOpacity: 0.55}),
      Plot.text(fates, {
        y: "fate",
        x: "variants",
        text: ({variants}: MatchFate) => String(variants),
        textAnchor: "start",
        dx: 5
      })
    ]
  });
}
