import {describe, expect, it} from "vitest";
import {costOf, spend} from "../../data-loaders/disclosure/rhoLedger.js";

describe("costOf(sensitivity, sd)", () => {
  it("is Δ² / (2 sd²), infinite without noise", () => {
    expect(costOf(1, 10)).toBe(0.005);
    expect(costOf(2, 10)).toBe(0.02);
    expect(costOf(1, 0)).toBe(Infinity);
  });
});

describe("spend(ledger, rho)", () => {
  it("spends what is left, to the end", () => {
    expect(spend({total: 1, spent: 0.5}, 0.5)).toEqual({outcome: "spent", ledger: {total: 1, spent: 1}});
    expect(spend({total: 1, spent: 1}, 0)).toMatchObject({outcome: "spent"});
  });

  it("refuses more, and says what is left", () => {
    expect(spend({total: 1, spent: 0.5}, 0.75)).toEqual({
      outcome: "refused",
      reason: "this answer costs 0.75, and 0.5 of 1 is left"
    });
  });

  it("refuses costs that are none", () => {
    expect(spend({total: 1, spent: 0}, -0.1)).toMatchObject({outcome: "refused"});
    expect(spend({total: 1, spent: 0}, NaN)).toMatchObject({outcome: "refused"});
    expect(spend({total: 1, spent: 0}, Infinity)).toMatchObject({outcome: "refused"});
  });
});
