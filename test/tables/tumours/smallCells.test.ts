import {describe, expect, it} from "vitest";
import {mayShow, shownFeatures, type FeatureCells} from "../../../data-loaders/tables/tumours/smallCells.js";

describe("mayShow(counts, maxWithheld)", () => {
  it.each([
    [[0, 21, 500], true],
    [[0, 20], false],
    [[1], false],
    [[], true]
  ])("of %j is %s", (counts, expected) => expect(mayShow(counts, 20)).toBe(expected));

  it("lets every count be shown where the limit is 0", () => expect(mayShow([0, 1, 2], 0)).toBe(true));
});

describe("shownFeatures(cells, maxWithheld)", () => {
  const cells = (gene: string, change: string | null, ...mutated: number[]): FeatureCells => ({
    feature: {gene, change},
    mutated,
    other: mutated.map((count) => 500 - count)
  });

  it("shows the commonest changes first, as long as enough of the gene is left", () => {
    const gene = cells("A", null, 100, 100);
    const shown = (...changes: FeatureCells[]) => shownFeatures([gene, ...changes], 20).slice(1);
    expect(shown(cells("A", "1", 30, 30), cells("A", "2", 50, 50))).toEqual([false, true]);
    expect(shown(cells("A", "1", 29, 29), cells("A", "2", 50, 50))).toEqual([true, true]);
    expect(shown(cells("A", "1", 50, 50), cells("A", "2", 50, 50))).toEqual([true, true]);
    expect(shown(cells("A", "1", 80, 0))).toEqual([false]);
    expect(shown(cells("A", "1", 79, 0))).toEqual([true]);
  });

  it("lets changes of the same people leave less than nothing", () => {
    const shown = shownFeatures([cells("A", null, 60), cells("A", "1", 60), cells("A", "2", 40)], 20);
    expect(shown).toEqual([true, true, true]);
  });

  it("shows no change without its gene", () => {
    expect(shownFeatures([cells("A", null, 490), cells("A", "1", 100), cells("B", null, 30)], 20)).toEqual([
      false,
      false,
      true
    ]);
    expect(shownFeatures([cells("A", "1", 100)], 20)).toEqual([false]);
  });
});
