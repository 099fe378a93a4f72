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

  it("refuses to round people by no more than the limit for small counts", () => {
    const rounding = (people: number) => () =>
      parseThresholds(text.replace(/round_people: \d+/, `round_people: ${people}`));
    expect(rounding(21)().association.roundPeople).toBe(21);
    expect(rounding(20)).toThrow(
      "policies/thresholds.yaml: association.round_people: expected more than small_cell.max_withheld"
    );
  });

  it("refuses a file without a limit", () => {
    expect(() => parseThresholds(text.replace(/ {2}df_min: \d+\n/, ""))).toThrow(/association.df_min/);
    expect(() => parseThresholds(text.slice(0, text.indexOf("\nassociation:")))).toThrow(/association/);
  });
});
