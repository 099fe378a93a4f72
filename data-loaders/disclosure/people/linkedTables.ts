/** A characteristic that people are counted by; `levels` is how many values it has. */
export interface Dimension {
  name: string;
  levels: number;
}

/** One published group-by. Its numbers are `first` to `first + size - 1`, mixed radix, last dimension fastest. */
export interface PublishedTable {
  /** Indexes of its dimensions, ascending; none = everybody together. */
  dimensions: number[];
  first: number;
  size: number;
}

/** The number `whole` is the sum of the numbers `parts`. */
export interface Equation {
  whole: number;
  parts: number[];
}

/** Several group-bys of the same people. A number is an index of `values`. */
export interface LinkedTables {
  dimensions: Dimension[];
  /** People per finest cell, mixed radix, last dimension fastest. Not published unless a table has all dimensions. */
  cells: Int32Array;
  tables: PublishedTable[];
  /** All published numbers, table after table, and the table of each. */
  values: Int32Array;
  tableOf: Uint16Array;
  /** Finest cells that each number adds up, ascending. */
  cellsOf: Int32Array[];
  /** Between every two tables of which one divides the other's groups further. */
  equations: Equation[];
  /** Equations that each number is in. */
  equationsOf: number[][];
}

/**
 * Lists everything that is published when people are counted by several subsets of the same dimensions, and what is
 * known to add up. `published` are sets of dimension indexes. Throws when cells and dimensions disagree, or a set is
 * given twice.
 */
export function linkTables(
  dimensions: readonly Dimension[],
  cells: Int32Array,
  published: readonly (readonly number[])[]
): LinkedTables {
  const size = dimensions.reduce((product, {levels}) => product * levels, 1);
  if (cells.length !== size) throw new Error(`${cells.length} cells given where the dimensions make ${size}`);

  const tables: PublishedTable[] = [];
  const tableOf: number[] = [];
  const cellsOf: number[][] = [];
  for (const set of published) {
    const kept = [...new Set(set)].sort((a, b) => a - b);
    if (kept.some((d) => !dimensions[d])) throw new Error(`unknown dimension in group-by: ${kept.join(", ")}`);
    if (tables.some((other) => isSame(other.dimensions, kept)))
      throw new Error(`group-by published twice: ${kept.join(", ")}`);
    const first = cellsOf.length;
    const groups = groupsOf(dimensions, kept);
    groups.forEach((group, cell) => (cellsOf[first + group] ??= []).push(cell));
    const count = cellsOf.length - first;
    for (let i = 0; i < count; ++i) tableOf.push(tables.length);
    tables.push({dimensions: kept, first, size: count});
  }

  const equations = tables.flatMap((fine) =>
    tables.filter((coarse) => divides(fine, coarse)).flatMap((coarse) => between(dimensions, fine, coarse))
  );
  const equationsOf: number[][] = cellsOf.map(() => []);
  equations.forEach(({whole, parts}, at) => [whole, ...parts].forEach((number) => equationsOf[number].push(at)));
  return {
    dimensions: [...dimensions],
    cells,
    tables,
    values: sums(cellsOf, cells),
    tableOf: Uint16Array.from(tableOf),
    cellsOf: cellsOf.map((list) => Int32Array.from(list)),
    equations,
    equationsOf
  };
}

/** The same tables of other people. */
export function withCells(tables: LinkedTables, cells: Int32Array): LinkedTables {
  return {...tables, cells, values: sums(tables.cellsOf, cells)};
}

/** All subsets of `count` dimensions, the finest first. */
export function allMargins(count: number): number[][] {
  const sets = Array.from({length: 1 << count}, (_, bits) =>
    Array.from({length: count}, (_, d) => d).filter((d) => bits & (1 << d))
  );
  return sets.sort((a, b) => b.length - a.length);
}

/** Per finest cell, the group it falls into when only the dimensions `kept` are looked at. */
export function groupsOf(dimensions: readonly Dimension[], kept: readonly number[]): Int32Array {
  let groups = Int32Array.of(0);
  dimensions.forEach(({levels}, d) => {
    const keeps = kept.includes(d);
    const finer = new Int32Array(groups.length * levels);
    for (let i = 0; i < finer.length; ++i) {
      const group = groups[Math.floor(i / levels)];
      finer[i] = keeps ? group * levels + (i % levels) : group;
    }
    groups = finer;
  });
  return groups;
}

function sums(cellsOf: readonly ArrayLike<number>[], cells: Int32Array): Int32Array {
  return Int32Array.from(cellsOf, (list) => {
    let sum = 0;
    for (let i = 0; i < list.length; ++i) sum += cells[list[i]];
    return sum;
  });
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}

function divides(fine: PublishedTable, coarse: PublishedTable): boolean {
  return (
    fine.dimensions.length > coarse.dimensions.length && coarse.dimensions.every((d) => fine.dimensions.includes(d))
  );
}

function between(dimensions: readonly Dimension[], fine: PublishedTable, coarse: PublishedTable): Equation[] {
  const groups = groupsOf(
    fine.dimensions.map((d) => dimensions[d]),
    coarse.dimensions.map((d) => fine.dimensions.indexOf(d))
  );
  const equations = Array.from({length: coarse.size}, (_, i): Equation => ({whole: coarse.first + i, parts: []}));
  groups.forEach((group, i) => equations[group].parts.push(fine.first + i));
  return equations;
}
