import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {measure, measures, type MeasureId} from "../../../src/kernels/equity/measures.js";
import {isRefused, type Inequality} from "../../../src/kernels/equity/subgroup.js";
import {inequality, measured} from "./simulationChecks.js";

fc.configureGlobal({seed: 1, numRuns: 25});

const ids = Object.keys(measures) as MeasureId[];

// Deaths under five years per 1000 live births by wealth quintile, the poorest first: WHO healthequal's sample data.
const mortality = inequality(
  [
    [52.469970703125, 3.14040637016296, 7119.732421875],
    [32.8558616638184, 2.75040340423584, 6859.921875],
    [28.9652118682861, 2.47835302352905, 6903.7255859375],
    [31.2767658233643, 2.90769815444946, 6992.58056640625],
    [23.9019889831543, 2.28273797035217, 6744.52392578125]
  ],
  {favourable: false, scale: 1000}
);

describe("measure(id, input)", () => {
  it("equals the published formulas in numpy, with standard errors by numerical derivatives", () => {
    // python3, y, s, w as above, p = w/sum(w), R = cumsum(p) - p/2, mu = sum(p y): d = y[0]-y[4]; r = y[0]/y[4]; aci =
    // sum(p (2R-1) y); rci = aci/mu; sii, rii = logistic(b0) and logistic(b0+b1) of 200 Newton steps of the weighted logit
    // likelihood of y/1000; par = y[4]-mu; ti, mld by their sums; se = sqrt(sum((df/dy s)²)), df/dy = (f(y+h)-f(y-h))/2h;
    // bgv: sqrt(2 tr(ASAS) + 4 y'ASAy) with A = diag(p) - pp', S = diag(s²)
    const expected: [MeasureId, number, number][] = [
      ["d", 28.5679817199707, 3.8824019391240085],
      ["r", Math.exp(0.7862793428164239), 0.11270862955886635],
      ["aci", -4.744336499561266, 0.7030211834394845],
      ["rci", -0.13933274834277573, 0.020406836572631776],
      ["sii", 30.041200764173542, 4.562395107423856],
      ["rii", Math.exp(0.8831477912788711), 0.1329763305749381],
      ["par", -10.148415935936317, 2.163703424963037],
      ["paf", -29.804097660661096, 6.247449042567629],
      ["ti", 38.6043271575565, 9.822168850197656],
      ["mld", 36.50887878975328, 9.178942075808633],
      ["bgv", 96.83037182450647, 26.52715889237986]
    ];
    for (const [id, estimate, se] of expected) {
      const found = measured(measure(id, mortality));
      expect(found.estimate / estimate, id).toBeCloseTo(1, 11);
      expect(found.se! / se, `se of ${id}`).toBeCloseTo(1, 7);
    }
  });

  it("has the formulas' values, and standard errors within 4 % of a million draws", () => {
    // the same script; D = default_rng(1).normal(y, s, (10**6, 5)); .std() of the measure of every row
    const expected: [MeasureId, number, number][] = [
      ["bgsd", 9.840242467770114, 1.312],
      ["covar", 28.899046842914657, 3.8],
      ["mdmu", 7.524271424354749, 1.052],
      ["mdmw", 7.5759991275078145, 1.062],
      ["mdbu", 9.99197082519532, 1.995],
      ["mdbw", 10.148415935936317, 2.01],
      ["mdru", 18.57601089477538, 2.721],
      ["mdrw", 18.41956578403438, 2.703],
      ["idisu", 22.09745065362265, 3.06],
      ["idisw", 22.24936574325515, 3.09]
    ];
    for (const [id, estimate, se] of expected) {
      const found = measured(measure(id, mortality));
      expect(found.estimate / estimate, id).toBeCloseTo(1, 12);
      expect(Math.abs(found.se! / se - 1), `se of ${id}`).toBeLessThan(0.04);
    }
  });

  it("without order takes highest and lowest, and the best of all as the best placed", () => {
    // the same draws: D.max(1)-D.min(1), log of their ratio, D.min(1)-mean
    const unordered = {...mortality, ordered: false};
    const expected: [MeasureId, number, number][] = [
      ["d", 28.5679817199707, 3.805],
      ["r", Math.exp(0.7862793428164239), 0.1099],
      ["par", -10.148415935936317, 2.01],
      ["paf", -29.804097660661096, 5.808]
    ];
    for (const [id, estimate, se] of expected) {
      const found = measured(measure(id, unordered));
      expect(found.estimate / estimate, id).toBeCloseTo(1, 12);
      expect(Math.abs(found.se! / se - 1), `se of ${id}`).toBeLessThan(0.04);
    }
  });

  it("finds the gradient of who has heard of genetic testing, with the intervals of numpy's delta method", () => {
    // Per cent aware among 5,769 Hispanic/Latino adults in the US, with standard errors and per cent of the population:
    // the published results of the HCHS/SOL survey. Expected: the script above with these, scale 100.
    const education = inequality([
      [45, 1.799, 31.6],
      [51, 2.148, 27.4],
      [66, 1.62, 37.5],
      [65, 5.481, 3.5]
    ]);
    const income = inequality([
      [46, 3.035, 10.9],
      [51, 2.204, 27.2],
      [53, 1.798, 33.7],
      [62, 2.432, 18.7],
      [73, 3.628, 9.5]
    ]);
    const expected: [Inequality, MeasureId, number, number][] = [
      [education, "sii", 32.13776361257716, 3.4693248251457036],
      [education, "rii", Math.exp(0.603866542160485), 0.0713830933745271],
      [education, "aci", 4.891589, 0.5497343975815076],
      [education, "rci", 0.0885852514533041, 0.010131710351412618],
      [income, "sii", 23.77191030929488, 3.7754496010908816],
      [income, "rii", Math.exp(0.4385913208210348), 0.07306143637665259],
      [income, "aci", 3.7252819999999947, 0.6012689887307512],
      [income, "rci", 0.06739420363267955, 0.010972934500654109]
    ];
    for (const [input, id, estimate, se] of expected) {
      const found = measured(measure(id, input));
      expect(found.estimate / estimate, id).toBeCloseTo(1, 11);
      expect(found.se! / se, `se of ${id}`).toBeCloseTo(1, 7);
      expect(found.low!, id).toBeGreaterThan(measures[id].none);
    }
  });

  it("fits a straight line where an estimate is above the scale", () => {
    // python3: b = solve(X'PX, X'Py), X = [1, R]; sii = -b1, rii = b0/(b0+b1), se = sqrt(sum((M[1] s)²)), M = solve(X'PX, X'P)
    const counts = {...mortality, scale: 1};
    const sii = measured(measure("sii", counts));
    expect(sii.estimate).toBeCloseTo(29.653337471574716, 10);
    expect(sii.se).toBeCloseTo(4.394065302423556, 10);
    expect(measured(measure("rii", counts)).estimate).toBeCloseTo(2.542537683040514, 10);
  });

  it("by hand: two equal groups at 20 % and 40 %", () => {
    const two = inequality([
      [20, 1, 10],
      [40, 2, 10]
    ]);
    const found = Object.fromEntries(
      ids
        .map((id) => [id, measure(id, two)])
        .map(([id, m]) => [id, isRefused(m as object) ? null : measured(m as object).estimate])
    );
    expect(found).toMatchObject({d: 20, r: 2, bgv: 100, bgsd: 10, mdmu: 10, mdmw: 10, mdbu: 10, mdbw: 10});
    expect(found).toMatchObject({mdru: 10, mdrw: 10, par: 10, aci: null, rci: null, sii: null, rii: null});
    expect(found.covar).toBeCloseTo(100 / 3, 12);
    expect(found.idisu).toBeCloseTo(100 / 3, 12);
    expect(found.idisw).toBeCloseTo(100 / 3, 12);
    expect(found.paf).toBeCloseTo(100 / 3, 12);
    // r = 2/3, 4/3: (2/3 ln 2/3 + 4/3 ln 4/3)/2 and -(ln 2/3 + ln 4/3)/2
    expect(found.ti).toBeCloseTo(56.63301226513249, 10);
    expect(found.mld).toBeCloseTo(58.89151782819173, 10);
    const d = measured(measure("d", two));
    expect(d.se).toBeCloseTo(Math.sqrt(5), 12);
    expect(d.low).toBeCloseTo(20 - 1.959963984540054 * Math.sqrt(5), 10);
    expect(measured(measure("d", two, 0.9)).high).toBeCloseTo(20 + 1.6448536269514722 * Math.sqrt(5), 10);
  });

  it("without order compares the reference with the other of two subgroups", () => {
    const two = inequality(
      [
        [40, 1, null],
        [20, 2, null]
      ],
      {ordered: false}
    );
    expect(measured(measure("d", two)).estimate).toBe(20);
    expect(measured(measure("r", {...two, favourable: false})).estimate).toBe(0.5);
  });

  it("where the most advantaged are not the better off, nothing is to be gained", () => {
    const reversed = inequality([
      [60, 3, 1],
      [50, 3, 1],
      [40, 3, 1]
    ]);
    expect(measured(measure("par", reversed))).toMatchObject({estimate: 0, low: 0, high: 0});
    expect(measured(measure("d", reversed)).estimate).toBe(-20);
  });
});

