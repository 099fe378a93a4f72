import type {ReleaseManifest} from "../../model/release.js";
import type {TableColumn} from "../dataTable.js";
import {figure} from "../Figure.js";
import {formatCount, formatMinusLog10P} from "../formatNumber.js";
import {genomePlot, type GenomePanel, type GenomePlot, type GenomePlotOptions, type ShownPoint} from "./genomePlot.js";

interface ManhattanOptions extends Omit<GenomePlotOptions, "panels"> {
  id: string;
  title: string;
  subtitle: string;
  manifest: ReleaseManifest;
  source: string;
}

/** Points of a panel that the table shows at most; CSV holds all. */
export const tableMost = 1000;

/** All variants of a trait along the genome: what is strong stands out, and the reader can look closer. */
export function manhattanFigure(
  panel: GenomePanel,
  options: ManhattanOptions
): {element: HTMLElement; plot: GenomePlot} {
  return genomeFigure([panel], options);
}

/** Two groups over each other, the second mirrored, on one scale. */
export function miamiFigure(
  panels: readonly [GenomePanel, GenomePanel],
  options: ManhattanOptions
): {element: HTMLElement; plot: GenomePlot} {
  return genomeFigure(panels, options);
}

/** What the table and the CSV say of a point. */
export function pointColumns(panels: number): TableColumn<ShownPoint>[] {
  return [
    ...(panels > 1 ? [{label: "Group", cell: ({panel}: ShownPoint) => panel ?? ""}] : []),
    {
      label: "Variant",
      cell: ({variantId, variants}) => variantId ?? `${formatCount(variants)} variants together`,
      text: ({variantId}) => variantId ?? ""
    },
    {label: "Chromosome", cell: ({chrom}) => chrom},
    {label: "Position", numeric: true, cell: ({posBp}) => formatCount(posBp), text: ({posBp}) => String(posBp)},
    {
      label: "p",
      numeric: true,
      cell: ({minusLog10P}) => formatMinusLog10P(minusLog10P),
      text: ({minusLog10P}) => formatMinusLog10P(minusLog10P)
    },
    {
      label: "−log10 p",
      numeric: true,
      cell: ({minusLog10P}) => minusLog10P.toFixed(2),
      text: ({minusLog10P}) => String(Number(minusLog10P.toPrecision(7)))
    },
    {
      label: "Variants",
      numeric: true,
      cell: ({variants}) => formatCount(variants),
      text: ({variants}) => String(variants)
    }
  ];
}

function genomeFigure(
  panels: readonly GenomePanel[],
  {id, title, subtitle, manifest, source, ...actions}: ManhattanOptions
): {element: HTMLElement; plot: GenomePlot} {
  const plot = genomePlot({panels, ...actions});
  const element = figure<ShownPoint>({
    id,
    title,
    subtitle,
    chart: (width) => plot.chart(width),
    source,
    manifest,
    tables: ["association"],
    columns: pointColumns(panels.length),
    rows: () => [...plot.shown(tableMost)],
    tableNote: () =>
      plot.inView() <= tableMost
        ? null
        : `The ${formatCount(tableMost)} highest of ${formatCount(plot.inView())} points in view${panels.length > 1 ? ", in each group" : ""}. Zoom in to see others; CSV saves all of them.`,
    csvRows: () => plot.shown(Infinity),
    picture: () => plot.picture()
  });
  return {element, plot};
}
