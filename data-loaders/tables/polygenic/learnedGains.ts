import {leastSquares, type Covariates} from "./covariateModel.js";

/** A score that was learned, with whom it was learned from; people in the order of the genotype files. */
export interface LearnedModel {
  /** Fold of people who were learned from; −1 = of the others. Their trait and covariates are known, as are those kept. */
  learned: {folds: Int16Array; trait: Float64Array; covariates: Covariates};
  /** People of the same group whom training has never seen. */
  kept: Int32Array;
  scores: Float64Array;
}

/**
 * By how much the score makes the squared error of the covariates smaller, for each person who was learned from and each
 * who was kept: of a score that remembers its people, more for the former. Both models are fitted to those learned from.
 */
export function learnedGains({learned, kept, scores}: LearnedModel): {learned: Float64Array; kept: Float64Array} {
  const members = Int32Array.from(learned.folds.keys()).filter((person) => learned.folds[person] >= 0);
  const {columns, values} = learned.covariates;
  const traitOf = (people: Int32Array): Float64Array => Float64Array.from(people, (person) => learned.trait[person]);
  const designOf = (people: Int32Array, wide: number): Covariates => {
    const design = new Float64Array(people.length * wide);
    people.forEach((person, i) => {
      design.set(values.subarray(person * columns, (person + 1) * columns), i * wide);
      if (wide > columns) design[i * wide + columns] = scores[person];
    });
    return {columns: wide, values: design};
  };
  const [without, with_] = [columns, columns + 1].map((wide) => {
    const fit = leastSquares(designOf(members, wide), traitOf(members));
    if (!fit) throw new Error("a learned score follows from the covariates; nothing is released");
    return (people: Int32Array) => squaredErrors(designOf(people, wide), traitOf(people), fit.coefficients);
  });
  const gainsOf = (people: Int32Array): Float64Array => {
    const better = with_(people);
    return without(people).map((error, i) => error - better[i]);
  };
  return {learned: gainsOf(members), kept: gainsOf(kept)};
}

function squaredErrors({columns, values}: Covariates, y: Float64Array, coefficients: Float64Array): Float64Array {
  return y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < columns; ++j) fitted += values[i * columns + j] * coefficients[j];
    return (value - fitted) ** 2;
  });
}
