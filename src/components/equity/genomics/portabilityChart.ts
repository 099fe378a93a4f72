import * as Plot from "@observablehq/plot";
import type {PortabilityFigure} from "../../../model/equity.js";
import type {TableColumn} from "../../dataTable.js";

/** A published figure as a share of what a score does in people similar to the European reference. */
export interface PortabilityShare {
  study: string;
  group: string;
  /** Per cent; the figure in Europeans is 100. */
  percent: number;
  figure: PortabilityFigure;
}

/** A score that is less accurate by a factor keeps one over that factor; the other figures are per cents as they stand. */
export function portabilityShares(figures: readonly PortabilityFigure[]): PortabilityShare[] {
  return figures.map((figure) => {
    const isFactor = /by a factor/.test(figure.measure);
    const measure = isFactor ? "accuracy" : /power/.test(figure.measure) ? "power" : "accuracy";
    const variant = /(with|without) rs\d+/.exec(figure.measure)?.[0];
    return {
      study: `${studyOf(figure)}: ${measure}`,
      group: variant ? `${figure.group}, ${variant}` : figure.group,
      percent: isFactor ? 100 / figure.value : figure.value,
      figure
    };
  });
}

/** Authors and year, without the journal. */
export function studyOf({source}: PortabilityFigure): string {
  return /^.*?\b\d{4}/.exec(source)?.[0] ?? source;
}

/** The least and the most that scores keep in any other group, of the study that compares most groups. */
export function portabilityRange(shares: readonly PortabilityShare[]): {
  low: PortabilityShare;
  high: PortabilityShare;
} | null {
  const [first] = shares;
  if (!first) return null;
  const own = shares.filter(({study}) => study === first.study).sort((a, b) => a.percent - b.percent);
  return {low: own[0], high: own[own.length - 1]};
}

/** A panel for each study, because their measures are not the same; a line at 100 %. */
export function portabilityChart(shares: readonly PortabilityShare[], width: number): Element {
  const studies = [...new Set(shares.map(({study}) => study))];
  const narrow = width < 520;
  const marginLeft = narrow ? 10 : 220;
  // Groups of several studies have one name: the axis is cut by study.
  const key = ({study, group}: PortabilityShare): string => `${studies.indexOf(study)} ${group}`;
  const rows = studies.flatMap((study) => [
    {head: study, key: `${studies.indexOf(study)}`},
    ...shares.filter((share) => share.study === study).map((share) => ({head: null, key: key(share)}))
  ]);
  const line = narrow ? 44 : 32;
  return Plot.plot({
    width,
    height: 50 + rows.length * line,
    marginLeft,
    marginRight: 30,
    marginTop: 12,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, 105],
      label: "Per cent of the value in Europeans",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? [0, 50, 100] : [0, 20, 40, 60, 80, 100]
    },
    y: {domain: rows.map((row) => row.key), axis: null, padding: narrow ? 0.55 : 0.35},
    marks: [
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.ruleX([100], {strokeDasharray: "4 3"}),
      Plot.text(
        rows.filter(({head}) => head !== null),
        {x: 0, y: "key", text: "head", textAnchor: "start", dx: narrow ? 0 : -210, dy: 4, fontWeight: 600}
      ),
      Plot.barX(shares, {x: "percent", y: key, fill: "var(--accent)", fillOpacity: 0.75}),
      Plot.text(shares, {
        x: 0,
        y: key,
        text: "group",
        textAnchor: narrow ? "start" : "end",
        dx: narrow ? 0 : -8,
        dy: narrow ? -16 : 0
      }),
      Plot.text(shares, {
        x: "percent",
        y: key,
        text: ({percent}: PortabilityShare) => `${Math.round(percent)} %`,
        textAnchor: "start",
        dx: 6
      })
    ]
  });
}

export const portabilityColumns: TableColumn<PortabilityShare>[] = [
  {label: "Source", cell: ({figure}) => figure.source},
  {label: "Group, as named there", cell: ({figure}) => figure.group},
  {label: "As published", cell: ({figure}) => `${figure.measure}: ${figure.value}`},
  {
    label: "Per cent of the value in Europeans",
    numeric: true,
    cell: ({percent}) => `${Math.round(percent)}`,
    text: ({percent}) => percent.toFixed(1)
  },
  {label: "Note", cell: ({figure}) => figure.note}
];
