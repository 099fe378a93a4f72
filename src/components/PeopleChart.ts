import * as Plot from "@observablehq/plot";
import type {ReleaseManifest} from "../model/release.js";
import {withheldBy, withheldWords} from "./cohortWords.js";
import {ancestryScale} from "./ancestryColours.js";
import type {TableColumn} from "./dataTable.js";
import {formatCount} from "./formatNumber.js";
import {labelWidth} from "./labelWidth.js";
import {peopleGroups, type PeopleGroup} from "./peopleGroups.js";
import {hatchPattern, withheldCell} from "./WithheldCell.js";

let hatches = 0;

/** People by genetic ancestry group (rows) and by the other strata (panels); withheld groups are hatched and say so. */
export function peopleChart(manifest: ReleaseManifest, width: number): Element {
  const words = withheldWords(manifest);
  const groups = peopleGroups(manifest);
  const panels = [...new Set(groups.map(({rest}) => rest))];
  const largest = Math.max(1, ...groups.map(({n}) => n ?? 0));
  const side = width < 560 || panels.length > 6 ? "fy" : "fx";
  const scale = ancestryScale([...new Set(groups.map(({group}) => group))]);
  const hatch = `hatch-people-${++hatches}`;
  const shown = groups.filter(({n}) => n !== null);
  const withheld = groups.filter(({n}) => n === null);
  const marginLeft = labelWidth(scale.domain);
  const panelWidth = side === "fx" ? (width - marginLeft) / panels.length : width - marginLeft;
  const facet = {[side]: "rest"};
  return Plot.plot({
    width,
    height: side === "fx" ? 60 + scale.domain.length * 30 : 40 + panels.length * (26 + scale.domain.length * 26),
    marginLeft,
    marginTop: 30,
    marginBottom: 6,
    marginRight: side === "fx" ? 4 : 70,
    style: {fontSize: "14px", background: "none"},
    x: {axis: null, domain: [0, largest * (panelWidth / Math.max(60, panelWidth - 62))]},
    y: {label: null, domain: scale.domain, tickSize: 0, padding: 0.25},
    fx: {label: null, axis: "top", domain: side === "fx" ? panels : undefined, padding: 0.06},
    fy: {label: null, domain: side === "fy" ? panels : undefined, axis: null, padding: 0.18},
    color: {...scale, type: "categorical"},
    marks: [
      () => hatchPattern(hatch),
      side === "fy"
        ? Plot.text(panels, {fy: (d) => d, text: (d) => d, frameAnchor: "top-left", dy: -16, fontWeight: 600})
        : null,
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.barX(shown, {...facet, y: "group", x: "n", fill: "group", stroke: "currentColor", strokeOpacity: 0.35}),
      Plot.text(shown, {
        ...facet,
        y: "group",
        x: "n",
        text: ({n}: PeopleGroup) => formatCount(n as number),
        textAnchor: "start",
        dx: 5,
        fontVariant: "tabular-nums"
      }),
      Plot.barX(withheld, {
        ...facet,
        y: "group",
        x: largest * 0.12,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2"
      }),
      Plot.text(withheld, {...facet, y: "group", x: largest * 0.12, text: () => words, textAnchor: "start", dx: 5})
    ]
  });
}

/** The columns of the table that says the same. */
export function peopleColumns(manifest: ReleaseManifest): TableColumn<PeopleGroup>[] {
  const [by, words] = [withheldBy(manifest), withheldWords(manifest)];
  return [
    ...manifest.people.strata.map((name, i) => ({
      label: stratumLabel(name),
      cell: ({levels}: PeopleGroup) => levels[i]
    })),
    {
      label: "People",
      numeric: true,
      cell: ({n}) => (n === null ? withheldCell(by, words) : formatCount(n)),
      text: ({n}) => (n === null ? words : String(n))
    }
  ];
}

/** What the chart shows: `People by genetic ancestry group, sex`. */
export function peopleTitle({people}: ReleaseManifest): string {
  const names = people.strata.map((name) => stratumLabel(name).toLowerCase());
  return names.length === 0 ? "People" : `People by ${names.join(", ")}`;
}

/** The name of a stratum variable in words. */
export function stratumLabel(name: string): string {
  if (name === "ancestry") return "Genetic ancestry group";
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}
