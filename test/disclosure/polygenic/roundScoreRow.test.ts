import {describe, expect, it} from "vitest";
import {roundScoreRow} from "../../../data-loaders/disclosure/polygenic/roundScoreRow.js";
import type {PolygenicScoreRow, ScoreMeasure} from "../../../src/model/polygenicScores.js";

const row = (measure: ScoreMeasure, n: number | null): PolygenicScoreRow => ({
  score: "S1",
  measure,
  ancestry: "EUR",
  bin: null,
  x0: 0.123456,
  x1: null,
  estimate: 0.123456,
  low: 0.0123456,
  high: null,
  n,
  nVariants: null
});
const limits = {figures: 4, roundPeople: 25};

describe("roundScoreRow(row, limits)", () => {
  it("keeps as many figures as effects have, and the threshold of a cut-off as it is", () => {
    expect(roundScoreRow(row("true-positive", null), limits)).toMatchObject({
      x0: 0.123456,
      estimate: 0.1235,
      low: 0.01235,
      high: null
    });
  });

  it("keeps two of what one variant is, so that its frequency does not follow", () => {
    for (const measure of ["leverage", "r2-without"] as const)
      expect(roundScoreRow(row(measure, null), limits)).toMatchObject({estimate: 0.12, low: 0.012});
  });

  it("keeps three of tenths of people, and counts those down", () => {
    expect(roundScoreRow(row("calibration", 374), limits)).toMatchObject({x0: 0.123, estimate: 0.123, n: 350});
    expect(roundScoreRow(row("calibration", 375), limits).n).toBe(375);
  });

  it("never keeps more than effects have", () => {
    expect(roundScoreRow(row("calibration", 50), {...limits, figures: 1}).estimate).toBe(0.1);
  });
});
