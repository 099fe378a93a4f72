import type {ReleaseManifest} from "../../model/release.js";
import type {TableColumn} from "../dataTable.js";
import {figure} from "../Figure.js";
import {formatCount} from "../formatNumber.js";
import {groupLabel, regionalPlot, regionalPoints, type RegionalOptions, type RegionalPoint} from "./regionalPlot.js";
import {numeric, testColumns} from "./testColumns.js";

/** The figure of a region; see `regionalPlot`. */
export function regionalFigure(
  options: RegionalOptions,
  {id, title, manifest, source}: {id: string; title: string; manifest: ReleaseManifest; source: string}
): HTMLElement {
  return figure<RegionalPoint>({
    id,
    title,
    subtitle:
      "Each point is a variant, coloured by how closely it is inherited with the reference (diamond), as measured in this cohort.",
    chart: (width) => regionalPlot(options, width),
    source,
    manifest,
    tables: ["association"],
    columns: regionalColumns,
    rows: () => regionalPoints(options)
  });
}

export const regionalColumns: TableColumn<RegionalPoint>[] = [
  {label: "Group", cell: ({ancestry}) => groupLabel(ancestry), text: ({ancestry}) => ancestry},
  {label: "Variant", cell: ({variantId}) => variantId},
  numeric("Position", ({posBp}) => posBp, formatCount),
  testColumns.p,
  testColumns.minusLog10P,
  numeric(
    "r² with the reference",
    ({r2}) => r2,
    (r2) => r2.toFixed(2)
  ),
  {label: "r² in", cell: ({ldFrom}) => ldFrom},
  testColumns.beta,
  testColumns.se,
  testColumns.eaf,
  testColumns.n,
  numeric(
    "Posterior probability",
    ({posterior}) => posterior,
    (posterior) => posterior.toFixed(3)
  )
];
