import {describe, expect, it} from "vitest";
import {
  effectScale,
  roundFigures,
  shownFrequency
} from "../../../data-loaders/disclosure/association/roundStatistics.js";
import {copiesFromErrors} from "../../../data-loaders/disclosure/audit/copiesFromErrors.js";
import {seeded} from "./seeded.js";

/** A quantitative trait that 12 of 1,000 people lack, with standard errors as a linear model gives them. */
function study(publish: (se: number, ac: number, an: number) => number) {
  const random = seeded(11);
  const [all, lacking, variants] = [1000, 12, 400];
  const an = 2 * (all - lacking);
  const rows = Array.from({length: variants}, () => {
    const p = 0.02 + 0.2 * random();
    const draw = (copies: number): number => Array.from({length: copies}, random).filter((u) => u < p).length;
    const [ac, others] = [draw(an), draw(2 * lacking)];
    const se = 1.7 / Math.sqrt(ac * (1 - ac / an));
    return {ac, others, se: publish(se, ac, an)};
  });
  const told = copiesFromErrors(
    Float64Array.from(rows, ({se}) => se),
    rows.map(({ac, others}) => ac + others),
    rows.map(() => 2 * all)
  );
  const right = rows.filter(({ac}, i) => Math.abs(told[i] - ac) <= 2).length;
  return right / variants;
}

describe("copiesFromErrors(se, ac, an)", () => {
  it("tells how many copies were analysed where standard errors have four figures", () => {
    expect(study((se) => roundFigures(se, 4))).toBeGreaterThan(0.8);
  });

  it("tells it no more where they are scaled to the middle of a range", () => {
    const scaled = study((se, ac, an) => {
      const shown = shownFrequency(ac, an, 1000, 20, 25);
      return roundFigures(se * effectScale(ac / an, shown), 3);
    });
    expect(scaled).toBeLessThan(0.3);
  });
});
