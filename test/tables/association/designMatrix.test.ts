import {describe, expect, it} from "vitest";
import {designMatrix, type Covariate} from "../../../data-loaders/tables/association/designMatrix.js";
import {fitNullModel, NoModel} from "../../../data-loaders/tables/association/nullModel.js";

const everybody = Int32Array.from({length: 8}, (_, i) => i);
const trait = Float64Array.from([1, 0, 1, 0, 1, 1, 0, NaN]);
const age: Covariate = {
  name: "age",
  kind: "quantitative",
  values: Float64Array.from([50, 40, 61, NaN, 33, 47, 52, 70])
};

describe("designMatrix", () => {
  it("keeps those whose trait and covariates are known, with standardised columns", () => {
    const design = designMatrix(everybody, trait, [age]);
    expect([...design.people]).toEqual([0, 1, 2, 4, 5, 6]);
    expect(design.names).toEqual(["intercept", "age"]);
    const column = Array.from(design.people, (_, i) => design.values[i * 2 + 1]);
    expect(column.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
    expect(column.reduce((a, b) => a + b * b, 0) / 5).toBeCloseTo(1, 12);
  });

  it("makes a column for each level but the commonest, and leaves out what varies not or follows from others", () => {
    const centre: Covariate = {
      name: "centre",
      kind: "categorical",
      values: Float64Array.from([0, 0, 1, 1, 0, 2, 0, 0])
    };
    const constant: Covariate = {name: "one", kind: "quantitative", values: new Float64Array(8).fill(3)};
    const twice: Covariate = {...age, name: "twice", values: age.values.map((years) => 2 * years - 7)};
    const design = designMatrix(everybody, trait, [age, centre, constant, twice]);
    expect(design.names).toEqual(["intercept", "age", "centre 1", "centre 2"]);
    expect(design.left).toEqual(["one", "twice"]);
  });
});

describe("fitNullModel", () => {
  it("throws NoModel where covariates tell cases from controls, where all are alike, or where few are left", () => {
    const telling: Covariate = {name: "telling", kind: "quantitative", values: trait.map((y, i) => 10 * y + i / 100)};
    const design = designMatrix(everybody, trait, [telling]);
    expect(() => fitNullModel(design, trait, "binary")).toThrow(NoModel);
    const same = new Float64Array(8).fill(1);
    expect(() => fitNullModel(designMatrix(everybody, same, []), same, "binary")).toThrow("the same in everybody");
    const few = designMatrix(everybody.subarray(0, 2), trait, [age]);
    expect(() => fitNullModel(few, trait, "binary")).toThrow(NoModel);
  });
});