describe("measure(id, input) refuses", () => {
  const sentence = /^[A-Z][^.]*\.$/;
  const refusal = (id: MeasureId, input: Inequality): string => {
    const result = measure(id, input);
    return isRefused(result) ? result.refused : "";
  };
  const changed = (change: (i: number) => object): Inequality => ({
    ...mortality,
    subgroups: mortality.subgroups.map((subgroup, i) => ({...subgroup, ...change(i)}))
  });
  const at = (row: number, change: object) => (i: number) => (i === row ? change : {});

  it.each(ids)("%s of one subgroup, of an unknown estimate, of negative errors and populations", (id) => {
    expect(refusal(id, {...mortality, subgroups: mortality.subgroups.slice(0, 1)})).toMatch("at least two");
    expect(refusal(id, changed(at(1, {estimate: NaN})))).toMatch("no estimate");
    expect(refusal(id, changed(at(1, {se: -1})))).toMatch("standard error");
    expect(refusal(id, changed(at(1, {population: -1})))).toMatch("population");
    expect(refusal(id, {...mortality, scale: 0})).toMatch("scale");
  });

  it.each(ids.filter((id) => measures[id].ordered))("%s without a complete order of three or more", (id) => {
    expect(refusal(id, {...mortality, ordered: false})).toMatch("order");
    expect(refusal(id, changed(at(2, {order: null})))).toMatch("order of a subgroup is unknown");
    expect(refusal(id, changed(at(2, {order: 1})))).toMatch("same place");
    expect(refusal(id, {...mortality, subgroups: mortality.subgroups.slice(0, 2)})).toMatch("two subgroups");
  });

  it.each(ids)("%s without populations where, and only where, it is weighted", (id) => {
    const unknown = changed(at(3, {population: null}));
    expect(refusal(id, unknown) !== "").toBe(measures[id].weighted);
    if (measures[id].weighted) expect(refusal(id, unknown)).toMatch(sentence);
  });

  it("mean differences from a reference where there is none, or two", () => {
    expect(
      refusal(
        "mdru",
        changed(() => ({reference: false}))
      )
    ).toMatch("No subgroup");
    expect(
      refusal(
        "mdrw",
        changed(() => ({reference: true}))
      )
    ).toMatch("More than one");
  });

  it("relative measures where there is no mean to divide by or logarithm to take", () => {
    const zeros = changed(() => ({estimate: 0}));
    const relative = ids.filter((id) => measures[id].relative);
    expect(relative).toHaveLength(9);
    for (const id of relative) expect(refusal(id, zeros), id).toMatch(sentence);
    expect(refusal("mld", changed(at(0, {estimate: 0})))).toMatch("logarithm");
    expect(refusal("ti", changed(at(0, {estimate: 0})))).toBe("");
    expect(refusal("r", changed(at(0, {estimate: -1})))).toMatch("above zero");
  });

  it("a gradient that no logit model has: from none at one end to all at the other", () => {
    for (const values of [
      [0, 0, 100],
      [0, 50, 100],
      [0, 0, 0],
      [100, 100, 100]
    ])
      for (const id of ["sii", "rii"] as const)
        expect(refusal(id, inequality(values.map((value) => [value, 1, 1])))).toMatch("cannot be fitted");
  });

  it.each(ids)("no interval of %s where a standard error is unknown", (id) => {
    const found = measured(measure(id, changed(at(2, {se: null}))));
    // The difference and the ratio of an order need only those of its ends.
    if (id === "d" || id === "r") return expect(found.se).not.toBeNull();
    expect(found).toMatchObject({se: null, low: null, high: null});
    expect(found.estimate).toBe(measured(measure(id, mortality)).estimate);
  });
});

