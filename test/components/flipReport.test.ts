// @vitest-environment jsdom
import {describe, expect, it, vi} from "vitest";
import {flipKinds, type Flip} from "../../src/components/flipGroups.js";
import {flipReport} from "../../src/components/flipReport.js";
import type {Decision, Outcome} from "../../src/model/decision.js";
import type {Request} from "../../src/model/request.js";

const request: Request = {
  actor: {id: "a", role: "researcher"},
  purpose: {code: "DUO:0000006", statement: "Why some people fall ill"},
  dataset: {id: "c", class: "controlled", consent: ["DUO:0000006"]},
  action: "view"
};
const decision = (outcome: Outcome, ...rules: string[]): Decision => ({
  outcome,
  reasons: rules.map((rule) => ({rule, sentence: `Because of ${rule}.`})),
  obligations: [],
  policy: ""
});
const flip = (change: Partial<Flip>): Flip => ({
  source: "space",
  gate: "query",
  request,
  name: "",
  times: 1,
  before: decision("forbid", "a.small"),
  after: decision("permit"),
  change: "more permissive",
  ...change
});
const report = (flips: Flip[], more: Partial<Parameters<typeof flipReport>[0]> = {}): HTMLElement =>
  flipReport({
    flips,
    decided: {case: 12, space: 4321, log: 7},
    complete: true,
    before: "",
    after: "",
    purposes: [{code: "DUO:0000006", label: "Health research"}],
    classesOf: () => [],
    ...more
  });
const text = (node: Element | null) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();

describe("flipReport(options)", () => {
  it("says over how many requests nothing flips", () => {
    expect(text(report([]))).toBe(
      "Nothing flips: 4 321 requests of the enumerated space, 12 named cases and 7 past requests are decided as before."
    );
  });

  it("says when it was stopped before the end", () => {
    expect(text(report([], {complete: false}))).toMatch(/^Stopped before the end; this is what was found so far\./);
  });

  it("counts by role and action with signs, and past requests as often as they were asked", () => {
    const stricter = {change: "stricter", before: decision("permit"), after: decision("refer", "a.new")} as const;
    const element = report([
      flip({}),
      flip({}),
      flip({request: {...request, action: "export"}, ...stricter}),
      flip({source: "log", times: 5, ...stricter})
    ]);
    const [claim, ...items] = [...element.querySelectorAll("[role=status] p, [role=status] li")].map(text);
    expect(claim).toMatch(/3 get another answer: ▲ 2 more permissive, ▼ 1 stricter/);
    expect(items[1]).toMatch(/^5 of 7 past requests/);
    const researcher = [...element.querySelectorAll(".flip-heat tbody tr")][0];
    expect([...researcher.children].map(text)).toEqual(["Researcher", "▲ 2", "▼ 1"]);
  });

  it("offers to let a case expect the new answer, and none that expects it already", () => {
    const agree = vi.fn();
    const named = (name: string, outcome: Outcome) =>
      flip({source: "case", name, expects: {file: `policies/x/${outcome}/${name}.json`, outcome}});
    const element = report([named("old", "forbid"), named("new", "permit")], {agree});
    expect(text(element.querySelector("[role=status] li"))).toMatch(/^1 of 12 named cases/);
    const buttons = [...element.querySelectorAll<HTMLButtonElement>(".flip-kinds button")];
    expect(buttons.map(text)).toEqual(["Let this case expect: Permitted"]);
    buttons[0].click();
    expect(agree.mock.calls.map(([{name}]) => name)).toEqual(["old"]);
  });
});

describe("flipKinds(flips)", () => {
  it("puts flips for the same rules together, most frequent first, and shows the plainest", () => {
    const other = flip({after: decision("refer", "a.new")});
    const long = flip({request: {...request, trait: {id: "EFO_1", label: "a trait with a long name"}}});
    const kinds = flipKinds([other, long, flip({})]);
    expect(kinds.map(({count, gone, come}) => [count, gone.map(({rule}) => rule), come.map(({rule}) => rule)])).toEqual(
      [
        [2, ["a.small"], []],
        [1, ["a.small"], ["a.new"]]
      ]
    );
    expect(kinds[0].example.request).toEqual(request);
  });
});
