import {cholesky} from "./cholesky.js";

/** One value per person, or one of several levels; NaN = missing. */
export interface Covariate {
  name: string;
  kind: "quantitative" | "categorical";
  /** Categorical: index of the level. */
  values: Float64Array;
}

/** The covariates of the people of one analysis, ready for a regression. */
export interface Design {
  /** Who is analysed: index into the genotypes' people, ascending. */
  people: Int32Array;
  /** Columns: the intercept first, each other one centred and of unit variance. */
  columns: number;
  /** `people × columns`. */
  values: Float64Array;
  names: string[];
  /** Covariates, or levels of one, that vary too little among these people or follow from others. */
  left: string[];
}

/**
 * The design matrix of those of `people` whose trait and covariates are all known. A categorical covariate becomes one
 * column for each level but its most frequent one. Columns that are constant, or that follow from those before them,
 * are left out, as plink2 refuses them: they change no test.
 */
export function designMatrix(people: Int32Array, trait: Float64Array, covariates: readonly Covariate[]): Design {
  const known = people.filter(
    (person) => !Number.isNaN(trait[person]) && covariates.every(({values}) => !Number.isNaN(values[person]))
  );
  const n = known.length;
  const candidates = covariates.flatMap((covariate) => columnsOf(covariate, known));
  const kept: {name: string; values: Float64Array}[] = [{name: "intercept", values: new Float64Array(n).fill(1)}];
  const left: string[] = [];
  for (const candidate of candidates) {
    const standard = standardised(candidate.values);
    if (standard && isIndependent([...kept.map(({values}) => values), standard]))
      kept.push({name: candidate.name, values: standard});
    else left.push(candidate.name);
  }
  const columns = kept.length;
  const values = new Float64Array(n * columns);
  kept.forEach((column, c) => {
    for (let i = 0; i < n; ++i) values[i * columns + c] = column.values[i];
  });
  return {people: known, columns, values, names: kept.map(({name}) => name), left};
}

function columnsOf({name, kind, values}: Covariate, people: Int32Array): {name: string; values: Float64Array}[] {
  const own = Float64Array.from(people, (person) => values[person]);
  if (kind === "quantitative") return [{name, values: own}];
  const counts = new Map<number, number>();
  for (const level of own) counts.set(level, (counts.get(level) ?? 0) + 1);
  const [, ...others] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
  return others.map(([level]) => ({name: `${name} ${level}`, values: own.map((value) => (value === level ? 1 : 0))}));
}

function standardised(values: Float64Array): Float64Array | null {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  const sd = Math.sqrt(variance);
  return sd > 1e-9 * Math.max(1, Math.abs(mean)) ? values.map((x) => (x - mean) / sd) : null;
}

/** Whether the last column is no combination of the others, up to a tolerance of 1e-7 of its variance. */
function isIndependent(columns: Float64Array[]): boolean {
  const p = columns.length;
  const gram = new Float64Array(p * p);
  for (let j = 0; j < p; ++j)
    for (let k = j; k < p; ++k) gram[j * p + k] = columns[j].reduce((sum, x, i) => sum + x * columns[k][i], 0);
  const factor = cholesky(gram, p);
  return factor !== null && factor[p * p - 1] ** 2 > 1e-7 * gram[p * p - 1];
}
