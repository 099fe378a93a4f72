import * as Plot from "@observablehq/plot";
import {fourFifths} from "../../../kernels/equity/parityRatio.js";
import {ancestryColour} from "../../ancestryColours.js";
import type {TableColumn} from "../../dataTable.js";
import {labelWidth} from "../../labelWidth.js";
import {hatchPattern, withheldCell} from "../../WithheldCell.js";
import {emptyChart} from "./emptyChart.js";
import {participationWords as words} from "./participationWords.js";
import {fiveFourths, type Represented} from "./representationRatios.js";

/** One panel a variable: a dot and an interval a group, between the lines of the four-fifths rule. */
export function representationChart(groups: readonly Represented[], width: number): Element {
  if (groups.length === 0) return emptyChart(words.representation.none, width);
  const variables = [...new Set(groups.map(({variable}) => variable))];
  const marginLeft = labelWidth(groups.map(({level}) => level));
  const most = Math.max(2, ...groups.map(({high}) => (high ?? 0) * 1.08));
  const hidden = groups.filter(({n}) => n === null);
  const drawn = groups.filter(({ratio}) => ratio !== null);
  const apart = groups.filter(({n, ratio}) => n !== null && ratio === null);
  const named = (d: Represented): string => `${d.variable} ${d.level}`;
  const heads = variables.map((variable) => ({variable, key: `${variable} `}));
  const domain = variables.flatMap((variable) => [
    `${variable} `,
    ...groups.filter((d) => d.variable === variable).map(named)
  ]);
  const narrow = width < 620;
  return Plot.plot({
    width,
    height: 70 + domain.length * 30,
    marginLeft,
    marginRight: narrow ? 10 : 190,
    marginTop: 26,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none"},
    x: {
      domain: [0, most],
      label: words.representation.axis,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 8,
      tickFormat: String
    },
    y: {
      type: "band",
      domain,
      label: null,
      tickSize: 0,
      tickFormat: (key: string) => groups.find((d) => named(d) === key)?.level ?? "",
      padding: 0.3
    },
    marks: [
      () => hatchPattern("hatch-group"),
      Plot.rectX([0], {x1: fourFifths, x2: Math.min(most, fiveFourths), fill: "currentColor", fillOpacity: 0.07}),
      Plot.ruleX([1], {strokeOpacity: 0.7}),
      Plot.ruleX([fourFifths, fiveFourths], {strokeOpacity: 0.7, strokeDasharray: "4 3"}),
      Plot.text([fourFifths], {x: fourFifths, frameAnchor: "top", text: () => "⅘", dy: -18, fontSize: 13}),
      Plot.text([fiveFourths], {x: fiveFourths, frameAnchor: "top", text: () => "5⁄4", dy: -18, fontSize: 12}),
      Plot.text([1], {x: 1, frameAnchor: "top", text: () => "1", dy: -18, fontSize: 13}),
      Plot.text(heads, {
        y: "key",
        text: "variable",
        frameAnchor: "left",
        textAnchor: "start",
        dx: -marginLeft + 4,
        fontWeight: 600
      }),
      Plot.barX(hidden, {
        x1: 0,
        x2: most,
        y: named,
        fill: "url(#hatch-group)",
        stroke: "currentColor",
        strokeOpacity: 0.4
      }),
      Plot.text(hidden, {
        x: most / 2,
        y: named,
        text: () => words.representation.withheld,
        fill: "currentColor",
        stroke: "var(--surface)",
        strokeWidth: 5
      }),
      Plot.text(apart, {x: 0, y: named, text: () => words.representation.noShare, textAnchor: "start", dx: 6}),
      Plot.link(drawn, {
        x1: "low",
        x2: "high",
        y1: named,
        y2: named,
        stroke: colourOf,
        strokeWidth: 5,
        strokeOpacity: 0.55,
        strokeLinecap: "round"
      }),
      Plot.dot(drawn, {x: "ratio", y: named, r: 5.5, fill: colourOf, stroke: "currentColor"}),
      narrow
        ? null
        : Plot.text(drawn, {
            y: named,
            frameAnchor: "right",
            textAnchor: "start",
            dx: 14,
            text: ({ratio, standing}: Represented) =>
              `${ratio!.toFixed(2)}  ${words.representation.standing[standing!]}`
          })
    ]
  });
}

export const representationColumns: TableColumn<Represented>[] = [
  {label: "Of", cell: ({variable}) => variable},
  {label: "Group", cell: ({level}) => level},
  {
    label: "People of the cohort",
    numeric: true,
    cell: ({n}) => (n === null ? withheldCell(undefined, words.representation.withheld) : words.count(n)),
    text: ({n}) => (n === null ? words.representation.withheld : String(n))
  },
  share("Share of the cohort", ({share}) => share),
  share("Share of the catchment", ({referenceShare}) => referenceShare),
  number("Ratio", ({ratio}) => ratio),
  number("95 % from", ({low}) => low),
  number("to", ({high}) => high),
  {
    label: "Four-fifths rule",
    cell: ({standing}) => (standing === null ? "not compared" : words.representation.standing[standing])
  }
];

function share(label: string, of: (d: Represented) => number | null): TableColumn<Represented> {
  return {
    label,
    numeric: true,
    cell: (d) => words.percent(of(d) ?? NaN),
    text: (d) => (of(d) === null ? "" : String(of(d)))
  };
}

function number(label: string, of: (d: Represented) => number | null): TableColumn<Represented> {
  return {
    label,
    numeric: true,
    cell: (d) => of(d)?.toFixed(2) ?? "–",
    text: (d) => (of(d) === null ? "" : String(of(d)))
  };
}

function colourOf({variable, level}: Represented): string {
  return variable === "ancestry" ? ancestryColour(level) : "var(--accent)";
}
