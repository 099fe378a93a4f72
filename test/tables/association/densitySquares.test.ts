import {describe, expect, it} from "vitest";
import {densitySquares} from "../../../data-loaders/tables/association/densitySquares.js";

const spread = (n: number, width: number) => Float64Array.from({length: n}, (_, i) => (width * i) / (n - 1));

describe("densitySquares(x, y, groups, levels)", () => {
  const n = 1000;
  const x = {pc: 1, scores: spread(n, 4)};
  const y = {pc: 3, scores: spread(n, -0.04)};
  const groups = Int16Array.from({length: n}, (_, i) => (i % 10 === 0 ? -1 : i % 2));

  it("counts everybody of a group once, within the edges", () => {
    const squares = densitySquares(x, y, groups, ["AFR", "EUR"]);
    expect(squares.reduce((sum, {people}) => sum + people, 0)).toBe(900);
    expect(squares.filter(({ancestry}) => ancestry === "AFR").reduce((sum, {people}) => sum + people, 0)).toBe(400);
    for (const {pcX, pcY, x0, x1, y0, y1, people, ancestry} of squares) {
      expect([pcX, pcY]).toEqual([1, 3]);
      const level = ["AFR", "EUR"].indexOf(ancestry);
      const inside = [...groups.keys()].filter(
        (i) =>
          groups[i] === level &&
          x.scores[i] >= x0 - 1e-9 &&
          x.scores[i] < x1 - 1e-9 &&
          y.scores[i] >= y0 - 1e-9 &&
          y.scores[i] < y1 + 1e-9
      );
      expect(Math.abs(inside.length - people)).toBeLessThanOrEqual(1);
    }
    const columns = new Set(squares.map(({x0}) => x0));
    expect(columns.size).toBeGreaterThanOrEqual(20);
    expect(columns.size).toBeLessThanOrEqual(42);
    expect(squares[0].x1 - squares[0].x0).toBeCloseTo(0.1, 12);
  });

  it("has the same edges whoever joins far outside: no single person moves the grid", () => {
    const far = {pc: 1, scores: x.scores.slice()};
    far.scores[1] = 1e6;
    const edges = (squares: {x0: number; x1: number}[]) =>
      new Set(squares.map(({x0, x1}) => Math.round(1e9 * (x1 - x0))));
    expect(edges(densitySquares(x, y, groups, ["AFR", "EUR"]))).toEqual(new Set([1e8]));
    const steps = densitySquares(far, y, groups, ["AFR", "EUR"]).filter(({x0}) => x0 < 1e5);
    expect(edges(steps)).toEqual(new Set([1e8]));
  });

  it("leaves out people without scores, and gives nothing without people", () => {
    const none = {pc: 1, scores: new Float64Array(n).fill(NaN)};
    expect(densitySquares(none, y, groups, ["AFR", "EUR"])).toEqual([]);
    expect(densitySquares({pc: 1, scores: new Float64Array()}, {pc: 2, scores: new Float64Array()}, [], [])).toEqual(
      []
    );
  });
});
