import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";

/** How many people of a group lie in one rectangle of the plane of two principal components. */
export interface DensitySquare {
  ancestry: string;
  /** Which components, counted from 1. */
  pcX: number;
  pcY: number;
  /** Edges of the rectangle: from `x0` up to, and without, `x1`. */
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  people: number;
}

/** Table `pca_density`: where people of each genetic ancestry group lie by their genotypes, and never a person. */
export function pcaDensityTable(squares: readonly DensitySquare[]): TableBatch {
  const int = (name: string, of: (square: DensitySquare) => number) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(squares, of)
  });
  const float = (name: string, of: (square: DensitySquare) => number) => ({
    name,
    type: "float64" as const,
    values: Float64Array.from(squares, of)
  });
  return {
    rows: squares.length,
    columns: [
      stringColumn(
        ancestryVariable,
        squares.map(({ancestry}) => ancestry)
      ),
      int("pc_x", ({pcX}) => pcX),
      int("pc_y", ({pcY}) => pcY),
      float("x0", ({x0}) => x0),
      float("x1", ({x1}) => x1),
      float("y0", ({y0}) => y0),
      float("y1", ({y1}) => y1),
      int("n", ({people}) => people)
    ]
  };
}
