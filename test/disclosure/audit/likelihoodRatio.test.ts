import binomialCdf from "@stdlib/stats-base-dists-binomial-cdf";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  exactRatios,
  genotypeRatios,
  intervalRatios,
  logRatios,
  noisyRatios,
  softLog,
  type Ratios
} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {presenceRatios} from "../../../data-loaders/disclosure/audit/beacon.js";

const frequency = fc.double({min: 0.01, max: 0.99, noNaN: true});

function expectRatios(found: Ratios, expected: readonly number[], tolerance = 1e-7): void {
  found.forEach((ratio, x) => expect(Math.abs(ratio - expected[x])).toBeLessThan(tolerance));
}

/** Weighted with the probabilities of a person's genotype. */
function expected(ratios: readonly number[], p: number): number {
  return (1 - p) ** 2 * ratios[0] + 2 * p * (1 - p) * ratios[1] + p ** 2 * ratios[2];
}

/** The same by differences of distribution functions. */
function intervalRatiosPlainly(low: number, high: number, an: number, p: number): Ratios {
  const within = (from: number, to: number, n: number): number => binomialCdf(to, n, p) - binomialCdf(from - 1, n, p);
  const all = within(low, high, an);
  return [0, 1, 2].map((x) => within(low - x, high - x, an - 2) / all) as Ratios;
}

describe("exactRatios(ac, an, p)", () => {
  // C, N, p = 60, 250, .2; binom.pmf(C-x, N-2, p)/binom.pmf(C, N, p)
  it("60 and 50 of 250 at 0.2", () => {
    expectRatios(exactRatios(60, 250, 0.2), [0.901355421686747, 1.144578313253012, 1.421686746987952]);
    expectRatios(exactRatios(50, 250, 0.2), [0.998995983935743, 1.004016064257028, 0.983935742971888]);
  });

  it("is 0 for a genotype that the count excludes, and 1 where nothing was counted", () => {
    expect(exactRatios(0, 250, 0.1).slice(1)).toEqual([0, 0]);
    expect(exactRatios(1, 250, 0.1)[2]).toBe(0);
    expect(exactRatios(0, 0, 0.1)).toEqual([1, 1, 1]);
  });

  it("stays finite at the ends of the frequencies", () => {
    for (const p of [0, 1])
      for (const ac of [0, 1, 250]) expect(exactRatios(ac, 250, p).every((ratio) => Number.isFinite(ratio))).toBe(true);
  });

  it("is 1 on average over the genotypes of people who are not in the pool and the counts of pools", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 20}), frequency, (people, p) => {
        const an = 2 * people;
        let sum = 0;
        for (let ac = 0; ac <= an; ++ac) {
          const weight = binomialCdf(ac, an, p) - binomialCdf(ac - 1, an, p);
          sum += weight * expected(exactRatios(ac, an, p), p);
        }
        expect(sum).toBeCloseTo(1, 9);
      })
    );
  });
});

