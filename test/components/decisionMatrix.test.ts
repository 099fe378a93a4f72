// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {decisionMatrix} from "../../src/components/decisionMatrix.js";
import type {Outcome} from "../../src/model/decision.js";
import type {Request} from "../../src/model/request.js";

const rows = [{label: "no trait"}, {label: "disease"}];
const columns = [
  {label: "view", group: "Researcher"},
  {label: "export", group: "Researcher"},
  {label: "view", group: "Policymaker"}
];
const answers: Record<string, Outcome> = {"no trait view": "permit", "disease export": "refer"};

/** A matrix whose requests hold the labels of their row and column as action. */
function matrix(breathe = async () => {}): HTMLElement {
  return decisionMatrix({
    caption: "Who may what",
    corner: "Trait",
    rows,
    columns,
    requestOf: (row, column) => ({action: `${row.label} ${column.label}`}) as unknown as Request,
    sayRequest: (row, column) => `${column.group} wants to ${column.label}: ${row.label}`,
    decide: async ({action}) => ({outcome: answers[action] ?? "forbid", reasons: [], obligations: [], policy: ""}),
    breathe
  });
}

const cells = (element: HTMLElement) => [...element.querySelectorAll<HTMLButtonElement>(".matrix-cell")];
const settled = () => new Promise((resume) => setTimeout(resume));
const press = (cell: HTMLElement, key: string) =>
  cell.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));

describe("decisionMatrix(options)", () => {
  it("shows each decision by icon and word, under the headings of its row and column", async () => {
    const element = matrix();
    expect(element.getAttribute("aria-busy")).toBe("true");
    await settled();
    expect(element.getAttribute("aria-busy")).toBe("false");
    expect(cells(element).map((cell) => cell.textContent)).toEqual([
      "✓ yesPermitted",
      "✕ noNot permitted",
      "✓ yesPermitted",
      "✕ noNot permitted",
      "↗ boardReferred to the board",
      "✕ noNot permitted"
    ]);
    expect([...element.querySelectorAll("[scope=colgroup]")].map((head) => head.getAttribute("colspan"))).toEqual([
      "2",
      "1"
    ]);
    expect(element.querySelectorAll("[scope=row]")).toHaveLength(2);
  });

  it("opens the decision of a cell with the request that it stands for", async () => {
    const element = matrix();
    cells(element)[4].click();
    await settled();
    const opened = element.querySelector(".matrix-opened")!;
    expect(opened.querySelector("p")!.textContent).toBe("Researcher wants to export: disease");
    expect(opened.querySelector(".decision")!.getAttribute("data-outcome")).toBe("refer");
    expect(opened.querySelector("pre")!.textContent).toContain("disease export");
  });

  it("has one stop for Tab, and moves between cells by arrow keys without leaving the table", async () => {
    const element = matrix();
    document.body.append(element);
    await settled();
    const [first, , third, below] = cells(element);
    first.focus();
    press(first, "ArrowUp");
    expect(document.activeElement).toBe(first);
    press(first, "End");
    expect(document.activeElement).toBe(third);
    press(third, "ArrowRight");
    expect(document.activeElement).toBe(third);
    expect(cells(element).filter(({tabIndex}) => tabIndex === 0)).toEqual([third]);
    press(third, "Home");
    press(first, "ArrowDown");
    expect(document.activeElement).toBe(below);
  });
});
