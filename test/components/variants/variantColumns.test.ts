import {beforeAll, describe, expect, it} from "vitest";
import {variantColumns} from "../../../src/components/variants/variantColumns.js";
import {withNoise} from "../../../src/components/variants/noiseColumns.js";
import type {Question} from "../../../src/model/question.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import {tierView} from "../../../src/model/tierView.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

let manifest: ReleaseManifest;
let withHidden: ReleaseManifest;
beforeAll(async () => {
  [manifest, withHidden] = (
    await Promise.all([
      sampleRelease({variants: 20, class: "public-safe"}),
      sampleRelease({variants: 20, class: "public-safe", hidden: ["AMR"]})
    ])
  ).map((release) => release.manifest);
});

const names = (of: ReleaseManifest): string[] => variantColumns(of).map(({name}) => name);

describe("variantColumns(manifest)", () => {
  it("has no column by sex and no genotypes before the registered tables are open", () => {
    const open = names(tierView(manifest, "public"));
    expect(open.filter((name) => /^hom|^hemi|male/.test(name))).toEqual([]);
    expect(open.slice(7)).toEqual(
      ["", ".AFR", ".AMR", ".EAS", ".EUR", ".SAS"].flatMap((suffix) => ["ac", "an", "af"].map((name) => name + suffix))
    );
    const unlocked = names(tierView(manifest, "registered"));
    expect(unlocked).toEqual(expect.arrayContaining(["hom.AFR", "ac.female", "af.male"]));
  });

  it("knows the noise of each group, and of everybody as the root of the sum of squares", () => {
    const columns = variantColumns(tierView(manifest, "public"));
    const noise = (name: string) => columns.find((column) => column.name === name)!.noise;
    expect(noise("ac.AMR")).toEqual({sd: 45, an: 2400});
    expect(noise("af")).toEqual({sd: Math.sqrt(5 * 45 ** 2), an: 40000});
    expect(noise("an.AMR")).toBeNull();
    expect(variantColumns(tierView(manifest, "registered")).filter((column) => column.noise)).toEqual([]);
  });

  it("gives no sum over groups of which one is hidden, and calls that one hidden", () => {
    const columns = variantColumns(tierView(withHidden, "public"));
    expect(columns.map(({name}) => name)).not.toContain("ac");
    expect(columns.find(({name}) => name === "ac.AMR")!.withheldWords).toBe("hidden");
  });
});

describe("withNoise(question, shown, manifest)", () => {
  const question: Question = {
    columns: ["variant_id"],
    groupBy: [],
    measures: [],
    filters: [],
    orderBy: [],
    limit: null,
    offset: 0
  };

  it("asks for noise_sd of the groups shown, and puts it after their columns", () => {
    const view = tierView(manifest, "public");
    const shown = variantColumns(view).filter(({name}) => ["variant_id", "ac.AFR", "af.AFR", "an.EUR"].includes(name));
    const taken = withNoise(question, shown, view);
    expect(taken.columns.map(({name}) => name)).toEqual(["variant_id", "ac.AFR", "af.AFR", "noise_sd.AFR", "an.EUR"]);
    expect(taken.question.measures).toEqual([
      {name: "noise_sd.AFR", table: "allele_counts", sum: {noise_sd: 1}, where: {ancestry: "AFR"}, count: false}
    ]);
  });

  it("works out that of everybody from the groups", () => {
    const view = tierView(manifest, "public");
    const shown = variantColumns(view).filter(({name}) => ["variant_id", "ac"].includes(name));
    const taken = withNoise(question, shown, view);
    const measured = taken.question.measures.map(({name}) => name);
    expect(measured).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS"].map((level) => `noise_sd.${level}`));
    const page = {
      names: ["variant_id", "ac", ...measured],
      values: [["a", "b"], [5, 6], ...[3, 4, 0, 0, 0].map((sd) => [sd, sd === 4 ? null : sd])],
      rows: 2,
      offset: 0
    };
    const made = taken.page(page);
    expect(made.values[made.names.indexOf("noise_sd")]).toEqual([5, null]);
    expect(taken.columns.map(({label}) => label)).toEqual([
      "Position and alleles",
      "AC Everybody",
      "noise_sd Everybody"
    ]);
  });

  it("leaves exact counts alone", () => {
    const view = tierView(manifest, "registered");
    const shown = variantColumns(view);
    const taken = withNoise(question, shown, view);
    expect(taken.question).toEqual(question);
    expect(taken.columns).toHaveLength(shown.length);
  });
});
