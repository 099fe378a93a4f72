import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {EquityRow} from "../../../../src/model/equity.js";
import {equitySeries, type EquitySeries} from "../../../../src/components/equity/equitySeries.js";
import {changeHeadline} from "../../../../src/components/equity/headlines/changeHeadline.js";
import {gapHeadline} from "../../../../src/components/equity/headlines/gapHeadline.js";
import {gradientHeadline} from "../../../../src/components/equity/headlines/gradientHeadline.js";
import type {Headline} from "../../../../src/components/equity/headlines/headline.js";
import {shownClaim} from "../../../../src/components/equity/headlines/interval.js";
import {overallHeadline} from "../../../../src/components/equity/headlines/overallHeadline.js";
import {
  participationHeadline,
  portabilityHeadline,
  withheldHeadline
} from "../../../../src/components/equity/headlines/publishedHeadlines.js";
import {measureSeries} from "../../../../src/components/equity/measureSeries.js";
import {seriesHeadlines} from "../../../../src/components/equity/seriesHeadlines.js";
import {en} from "../../../../src/components/equity/words/en.js";
import {isRefused} from "../../../../src/kernels/equity/subgroup.js";
import {
  awarenessByEducation,
  awarenessByIncome,
  equityRow,
  sampleEquity,
  sampleParticipation
} from "../../../fixtures/sampleEquity.js";

