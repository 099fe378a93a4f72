import {isRefused, type Inequality, type Measured, type Subgroup} from "../../../src/kernels/equity/subgroup.js";

/** A measure that has to apply. */
export function measured(result: object): Measured {
  if (isRefused(result)) throw new Error(result.refused);
  return result as Measured;
}

/** Subgroups in the order given, the most disadvantaged first, of which the first is the reference. */
export function inequality(
  rows: readonly [estimate: number, se: number | null, population: number | null][],
  more: Partial<Inequality> = {}
): Inequality {
  const subgroups = rows.map(([estimate, se, population], i): Subgroup => ({
    estimate,
    se,
    population,
    order: i + 1,
    reference: i === 0
  }));
  return {subgroups, favourable: true, ordered: true, scale: 100, settingAverage: null, ...more};
}

/** Standard normal numbers from a seed, by a generator that is not the one of the kernels. */
export function normalNumbers(seed: number): () => number {
  let state = seed % 2147483647;
  const uniform = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** The input as another survey might have found it: every estimate drawn from its standard error. */
export function resampled(input: Inequality, normal: () => number): Inequality {
  return {
    ...input,
    subgroups: input.subgroups.map((subgroup) => ({
      ...subgroup,
      estimate: subgroup.estimate + (subgroup.se ?? 0) * normal()
    }))
  };
}
