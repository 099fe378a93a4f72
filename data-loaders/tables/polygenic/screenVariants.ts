import {studentMinusLog10P} from "../../../src/kernels/tails.js";
import {cholesky, solveCholesky, solveLower} from "../association/cholesky.js";
import {Genotype} from "../countGenotypes.js";
import type {Covariates} from "./covariateModel.js";

/** Who is learned from, and in which folds. People in the order of the genotype files. */
export interface ScreenedPeople {
  /** Fold, from 0; −1 = is not learned from. */
  folds: Int16Array;
  foldCount: number;
  /** Known wherever somebody is learned from, as are the covariates. */
  trait: Float64Array;
  covariates: Covariates;
}

/** Alleles rarer than this, 0 to 1, among those learned from are not tried: their effects are mostly error. */
export const leastFrequency = 0.01;

/**
 * −log₁₀ p of a variant by itself, as `marginalEffects` has it: in everybody who is learned from, then in those who are
 * left when fold 0, 1, … is taken out. Sums are made once a fold, so that all fits cost about as much as one. NaN where the
 * variant does not vary beyond the covariates; null where an allele is too rare.
 */
export function openScreen(people: ScreenedPeople): (genotypes: Uint8Array, start: number) => Float64Array | null {
  const {order, ends, y, z, columns} = prepare(people);
  const folds = Array.from({length: people.foldCount}, (_, fold) => {
    const [from, to] = [fold === 0 ? 0 : ends[fold - 1], ends[fold]];
    return {from, to, whole: sumsOf(y, z, columns, from, to)};
  });
  const fits = [-1, ...folds.keys()].map((left) =>
    openFit(
      folds.filter((_, fold) => fold !== left).map(({whole}) => whole),
      columns
    )
  );
  const wide = 2 * columns + 5;
  const total = new Float64Array(wide);

  return (genotypes, start) => {
    const found = folds.map(({from, to}) => variantSums(genotypes, start, from, to));
    total.fill(0);
    for (const sums of found) sums.forEach((value, i) => (total[i] += value));
    const frequency = total[0] / (2 * (order.length - total[3]));
    if (!(frequency >= leastFrequency && frequency <= 1 - leastFrequency)) return null;
    return Float64Array.from(fits, (fit, f) => fit(f === 0 ? total : total.map((value, i) => value - found[f - 1][i])));
  };

  /** Copies; their squares; times trait; missing genotypes; trait of those; copies times covariates; covariates of those. */
  function variantSums(genotypes: Uint8Array, start: number, from: number, to: number): Float64Array {
    const sums = new Float64Array(wide);
    for (let i = from; i < to; ++i) {
      const person = order[i];
      const code = (genotypes[start + (person >> 2)] >> (2 * (person & 3))) & 3;
      if (code === Genotype.homRef) continue;
      if (code === Genotype.missing) {
        sums[3] += 1;
        sums[4] += y[i];
        for (let j = 0; j < columns; ++j) sums[5 + columns + j] += z[i * columns + j];
        continue;
      }
      const copies = code === Genotype.homAlt ? 2 : 1;
      sums[0] += copies;
      sums[1] += copies * copies;
      sums[2] += copies * y[i];
      for (let j = 0; j < columns; ++j) sums[5 + j] += copies * z[i * columns + j];
    }
    return sums;
  }
}

/** People fold after fold, with trait and covariates less their means, the constant left as it is. */
function prepare({folds, foldCount, trait, covariates: {columns, values}}: ScreenedPeople) {
  const order = Int32Array.from(
    Array.from({length: foldCount}, (_, fold) => Array.from(folds.keys()).filter((i) => folds[i] === fold)).flat()
  );
  const ends = Array.from({length: foldCount}, (_, fold) =>
    folds.reduce((count, of) => count + Number(of >= 0 && of <= fold), 0)
  );
  const centre = (valueOf: (person: number) => number): ((person: number) => number) => {
    const mean = order.reduce((sum, person) => sum + valueOf(person), 0) / order.length;
    return (person) => valueOf(person) - mean;
  };
  const traitOf = centre((person) => trait[person]);
  const columnOf = Array.from({length: columns}, (_, j) =>
    j === 0 ? () => 1 : centre((person) => values[person * columns + j])
  );
  return {
    order,
    ends,
    columns,
    y: Float64Array.from(order, traitOf),
    z: Float64Array.from({length: order.length * columns}, (_, k) =>
      columnOf[k % columns](order[Math.floor(k / columns)])
    )
  };
}

interface FoldSums {
  n: number;
  yy: number;
  zy: Float64Array;
  zz: Float64Array;
}

function sumsOf(y: Float64Array, z: Float64Array, columns: number, from: number, to: number): FoldSums {
  const sums = {n: to - from, yy: 0, zy: new Float64Array(columns), zz: new Float64Array(columns * columns)};
  for (let i = from; i < to; ++i) {
    sums.yy += y[i] * y[i];
    for (let j = 0; j < columns; ++j) {
      sums.zy[j] += z[i * columns + j] * y[i];
      for (let k = j; k < columns; ++k) sums.zz[j * columns + k] += z[i * columns + j] * z[i * columns + k];
    }
  }
  return sums;
}

/** The exact regression of one fit, from sums over its people; NaN where it has no answer. */
function openFit(parts: readonly FoldSums[], columns: number): (sums: Float64Array) => number {
  const [n, yy] = [parts.reduce((sum, part) => sum + part.n, 0), parts.reduce((sum, part) => sum + part.yy, 0)];
  const [zy, zz] = [new Float64Array(columns), new Float64Array(columns * columns)];
  for (const part of parts) {
    part.zy.forEach((value, i) => (zy[i] += value));
    part.zz.forEach((value, i) => (zz[i] += value));
  }
  // The first column is the constant, so that sums over people are the first row and the first product.
  const [sumOfZ, sumOfY] = [zz.slice(0, columns), zy[0]];
  const factor = cholesky(zz, columns);
  const freedom = n - columns - 1;
  if (!factor || freedom < 1) return () => NaN;
  const gamma = solveCholesky(factor, columns, zy.slice());
  const rss = zy.reduce((rest, value, j) => rest - value * gamma[j], yy);
  return (sums) => {
    const mean = sums[0] / (n - sums[3]);
    const all = sums[1] - mean * sums[0];
    let gy = sums[2] - mean * (sumOfY - sums[4]);
    const onCovariates = new Float64Array(columns);
    for (let j = 0; j < columns; ++j) {
      onCovariates[j] = sums[5 + j] - mean * (sumOfZ[j] - sums[5 + columns + j]);
      gy -= onCovariates[j] * gamma[j];
    }
    const rest = solveLower(factor, columns, onCovariates).reduce((left, value) => left - value * value, all);
    if (!(rest > 1e-6 * all)) return NaN;
    const beta = gy / rest;
    return studentMinusLog10P(beta / Math.sqrt(Math.max(0, rss - beta * gy) / freedom / rest), freedom);
  };
}