const plain = (text: string) => text.replaceAll("\u202f", " ");
const one = (rows: EquityRow[]): EquitySeries => equitySeries(rows)[0];
/** Words that only a sentence of a difference has. */
const claiming = /a gap of|higher \(|lower \(|times that at the (?:top|bottom)|concentrated towards|\brose\b|\bfell\b/;
const numbers = /−?\d+(?:\.\d+)?/g;
const read = (text: string): number[] => (text.match(numbers) ?? []).map((word) => Number(word.replace("−", "-")));

describe("gapHeadline(series, words)", () => {
  it("says the gap of the survey with its interval", () => {
    // python3: d = 73-46; s = math.hypot(3.628, 3.035); d-1.959964*s, d+1.959964*s  → 17.73, 36.27
    expect(plain(gapHeadline(one(awarenessByIncome), en).text)).toBe(
      "Hispanic and Latino adults, United States (HCHS/SOL), 2019–2020: 73 % (95 % CI 66–80) of people with more than $75,000 a year had heard of genetic testing, against 46 % (40–52) of people with less than $10,000 a year: a gap of 27 percentage points (18–36)."
    );
    // python3: s = math.hypot(5.481, 1.799); 20-1.959964*s, 20+1.959964*s  → 8.69, 31.31
    expect(plain(gapHeadline(one(awarenessByEducation), en).text)).toBe(
      "Hispanic and Latino adults, United States (HCHS/SOL), 2019–2020: 65 % (95 % CI 54–76) of people with a master’s, doctoral or professional degree had heard of genetic testing, against 45 % (42–49) of people with less than 12 years of school: a gap of 20 percentage points (9–31)."
    );
  });

  it("claims nothing where the interval of the difference holds 0, though the estimates differ", () => {
    const rows = [51, 55].map((estimate, i) => equityRow({subgroup: `Half ${i + 1}`, subgroup_order: i + 1, estimate}));
    const {kind, text} = gapHeadline(one(rows), en);
    expect(kind).toBe("none");
    expect(text).not.toMatch(claiming);
    expect(plain(text)).toMatch(/these data do not tell the two apart; .* −2 to 10 percentage points\.$/);
  });

  it("widens the interval of two groups picked after looking, and says so", () => {
    const rows = [40, 48, 42, 43].map((estimate, i) =>
      equityRow({subgroup: `Region ${i}`, estimate, ordered_dimension: false})
    );
    // 8 ± 1.96 · 2.83 leaves out 0; over six pairs z is 2.64, and it does: 8 − 2.638 · 2.828 = 0.54
    expect(gapHeadline(one(rows), en).text).toMatch(/the highest and the lowest of 6 pairs, chosen after looking/);
    const closer = rows.map((row, i) => ({...row, estimate: [40, 47, 42, 43][i]}));
    // 7 − 1.96 · 2.828 = 1.46, but 7 − 2.638 · 2.828 = −0.46
    expect(gapHeadline(one(closer), en).kind).toBe("none");
    const referred = closer.map((row, i) => ({...row, reference_subgroup: i === 0}));
    // Three pairs with the reference: z is 2.394, 7 − 2.394 · 2.828 = 0.23
    expect(gapHeadline(one(referred), en)).toMatchObject({
      kind: "claim",
      text: expect.stringMatching(/furthest from “Region 0” of 3 pairs/)
    });
  });

  it("says that it cannot be told where a value is withheld, a standard error is missing or 0, or there is one group", () => {
    const rows = [30, 60].map((estimate, i) => equityRow({subgroup: `Half ${i + 1}`, subgroup_order: i + 1, estimate}));
    const text = (change: Partial<EquityRow>) => {
      const headline = gapHeadline(one([rows[0], {...rows[1], ...change}]), en);
      expect(headline.kind).toBe("untold");
      return headline.text;
    };
    expect(text({estimate: null, se: null})).toBe(
      "Reached: whether groups differ cannot be told, because the value of “Half 2” is not shown."
    );
    for (const se of [null, 0])
      expect(text({se})).toBe(
        "Reached: whether groups differ cannot be told, because no standard error is given for “Half 2”."
      );
    expect(gapHeadline(one(rows.slice(0, 1)), en).text).toMatch(/one group only/);
  });
});

describe("gradientHeadline(id, series, words)", () => {
  it("says slope, ratio and concentration of the survey, each with its interval", () => {
    for (const rows of [awarenessByIncome, awarenessByEducation])
      for (const id of ["sii", "rii", "rci"] as const) {
        const {kind, text} = gradientHeadline(id, one(rows), en);
        expect(kind).toBe("claim");
        const measured = measureSeries(id, one(rows), en);
        if (isRefused(measured)) throw new Error(measured.refused);
        const decimals = id === "sii" ? 0 : id === "rii" ? 2 : 3;
        for (const end of [measured.estimate, measured.low!, measured.high!])
          expect(text).toContain(en.number(end, decimals));
      }
  });

  it("says who has more, whether that is good or not", () => {
    const falling = [60, 50, 40, 30].map((estimate, i) =>
      equityRow({subgroup: `Quarter ${i}`, subgroup_order: i + 1, estimate, favourable_indicator: false})
    );
    expect(gradientHeadline("sii", one(falling), en).text).toMatch(/percentage points lower \(/);
    expect(gradientHeadline("rii", one(falling), en).text).toMatch(
      /at the bottom of the scale .* times that at the top/
    );
    expect(gradientHeadline("rci", one(falling), en).text).toMatch(/concentrated towards the bottom/);
    const good = falling.map((row) => ({...row, favourable_indicator: true}));
    expect(gradientHeadline("sii", one(good), en).text).toMatch(/percentage points lower \(/);
    expect(gradientHeadline("rii", one(good), en).text).toMatch(
      /at the top of the scale .* is 0\.\d+ times that at the bottom/
    );
  });

  it("does not apply to groups without an order", () => {
    const rows = [40, 60].map((estimate, i) => equityRow({subgroup: `Side ${i}`, estimate, ordered_dimension: false}));
    expect(gradientHeadline("sii", one(rows), en).kind).toBe("untold");
  });
});

describe("changeHeadline(earlier, later, words)", () => {
  const [earlier, later] = equitySeries(sampleEquity().indicators).filter(({indicator}) => indicator === "Invited (%)");

  it("says that the slope fell where the interval of the difference leaves out 0", () => {
    const {kind, text} = changeHeadline(earlier, later, en);
    expect(kind).toBe("claim");
    expect(text).toMatch(/fell from .* in 2015 to .* in 2020/);
  });

  it("says nothing of a change from one slope that is told to one that is not, where their difference is not", () => {
    const slope = (date: string, rise: number) =>
      one(
        [0, 1, 2].map((i) =>
          equityRow({date, subgroup: `Third ${i}`, subgroup_order: i + 1, estimate: 50 + rise * (i - 1), se: 2})
        )
      );
    const [told, not] = [slope("2015", 4), slope("2020", 2)];
    expect(gradientHeadline("sii", told, en).kind).toBe("claim");
    expect(gradientHeadline("sii", not, en).kind).toBe("none");
    expect(changeHeadline(told, not, en).kind).toBe("none");
  });

  it("compares no periods with other groups, without an order, or with a hidden group", () => {
    const other = {...later, rows: later.rows.slice(1)};
    expect(changeHeadline(earlier, other, en).text).toMatch(/they have other groups/);
    const hide = (series: EquitySeries) => ({
      ...series,
      rows: series.rows.map((row, i) => (i ? row : {...row, estimate: null}))
    });
    expect(changeHeadline(earlier, hide(later), en).text).toMatch(/“Fifth 1” is not shown/);
    const unordered = (series: EquitySeries) => ({...series, ordered: false});
    expect(changeHeadline(unordered(earlier), unordered(later), en).kind).toBe("untold");
  });
});

describe("sentences of any figures", () => {
  const estimate = fc.oneof(
    {weight: 30, arbitrary: fc.double({min: 0, max: 100, noNaN: true})},
    {weight: 1, arbitrary: fc.constantFrom(0, 50, 100)},
    {weight: 1, arbitrary: fc.constant(null)}
  );
  const se = fc.oneof(
    {weight: 30, arbitrary: fc.double({min: 0.001, max: 8, noNaN: true})},
    {weight: 1, arbitrary: fc.constantFrom(null, 0)}
  );
  const population = fc.oneof(
    {weight: 20, arbitrary: fc.integer({min: 1, max: 1e6})},
    {weight: 1, arbitrary: fc.constant(null)}
  );
  const table = fc.record({
    groups: fc.array(fc.record({estimate, se, population}), {minLength: 1, maxLength: 7}),
    ordered: fc.boolean(),
    favourable: fc.boolean(),
    reference: fc.option(fc.nat(6), {nil: null}),
    scale: fc.constantFrom(100, 1000)
  });
  /** Tables in which a gradient is likely to be there: an order, and few gaps. */
  const gradient = fc.record({
    groups: fc.array(fc.record({estimate, se, population}), {minLength: 3, maxLength: 6}),
    ordered: fc.constant(true),
    favourable: fc.boolean(),
    reference: fc.constant(null),
    scale: fc.constantFrom(100, 1000)
  });
  type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;
  const seriesOf = ({groups, ordered, favourable, reference, scale}: Table, date = "2015"): EquitySeries =>
    one(
      groups.map((group, i) =>
        equityRow({
          ...group,
          date,
          dimension: "group",
          subgroup: `Group ${String.fromCharCode(65 + i)}`,
          subgroup_order: ordered ? i + 1 : null,
          ordered_dimension: ordered,
          favourable_indicator: favourable,
          reference_subgroup: !ordered && i === reference,
          indicator_scale: scale
        })
      )
    );

  it("claim a gap only where the interval of the difference, widened for what was chosen, leaves out 0", () => {
    let claims = 0;
    fc.assert(
      fc.property(table, (given) => {
        const series = seriesOf(given);
        const headline = gapHeadline(series, en);
        expect(claiming.test(headline.text)).toBe(headline.kind === "claim");
        const complete = series.rows.every((row) => row.estimate !== null);
        if (!complete || series.rows.length < 2) return void expect(headline.kind).toBe("untold");
        const ends = given.ordered
          ? [series.rows[0], series.rows.at(-1)!]
          : [...series.rows].sort((a, b) => a.estimate! - b.estimate!);
        if (headline.kind !== "claim") return;
        ++claims;
        const away = (a: EquityRow, b: EquityRow) => Math.abs(a.estimate! - b.estimate!) / Math.hypot(a.se!, b.se!);
        expect(ends.every((row) => !headline.text.includes(row.subgroup) || row.se! > 0)).toBe(true);
        const named = series.rows.filter(({subgroup}) => headline.text.includes(`of “${subgroup}”`));
        expect(named).toHaveLength(2);
        // 1.96 for two groups named before; scipy.stats.norm.ppf(1 - 0.025 / pairs) for others.
        const pairs = given.ordered
          ? 1
          : series.rows.some(({reference_subgroup}) => reference_subgroup)
            ? series.rows.length - 1
            : (series.rows.length * (series.rows.length - 1)) / 2;
        expect(away(named[0], named[1])).toBeGreaterThan(bonferroni[pairs]);
        if (given.ordered)
          expect(named.map(({subgroup}) => subgroup).sort()).toEqual(ends.map(({subgroup}) => subgroup).sort());
        const [low, high] = read(/a gap of [^(]*\(([^)]*)\)/.exec(headline.text)![1].replace("–", " "));
        expect(low > 0 && high > 0).toBe(true);
      }),
      {numRuns: 3000, seed: 6}
    );
    expect(claims).toBeGreaterThan(200);
  });

  it("claim a gradient only where the interval of the measure, also as it is printed, leaves out none", () => {
    let claims = 0;
    fc.assert(
      fc.property(
        fc.oneof(table, gradient),
        fc.constantFrom("sii" as const, "rii" as const, "rci" as const),
        (given, id) => {
          const series = seriesOf(given);
          const headline = gradientHeadline(id, series, en);
          expect(claiming.test(headline.text)).toBe(headline.kind === "claim");
          if (headline.kind !== "claim") return;
          ++claims;
          const none = id === "rii" ? 1 : 0;
          const result = measureSeries(id, series, en);
          if (isRefused(result)) throw new Error(result.refused);
          expect(series.rows.every((row) => row.estimate !== null && row.se! > 0)).toBe(true);
          expect(result.low! > none || result.high! < none).toBe(true);
          const printed = read(/95 % CI ([^;)]*)/.exec(headline.text)![1].replace("–", " "));
          expect(printed.every((end) => end > none) || printed.every((end) => end < none)).toBe(true);
        }
      ),
      {numRuns: 2000, seed: 6}
    );
    expect(claims).toBeGreaterThan(40);
  }, 120_000);

  it("claim a change between periods only where the difference of both measures leaves out 0", () => {
    let claims = 0;
    fc.assert(
      fc.property(gradient, gradient, (first, second) => {
        const groups = Math.min(first.groups.length, second.groups.length);
        const [a, b] = [first, second].map((given, i) =>
          seriesOf({...first, groups: given.groups.slice(0, groups)}, i ? "2020" : "2015")
        );
        const headline = changeHeadline(a, b, en);
        expect(claiming.test(headline.text)).toBe(headline.kind === "claim");
        if (headline.kind !== "claim") return;
        ++claims;
        const [before, after] = [a, b].map((series) => measureSeries("sii", series, en));
        if (isRefused(before) || isRefused(after)) throw new Error("a claim of refused measures");
        expect(Math.abs(after.estimate - before.estimate)).toBeGreaterThan(
          1.959963 * Math.hypot(before.se!, after.se!)
        );
        expect(/\brose\b/.test(headline.text)).toBe(after.estimate > before.estimate);
      }),
      {numRuns: 4000, seed: 6}
    );
    expect(claims).toBeGreaterThan(30);
  }, 120_000);

  it("say of a table with a withheld group nothing but that", () => {
    fc.assert(
      fc.property(table, fc.nat(6), (given, at) => {
        const series = seriesOf(given);
        const hidden = {
          ...series,
          rows: series.rows.map((row, i) => (i === at % series.rows.length ? {...row, estimate: null} : row))
        };
        const said: Headline[] = [...seriesHeadlines(hidden, en), changeHeadline(hidden, hidden, en)];
        for (const {kind} of said) expect(kind).toBe("untold");
        expect(overallHeadline(hidden, en)).toBeNull();
      }),
      {numRuns: 300, seed: 6}
    );
  });

  it("shownClaim(figures, none, decimals) prints no interval that would seem to hold none", () => {
    fc.assert(
      fc.property(
        fc.double({min: -5, max: 5, noNaN: true}),
        fc.double({min: 0, max: 5, noNaN: true}),
        fc.constantFrom(0, 1),
        fc.constantFrom(0, 1, 2),
        (value, half, none, fewest) => {
          const shown = shownClaim({value, low: value - half, high: value + half}, none, fewest);
          if (!shown) return;
          const [low, high] = [shown.low, shown.high].map((end) => Number(end.toFixed(shown.decimals)));
          expect(low > none || high < none).toBe(true);
        }
      ),
      {seed: 6, numRuns: 2000}
    );
    expect(shownClaim({value: 2, low: 0.0001, high: 4}, 0, 0)).toBeNull();
    expect(shownClaim({value: 2, low: 0.04, high: 4}, 0, 0)).toMatchObject({decimals: 2});
    expect(shownClaim({value: 2, low: null, high: null}, 0, 0)).toBeNull();
  });
});

describe("sentences of what others published and of counts", () => {
  it("gives the European share beside Europe's, as a proxy", () => {
    const headline = participationHeadline(sampleParticipation(), sampleEquity().continents, en);
    // 880 of 1,000 recorded; 74 of 649 million.
    expect(plain(headline!.text)).toMatch(
      /up to 2019, 88 % are of people recorded as European; 11 % of .* live in Europe/
    );
    expect(participationHeadline({rows: []}, [], en)).toBeNull();
  });

  it("quotes portability without an interval as published", () => {
    expect(portabilityHeadline(sampleEquity().portability, en)!.text).toBe(
      "Martin 2019 report prediction accuracy that is lower than in Europeans by a factor of 2.5 (East Asian) and 4.9 (African). No interval is given with these figures, so they are quoted as published."
    );
    expect(portabilityHeadline([], en)).toBeNull();
  });

  it("says who pays for protection most, or that nobody pays more", () => {
    const share = (level: string, withheld: number) => ({
      table: "people" as const,
      title: "People",
      level,
      withheld,
      total: 100
    });
    expect(plain(withheldHeadline([share("AFR", 40), share("EUR", 5)], en).text)).toMatch(
      /withheld 40 % of the cells of AFR and 5.0 % of those of EUR/
    );
    expect(withheldHeadline([share("AFR", 5), share("EUR", 5)], en).kind).toBe("none");
    expect(withheldHeadline([share("AFR", 0), share("EUR", 0)], en).kind).toBe("none");
  });

  it("gives the value of everybody with its interval, and no comparison", () => {
    const offered = equitySeries(sampleEquity().indicators).find(({dimension}) => dimension === "overall")!;
    expect(plain(overallHeadline(offered, en)!.text)).toBe(
      "Offered a genetic test, 2019–2020: 6.5 % (95 % CI 5.6–8.0)."
    );
  });
});

/** python3: from scipy.stats import norm; {m: round(norm.ppf(1-0.025/m), 4) for m in (1, 2, 3, 4, 5, 6, 10, 15, 21)} */
const bonferroni: Record<number, number> = {
  1: 1.96,
  2: 2.2414,
  3: 2.394,
  4: 2.4977,
  5: 2.5758,
  6: 2.6383,
  10: 2.807,
  15: 2.9352,
  21: 3.0381
};
