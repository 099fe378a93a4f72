import {fisherFUpper} from "../../../src/kernels/fisherF.js";
import {cholesky, solveLower} from "../association/cholesky.js";

/** Where the people of each group of a reference lie: normally around a mean, each group with a spread of its own. */
export interface GroupModel {
  dimensions: number;
  groups: {people: number; mean: Float64Array; factor: Float64Array; logDeterminant: number}[];
}

/** Whom a place is like, of the groups of a model. */
export interface Likeness {
  /** Of the groups, none of which is taken for likelier beforehand; they add up to 1. */
  probabilities: Float64Array;
  /** Share of each group's own people who lie farther from its mean, by their spread: near 0 = a stranger to it. */
  typicality: Float64Array;
}

/**
 * Learns mean and covariance (n − 1) of each group from places, people × `dimensions` row by row, and the group of every
 * person; -1 = none. Null where a group has no more people than dimensions, or does not vary in one.
 */
export function learnGroups(
  places: Float64Array,
  dimensions: number,
  codes: ArrayLike<number>,
  groups: number
): GroupModel | null {
  const members = Array.from({length: groups}, (): number[] => []);
  for (let person = 0; person < codes.length; ++person) if (codes[person] >= 0) members[codes[person]].push(person);
  const learned = members.map((people) => {
    const mean = new Float64Array(dimensions);
    for (const person of people)
      for (let c = 0; c < dimensions; ++c) mean[c] += places[person * dimensions + c] / people.length;
    const covariance = new Float64Array(dimensions * dimensions);
    for (const person of people)
      for (let a = 0; a < dimensions; ++a)
        for (let b = a; b < dimensions; ++b)
          covariance[a * dimensions + b] +=
            ((places[person * dimensions + a] - mean[a]) * (places[person * dimensions + b] - mean[b])) /
            (people.length - 1);
    const factor = people.length > dimensions ? cholesky(covariance, dimensions) : null;
    if (!factor) return null;
    let logDeterminant = 0;
    for (let c = 0; c < dimensions; ++c) logDeterminant += 2 * Math.log(factor[c * dimensions + c]);
    return {people: people.length, mean, factor, logDeterminant};
  });
  return learned.some((group) => group === null) ? null : {dimensions, groups: learned as GroupModel["groups"]};
}

/**
 * Probabilities by quadratic discriminant analysis with equal priors, and by Hotelling's T² of one more person how usual
 * the place is in each group: Anderson 2003, An Introduction to Multivariate Statistical Analysis, 5.2 and 6.6.
 */
export function likenessOf(place: Float64Array, {dimensions, groups}: GroupModel): Likeness {
  const distances = groups.map(({mean, factor}) => {
    const away = solveLower(
      factor,
      dimensions,
      mean.map((value, c) => place[c] - value)
    );
    return away.reduce((sum, value) => sum + value * value, 0);
  });
  const logs = groups.map(({logDeterminant}, g) => -(distances[g] + logDeterminant) / 2);
  const most = Math.max(...logs);
  const parts = logs.map((log) => Math.exp(log - most));
  const sum = parts.reduce((a, b) => a + b, 0);
  return {
    probabilities: Float64Array.from(parts, (part) => part / sum),
    typicality: Float64Array.from(groups, ({people}, g) => {
      const f = (distances[g] * people * (people - dimensions)) / (dimensions * (people * people - 1));
      return fisherFUpper(f, dimensions, people - dimensions);
    })
  };
}

/** Share of the variance of each component that lies between groups, 0 to 1, of people in a group. */
export function shareBetweenGroups(
  places: Float64Array,
  dimensions: number,
  codes: ArrayLike<number>,
  groups: number
): Float64Array {
  return Float64Array.from({length: dimensions}, (_, c) => {
    const sums = new Float64Array(groups);
    const sizes = new Float64Array(groups);
    let [total, squares, people] = [0, 0, 0];
    for (let person = 0; person < codes.length; ++person) {
      const group = codes[person];
      if (group < 0) continue;
      const value = places[person * dimensions + c];
      sums[group] += value;
      ++sizes[group];
      total += value;
      squares += value * value;
      ++people;
    }
    const centre = (total * total) / people;
    const between = sums.reduce((sum, value, g) => sum + (sizes[g] > 0 ? (value * value) / sizes[g] : 0), 0) - centre;
    return squares > centre ? between / (squares - centre) : 0;
  });
}
