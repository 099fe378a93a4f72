import type {StrataLayout} from "../tables/strataLayout.js";

/**
 * How the rows of a variant are grouped when they are protected. A row is a combination of strata; a block is the rows
 * that one row of `allele_counts` adds up: an ancestry, or everybody where the cohort has no ancestries.
 */
export interface Groups {
  /** People per row, and how many of them are men. */
  people: Int32Array;
  men: Int32Array;
  blocks: {level: string; rows: number[]}[];
  /** Every row holds men only or no men: what is known about men in a block is known about its rows of men. */
  dividedBySex: boolean;
}

/** `variable` divides `allele_counts`; without it everybody is one block called `all`. */
export function groupRows(
  {variables, combinations}: Pick<StrataLayout, "variables" | "combinations">,
  variable = "ancestry"
): Groups {
  const at = variables.findIndex(({name}) => name === variable);
  const rowsOf = new Map<number, number[]>();
  combinations.forEach(({codes}, row) => {
    const code = at < 0 ? 0 : codes[at];
    rowsOf.set(code, [...(rowsOf.get(code) ?? []), row]);
  });
  return {
    people: Int32Array.from(combinations, ({people}) => people),
    men: Int32Array.from(combinations, ({men}) => men),
    blocks: [...rowsOf]
      .sort(([a], [b]) => a - b)
      .map(([code, rows]) => ({level: at < 0 ? "all" : variables[at].levels[code], rows})),
    dividedBySex: combinations.every(({people, men}) => men === 0 || men === people)
  };
}

export function sumOf(values: Int32Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + values[row], 0);
}
