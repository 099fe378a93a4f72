// @vitest-environment jsdom
import {afterEach, describe, expect, it} from "vitest";
import {onAskWho} from "../../src/components/askWho.js";
import {ancestryColour, ancestryScale} from "../../src/components/ancestryColours.js";
import {decisionPanel} from "../../src/components/DecisionPanel.js";
import {withheldCell} from "../../src/components/WithheldCell.js";
import type {Decision} from "../../src/model/decision.js";

const refusal: Decision = {
  outcome: "forbid",
  reasons: [
    {
      rule: "reidentification.small-cell",
      sentence: "A group of 12 people could be found.",
      remedy: {sentence: "Merge the two smallest groups", change: {"query.merge_smallest": 1}}
    },
    {
      rule: "purpose.missing",
      sentence: "No purpose was declared.",
      remedy: {sentence: "Say why you ask", change: {"purpose.code": "DUO:0000006", "purpose.statement": null}}
    },
    {rule: "query.consent", sentence: "Consent does not cover this.", remedy: {sentence: "Ask the board."}},
    {rule: "query.rows", sentence: "<b>Rows</b> stay inside."}
  ],
  obligations: [{rule: "query.cite", sentence: "Cite the cohort."}],
  policy: "0123456789abcdef".repeat(4)
};

describe("decisionPanel(decision)", () => {
  afterEach(() => document.body.replaceChildren());

  it("says the outcome in a word and an icon, every reason, every condition and the policy", () => {
    const panel = decisionPanel(refusal);
    expect(panel.querySelector(".decision-outcome")!.textContent).toMatch(/✕\s+Not permitted/);
    expect(panel.querySelectorAll(".decision-reasons > li")).toHaveLength(4);
    expect(panel.textContent).toContain("reidentification.small-cell");
    expect(panel.textContent).toContain("Cite the cohort.");
    expect(panel.textContent).toContain("01234567");
    expect(panel.getAttribute("role")).toBe("status");
  });

  it("says permitted and referred by other words and icons", () => {
    const said = (outcome: Decision["outcome"]) =>
      decisionPanel({outcome, reasons: [], obligations: [], policy: ""}).querySelector(".decision-outcome")!
        .textContent;
    expect(said("permit")).toMatch(/✓\s+Permitted/);
    expect(said("refer")).toMatch(/↗\s+Referred to the board/);
  });

  it("makes a button of a remedy that the page can apply, and only of such", () => {
    const applied: unknown[] = [];
    const panel = decisionPanel(refusal, {onRemedy: (change, reason) => applied.push(change, reason.rule)});
    const buttons = [...panel.querySelectorAll("button")];
    expect(buttons.map(({textContent}) => textContent)).toEqual(["Merge the two smallest groups", "Say why you ask"]);
    buttons[0].click();
    expect(applied).toEqual([{"query.merge_smallest": 1}, "reidentification.small-cell"]);
    expect(decisionPanel(refusal).querySelectorAll("button")).toHaveLength(1);
  });

  it("opens the dialog of who asks, with what is proposed, for a remedy that changes role or purpose", () => {
    const asked: unknown[] = [];
    onAskWho((suggestion) => asked.push(suggestion));
    const panel = decisionPanel(refusal, {onRemedy: () => asked.push("applied without the reader")});
    panel.querySelectorAll("button")[1].click();
    expect(asked).toEqual([{role: undefined, code: "DUO:0000006", statement: undefined}]);
  });

  it("shows sentences as text, whatever is in them", () => {
    expect(decisionPanel(refusal).querySelector("b")).toBeNull();
  });
});

describe("withheldCell(by, words)", () => {
  it("is never blank and never 0, and carries its rule for pointer and keyboard", () => {
    const cell = withheldCell({rule: "small-cell", sentence: "We hide counts of 1 to 20."});
    const button = cell.querySelector("button")!;
    expect(button.textContent!.trim()).toBe("≤\u200920");
    expect(cell.querySelector(`#${button.getAttribute("aria-describedby")}`)!.textContent).toMatch(
      /We hide counts of 1 to 20\. +small-cell/
    );
  });

  it("shows the words of another rule, without a button when there is nothing to say about it", () => {
    expect(withheldCell(undefined, "≤ 7").outerHTML).toBe('<span class="withheld">≤ 7</span>');
  });
});

describe("ancestryColours", () => {
  it("ancestryScale(levels) is alphabetical with unknown last, and a group has the same colour everywhere", () => {
    const {domain, range} = ancestryScale(["SAS", "unknown", "EUR", "AFR", "XYZ"]);
    expect(domain).toEqual(["AFR", "EUR", "SAS", "XYZ", "unknown"]);
    expect(range).toEqual(["#E69F00", "#0072B2", "#CC79A7", "#666666", "#666666"]);
    expect(ancestryScale(["EUR"]).range).toEqual([ancestryColour("EUR")]);
  });
});
