import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  chiSquaredMinusLog10P,
  logNormalUpper,
  normalMinusLog10P,
  studentMinusLog10P,
  studentOfMinusLog10P,
  zOfMinusLog10P
} from "../../src/kernels/tails.js";

fc.configureGlobal({seed: 1});

/** Twelve significant digits. */
function expectSame(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
}

describe("normalMinusLog10P(z)", () => {
  // mpmath 1.3 with mp.dps = 40: -log10(erfc(z / sqrt(2)))
  const known = [
    [1e-9, 3.465168620907243e-10],
    [0.001, 0.00034665511795786366],
    [0.3, 0.1168059492903183],
    [0.4999, 0.2096124388118131],
    [0.5, 0.2096619936012596],
    [1, 0.4985155458279893],
    [1.96, 1.3010665622238702],
    [5, 6.241615676726673],
    [8.3, 15.982501734750645],
    [19.9, 87.39048174116404],
    [20, 88.2590653474116],
    [20.1, 89.13198120053973],
    [37.5, 307.03570707898064],
    [38.6, 325.22564136464007],
    [67.8, 1000.1205071538732],
    [100, 2173.5705128733703],
    [1e4, 21714728.193222534],
    [1e9, 2.1714724095162592e17]
  ];

  it.each(known)("of %d is %d, and the same of its negative", (z, expected) => {
    expectSame(normalMinusLog10P(z), expected);
    expectSame(normalMinusLog10P(-z), expected);
  });

  it("is 0 at 0, infinite at infinity and unknown without z", () => {
    expect([0, Infinity, -Infinity, NaN].map(normalMinusLog10P)).toEqual([0, Infinity, Infinity, NaN]);
  });

  it.each(known)("zOfMinusLog10P finds %d again", (z, minusLog10P) => {
    expectSame(zOfMinusLog10P(minusLog10P), z);
  });
});

describe("zOfMinusLog10P(minusLog10P)", () => {
  it("is the inverse of normalMinusLog10P", () => {
    expect([0, Infinity, -1, NaN].map(zOfMinusLog10P)).toEqual([0, Infinity, NaN, NaN]);
    fc.assert(
      fc.property(fc.double({min: 1e-12, max: 1e6, noNaN: true}), (value) => {
        expectSame(normalMinusLog10P(zOfMinusLog10P(value)), value);
      })
    );
  });
});

describe("logNormalUpper(z)", () => {
  // mpmath: log(erfc(z / sqrt(2)) / 2), below 0 log1p(-erfc(-z / sqrt(2)) / 2)
  it.each([
    [-8.3, -5.205569744890254e-17],
    [-5, -2.866516129637636e-7],
    [-1, -0.17275377902344988],
    [-0.1, -0.6165050101150263],
    [0, -0.6931471805599453],
    [0.1, -0.7761545927302733],
    [1, -1.8410216450092636],
    [5, -15.064998393988725],
    [19.99, -203.7167077172084],
    [20, -203.91715537109727],
    [38, -726.5572160188201],
    [100, -5005.524208694205],
    [1e5, -5000000012.431864]
  ])("of %d is %d", (z, expected) => expectSame(logNormalUpper(z), expected));

  it("adds up with its mirror to one", () => {
    fc.assert(
      fc.property(fc.double({min: -30, max: 30, noNaN: true}), (z) => {
        expect(Math.exp(logNormalUpper(z)) + Math.exp(logNormalUpper(-z))).toBeCloseTo(1, 14);
      })
    );
  });
});

describe("chiSquaredMinusLog10P(x, df)", () => {
  // mpmath: -(log(gammainc(df/2, x/2)) - loggamma(df/2)) / log(10); where x/2 < df/2 + 1
  // -log1p(-gammainc(df/2, 0, x/2, regularized=True)) / log(10)
  it.each([
    [1e-9, 1, 1.0957963554966027e-5],
    [0.2, 1, 0.18394383111602164],
    [1, 1, 0.4985155458279893],
    [20, 1, 5.111022518109956],
    [500, 1, 110.02202970476328],
    [4e-9, 4, 8.685889626483852e-19],
    [3.6, 4, 0.33457203608363406],
    [8, 4, 1.0382079232769885],
    [2000, 4, 431.2940478257725],
    [3.3000000000000004e-8, 33, 1.966157079870727e-143],
    [29.7, 33, 0.1991384619994313],
    [34.65, 33, 0.40993390884078595],
    [165, 33, 18.750491829546714],
    [16500, 33, 3534.9387901122896],
    [9000, 1e4, 5.5145548122585984e-14],
    [1e4, 1e4, 0.3026665733674867],
    [10500, 1e4, 3.605640497470729],
    [2e5, 1e4, 34756.3531430766]
  ])("of %d with %d degrees of freedom is %d", (x, df, expected) => expectSame(chiSquaredMinusLog10P(x, df), expected));

  it("with two degrees of freedom is x / 2 nats, and with four the next term of the Poisson sum less", () => {
    fc.assert(
      fc.property(fc.double({min: 1e-3, max: 1e5, noNaN: true}), (x) => {
        expectSame(chiSquaredMinusLog10P(x, 2), x / 2 / Math.LN10);
        if (x > 1) expectSame(chiSquaredMinusLog10P(x, 4), (x / 2 - Math.log1p(x / 2)) / Math.LN10);
      })
    );
  });

  it("is 0 at 0, infinite at infinity and unknown below 0", () => {
    expect(chiSquaredMinusLog10P(0, 3)).toBe(0);
    expect(chiSquaredMinusLog10P(Infinity, 3)).toBe(Infinity);
    expect([chiSquaredMinusLog10P(-1, 3), chiSquaredMinusLog10P(1, 0), chiSquaredMinusLog10P(NaN, 1)]).toEqual([
      NaN,
      NaN,
      NaN
    ]);
  });
});

