import {readFile} from "node:fs/promises";
import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  analyseCounts,
  geneticModels,
  type AnalysisChoice,
  type GroupGenotypes
} from "../../src/kernels/countAnalysis.js";
import {itWith} from "../require.js";

const comparison = {variable: "status", cases: "1", controls: "0"};

function group(levels: Record<string, string>, [homRef, het, homAlt]: readonly (number | null)[]): GroupGenotypes {
  return {levels, homRef, het, homAlt};
}

/** Within each group genotype and status are independent; the frequency and the share of cases differ between them. */
const confounded = [
  group({ancestry: "AFR", status: "1"}, [10, 20, 10]),
  group({ancestry: "AFR", status: "0"}, [100, 200, 100]),
  group({ancestry: "EUR", status: "1"}, [324, 72, 4]),
  group({ancestry: "EUR", status: "0"}, [324, 72, 4])
];

function choice(model: AnalysisChoice["model"], adjustFor: string[] = ["ancestry"]): AnalysisChoice {
  return {model, comparison, adjustFor};
}

describe("analyseCounts(counts, choice, people)", () => {
  it("warns of a crude odds ratio that adjustment takes away, and names the variable", () => {
    const {crude, adjusted, warnings} = analyseCounts(confounded, choice("allelic"));
    expect(crude.oddsRatios[0].oddsRatio).toBeLessThan(0.5);
    expect(adjusted.oddsRatios[0].oddsRatio).toBeCloseTo(1, 12);
    expect(adjusted.test.chiSquared).toBeCloseTo(0, 12);
    expect(warnings.map(({kind}) => kind)).toEqual(["confounded", "goes-with-status"]);
    expect(warnings[1]).toMatchObject({variable: "ancestry", adjustedFor: true});
  });

  it("without adjustment has one stratum, and still names a variable that the counts of people tell of", () => {
    const people = confounded.map(({levels, homRef, het, homAlt}) => ({levels, n: homRef! + het! + homAlt!}));
    const pooled = ["1", "0"].map((status) => {
      const own = confounded.filter(({levels}) => levels.status === status);
      const sum = (of: (g: GroupGenotypes) => number | null): number => own.reduce((n, g) => n + of(g)!, 0);
      return group({status}, [sum((g) => g.homRef), sum((g) => g.het), sum((g) => g.homAlt)]);
    });
    const {strata, warnings, crude, adjusted} = analyseCounts(pooled, choice("dominant", []), people);
    expect(strata).toHaveLength(1);
    expect(adjusted.oddsRatios[0].oddsRatio).toBeCloseTo(crude.oddsRatios[0].oddsRatio, 12);
    expect(warnings).toMatchObject([{kind: "goes-with-status", variable: "ancestry", adjustedFor: false}]);
  });

  it("leaves out strata with a withheld count, and says which", () => {
    const counts = [
      ...confounded,
      group({ancestry: "EAS", status: "1"}, [30, null, 0]),
      group({ancestry: "EAS", status: "0"}, [300, 80, 22])
    ];
    const found = analyseCounts(counts, choice("trend"));
    expect(found.strata.map(({compared}) => compared === null)).toEqual([false, false, true]);
    // The controls of that group are whole.
    expect(found.strata[2].controlsHardyWeinberg).toBeGreaterThan(0);
    expect(found.warnings).toContainEqual({kind: "withheld", strata: [["EAS"]]});
    expect(found.crude).toEqual(analyseCounts(confounded, choice("trend")).crude);
  });

  it("names strata that have nobody to compare, and sparse ones", () => {
    const counts = [
      ...confounded,
      group({ancestry: "SAS", status: "1"}, [8, 4, 2]),
      group({ancestry: "AMR", status: "1"}, [3, 3, 1]),
      group({ancestry: "AMR", status: "0"}, [30, 9, 1])
    ];
    const {warnings, adjusted} = analyseCounts(counts, choice("dominant"));
    expect(warnings).toContainEqual({kind: "uninformative", strata: [["SAS"]]});
    expect(warnings).toContainEqual({kind: "sparse", strata: [["AMR"]]});
    expect(adjusted.oddsRatios[0].strata).toBe(3);
  });

  it("warns of strata that do not share one odds ratio, and of an allelic test outside Hardy–Weinberg proportions", () => {
    const counts = [
      group({ancestry: "AFR", status: "1"}, [100, 100, 100]),
      group({ancestry: "AFR", status: "0"}, [200, 100, 20]),
      group({ancestry: "EUR", status: "1"}, [200, 100, 12]),
      group({ancestry: "EUR", status: "0"}, [100, 1, 100])
    ];
    const kinds = (model: AnalysisChoice["model"]): string[] =>
      analyseCounts(counts, choice(model)).warnings.map(({kind}) => kind);
    expect(kinds("allelic")).toEqual(expect.arrayContaining(["heterogeneous", "no-hardy-weinberg"]));
    expect(kinds("dominant")).not.toContain("no-hardy-weinberg");
  });

  it("has two contrasts for genotypes, and no exact test of trend", () => {
    const genotypic = analyseCounts(confounded, choice("genotypic"));
    expect(genotypic.contrasts).toHaveLength(2);
    expect(genotypic.adjusted.test.df).toBe(2);
    expect(genotypic.crude.exactMinusLog10P).toBeGreaterThan(0);
    expect(analyseCounts(confounded, choice("trend")).crude.exactMinusLog10P).toBeNull();
  });

  it("knows nothing of no counts", () => {
    for (const model of geneticModels) {
      const {strata, adjusted, crude} = analyseCounts([], choice(model));
      expect(strata).toEqual([]);
      expect(crude.test.chiSquared).toBeNaN();
      expect(adjusted.test.chiSquared).toBeNaN();
    }
  });

  const count = fc.option(fc.integer({min: 0, max: 60}), {freq: 9});
  const cells = fc.array(fc.tuple(count, count, count), {minLength: 8, maxLength: 8});

  it("does not depend on the order of the counts", () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(...geneticModels), (genotypes, model) => {
        const counts = genotypes.map((cell, i) => group({ancestry: "ABCD"[i >> 1], status: String(i & 1)}, cell));
        const found = analyseCounts(counts, choice(model));
        const turned = analyseCounts([...counts].reverse(), choice(model));
        const close = (a: number, b: number): void => {
          if (Number.isFinite(a)) expect(b).toBeCloseTo(a, 8);
          else expect(b).toBe(a);
        };
        close(found.crude.test.chiSquared, turned.crude.test.chiSquared);
        close(found.adjusted.oddsRatios[0].oddsRatio, turned.adjusted.oddsRatios[0].oddsRatio);
        expect(found.strata.filter(({compared}) => !compared)).toHaveLength(
          turned.strata.filter(({compared}) => !compared).length
        );
      }),
      {seed: 1}
    );
  });
});