describe("every measure", () => {
  const subgroup = fc.record({
    estimate: fc.double({min: 5, max: 95, noNaN: true}),
    se: fc.double({min: 0.1, max: 3, noNaN: true}),
    population: fc.double({min: 1, max: 1000, noNaN: true})
  });
  const inputs = fc
    .record({
      groups: fc.array(subgroup, {minLength: 3, maxLength: 8}),
      favourable: fc.boolean(),
      ordered: fc.boolean()
    })
    .map(({groups, favourable, ordered}): Inequality => ({
      subgroups: groups.map((group, i) => ({...group, order: i + 1, reference: i === 1})),
      favourable,
      ordered,
      scale: 100,
      settingAverage: null
    }));
  const withEstimates = (
    input: Inequality,
    change: (estimate: number, i: number) => number,
    factor = 1
  ): Inequality => ({
    ...input,
    subgroups: input.subgroups.map((group, i) => ({
      ...group,
      estimate: change(group.estimate, i),
      se: group.se! * factor
    }))
  });
  const applicable = (input: Inequality): MeasureId[] => ids.filter((id) => input.ordered || !measures[id].ordered);
  const close = (what: string, found: number | null, expected: number | null, share = 1e-8): void => {
    if (expected === null) return expect(found, what).toBeNull();
    expect(Math.abs(found! - expected), what).toBeLessThanOrEqual(share * Math.max(1, Math.abs(expected)));
  };

  const same = (id: MeasureId, changed: Inequality, input: Inequality): void => {
    const [after, before] = [measured(measure(id, changed)), measured(measure(id, input))];
    for (const part of ["estimate", "se", "low", "high"] as const) close(`${part} of ${id}`, after[part], before[part]);
  };

  it("changes with the unit where it is absolute and not where it is relative", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const scaled = {...withEstimates(input, (estimate) => estimate * 10, 10), scale: 1000};
        for (const id of applicable(input)) {
          const factor = measures[id].relative ? 1 : id === "bgv" ? 100 : 10;
          const [before, after] = [measured(measure(id, input)), measured(measure(id, scaled))];
          for (const part of ["estimate", "low", "high"] as const)
            close(`${part} of ${id}`, after[part], before[part] === null ? null : before[part] * factor);
        }
      })
    );
  });

  it("of absolute kind does not change where everybody gains the same, but for the slope of a logit model", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const shifted = withEstimates(input, (estimate) => estimate + 2);
        for (const id of applicable(input).filter((one) => !measures[one].relative && one !== "sii"))
          same(id, shifted, input);
      })
    );
  });

  it("has its value of no inequality where all subgroups are equal, and the interval holds it", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const equal = withEstimates(input, () => 40);
        for (const id of applicable(equal)) {
          const {estimate, low, high} = measured(measure(id, equal));
          const {none} = measures[id];
          expect(Math.abs(estimate - none), id).toBeLessThan(1e-6);
          expect(low!, id).toBeLessThanOrEqual(none + 1e-6);
          expect(high!, id).toBeGreaterThanOrEqual(none - 1e-6);
        }
      })
    );
  });

  it("tells the same of those who have something and of those who lack it", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const lacking = {...withEstimates(input, (estimate) => 100 - estimate), favourable: !input.favourable};
        for (const id of applicable(input).filter((one) => !measures[one].relative)) {
          const [has, lacks] = [measured(measure(id, input)), measured(measure(id, lacking))];
          const sign = id === "aci" || id === "par" ? -1 : 1;
          close(id, lacks.estimate, sign * has.estimate);
        }
      })
    );
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(inputs, fc.integer({min: 1, max: 7}), (input, turn) => {
        const {subgroups} = input;
        const at = turn % subgroups.length;
        const turned = {...input, subgroups: [...subgroups.slice(at), ...subgroups.slice(0, at)].toReversed()};
        for (const id of applicable(input)) same(id, turned, input);
      })
    );
  });

  it("takes populations in any unit", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const thousands = {
          ...input,
          subgroups: input.subgroups.map((group) => ({...group, population: group.population! / 1000}))
        };
        for (const id of applicable(input)) same(id, thousands, input);
      })
    );
  });

  it("lies inside its interval, which is wider at a higher level", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const id of applicable(input)) {
          const [wide, narrow] = [measured(measure(id, input, 0.99)), measured(measure(id, input, 0.8))];
          if (wide.low === null) continue;
          expect(narrow.low!, id).toBeLessThanOrEqual(narrow.estimate + 1e-9);
          expect(narrow.high!, id).toBeGreaterThanOrEqual(narrow.estimate - 1e-9);
          expect(wide.low, id).toBeLessThanOrEqual(narrow.low! + 1e-9);
          expect(wide.high!, id).toBeGreaterThanOrEqual(narrow.high! - 1e-9);
        }
      })
    );
  });
});
