import type {PhenotypeShare, ResultShare} from "../../../src/model/medicines.js";
import type {Finding} from "../../../src/model/privacy.js";
import {leastSquaresVariances} from "./leastSquares.js";

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
    const wanted = withheld.map((i) => rows.map((_, j) => Number(i === j)));
    for (const variance of leastSquaresVariances(equations, rows.length, wanted)) {
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
