import type {PolygenicScoreRow, ScoreMeasure} from "../../../src/model/polygenicScores.js";
import {roundFigures} from "../association/roundStatistics.js";

/**
 * Significant figures where they are fewer than those of effects. How much one variant varies, and what a score is without
 * it, would else tell its frequency in the people judged to an allele; means of tenths of people would tell single cases.
 */
const fewerFigures: Partial<Record<ScoreMeasure, number>> = {leverage: 2, "r2-without": 2, calibration: 3};

/** Rounds what a row says of a score; `figures` significant ones as a rule. People of a tenth are counted down to `base`. */
export function roundScoreRow(
  row: PolygenicScoreRow,
  {figures, roundPeople: base}: {figures: number; roundPeople: number}
): PolygenicScoreRow {
  const own = Math.min(figures, fewerFigures[row.measure] ?? figures);
  const round = (value: number | null): number | null => (value === null ? null : roundFigures(value, own));
  const rounded = {...row, estimate: round(row.estimate), low: round(row.low), high: round(row.high)};
  if (row.measure !== "calibration") return rounded;
  return {...rounded, x0: round(row.x0), n: row.n === null ? null : Math.floor(row.n / base) * base};
}
