import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {parseThresholds} from "../../data-loaders/disclosure/thresholds.js";

const text = await readFile(new URL("../../policies/thresholds.yaml", import.meta.url), "utf8");

describe("parseThresholds(text)", () => {
  it("reads what protects associations", () => {
    expect(parseThresholds(text).association).toMatchObject({
      roundPeople: 25,
      figures: 4,
      seFigures: 3,
      dfMin: 10,
      parametersMax: 0.33
    });
  });

  it("rounds people by more than the limit for small counts, whatever is set", () => {
    const rounding = (people: number) =>
      parseThresholds(text.replace(/round_people: \d+/, `round_people: ${people}`)).association.roundPeople;
    expect([rounding(22), rounding(21), rounding(20), rounding(2)]).toEqual([22, 21, 21, 21]);
    const raised = parseThresholds(text.replace(/max_withheld: \d+/, "max_withheld: 30"));
    expect(raised.association.roundPeople).toBe(31);
  });

  it("refuses a file without a limit", () => {
    expect(() => parseThresholds(text.replace(/ {2}df_min: \d+\n/, ""))).toThrow(/association.df_min/);
    expect(() => parseThresholds(text.slice(0, text.indexOf("\nassociation:")))).toThrow(/association/);
  });
});
