import {describe, expect, it} from "vitest";
import {expectedRegimeCosts} from "../../../data-loaders/disclosure/regimes/expectedRegimeCosts.js";
import {readRegimes} from "../../../data-loaders/disclosure/regimes/readRegimes.js";
import {regimeCosts} from "../../../data-loaders/disclosure/regimes/regimeCosts.js";
import {errorOfShown, isWithheld, type Regime} from "../../../data-loaders/disclosure/regimes/regimes.js";
import {seededRandom} from "../noise/seededBits.js";

const regimes = await readRegimes(new URL("../../../policies/regimes.yaml", import.meta.url));
const only = (id: string) => regimes.filter((regime) => regime.id === id);

describe("regimeCosts(regimes, counts, groups)", () => {
  it("counts cells, present alleles and uneven variants by group", () => {
    // Variants × (AFR, AMR): 5 and 40 copies; 0 and 12; 1,990 and 900 (10 and 100 of the other allele); nobody called in AMR.
    const ac = Int32Array.of(5, 40, 0, 12, 1990, 900, 3, 0);
    const an = Int32Array.of(2000, 1000, 2000, 1000, 2000, 1000, 2000, 0);
    const groups = [
      {level: "AFR", people: 1000},
      {level: "AMR", people: 500}
    ];
    const [aou] = regimeCosts(only("all-of-us"), {ac, an}, groups);
    expect(aou.groups).toEqual([
      {level: "AFR", people: 1000, cellsWithheld: 0.5, presentWithheld: 0.67, frequencyError: 0},
      {level: "AMR", people: 500, cellsWithheld: 0.33, presentWithheld: 0.33, frequencyError: 0}
    ]);
    expect(aou.variantsUneven).toBe(0.5);
    const [covenant] = regimeCosts(only("covenant"), {ac, an}, groups);
    expect(covenant.groups[0].cellsWithheld).toBe(0.75);
    const [acro] = regimeCosts(only("acro"), {ac, an}, groups);
    expect(acro.groups[0]).toMatchObject({cellsWithheld: 0.75, presentWithheld: 0.67});
    const [opensafely] = regimeCosts(only("opensafely"), {ac, an}, groups);
    // Shown: 40 and 900 as they are, 12 as 10: 2/1000 over three cells.
    expect(opensafely.groups[1].frequencyError).toBe(0.00067);
    expect(() => regimeCosts(regimes, {ac, an}, [...groups, {level: "EAS", people: 1}])).toThrow("8 ac and 8 an");
  });
});