describe("intervalRatios(low, high, an, p)", () => {
  // (binom.cdf(hi-x,N-2,p)-binom.cdf(lo-1-x,N-2,p))/(binom.cdf(hi,N,p)-binom.cdf(lo-1,N,p))
  it("0 to 9 of 250 at 0.03, presence among 250 at 0.002", () => {
    expectRatios(intervalRatios(0, 9, 250, 0.03), [1.0088518, 0.86179057, 0.68347882]);
    expectRatios(intervalRatios(1, 250, 250, 0.002), [0.99382334, 2.53953462, 2.53953462]);
  });

  it("equals the quotient of differences of binomial distribution functions", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 2, max: 400}),
        fc.double({min: 0.02, max: 0.98, noNaN: true}),
        fc.double({min: 0, max: 1, noNaN: true}),
        fc.integer({min: 0, max: 100}),
        (people, p, at, width) => {
          const an = 2 * people;
          const low = Math.floor(at * an);
          const high = Math.min(an, low + width);
          // Where the range is improbable the differences have no digits left.
          fc.pre(binomialCdf(high, an, p) - binomialCdf(low - 1, an, p) > 1e-6);
          const plainly = intervalRatiosPlainly(low, high, an, p);
          intervalRatios(low, high, an, p).forEach((ratio, x) => {
            expect(Math.abs(ratio - plainly[x])).toBeLessThan(1e-8 * (1 + plainly[x]));
          });
        }
      )
    );
  });

  it("has its digits where the range is all but impossible", () => {
    // Python, in exact fractions: sum(comb(N-2,c-x)*p**c*q**(N-c))/p**x/q**(2-x) / sum(comb(N,c)*p**c*q**(N-c))
    expectRatios(intervalRatios(0, 9, 250, 0.5), [3.7178121508745026, 0.1388002649492317, 0.004587319227034054]);
    expectRatios(intervalRatios(240, 250, 250, 0.2), [0.0022543155015134035, 0.24072125730325494, 23.038160893549747]);
    expectRatios(intervalRatios(0, 0, 5008, 0.5), [4, 0, 0]);
  });

  it("of one count equals exactRatios, and of all counts says nothing", () => {
    expectRatios(intervalRatios(17, 17, 250, 0.2), exactRatios(17, 250, 0.2), 1e-12);
    expect(intervalRatios(0, 250, 250, 0.2)).toEqual([1, 1, 1]);
    expect(intervalRatios(-5, 300, 250, 0.2)).toEqual([1, 1, 1]);
    expect(intervalRatios(9, 3, 250, 0.2)).toEqual([1, 1, 1]);
  });

  it("reads presence and absence", () => {
    expectRatios(presenceRatios(true, 250, 0.002), [0.99382334, 2.53953462, 2.53953462]);
    expectRatios(presenceRatios(false, 250, 0.002), [1 / 0.998 ** 2, 0, 0], 1e-12);
  });
});

describe("genotypeRatios(homRef, het, homAlt, p)", () => {
  it("is each genotype's share over its share in the population", () => {
    expectRatios(genotypeRatios(70, 24, 6, 0.2), [0.7 / 0.64, 0.24 / 0.32, 0.06 / 0.04], 1e-12);
    expect(genotypeRatios(0, 0, 0, 0.2)).toEqual([1, 1, 1]);
  });
});

describe("noisyRatios(released, an, p, noiseSd)", () => {
  it("equals the quotient of normal densities", () => {
    // from scipy.stats import norm; N,p,s,R=250,.2,10,61.5
    // [norm.pdf(R,N*p+x-2*p,((N-2)*p*.8+s*s)**.5)/norm.pdf(R,N*p,(N*p*.8+s*s)**.5) for x in (0,1,2)]
    expectRatios(noisyRatios(61.5, 250, 0.2, 10), [0.967109982216516, 1.0493511972093397, 1.1304637705749354]);
  });

  it("approaches exactRatios with little noise in a large pool, and 1 with much", () => {
    expectRatios(noisyRatios(1010, 5000, 0.2, 0.01), exactRatios(1010, 5000, 0.2), 1e-3);
    expectRatios(noisyRatios(1010, 5000, 0.2, 1e5), [1, 1, 1], 1e-4);
  });

  it("refuses to be noise of nothing", () => {
    expect(() => noisyRatios(60, 250, 0.2, 0)).toThrow("noise must have a standard deviation above 0: 0");
  });
});

describe("softLog(ratio, mismatch)", () => {
  it("allows for wrong genotypes", () => {
    expect(softLog(0)).toBeCloseTo(Math.log(1e-3), 12);
    expect(softLog(1)).toBeCloseTo(0, 12);
    expect(softLog(2, 0.1)).toBeCloseTo(Math.log(1.9), 12);
    expect(logRatios([0, 1, 2])).toEqual([softLog(0), softLog(1), softLog(2)]);
  });
});
