import type {Highs} from "highs";
import type {LinkedTables} from "../people/linkedTables.js";

/** One way to fill the cells in which a sum is as small, or as large, as it can be. */
export interface Extreme {
  /** The sum; `Infinity` when nothing shown limits it. */
  value: number;
  /** People per finest cell. */
  cells: Float64Array;
  /** Shown numbers that keep the sum from going further, ascending. */
  pinnedBy: number[];
}

/** What an attacker knows about the cells behind some tables, as a linear program that stays in the solver's memory. */
export interface AttackModel {
  /** Smallest (`sense` -1) or largest (1) sum of some numbers; a number counts once per mention. */
  extreme(numbers: readonly number[], sense: -1 | 1): Extreme;
  /**
   * Cells of whole people in which a number reaches `target` or goes beyond it, downwards (`sense` -1) or upwards (1);
   * where none does, cells in which it comes nearest.
   */
  wholeCells(number: number, sense: -1 | 1, target: number): Float64Array;
  /** Takes a shown number out of the attacker's knowledge. */
  hide(number: number): void;
  /** Frees the solver's memory, which garbage collection does not see. */
  dispose(): void;
}

/** More people than any cohort has; what can be as large as this has no limit. */
const far = 1e7;
const tolerance = 1e-6;
const noTarget = 1e30;

/**
 * Variables are the finest cells, 0 or more each. Shown numbers are equations; a hidden number is known to be
 * `atLeast[number]` or more.
 */
export function attackModel(
  highs: Highs,
  {cells, cellsOf, values}: LinkedTables,
  hidden: Uint8Array,
  atLeast: ArrayLike<number>
): AttackModel {
  const count = cells.length;
  const isHidden = Uint8Array.from(hidden, (code) => (code ? 1 : 0));
  // A number of one cell bounds that cell; all others are rows.
  const cellNumber = new Int32Array(count).fill(-1);
  const rows: number[] = [];
  cellsOf.forEach((list, number) => {
    if (list.length === 1 && cellNumber[list[0]] < 0) cellNumber[list[0]] = number;
    else rows.push(number);
  });
  const rowOf = new Map(rows.map((number, row) => [number, row]));
  const lower = (number: number): number => (isHidden[number] ? atLeast[number] : values[number]);
  const upper = (number: number): number => (isHidden[number] ? far * cellsOf[number].length : values[number]);
  const starts = [0];
  for (const number of rows) starts.push(starts[starts.length - 1] + cellsOf[number].length);
  const model = highs.createModel({
    numCols: count,
    numRows: rows.length,
    colCost: new Float64Array(count),
    colLower: Float64Array.from(cellNumber, (number) => (number < 0 ? 0 : lower(number))),
    colUpper: Float64Array.from(cellNumber, (number) => (number < 0 ? far : upper(number))),
    rowLower: rows.map(lower),
    rowUpper: rows.map(upper),
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: count,
      starts,
      indices: rows.flatMap((number) => [...cellsOf[number]]),
      values: new Float64Array(starts[rows.length]).fill(1)
    }
  });
  model.options.set({
    output_flag: false,
    // Each program starts from the solution before, which primal simplex can do and presolving would undo.
    solver: "simplex",
    simplex_strategy: 4,
    mip_heuristic_run_feasibility_jump: false
  });
  const everything = {kind: "range", from: 0, to: count - 1} as const;
  const {modelStatus, variableType} = highs.constants;

  return {
    extreme(numbers, sense) {
      const cost = costOf(numbers, sense);
      model.options.set({presolve: "off", objective_target: -noTarget});
      run();
      const {colValue, colDual, rowDual} = model.getSolution();
      let value = 0;
      for (let cell = 0; cell < count; ++cell) value -= sense * cost[cell] * colValue[cell];
      return {value: value >= far ? Infinity : value, cells: colValue, pinnedBy: shownWith(colDual, rowDual)};
    },
    wholeCells(number, sense, target) {
      costOf([number], sense);
      model.options.set({presolve: "on", objective_target: -sense * target});
      model.changeColsIntegrality(everything, new Int32Array(count).fill(variableType.integer));
      run();
      const {colValue} = model.getSolution();
      model.clearIntegrality();
      return colValue;
    },
    hide(number) {
      isHidden[number] = 1;
      const row = rowOf.get(number);
      if (row !== undefined) model.changeRowBounds(row, lower(number), upper(number));
      else model.changeColBounds(cellsOf[number][0], lower(number), upper(number));
    },
    dispose: () => model.dispose()
  };

  /** The solver minimises. */
  function costOf(numbers: readonly number[], sense: -1 | 1): Float64Array {
    const cost = new Float64Array(count);
    for (const number of numbers) for (const cell of cellsOf[number]) cost[cell] -= sense;
    model.changeColsCost(everything, cost);
    return cost;
  }

  function run(): void {
    model.run();
    const status = model.getModelStatus();
    if (status !== modelStatus.optimal && status !== modelStatus.objectiveTarget)
      throw new Error(`program of the attack on hidden numbers not solved: status ${status}`);
  }

  function shownWith(colDual: Float64Array, rowDual: Float64Array): number[] {
    const pinning: number[] = [];
    for (let cell = 0; cell < count; ++cell) {
      const number = cellNumber[cell];
      if (number >= 0 && !isHidden[number] && Math.abs(colDual[cell]) > tolerance) pinning.push(number);
    }
    rows.forEach((number, row) => {
      if (!isHidden[number] && Math.abs(rowDual[row]) > tolerance) pinning.push(number);
    });
    return pinning.sort((a, b) => a - b);
  }
}
