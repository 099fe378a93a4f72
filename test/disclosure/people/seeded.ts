import {
  allMargins,
  linkTables,
  type Dimension,
  type LinkedTables
} from "../../../data-loaders/disclosure/people/linkedTables.js";
import {seeded} from "../audit/seeded.js";

export const people = (ages: number): Dimension[] => [
  {name: "ancestry", levels: 5},
  {name: "sex", levels: 2},
  {name: "status", levels: 2},
  {name: "age", levels: ages}
];

/**
 * 500 to 4,000 simulated people by ancestry, sex, status and 5 to 9 age bands, exponentially uneven, in all group-bys
 * (even seeds) or in a random half of them or more (odd ones).
 */
export function seededTables(seed: number): LinkedTables {
  const random = seeded(seed);
  const dimensions = people(5 + Math.floor(5 * random()));
  const weights = Float64Array.from({length: 20 * dimensions[3].levels}, () => -Math.log(1 - random()));
  const scale = (500 + 3500 * random()) / weights.reduce((sum, weight) => sum + weight);
  const cells = Int32Array.from(weights, (weight) => Math.floor(weight * scale + random()));
  const share = 0.5 + 0.5 * random();
  const published = allMargins(4).filter(() => seed % 2 === 0 || random() < share);
  return linkTables(dimensions, cells, published.length > 0 ? published : [[0, 1]]);
}

/** Numbers of people as written in a test; null is what is hidden. */
export function shownOf({tables, values}: LinkedTables, hidden: Uint8Array): Record<string, (number | null)[]> {
  return Object.fromEntries(
    tables.map(({dimensions, first, size}) => [
      dimensions.join(","),
      Array.from({length: size}, (_, i) => (hidden[first + i] ? null : values[first + i]))
    ])
  );
}