describe("expectedRegimeCosts(regimes, frequencies, groups)", () => {
  // scipy.stats.binom.pmf(range(1323), 1322, p), summed over p = .002, .01, .03, .5, .999.
  it("agrees with the binomial distribution", () => {
    const costs = expectedRegimeCosts(regimes, Float64Array.of(0.002, 0.01, 0.03, 0.5, 0.999), [
      {level: "AFR", people: 661}
    ]);
    const group = (id: string) => costs.find((cost) => cost.id === id)!.groups[0];
    expect(group("all-of-us")).toMatchObject({cellsWithheld: 0.38, presentWithheld: 0.39});
    expect(group("covenant")).toMatchObject({cellsWithheld: 0.53, presentWithheld: 0.53});
    expect(group("acro")).toMatchObject({cellsWithheld: 0.23, presentWithheld: 0.22});
    expect(group("opensafely")).toMatchObject({cellsWithheld: 0.19, presentWithheld: 0.2});
    expect(group("opensafely").frequencyError).toBe(0.00087);
  });

  it("agrees with its slow twin, which sums over every count, also in groups smaller than the limits", () => {
    const random = seededRandom(3);
    for (const people of [3, 12, 25, 120]) {
      const frequencies = Float64Array.from({length: 60}, (_, i) => [0, 1, 0.5, 0.01][i] ?? random() ** 4);
      const groups = [
        {level: "A", people},
        {level: "B", people: 2 * people}
      ];
      expectedRegimeCosts(regimes, frequencies, groups).forEach((cost, r) => {
        const slow = plainly(
          regimes[r],
          frequencies,
          groups.map((group) => group.people)
        );
        cost.groups.forEach((group, k) => {
          expect(Math.abs(group.cellsWithheld - slow.groups[k].withheld)).toBeLessThan(0.0051);
          expect(Math.abs(group.presentWithheld - slow.groups[k].presentWithheld)).toBeLessThan(0.0051);
          const error = slow.groups[k].error;
          expect(Math.abs(group.frequencyError - error)).toBeLessThanOrEqual(0.06 * error + 1e-12);
        });
        expect(Math.abs(cost.variantsUneven - slow.uneven)).toBeLessThan(0.0051);
      });
    }
  });

  it("is what regimeCosts gives for counts drawn from the same frequencies", () => {
    const random = seededRandom(4);
    const groups = [
      {level: "A", people: 100},
      {level: "B", people: 250}
    ];
    const frequencies = Float64Array.from({length: 4000}, () => 0.001 * 500 ** random());
    const an = Int32Array.from(frequencies, (_, cell) => 2 * groups[cell % 2].people);
    const ac = Int32Array.from(frequencies, (p, cell) => {
      let copies = 0;
      for (let i = 0; i < an[cell]; ++i) if (random() < p) ++copies;
      return copies;
    });
    const drawn = regimeCosts(regimes, {ac, an}, groups);
    expectedRegimeCosts(regimes, frequencies, groups).forEach((expected, r) => {
      expect(Math.abs(expected.variantsUneven - drawn[r].variantsUneven)).toBeLessThan(0.03);
      expected.groups.forEach((group, k) => {
        expect(Math.abs(group.cellsWithheld - drawn[r].groups[k].cellsWithheld)).toBeLessThan(0.03);
        expect(Math.abs(group.frequencyError - drawn[r].groups[k].frequencyError)).toBeLessThan(0.0005);
      });
    });
  });

  it("takes less than five seconds for 20,000 variants in five groups", () => {
    const random = seededRandom(5);
    const groups = [661, 347, 504, 503, 489].map((people, k) => ({level: `G${k}`, people}));
    const frequencies = Float64Array.from({length: 100_000}, random);
    const start = performance.now();
    expectedRegimeCosts(regimes, frequencies, groups);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("refuses what is no frequency, and groups without people", () => {
    const twoGroups = ["A", "B"].map((level) => ({level, people: 9}));
    expect(() => expectedRegimeCosts(regimes, Float64Array.of(1.1), [{level: "A", people: 9}])).toThrow("not 1.1");
    expect(() => expectedRegimeCosts(regimes, Float64Array.of(0.1), [{level: "A", people: 0}])).toThrow("no counts");
    expect(() => expectedRegimeCosts(regimes, new Float64Array(3), twoGroups)).toThrow("3 frequencies");
  });
});

interface Plain {
  groups: {withheld: number; presentWithheld: number; error: number}[];
  uneven: number;
}

function plainly(regime: Regime, frequencies: Float64Array, sizes: number[]): Plain {
  const variants = frequencies.length / sizes.length;
  const sums = sizes.map(() => ({withheld: 0, present: 0, presentWithheld: 0, error: 0}));
  let uneven = 0;
  for (let variant = 0; variant < variants; ++variant) {
    const hidden = sizes.map((people, k) => {
      const an = 2 * people;
      let withheld = 0;
      for (let ac = 0; ac <= an; ++ac) {
        const chance = binomial(ac, an, frequencies[variant * sizes.length + k]);
        if (ac > 0) sums[k].present += chance;
        if (!isWithheld(regime, ac, an)) sums[k].error += (chance * errorOfShown(regime, ac)) / an;
        else {
          withheld += chance;
          if (ac > 0) sums[k].presentWithheld += chance;
        }
      }
      sums[k].withheld += withheld;
      return withheld;
    });
    uneven += 1 - hidden.reduce((p, h) => p * h, 1) - hidden.reduce((p, h) => p * (1 - h), 1);
  }
  return {
    groups: sums.map(({withheld, present, presentWithheld, error}) => ({
      withheld: withheld / variants,
      presentWithheld: presentWithheld / present,
      error: variants - withheld > 1e-9 ? error / (variants - withheld) : 0
    })),
    uneven: uneven / variants
  };
}

function binomial(k: number, n: number, p: number): number {
  let chance = 1;
  for (let i = 1; i <= k; ++i) chance *= ((n - k + i) / i) * p * (i <= n - k ? 1 - p : 1);
  for (let i = k + 1; i <= n - k; ++i) chance *= 1 - p;
  return chance;
}
