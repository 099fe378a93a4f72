import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  cohortNow,
  gwasNow,
  parityGroups,
  powerCurves
} from "../../../../src/components/equity/participation/parityNumbers.js";
import {caseControlPower} from "../../../../src/kernels/power.js";
import type {EquityDocument} from "../../../../src/model/equity.js";
import {usualParity} from "../../../../src/model/participationView.js";
import {shippedParticipation} from "./shippedParticipation.js";

describe("parityGroups", () => {
  // python3: from scipy.stats import norm; import numpy as np
  // ((norm.isf(2.5e-8) + norm.ppf(.8))**2 * 4 / (np.log(1.2)**2 * 2 * .05 * .95)) -> 50161.02 with cases half of all
  it("needs 50,162 people for an allele of 5 % and an odds ratio of 1.2", () => {
    const [afr, eur, hidden] = parityGroups(
      [
        {group: "AFR", now: 2000},
        {group: "EUR", now: 60_000},
        {group: "SAS", now: null}
      ],
      usualParity
    );
    expect([afr.needed, eur.needed, hidden.needed]).toEqual([50162, 50162, 50162]);
    expect([afr.more, eur.more, hidden.more]).toEqual([48162, 0, null]);
    expect([afr.effective, hidden.effective, hidden.power]).toEqual([2000, null, null]);
  });

  // python3: the same divided by 4 * .1 * .9: 139336.17.
  it("needs more where fewer are cases, and tells less: 139,337 people at a tenth, effective size 360 of 1,000", () => {
    const [group] = parityGroups([{group: "AFR", now: 1000}], {...usualParity, caseFraction: 0.1});
    expect(group.needed).toBe(139337);
    expect(group.effective).toBeCloseTo(360, 9);
  });

  it("gives the power asked for to as many as are needed, and less to one fewer", () => {
    const power = fc.double({min: 0.1, max: 0.99, noNaN: true});
    const frequency = fc.double({min: 0.01, max: 0.5, noNaN: true});
    fc.assert(
      fc.property(power, frequency, fc.double({min: 1.05, max: 3, noNaN: true}), (power, frequency, oddsRatio) => {
        const question = {...usualParity, power, oddsRatio, frequencies: {AFR: frequency}};
        const [{needed}] = parityGroups([{group: "AFR", now: 0}], question);
        const with_ = (n: number): number => caseControlPower(Math.log(oddsRatio), frequency, n / 2, n / 2);
        expect(with_(needed)).toBeGreaterThanOrEqual(power - 1e-6);
        expect(with_(needed - 1)).toBeLessThan(power + 1e-6);
      })
    );
  });
});

describe("powerCurves", () => {
  it("rises with the frequency from 0.1 % to 50 %, and has none for a withheld group", () => {
    const points = powerCurves(
      [
        {group: "EUR", now: 12_000},
        {group: "SAS", now: null}
      ],
      usualParity
    );
    expect(new Set(points.map(({group}) => group))).toEqual(new Set(["EUR"]));
    expect(points[0].frequency).toBeCloseTo(0.001, 12);
    expect(points.at(-1)!.frequency).toBeCloseTo(0.5, 12);
    points.slice(1).forEach((point, i) => expect(point.power).toBeGreaterThan(points[i].power));
  });
});

describe("the groups that a study starts from", () => {
  it("are the cohort's genetic ancestry groups, without those of unknown ancestry", () => {
    const row = (variable: string, level: string, n: number | null) => ({
      variable,
      level,
      n,
      reference_share: null,
      reference: null
    });
    const representation = [
      row("ancestry", "AFR", 30),
      row("ancestry", "unknown", 5),
      row("sex", "male", 20),
      row("ancestry", "SAS", null)
    ];
    expect(cohortNow({representation} as unknown as EquityDocument)).toEqual([
      {group: "AFR", now: 30},
      {group: "SAS", now: null}
    ]);
  });

  it("or the catalogue's categories, without those whose ancestry is not reported", async () => {
    const groups = gwasNow(await shippedParticipation());
    expect(groups).toHaveLength(9);
    expect(groups.reduce((sum, {now}) => sum + now!, 0)).toBe(355757999);
  });
});
