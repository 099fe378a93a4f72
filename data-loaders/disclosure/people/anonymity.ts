import {groupsOf, type LinkedTables} from "./linkedTables.js";

/**
 * The k of k-anonymity: people in the smallest class that has anybody, where a class is one combination of levels of
 * all dimensions that any table uses, jointly. Null when nobody is counted.
 */
export function smallestClass({dimensions, cells, tables}: LinkedTables): number | null {
  const used = dimensions.map((_, d) => d).filter((d) => tables.some((table) => table.dimensions.includes(d)));
  const classes: number[] = [];
  groupsOf(dimensions, used).forEach((group, cell) => (classes[group] = (classes[group] ?? 0) + cells[cell]));
  const sizes = classes.filter((people) => people > 0);
  return sizes.length === 0 ? null : sizes.reduce((a, b) => Math.min(a, b));
}

/** People of one combination of the other dimensions of a table, all of whom have the same sensitive value. */
export interface HomogeneousClass {
  /** Index of the table. */
  table: number;
  people: number;
  /** Its numbers along the sensitive dimension; all but one are 0. */
  numbers: number[];
}

/**
 * Classes without diversity (l < 2): whoever knows that somebody is in one knows the sensitive value too, from the
 * zeros as much as from the one number that is not. Every table with the sensitive dimension is looked at. A
 * dimension of one level tells nothing and has none. Throws when the dimension is unknown.
 *
 * Machanavajjhala and others 2007, l-diversity: privacy beyond k-anonymity, ACM TKDD 1(1):3.
 */
export function homogeneousClasses({dimensions, tables, values}: LinkedTables, sensitive: string): HomogeneousClass[] {
  const d = dimensions.findIndex(({name}) => name === sensitive);
  if (d < 0) throw new Error(`unknown sensitive dimension: ${sensitive}`);
  if (dimensions[d].levels < 2) return [];
  return tables.flatMap((table, index) => {
    if (!table.dimensions.includes(d)) return [];
    const classes: number[][] = [];
    groupsOf(
      table.dimensions.map((other) => dimensions[other]),
      table.dimensions.flatMap((other, at) => (other === d ? [] : [at]))
    ).forEach((group, i) => (classes[group] ??= []).push(table.first + i));
    return classes
      .filter((numbers) => numbers.filter((number) => values[number] > 0).length === 1)
      .map((numbers) => ({table: index, people: numbers.reduce((sum, n) => sum + values[n], 0), numbers}));
  });
}
