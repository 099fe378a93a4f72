import type {CovariateValues} from "./cohort.js";
import {isMissing, parseAgeYears, parseNumber} from "./sampleValues.js";
import {stratumVariable, unknownLevel} from "./strata.js";

/** Covariates of a cohort whose manifest names none, as far as they are known. */
export function usualCovariates(hasAge: boolean, sex: Uint8Array): string[] {
  return [...(hasAge ? ["age"] : []), ...(sex.some((code) => code !== 0) ? ["sex"] : [])];
}

/** Exact ages in years; NaN = unknown. */
export function ageCovariate(years: ArrayLike<number>, included: Uint8Array): CovariateValues {
  return {name: "age", kind: "quantitative", values: ofIncluded(years, included)};
}

/** From PLINK coding: 1 male, 2 female, 0 unknown. */
export function sexCovariate(sex: Uint8Array, included: Uint8Array): CovariateValues {
  const codes = Array.from(sex, (code) => [NaN, 1, 0][code]);
  return {name: "sex", kind: "categorical", levels: ["female", "male"], values: ofIncluded(codes, included)};
}

/**
 * A column of a sample file: quantitative where every value is a number or missing, else categorical.
 * Throws an Error where nobody has a value, or so many have one of their own that it cannot be a category.
 */
export function columnCovariate(name: string, texts: readonly string[], included: Uint8Array): CovariateValues {
  const numbers = texts.map(name === "age" ? parseAgeYears : parseNumber);
  if (numbers.every((value) => value !== null)) {
    const values = ofIncluded(numbers, included);
    if (values.every(Number.isNaN)) throw new Error("nobody has a value");
    return {name, kind: "quantitative", values};
  }
  const {levels, codes} = stratumVariable(
    name,
    texts.map((text) => (isMissing(text) ? null : text)),
    included
  );
  const known = levels.filter((level) => level !== unknownLevel);
  return {
    name,
    kind: "categorical",
    levels: known,
    values: Float64Array.from(codes, (code) => (code >= 0 && code < known.length ? code : NaN))
  };
}

function ofIncluded(values: ArrayLike<number>, included: Uint8Array): Float64Array {
  return Float64Array.from(values, (value, i) => (included[i] ? value : NaN));
}
