import * as Plot from "@observablehq/plot";
import {genomeWide} from "../../model/association.js";
import type {TableColumn} from "../dataTable.js";
import {hatchPattern} from "../WithheldCell.js";
import {fitText} from "./fitText.js";
import {askedColumns, askedMethod, type AskedTest} from "./testColumns.js";

/** One locus in one trait; without a test where it was not made, or where the rules keep it back. */
export interface GridCell extends AskedTest {
  locus: string;
  trait: string;
  variantId: string;
}

let hatches = 0;

/**
 * The lead variants of one trait in all traits: the triangle points up where the alternate allele goes with more of the
 * trait, and is the larger the stronger the evidence.
 */
export function traitGrid(cells: readonly GridCell[], width: number): Element {
  const loci = [...new Set(cells.map(({locus}) => locus))];
  const traits = [...new Set(cells.map(({trait}) => trait))];
  const narrow = width < 560;
  const marginLeft = Math.min(narrow ? 130 : 260, 16 + 6.9 * Math.max(8, ...traits.map((trait) => trait.length)));
  const refused = [...new Map(cells.filter((cell) => cell.refused).map((cell) => [cell.trait, cell])).values()];
  const shown = cells.flatMap((cell) =>
    cell.test?.minusLog10P == null ? [] : [{...cell, p: cell.test.minusLog10P, beta: cell.test.beta ?? 0}]
  );
  const hatch = `hatch-grid-${(hatches += 1)}`;
  const strong = ({p}: {p: number}): boolean => p >= -Math.log10(genomeWide);
  return Plot.plot({
    width,
    height: 96 + traits.length * 34,
    marginLeft,
    marginTop: 76,
    marginBottom: 12,
    marginRight: 8,
    style: {fontSize: "13px", background: "none"},
    x: {axis: "top", label: null, domain: loci, tickSize: 0, tickRotate: -45},
    y: {
      label: null,
      domain: traits,
      tickSize: 0,
      tickFormat: (trait: string) => fitText(trait, (marginLeft - 12) / 6.9)
    },
    r: {domain: [0, 12], range: [0, narrow ? 8 : 11], clamp: true},
    marks: [
      () => hatchPattern(hatch),
      Plot.ruleY(traits, {y: (d: string) => d, strokeOpacity: 0.12}),
      Plot.cell(refused, {y: "trait", fill: `url(#${hatch})`, fillOpacity: 0.5, insetTop: 7, insetBottom: 7}),
      Plot.text(refused, {
        y: "trait",
        frameAnchor: "left",
        dx: 6,
        textAnchor: "start",
        text: ({refused}: GridCell) => refused!.sign,
        fill: "var(--forbid)",
        stroke: "var(--surface)",
        strokeWidth: 5,
        fontWeight: 600
      }),
      Plot.text(
        traits.filter((trait) => !cells.some((cell) => cell.trait === trait && (cell.refused ?? cell.test) !== null)),
        {
          y: (d: string) => d,
          frameAnchor: "left",
          dx: 6,
          textAnchor: "start",
          text: () => "not tested or withheld",
          fillOpacity: 0.8
        }
      ),
      Plot.dot(shown, {
        x: "locus",
        y: "trait",
        r: "p",
        symbol: "triangle",
        rotate: ({beta}: {beta: number}) => (beta >= 0 ? 0 : 180),
        fill: (cell: {p: number}) => (strong(cell) ? "var(--point-high)" : "var(--surface)"),
        stroke: (cell: {p: number}) => (strong(cell) ? "var(--point-high)" : "currentColor")
      })
    ]
  });
}

export const gridColumns: TableColumn<GridCell>[] = [
  {label: "Locus", cell: ({locus}) => locus},
  {label: "Variant", cell: ({variantId}) => variantId},
  {label: "Trait", cell: ({trait}) => trait},
  ...askedColumns,
  ...askedMethod
];
