import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {parityGroups} from "../../../../src/components/equity/participation/parityNumbers.js";
import {participationWords as words} from "../../../../src/components/equity/participation/participationWords.js";
import {
  representationRatios,
  standingOf
} from "../../../../src/components/equity/participation/representationRatios.js";
import {representationSentences} from "../../../../src/components/equity/participation/representationSection.js";
import {wilsonInterval} from "../../../../src/kernels/wilsonInterval.js";
import type {RepresentationRow} from "../../../../src/model/equity.js";
import {usualParity} from "../../../../src/model/participationView.js";

const share = fc.double({min: 0, max: 1, noNaN: true});
const cohorts: fc.Arbitrary<RepresentationRow[]> = fc.array(
  fc.record({
    variable: fc.constantFrom("ancestry", "sex"),
    level: fc.constantFrom("AFR", "AMR", "EUR", "female", "male", "unknown"),
    n: fc.option(fc.integer({min: 0, max: 5000})),
    reference_share: fc.option(fc.double({min: 0, max: 1, noNaN: true})),
    reference: fc.constant("a census")
  }),
  {maxLength: 12}
);

describe("sentences on the cohort", () => {
  it("claim less or more than a share only where the whole interval lies beyond the rule", () => {
    fc.assert(
      fc.property(cohorts, (rows) => {
        const groups = representationRatios(rows);
        for (const group of groups) {
          const sentence = words.representation.sentence(group);
          const beyond = group.ratio !== null && (group.high! < 0.8 || group.low! > 1.25);
          expect(sentence !== null).toBe(beyond);
          if (sentence?.includes("less than four fifths")) expect(group.high).toBeLessThan(0.8);
          if (sentence?.includes("more than five fourths")) expect(group.low).toBeGreaterThan(1.25);
        }
      })
    );
  });

  it("never name a number of a group that is withheld", () => {
    fc.assert(
      fc.property(cohorts, (rows) => {
        for (const group of representationRatios(rows).filter(({n}) => n === null))
          expect([group.share, group.ratio, group.low, group.high, words.representation.sentence(group)]).toEqual([
            null,
            null,
            null,
            null,
            null
          ]);
      })
    );
  });

  it("are silent where nobody was counted", () => {
    expect(representationSentences([])).toEqual([]);
  });

  it("say how many are withheld of what is compared, and of nothing else", () => {
    const row = (
      variable: string,
      level: string,
      n: number | null,
      reference_share: number | null
    ): RepresentationRow => ({
      variable,
      level,
      n,
      reference_share,
      reference: reference_share === null ? null : "a census"
    });
    const rows = [row("sex", "female", 500, 0.5), row("sex", "male", 500, 0.5), row("age", "90-99", null, null)];
    expect(representationSentences(rows)).toEqual([]);
  });
});

describe("representationRatios", () => {
  it("divides shares among those that can be compared", () => {
    const row = (level: string, n: number | null, reference_share: number | null): RepresentationRow => ({
      variable: "ancestry",
      level,
      n,
      reference_share,
      reference: "a census"
    });
    const [afr, eur, sas, unknown] = representationRatios([
      row("AFR", 100, 0.3),
      row("EUR", 900, 0.6),
      row("SAS", null, 0.1),
      row("unknown", 40, null)
    ]);
    // 100 of 1,000 against 0.3 of 0.9.
    expect(afr.ratio).toBeCloseTo(0.3, 12);
    const [low, high] = wilsonInterval(100, 1000);
    expect([afr.low, afr.high]).toEqual([expect.closeTo(low * 3, 12), expect.closeTo(high * 3, 12)]);
    expect(afr.standing).toBe("below");
    expect(eur.ratio).toBeCloseTo(0.9 / (2 / 3), 12);
    expect([sas.ratio, unknown.ratio]).toEqual([null, null]);
  });

  it("cannot tell where an interval crosses a line of the rule, on either side", () => {
    expect([standingOf(0.79, 0.81), standingOf(1.2, 1.3), standingOf(0.7, 1.4)]).toEqual([
      "unclear",
      "unclear",
      "unclear"
    ]);
    expect([standingOf(0.8, 1.25), standingOf(0.5, 0.79), standingOf(1.26, 2)]).toEqual(["within", "below", "above"]);
  });
});

describe("sentences on the catalogue", () => {
  it("name two different fields only if their printed shares differ", () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const sentence = words.panelsSentence(
          {metric: "participants"},
          null,
          {who: "Cancer", share: a},
          {who: "Other", share: b}
        );
        expect(sentence === null).toBe(words.percent(a) === words.percent(b));
      })
    );
  });

  it("compare two years only if there are two, and use no word for a rise or a fall", () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const sentence = words.changeSentence({metric: "participants"}, "European", [2005, a], [2019, b])!;
        expect(sentence).not.toMatch(/\b(more|less|fewer|rose|fell|increase|decrease|improve)/);
        expect(sentence).toContain(words.percent(a));
        expect(sentence).toContain(words.percent(b));
      })
    );
    expect(words.changeSentence({metric: "participants"}, "European", [2019, 0.8], [2019, 0.8])).toBeNull();
  });

  it("print 0 and 100 % for exactly that alone", () => {
    fc.assert(
      fc.property(share, (value) => {
        expect(/^0(\.0)?[^.\d]/.test(words.percent(value))).toBe(value === 0);
        expect(/^100(\.0)?\D/.test(words.percent(value))).toBe(value === 1);
      }),
      {examples: [[0.0005], [0.004], [0.9995]]}
    );
  });

  it("say of the half that is recruited least only what differs from a half", () => {
    expect(words.lorenz.sentence(0.5, 0)).toBeNull();
    expect(words.lorenz.sentence(0.001, 0.95)).toContain("0.1\u202f%");
  });

  it("round millions as a reader would", () => {
    expect([999, 999_949, 999_950, 1_049_999, 1_950_000, 355_757_999].map(words.many)).toEqual([
      "999",
      "999\u202f949",
      "1.0 million",
      "1.0 million",
      "2.0 million",
      "355.8 million"
    ]);
  });
});

describe("the answer of the calculator", () => {
  it("says of every group what it lacks, of a withheld one nothing, and of one that has enough that it has", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({min: 0, max: 300_000})), {minLength: 1, maxLength: 6}), (sizes) => {
        const groups = parityGroups(
          sizes.map((now, i) => ({group: `G${i}`, now})),
          usualParity
        );
        const answer = words.parity.answer(usualParity, groups);
        for (const {group, now, more} of groups) {
          if (now === null) expect(answer).not.toContain(group);
          else if (more! > 0) expect(answer).toContain(`${group} would need ${words.count(more!)} more`);
          else expect(answer.includes(`${group} would need`)).toBe(false);
        }
        expect(answer).toContain("50\u202f162 people of each group");
      })
    );
  });
});
