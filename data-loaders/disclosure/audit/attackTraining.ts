import type {Finding} from "../../../src/model/privacy.js";
import {leastSquares, type Covariates} from "../../tables/polygenic/covariateModel.js";
import type {MembershipLimits} from "../thresholds.js";
import {findingOf} from "./attackFrequencies.js";

/** A score that was learned, with whom it was learned from; people in the order of the genotype files. */
export interface LearnedModel {
  table: string;
  standing: Finding["standing"];
  /** The group that was learned from. */
  group: string;
  learned: {folds: Int16Array; trait: Float64Array; covariates: Covariates};
  /** People of the same group whom training has never seen. */
  kept: Int32Array;
  scores: Float64Array;
}

/**
 * Asks of people whose genome and trait are known whether the score was learned from them, of an attacker who has what is
 * not released: the weights. The score of somebody who was learned from goes with the trait more closely than that of
 * somebody of the same group who was not: by how much it makes the squared error of the covariates smaller.
 *
 * Whatever is released of those who were learned from follows from the weights, their number aside, so nobody who has only
 * the release can tell more.
 *
 * Yeom, Giacomelli, Fredrikson & Jha 2018, IEEE CSF 31:268; Im, Gamazon, Nicolae & Cox 2012, Am J Hum Genet 90:591.
 */
export function attackTraining(model: LearnedModel, limits: MembershipLimits): Finding {
  const {group, learned, kept, scores} = model;
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
  const fits = [columns, columns + 1].map((wide) => {
    const fit = leastSquares(designOf(members, wide), traitOf(members));
    if (!fit) throw new Error("a learned score follows from the covariates; nothing is released");
    return {wide, coefficients: fit.coefficients};
  });
  const gainsOf = (people: Int32Array): Float64Array => {
    const [without, with_] = fits.map(({wide, coefficients}) =>
      squaredErrors(designOf(people, wide), traitOf(people), coefficients)
    );
    return without.map((error, i) => error - with_[i]);
  };
  return findingOf(model, "effects", [group], [{members: gainsOf(members), others: gainsOf(kept)}], limits);
}

function squaredErrors({columns, values}: Covariates, y: Float64Array, coefficients: Float64Array): Float64Array {
  return y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < columns; ++j) fitted += values[i * columns + j] * coefficients[j];
    return (value - fitted) ** 2;
  });
}
