import {beforeAll, describe, expect, it} from "vitest";
import type {ReleaseManifest, Tier} from "../../src/model/release.js";
import {carriesNoise, everyLevel, tierView} from "../../src/model/tierView.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";

let safe: ReleaseManifest;
let controlled: ReleaseManifest;
let open: ReleaseManifest;

beforeAll(async () => {
  const releases = (["public-safe", "controlled", "open"] as const).map((c) => sampleRelease({variants: 30, class: c}));
  [safe, controlled, open] = (await Promise.all(releases)).map(({manifest}) => manifest);
});

const files = ({tables}: ReleaseManifest): string[] => tables.map(({file}) => file).sort();

describe("tierView(manifest, tier)", () => {
  it("has each table once: in public the public one", () => {
    expect(files(tierView(safe, "public"))).toEqual([
      "public/allele_counts.parquet",
      "public/people.parquet",
      "public/variants.parquet"
    ]);
    expect(files(tierView(safe, "registered"))).toEqual([
      "public/people.parquet",
      "registered/allele_counts.parquet.age",
      "registered/genotype_counts.parquet.age",
      "registered/variants.parquet.age"
    ]);
  });

  it("divides people in public by ancestry alone, into the groups with public frequencies, in their order", () => {
    const pools = [
      {...safe.privacy.pools[3], level: "EUR", people: 12000, merged: []},
      {...safe.privacy.pools[0], level: "other", people: 8000, merged: ["AFR", "AMR", "EAS", "SAS"]}
    ];
    const {strata, people} = tierView({...safe, privacy: {...safe.privacy, pools}}, "public");
    expect(strata).toEqual([{name: "ancestry", levels: ["EUR", "other"]}]);
    expect(people).toEqual({
      strata: ["ancestry"],
      rows: [
        {levels: ["EUR"], n: 12000},
        {levels: ["other"], n: 8000}
      ]
    });
    expect(tierView(safe, "registered").strata).toEqual(safe.strata);
  });

  it("names no group of a cohort that has no ancestries", () => {
    const strata = safe.strata.filter(({name}) => name !== "ancestry");
    expect(tierView({...safe, strata}, "public").strata).toEqual([]);
  });

  it("counts the withheld cells of its own tables only", () => {
    const hidden = {...safe.withheld[0], tier: "public" as Tier, cells: 7};
    const both = {...safe, withheld: [...safe.withheld, hidden]};
    expect(tierView(both, "public").withheld).toEqual([hidden]);
    expect(tierView(both, "registered").withheld).toEqual(safe.withheld);
  });

  it("is the release itself in the classes that have one side", () => {
    for (const manifest of [controlled, open])
      for (const tier of ["public", "registered"] as const) expect(tierView(manifest, tier)).toBe(manifest);
  });
});

describe("carriesNoise(manifest, table, tier)", () => {
  it("is true of public counts that have a column noise_sd, unless they were given exactly", () => {
    expect(carriesNoise(safe, "allele_counts", "public")).toBe(true);
    expect(carriesNoise(safe, "allele_counts", "registered")).toBe(false);
    expect(carriesNoise(safe, "variants", "public")).toBe(false);
    expect(carriesNoise(open, "allele_counts", "public")).toBe(false);
    const panel = {...safe.privacy.panel!, form: "exact" as const};
    expect(carriesNoise({...safe, privacy: {...safe.privacy, panel}}, "allele_counts", "public")).toBe(false);
  });
});

describe("everyLevel(manifest)", () => {
  it("has the levels of both sides, and everybody together", () => {
    const pools = [{...safe.privacy.pools[0], level: "other"}];
    const [ancestry, sex] = everyLevel({...safe, privacy: {...safe.privacy, pools}});
    expect(ancestry.levels).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS", "other", "all"]);
    expect(sex).toEqual(safe.strata[1]);
  });
});
