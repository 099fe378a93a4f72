import fc from "fast-check";
import {Matrix, SingularValueDecomposition} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {placeByAugmenting} from "../../../data-loaders/tables/ancestry/placeByAugmenting.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";

describe("placeByAugmenting(singularValues)(along, apart)", () => {
  // d = [9, 5, 2]; b = [3, -2, 0.5]; h = 1.5; Q = [diag(d) b; 0 h]; u, s, vt = np.linalg.svd(Q)
  // A = vt.T[:3, :3] * s[:3]; w, g, zt = np.linalg.svd(A.T @ diag(d)); g.sum() / (A**2).sum() * (vt.T[3, :3] * s[:3]) @ (w @ zt)
  it("is what numpy makes of the published steps", () => {
    const placed = placeByAugmenting([9, 5, 2])(Float64Array.of(3, -2, 0.5), 1.5);
    [3.05317343, -2.11791569, 0.81413973].forEach((expected, i) => expect(placed[i]).toBeCloseTo(expected, 7));
  });

  it("with all components is the singular value decomposition of reference and person together, turned back", () => {
    const input = fc.record({
      people: fc.integer({min: 2, max: 6}),
      variants: fc.integer({min: 10, max: 30}),
      seed: fc.nat()
    });
    fc.assert(
      fc.property(input, ({people, variants, seed}) => {
        const random = randomStream(seed, "augment");
        const x = new Matrix(Array.from({length: variants}, () => Array.from({length: people}, () => random() - 0.5)));
        const y = Array.from({length: variants}, () => random() - 0.5);
        const own = new SingularValueDecomposition(x);
        const along = Float64Array.from({length: people}, (_, c) =>
          y.reduce((sum, value, v) => sum + value * own.leftSingularVectors.get(v, c), 0)
        );
        const square = (values: Iterable<number>): number =>
          Array.from(values).reduce((sum, value) => sum + value * value, 0);
        const placed = placeByAugmenting(own.diagonal)(along, Math.sqrt(square(y) - square(along)));

        const before = own.rightSingularVectors.mmul(Matrix.diag(own.diagonal));
        const both = new SingularValueDecomposition(new Matrix(x.to2DArray().map((row, v) => [...row, y[v]])));
        const coordinates = both.rightSingularVectors
          .mmul(Matrix.diag(both.diagonal))
          .subMatrix(0, people, 0, people - 1);
        const after = coordinates.subMatrix(0, people - 1, 0, people - 1);
        const product = new SingularValueDecomposition(after.transpose().mmul(before));
        const scale = product.diagonal.reduce((a, b) => a + b, 0) / square(after.to1DArray());
        const expected = coordinates
          .getRowVector(people)
          .mmul(product.leftSingularVectors)
          .mmul(product.rightSingularVectors.transpose())
          .mul(scale);
        placed.forEach((value, c) => expect(value).toBeCloseTo(expected.get(0, c), 8));
      }),
      {seed: 1, numRuns: 60}
    );
  });

  it("leaves a person at the centre who is like nobody", () => {
    expect([...placeByAugmenting([9, 5, 2])(new Float64Array(3), 1)].every((value) => Math.abs(value) < 1e-12)).toBe(
      true
    );
  });
});
