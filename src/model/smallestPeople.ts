import type {VariantTest} from "./association.js";

/** The smallest number of people, above 0, that tests show or that follows from them: cases, and all less the cases. */
export function smallestPeople(tests: readonly VariantTest[]): number | null {
  let smallest: number | null = null;
  for (const {n, nCase} of tests) {
    for (const people of [n, nCase, n === null || nCase === null ? null : n - nCase])
      if (people !== null && people > 0 && (smallest === null || people < smallest)) smallest = people;
  }
  return smallest;
}