itWith("asthma/asthma.csv")("the asthma study: rs1422993 dominant is 1.39, and country goes with status", async () => {
  const file = new URL("../../../shared/data/asthma/asthma.csv", import.meta.url);
  const rows: Record<string, string>[] = parse(await readFile(file), {columns: true});
  const countries = [...new Set(rows.map(({country}) => country))];
  const counts = countries.flatMap((country) =>
    ["0", "1"].map((status) => {
      const own = rows.filter((row) => row.country === country && row.casecontrol === status);
      const of = (...genotypes: string[]): number => own.filter(({rs1422993}) => genotypes.includes(rs1422993)).length;
      return group({country, status}, [of("GG"), of("GT", "TG"), of("TT")]);
    })
  );
  const {crude, adjusted, warnings, strata} = analyseCounts(counts, choice("dominant", ["country"]));
  // SNPassoc's vignette: WGassociation of asthma, dominant: 1.39, 1.09 to 1.77
  expect(crude.oddsRatios[0].oddsRatio).toBeCloseTo(1.39, 2);
  expect(crude.oddsRatios[0].interval.map((end) => end.toFixed(2))).toEqual(["1.09", "1.77"]);
  // numpy, the eight countries with cases and controls: Σ(ad/n)/Σ(bc/n), Robins–Breslow–Greenland, z, Breslow–Day–Tarone
  const [common] = adjusted.oddsRatios;
  expect(common.strata).toBe(8);
  expect(common.oddsRatio).toBeCloseTo(1.3279681052788959, 12);
  expect(common.interval[0]).toBeCloseTo(1.0207236227768568, 12);
  expect(common.interval[1]).toBeCloseTo(1.7276951853435691, 12);
  expect(common.z).toBeCloseTo(2.108926505084655, 12);
  expect(common.tarone.chiSquared).toBeCloseTo(2.6273285950856993, 10);
  expect(warnings).toContainEqual(
    expect.objectContaining({kind: "goes-with-status", variable: "country", adjustedFor: true})
  );
  const country = warnings.find(({kind}) => kind === "goes-with-status") as {strength: number};
  // scipy.stats.chi2_contingency of status by country: 250.401984300232; the root of its share of 1,578 people
  expect(country.strength).toBeCloseTo(0.39835051558910906, 12);
  expect(warnings).toContainEqual({kind: "uninformative", strata: expect.arrayContaining([["Belgium"], ["Estonia"]])});
  expect(strata).toHaveLength(10);
  // the generalised statistic and Mantel's trend, in numpy as in stratifiedGenotypes.test.ts
  expect(analyseCounts(counts, choice("genotypic", ["country"])).adjusted.test.chiSquared).toBeCloseTo(
    5.587277606474377,
    10
  );
  expect(analyseCounts(counts, choice("trend", ["country"])).adjusted.test.chiSquared).toBeCloseTo(
    1.537887798075243 ** 2,
    10
  );
});