describe("studentMinusLog10P(t, df)", () => {
  // mpmath: a = df/2, x = df/(df + t²), x**a/(a*beta(a, .5)) * quad(lambda v: (1 - x*v**(1/a))**-.5, [0, 1])
  it.each([
    [1e-6, 1, 2.7648054221615196e-7],
    [1.74, 1, 0.47876706004895564],
    [1e9, 1, 9.196119877030153],
    [1e200, 1, 200.19611987703016],
    [0.1, 4.5, 0.034025412355028734],
    [1.7, 4.5, 0.8058912477899186],
    [1e4, 4.5, 16.978877324834166],
    [1e200, 4.5, 898.9788772876268],
    [0.1, 100, 0.03595519777222121],
    [2, 100, 1.3168432421007157],
    [40, 100, 62.60869297090328],
    [1e9, 100, 801.0991456566264],
    [1e-6, 1e6, 3.4651691356345313e-7],
    [0.1, 1e6, 0.03604965160323588],
    [1.7, 1e6, 1.0499700686005313],
    [1.74, 1e6, 1.0869318376421009],
    [3, 1e6, 2.5686583465897805],
    [100, 1e6, 2162.782834099994],
    [1e4, 1e6, 1002163.7827906858],
    [1e200, 1e6, 197000003.09806004]
  ])("of %d with %d degrees of freedom is %d", (t, df, expected) => {
    expectSame(studentMinusLog10P(t, df), expected);
    expectSame(studentMinusLog10P(-t, df), expected);
  });

  it("is Cauchy's tail with one degree of freedom, and nearly the normal one with a thousand million", () => {
    fc.assert(
      fc.property(fc.double({min: 0.01, max: 100, noNaN: true}), (t) => {
        expectSame(studentMinusLog10P(t, 1), -Math.log10((2 * Math.atan(1 / t)) / Math.PI));
        expect(studentMinusLog10P(t, Infinity)).toBe(normalMinusLog10P(t));
        expect(studentMinusLog10P(t, 1e9) / normalMinusLog10P(t)).toBeCloseTo(1, 5);
      })
    );
  });

  it("is unbroken where the series for many degrees of freedom begins", () => {
    fc.assert(
      fc.property(fc.double({min: 0.01, max: 2000, noNaN: true}), (t) => {
        const [below, above] = [studentMinusLog10P(t, 1e4 - 1e-9), studentMinusLog10P(t, 1e4)];
        expectSame(below, above);
      })
    );
  });

  it("is unknown without degrees of freedom", () => {
    expect(studentMinusLog10P(1, 0)).toBeNaN();
    expect(studentMinusLog10P(NaN, 3)).toBeNaN();
    expect(studentMinusLog10P(0, 3)).toBe(0);
    expect(studentMinusLog10P(-Infinity, 3)).toBe(Infinity);
  });
});

describe("studentOfMinusLog10P(minusLog10P, df)", () => {
  // [scipy.stats.t.ppf(.975, d) for d in (1, 2, 11, 2500)]
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [11, 2.200985160091639],
    [2500, 1.960913344795567]
  ])("gives the 95 % quantile of %d degrees of freedom", (df, t) =>
    expectSame(studentOfMinusLog10P(-Math.log10(0.05), df), t)
  );

  it("is the inverse of studentMinusLog10P", () => {
    fc.assert(
      fc.property(
        // Above 300 the t of one degree of freedom is no double.
        fc.double({min: 1e-6, max: 250, noNaN: true}),
        fc.double({min: 1, max: 1e5, noNaN: true}),
        (value, df) => expectSame(studentMinusLog10P(studentOfMinusLog10P(value, df), df), value)
      )
    );
    expect([studentOfMinusLog10P(0, 3), studentOfMinusLog10P(-1, 3), studentOfMinusLog10P(1, 0)]).toEqual([
      0,
      NaN,
      NaN
    ]);
  });
});
