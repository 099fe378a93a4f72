import {html} from "htl";
import type {SqlAsked} from "../../model/sqlAnswer.js";
import {formatCount} from "../formatNumber.js";

/** What the bound plan says of a query, and which facts the rules were given. */
export function planList({plan, request}: SqlAsked): HTMLElement {
  const {query} = request;
  const listed = (names: string[]): Node | string =>
    names.length === 0
      ? "none"
      : (html`${names.map((name, i) => html`${i > 0 ? ", " : ""}<code>${name}</code>`)}` as Node);
  const facts: [string, Node | string][] = plan
    ? [
        ["Tables read", listed(plan.tables)],
        ["Columns needed", listed(plan.columns)],
        ["Groups of people told apart by", listed(query?.quasi_identifiers ?? [])],
        ["People in the smallest such group", countWords(query?.smallest_group)],
        [
          "Rows chosen",
          query?.variants === null ? "no: the query spans the table" : "yes: it may concern a few variants"
        ],
        ["Smallest count of people in the answer", countWords(query?.min_cell)],
        ["Rows of the largest step, estimated", formatCount(plan.estimatedRows)],
        ["Steps", listed(plan.steps)]
      ]
    : [["Plan", "none: the text was refused before the database read it"]];
  return html`<details class="sql-plan">
    <summary>What the plan says</summary>
    <dl class="facts">
      ${facts.map(
        ([label, value]) => html.fragment`<dt>${label}</dt>
            <dd>${value}</dd>`
      )}
    </dl>
  </details>` as HTMLElement;
}

function countWords(count: number | null | undefined): string {
  return count === null || count === undefined ? "none" : formatCount(count);
}
