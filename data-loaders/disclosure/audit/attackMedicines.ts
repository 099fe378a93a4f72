import type {PhenotypeShare, ResultShare} from "../../../src/model/medicines.js";
import type {Finding} from "../../../src/model/privacy.js";

/** Of a gene, the phenotypes that a row of `pgx_results` adds up, as its readers know from the guideline. */
export type AddedUp = (row: ResultShare, gene: string) => readonly string[];

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * Attacks the tables of medicines with subtraction: every shown row is an equation about the phenotypes of one gene in one
 * group, and the attacker solves all of them for each withheld phenotype at once, by least squares. How many people all
 * phenotypes add up to is taken to be known exactly, since exact counts of genotypes tell how many were called. A withheld number is worked out where the noise leaves a 95 % range narrower than `limit`.
 */
export function attackMedicines(
  phenotypes: readonly PhenotypeShare[],
  results: readonly ResultShare[],
  addedUp: AddedUp,
  limit: number,
  tier: string
): Finding {
  let [recovered, hidden] = [0, 0];
  let narrowest: number | null = null;
  for (const rows of byGeneAndGroup(phenotypes)) {
    const withheld = rows.flatMap(({n}, i) => (n === null ? i : []));
    hidden += withheld.length;
    if (withheld.length === 0) continue;
    const equations = equationsOf(rows, results, addedUp);
    for (const variance of variances(equations, rows.length, withheld)) {
      const width = Math.floor(2 * z95 * rows[0].noiseSd * Math.sqrt(variance));
      if (width < limit) ++recovered;
      if (Number.isFinite(width)) narrowest = Math.min(narrowest ?? Infinity, width);
    }
  }
  return {
    table: `${tier}/pgx_phenotypes`,
    attack: "subtraction",
    pool: "all",
    figures: {kind: "recovery", recovered, hidden, narrowest, least: limit},
    withstood: recovered === 0,
    standing: "enforced"
  };
}

function byGeneAndGroup(rows: readonly PhenotypeShare[]): PhenotypeShare[][] {
  const groups = new Map<string, PhenotypeShare[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.gene, row.ancestry]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Weight of an equation without noise, beside 1 of one with it. */
const exactly = 100;

/** Each 0 or 1 per phenotype, times its weight. Equal sums are one equation: they are the same number with the same noise. */
function equationsOf(rows: readonly PhenotypeShare[], results: readonly ResultShare[], addedUp: AddedUp): number[][] {
  const [{gene, ancestry, people}] = rows;
  const equations = new Map<string, number[]>();
  const add = (has: (phenotype: string | null) => boolean): void => {
    const equation = rows.map(({phenotype}) => Number(has(phenotype)));
    if (equation.includes(1)) equations.set(equation.join(""), equation);
  };
  if (people !== null) equations.set("people", rows.map(() => exactly)); // prettier-ignore
  for (const row of rows) if (row.n !== null) add((phenotype) => phenotype === row.phenotype);
  for (const row of results)
    if (row.n !== null && row.ancestry === ancestry && row.genes.length === 1 && row.genes[0] === gene) {
      const phenotypes = addedUp(row, gene);
      add((phenotype) => phenotype !== null && phenotypes.includes(phenotype));
    }
  return [...equations.values()];
}

/**
 * Variance of the least-squares estimate of each wanted unknown, where the error of every equation has variance 1; Infinity
 * where the equations leave it open. By a ridge that is small beside any count: 10⁻⁹ of an equation on each unknown.
 */
function variances(equations: readonly number[][], unknowns: number, wanted: readonly number[]): number[] {
  const ridge = 1e-9;
  const matrix = Array.from({length: unknowns}, (_, i) =>
    Array.from({length: unknowns}, (_, j) =>
      equations.reduce((sum, equation) => sum + equation[i] * equation[j], i === j ? ridge : 0)
    )
  );
  return wanted.map((i) => {
    const variance = solve(
      matrix,
      Array.from({length: unknowns}, (_, j) => Number(i === j))
    )[i];
    return variance > 1e-3 / ridge ? Infinity : variance;
  });
}

/** Solves a symmetric positive definite system by elimination. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let pivot = 0; pivot < rows.length; ++pivot)
    for (let below = pivot + 1; below < rows.length; ++below) {
      const factor = rows[below][pivot] / rows[pivot][pivot];
      for (let j = pivot; j <= rows.length; ++j) rows[below][j] -= factor * rows[pivot][j];
    }
  const solution = Array.from({length: rows.length}, () => 0);
  for (let i = rows.length - 1; i >= 0; --i)
    solution[i] =
      (rows[i][rows.length] -
        rows[i].slice(0, -1).reduce((sum, value, j) => sum + (j > i ? value * solution[j] : 0), 0)) /
      rows[i][i];
  return solution;
}
