import * as Plot from "@observablehq/plot";
import type {RegimeReport} from "../../../model/privacy.js";
import {ancestryScale} from "../../ancestryColours.js";
import type {TableColumn} from "../../dataTable.js";
import {formatCount, formatShare} from "../../formatNumber.js";

type RegimeGroup = RegimeReport["groups"][number];

/** What the cohort’s own rule costs each group; undefined where that was not worked out. */
export function ownRule(regimes: readonly RegimeReport[]): RegimeReport | undefined {
  return regimes.find(({id}) => id === "covenant");
}

/** A point for each group: how many people it has, and the share of the alleles it carries that is withheld. */
export function allelesChart({groups}: RegimeReport, width: number): Element {
  const scale = ancestryScale(groups.map(({level}) => level));
  const people = groups.map((group) => group.people);
  const most = Math.max(...groups.map(({presentWithheld}) => presentWithheld), 0.01);
  return Plot.plot({
    width,
    height: 340,
    marginLeft: 56,
    marginRight: 50,
    marginTop: 24,
    marginBottom: 46,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: "log",
      domain: [0.6 * Math.min(...people), 1.25 * Math.max(...people)],
      label: "People in the group (logarithmic scale)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 3 : 6,
      tickFormat: (n: number) => (/^[125]0*$/.test(String(n)) ? formatCount(n) : "")
    },
    y: {
      domain: [0, most * 1.15],
      label: "Share withheld",
      labelArrow: "none",
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => formatShare(share)
    },
    color: {...scale, type: "categorical"},
    marks: [
      Plot.ruleY([0]),
      Plot.dot(groups, {
        x: "people",
        y: "presentWithheld",
        r: 7,
        fill: "level",
        stroke: "currentColor",
        strokeWidth: 0.8
      }),
      ...[-16, 18].map((dy, side) =>
        Plot.text(
          groups.filter((group) => (crowdedBelow(group, groups) ? 1 : 0) === side),
          {
            x: "people",
            y: "presentWithheld",
            text: ({level, presentWithheld}: RegimeGroup) => `${level} ${formatShare(presentWithheld)}`,
            dy
          }
        )
      )
    ]
  });
}

/** Whether a group of about as many people and the same share, with a label above, is next to this one. */
function crowdedBelow(group: RegimeGroup, groups: readonly RegimeGroup[]): boolean {
  return groups.some(
    (other) =>
      other.people < group.people &&
      group.people / other.people < 1.4 &&
      Math.abs(other.presentWithheld - group.presentWithheld) < 0.015
  );
}

export const allelesColumns: TableColumn<RegimeGroup>[] = [
  {label: "Genetic ancestry group", cell: ({level}) => level},
  {label: "People", numeric: true, cell: ({people}) => formatCount(people), text: ({people}) => String(people)},
  {
    label: "Of the alleles it carries, withheld",
    numeric: true,
    cell: ({presentWithheld}) => formatShare(presentWithheld),
    text: ({presentWithheld}) => String(presentWithheld)
  }
];
