import type {CheckedStructure, ErrorSquare} from "../../../src/model/structure.js";
import type {TableBatch} from "../../../src/model/table.js";
import {stringColumn} from "../stringColumn.js";

/** A matrix is divided into so many squares on a side at most: pages fetch it whole, and nobody can see more. */
const mostSquares = 64;

/** The means of a model's predicted aligned error over squares of as many residues as are needed for `mostSquares`. */
export function errorSquares({gene, model: {residues}, error}: CheckedStructure): ErrorSquare[] {
  if (!error) return [];
  const step = Math.ceil(residues.length / mostSquares);
  const stretches = Array.from({length: Math.ceil(residues.length / step)}, (_, i): [number, number] => [
    i * step,
    Math.min(residues.length, (i + 1) * step)
  ]);
  const places = ([from, end]: [number, number]): [number, number] => [
    residues[from].position,
    residues[end - 1].position
  ];
  return stretches.flatMap((aligned) =>
    stretches.map((scored) => ({
      gene,
      aligned: places(aligned),
      scored: places(scored),
      error: meanWithin(error.values, residues.length, aligned, scored),
      most: error.most
    }))
  );
}

/** Table `structure_errors`: public knowledge, nothing of it comes from the cohort. */
export function structureErrorsTable(structures: readonly CheckedStructure[]): TableBatch {
  const rows = structures.flatMap(errorSquares);
  const whole = (name: string, of: (row: ErrorSquare) => number) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(rows, of)
  });
  const number = (name: string, of: (row: ErrorSquare) => number) => ({
    name,
    type: "float64" as const,
    values: Float64Array.from(rows, of)
  });
  return {
    rows: rows.length,
    columns: [
      stringColumn(
        "gene",
        rows.map(({gene}) => gene)
      ),
      whole("aligned_from", ({aligned}) => aligned[0]),
      whole("aligned_to", ({aligned}) => aligned[1]),
      whole("scored_from", ({scored}) => scored[0]),
      whole("scored_to", ({scored}) => scored[1]),
      number("error", ({error}) => error),
      number("error_max", ({most}) => most)
    ]
  };
}

/** To a hundredth of an ångström. `aligned`, `scored`: 0-based, half-open. */
function meanWithin(
  values: Float32Array,
  residues: number,
  aligned: [number, number],
  scored: [number, number]
): number {
  let sum = 0;
  for (let row = aligned[0]; row < aligned[1]; ++row)
    for (let column = scored[0]; column < scored[1]; ++column) sum += values[row * residues + column];
  return Math.round((100 * sum) / ((aligned[1] - aligned[0]) * (scored[1] - scored[0]))) / 100;
}
