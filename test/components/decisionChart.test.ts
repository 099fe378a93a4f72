// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {countDecisions} from "../../src/components/decisionChart.js";
import {everyDecision, filterDecisions, rulesOf} from "../../src/components/decisionFilter.js";
import {pastDecisions} from "../fixtures/pastDecisions.js";

const entries = pastDecisions(400);

describe("countDecisions(entries, by)", () => {
  it("counts each decision once by outcome and by role, and once a rule by rule", () => {
    for (const by of ["outcome", "role"] as const) {
      const {unit, spans, counts} = countDecisions(entries, by);
      expect(unit).toBe("month");
      expect(spans).toHaveLength(24);
      expect(counts.every(({start}) => spans.includes(start))).toBe(true);
      expect(counts.reduce((sum, {count}) => sum + count, 0)).toBe(entries.length);
    }
    const {counts} = countDecisions(entries, "rule");
    const given = entries.reduce((sum, entry) => sum + rulesOf(entry).length, 0);
    expect(counts.reduce((sum, {count}) => sum + count, 0)).toBe(given);
  });

  it("counts by day within two months, days without decisions included, and nothing of nothing", () => {
    const [a, b] = [entries[0], entries[1]];
    const days = [
      {...a, at: "2026-02-27T23:59:59.999Z"},
      {...b, at: "2026-03-02T00:00:00.000Z"}
    ];
    expect(countDecisions(days, "outcome")).toMatchObject({
      unit: "day",
      spans: ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
    });
    expect(countDecisions([], "rule")).toEqual({unit: "day", spans: [], kinds: [], counts: []});
  });
});

describe("filterDecisions(entries, filter)", () => {
  it("leaves in what meets every condition, each looked at by itself", () => {
    const some = fc.constantFrom(...entries);
    fc.assert(
      fc.property(
        some,
        some,
        fc.subarray(["outcome", "role", "action", "rule", "from", "to", "words"]),
        (a, b, used) => {
          const all = {
            outcome: a.decision.outcome,
            role: a.request.actor.role,
            action: b.request.action,
            rule: rulesOf(b)[0] ?? "",
            from: a.at.slice(0, 10),
            to: b.at.slice(0, 10),
            words: `${a.request.actor.id} ${b.request.action}`
          };
          const filter = {
            ...everyDecision,
            ...Object.fromEntries(used.map((name) => [name, all[name as keyof typeof all]]))
          };
          const slow = used
            .map((name) => new Set(filterDecisions(entries, {...everyDecision, [name]: all[name as keyof typeof all]})))
            .reduce((left, found) => new Set([...left].filter((entry) => found.has(entry))), new Set(entries));
          expect(filterDecisions(entries, filter)).toEqual([...slow]);
        }
      ),
      {seed: 4, numRuns: 60}
    );
    expect(filterDecisions(entries, {...everyDecision, outcome: "refer"}).length).toBeGreaterThan(10);
    const day = {...everyDecision, from: "2024-03-01", to: "2024-03-31"};
    expect(filterDecisions(entries, day)).toEqual(entries.filter(({at}) => at.startsWith("2024-03")));
  });
});
