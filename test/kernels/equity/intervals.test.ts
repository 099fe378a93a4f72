import {describe, expect, it} from "vitest";
import {measure, measures, type MeasureId} from "../../../src/kernels/equity/measures.js";
import {subgroupsDiffer} from "../../../src/kernels/equity/simulated.js";
import {whoMeasure} from "../../../src/kernels/equity/whoConvention.js";
import {inequality, measured, normalNumbers, resampled} from "./simulationChecks.js";

const ids = Object.keys(measures) as MeasureId[];
const populations = [100, 180, 140, 260, 120];

const survey = (truth: number[], ordered: boolean) =>
  inequality(
    truth.map((value, i) => [value, 3, populations[i % 5]]),
    {ordered}
  );

/** Share of 200 repeated surveys whose interval holds the measure of the truth. */
function coverage(of: typeof measure, id: MeasureId, truth: number[], ordered: boolean): number {
  const input = survey(truth, ordered);
  const {estimate} = measured(of(id, input));
  const normal = normalNumbers(7);
  const surveys = Array.from({length: 200}, () => measured(of(id, resampled(input, normal))));
  return surveys.filter(({low, high}) => low! <= estimate + 1e-6 && high! >= estimate - 1e-6).length / 200;
}

describe("intervals of measure(id, input)", () => {
  const linear: MeasureId[] = ["d", "r", "aci", "rci", "sii", "rii", "par", "paf"];

  // Two standard errors of a share of 0.95 among 200 are 3 points.
  it.each(linear)("of %s hold the truth in 95 of 100 repeated surveys, with a gradient and without", (id) => {
    expect(Math.abs(coverage(measure, id, [30, 40, 50, 55, 60], true) - 0.95)).toBeLessThanOrEqual(0.035);
    expect(coverage(measure, id, [50, 50, 50, 50, 50], true)).toBeGreaterThanOrEqual(0.915);
  });

  it.each(ids.filter((id) => !measures[id].ordered))(
    "of %s among unordered subgroups hold it in about 95 or more, however small the inequality",
    (id) => {
      for (const truth of [
        [30, 40, 50, 55, 60],
        [48, 50, 52, 49, 54]
      ])
        expect(coverage(measure, id, truth, false)).toBeGreaterThanOrEqual(0.915);
    }
  );

  it("include equality in 95 of 100 surveys of 25 equal subgroups, whose range is wide by chance alone", () => {
    const truth = Array.from({length: 25}, () => 50);
    for (const id of ["d", "mdmw", "mdbw", "bgsd", "ti", "par"] as const)
      expect(coverage(measure, id, truth, false), id).toBeGreaterThanOrEqual(0.915);
  });
});

describe("intervals of whoMeasure(id, input)", () => {
  it("are too narrow where nothing is unequal: they claim a gradient in 10 to 30 of 100 surveys of equal subgroups", () => {
    const equal = [50, 50, 50, 50, 50];
    expect(coverage(whoMeasure, "aci", equal, true)).toBeLessThan(0.9);
    expect(coverage(whoMeasure, "rci", equal, true)).toBeLessThan(0.9);
    expect(coverage(whoMeasure, "sii", equal, true)).toBeLessThan(0.85);
    expect(coverage(whoMeasure, "rii", equal, true)).toBeLessThan(0.85);
  });

  it("do not widen with the subgroups' standard errors", () => {
    const sure = inequality([
      [20, 0.1, 78],
      [30, 0.1, 91],
      [40, 0.1, 162],
      [50, 0.1, 103]
    ]);
    const unsure = {...sure, subgroups: sure.subgroups.map((subgroup) => ({...subgroup, se: 10}))};
    for (const id of ["aci", "rci", "sii", "rii", "par", "paf"] as const) {
      expect(whoMeasure(id, unsure)).toEqual(whoMeasure(id, sure));
      expect(measured(measure(id, unsure)).se! / measured(measure(id, sure)).se!, id).toBeCloseTo(100, 8);
    }
  });
});

describe("subgroupsDiffer(subgroups, level)", () => {
  const groups = (...rows: [number, number | null][]) =>
    inequality(rows.map(([estimate, se]) => [estimate, se, 1])).subgroups;

  it("is Cochran's Q test at the level's significance", () => {
    // Two groups of the same error: Q = (a - b)² / 2 se², to be above 3.841458820694124 (scipy chi2.isf(.05, 1))
    expect(subgroupsDiffer(groups([10, 1], [10 + 2.77, 1]), 0.95)).toBe(false);
    expect(subgroupsDiffer(groups([10, 1], [10 + 2.773, 1]), 0.95)).toBe(true);
    expect(subgroupsDiffer(groups([10, 1], [10 + 2.773, 1]), 0.99)).toBe(false);
  });

  it("takes a standard error of 0 as certainty, and knows nothing where one is unknown", () => {
    expect(subgroupsDiffer(groups([10, 0], [11.95, 1]), 0.95)).toBe(false);
    expect(subgroupsDiffer(groups([10, 0], [11.97, 1]), 0.95)).toBe(true);
    expect(subgroupsDiffer(groups([10, 0], [10.001, 0]), 0.95)).toBe(true);
    expect(subgroupsDiffer(groups([10, 0], [10, 0]), 0.95)).toBe(false);
    expect(subgroupsDiffer(groups([10, 1], [90, null]), 0.95)).toBeNull();
  });
});
