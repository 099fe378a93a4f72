// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {decisionTable} from "../../src/components/DecisionTable.js";
import {ruleList} from "../../src/components/RuleList.js";
import type {PolicyPage, RulePage} from "../../src/model/policyPages.js";
import type {Decision, Outcome} from "../../src/model/decision.js";
import type {LogEntry} from "../../src/model/logEntry.js";
import type {Request} from "../../src/model/request.js";

const text = (element: Element | null) => element!.textContent!.replace(/\s+/g, " ").trim();
const visible = (elements: Iterable<Element>) => [...elements].filter((e) => !(e as HTMLElement).hidden);
const request: Request = {
  actor: {id: "reader-1", role: "researcher"},
  purpose: {code: "DUO:0000006", statement: "asthma"},
  dataset: {id: "tiny", class: "controlled", consent: []},
  action: "view"
};

function logged(seq: number, outcome: Outcome, action: Request["action"]): LogEntry {
  return {
    seq,
    at: "2026-01-01T10:11:12.000Z",
    request: {...request, action},
    decision: {outcome, reasons: [], obligations: [], policy: "ab".repeat(32)},
    previous: "0".repeat(64),
    hash: `${seq}`.repeat(64)
  };
}

function type(element: Element, selector: string, value: string): void {
  const input = element.querySelector<HTMLInputElement>(selector)!;
  input.value = value;
  input.dispatchEvent(new Event("input", {bubbles: true}));
}

describe("decisionTable(entries)", () => {
  const rows = (element: Element) => visible(element.querySelectorAll("tbody tr"));

  it("lists the newest first and filters by outcome, action and words", () => {
    const table = decisionTable([
      logged(1, "permit", "view"),
      logged(2, "forbid", "export"),
      logged(3, "refer", "view")
    ]);
    expect(rows(table).map((row) => text(row.querySelector("td")))).toEqual(["3", "2", "1"]);
    type(table, "select", "forbid");
    expect(text(table.querySelector("[role=status]"))).toBe("1 of 3 decisions");
    type(table, "select", "");
    type(table, "input", "view asthma");
    expect(rows(table).map((row) => text(row.querySelector("td")))).toEqual(["3", "1"]);
  });

  it("shows the whole answer and question below a row when asked for", () => {
    const table = decisionTable([logged(1, "forbid", "export")]);
    const button = table.querySelector("button")!;
    button.click();
    expect(button.getAttribute("aria-expanded")).toBe("true");
    expect(rows(table)).toHaveLength(2);
    expect(text(rows(table)[1])).toMatch(/Not permitted.*"action": "export"/);
    button.click();
    expect(rows(table)).toHaveLength(1);
  });

  it("draws at most 200 rows and says so", () => {
    const table = decisionTable(Array.from({length: 1500}, (_, i) => logged(i + 1, "permit", "view")));
    expect(rows(table)).toHaveLength(200);
    expect(text(table.querySelector("[role=status]"))).toBe("1 500 of 1 500 decisions; the newest 200 are shown");
  });
});

describe("ruleList(pages)", () => {
  const rule = (id: string, outcome: RulePage["outcome"], sentence: string): RulePage => ({
    id,
    outcome,
    sentence,
    why: "Because.",
    source: {title: "A law", url: "https://example.org/law"},
    owner: "Ethics board",
    inForceSince: "2026-01-01",
    reviewBy: "2027-01-01",
    topic: id.split(".")[0],
    polar: `${outcome}(_, "${id}");`,
    file: "policies/query/x.polar",
    line: 3,
    cases: [0]
  });
  const page: PolicyPage = {
    sha256: "",
    bundle: {
      tables: {limits: {"small_cell.max_withheld": 20}},
      topics: {role: {title: "Who may ask"}, purpose: {title: "Purpose"}}
    },
    rationales: {purpose: "# Purpose\n\nConsent was given for purposes."},
    rules: [
      rule("role.view", "permit", "Everybody may look."),
      rule("purpose.small", "forbid", "Counts of 1 to {small_cell.max_withheld} about {trait} are hidden.")
    ],
    cases: [{topic: "purpose", outcome: "forbid", sentence: "A small count", request}]
  };
  const answer: Decision = {outcome: "forbid", reasons: [], obligations: [], policy: ""};
  const rules = (today = "2026-06-01") => ruleList([{page, decide: async () => answer}], today);

  it("fills limits in and leaves what the question fills in to the question", () => {
    expect(text(rules().querySelector("[id='purpose.small'] summary"))).toMatch(
      /✕ Not permitted Counts of 1 to 20 about trait are hidden\.$/
    );
  });

  it("says who answers for a rule, and marks one whose review is overdue", () => {
    const small = (today?: string): HTMLDetailsElement => {
      const rule = rules(today).querySelector<HTMLDetailsElement>("[id='purpose.small']")!;
      rule.dispatchEvent(new Event("toggle"));
      return rule;
    };
    expect(text(small())).toMatch(
      /Answered for by: Ethics board\. In force since 1 January 2026, .* by 1 January 2027\./
    );
    expect(small("2027-01-01").querySelectorAll(".overdue")).toHaveLength(0);
    expect(text(small("2027-01-02").querySelector("summary .overdue"))).toBe("review overdue");
  });

  it("shows the rationale of a topic that has one", () => {
    expect(text(rules().querySelector(".rationale"))).toBe("Consent was given for purposes.");
    expect(rules().querySelectorAll(".rationale")).toHaveLength(1);
  });

  it("filters by words, topic and effect, and says what to do when nothing is left", () => {
    const element = rules();
    type(element, "input", "hidden");
    expect(visible(element.querySelectorAll(".rule")).map(({id}) => id)).toEqual(["purpose.small"]);
    expect(visible(element.querySelectorAll(".rule-topic"))).toHaveLength(1);
    type(element, "input", "nothing of the kind");
    expect(visible(element.querySelectorAll(".empty"))).toHaveLength(1);
    element.querySelector<HTMLButtonElement>(".empty button")!.click();
    expect(visible(element.querySelectorAll(".rule"))).toHaveLength(2);
  });

  it("shows why, source, clause and cases of an open rule, and decides a case on the spot", async () => {
    const element = rules();
    const small = element.querySelector<HTMLDetailsElement>("[id='purpose.small']")!;
    small.dispatchEvent(new Event("toggle"));
    expect(text(small)).toMatch(/Because\..*Source: A law.*forbid\(_, "purpose\.small"\);.*line 3.*A small count/);
    small.querySelector("button")!.click();
    await Promise.resolve();
    await Promise.resolve();
    expect(text(small.querySelector(".case-answer"))).toMatch(/The rules answer as the case expects\..*Not permitted/);
  });
});
