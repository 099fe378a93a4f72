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
  const basis: Float64Array[] = [];
  for (const candidate of candidates) {
    const standard = standardised(candidate.values);
    const rest = standard && withoutBasis(standard, basis);
    if (rest) {
      basis.push(rest);
      kept.push({name: candidate.name, values: standard});
    } else left.push(candidate.name);
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

/**
 * What is left of a centred column without its projection on others, at unit length; null where that is less than 1e-7 of
 * its variance. Taken away twice, since once leaves rounding.
 */
function withoutBasis(column: Float64Array, basis: Float64Array[]): Float64Array | null {
  const rest = column.slice();
  for (let pass = 0; pass < 2; ++pass)
    for (const other of basis) {
      let product = 0;
      for (let i = 0; i < rest.length; ++i) product += rest[i] * other[i];
      for (let i = 0; i < rest.length; ++i) rest[i] -= product * other[i];
    }
  const squares = rest.reduce((sum, x) => sum + x * x, 0);
  // The column has unit variance.
  if (!(squares > 1e-7 * rest.length)) return null;
  const length = Math.sqrt(squares);
  return rest.map((x) => x / length);
}
