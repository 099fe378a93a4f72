import {html} from "htl";
import type {Decision, Outcome} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes} from "./DecisionPanel.js";
import {moveInGrid} from "./variants/moveInGrid.js";

/** One word beside the icon, so that a cell stays narrow; the whole words are there for screen readers. */
const shortWords: Record<Outcome, string> = {permit: "yes", refer: "board", forbid: "no"};

export interface MatrixColumn {
  label: string;
  /** Columns of one group stand together under its label. */
  group: string;
}

interface MatrixOptions<Row extends {label: string}, Column extends MatrixColumn> {
  caption: string;
  corner: string;
  rows: readonly Row[];
  columns: readonly Column[];
  requestOf: (row: Row, column: Column) => Request;
  /** The request of a cell in words. */
  sayRequest: (row: Row, column: Column) => string;
  decide: (request: Request) => Promise<Decision>;
  /** Waits until the page has drawn and taken input; by default until the next task. */
  breathe?: () => Promise<void>;
}

/** Longest time in ms for which cells are decided before the page is let draw. */
const sliceMs = 12;

/**
 * A table of decisions, filled in slices so that the page stays responsive. Each cell opens the decision below the table,
 * with its reasons and the request that it stands for. Arrow keys move between cells.
 */
export function decisionMatrix<Row extends {label: string}, Column extends MatrixColumn>(
  options: MatrixOptions<Row, Column>
): HTMLElement {
  const {caption, corner, rows, columns, requestOf, sayRequest, decide, breathe = nextTask} = options;
  const cells = rows.map(() => columns.map(() => cellButton()));
  const opened = html`<div class="matrix-opened" aria-live="polite">
    <p class="quiet">Choose a cell to see the decision with its reasons.</p>
  </div>` as HTMLElement;
  const groups = [...new Set(columns.map(({group}) => group))];
  const table = html`<table class="data matrix">
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col" rowspan="2">${corner}</th>
        ${groups.map(
          (group) =>
            html`<th scope="colgroup" colspan=${columns.filter((column) => column.group === group).length}>
              ${group}
            </th>`
        )}
      </tr>
      <tr>
        ${columns.map(({label, group}, i) => html`<th scope="col" data-first=${String(group !== columns[i - 1]?.group)}>${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({label}, r) =>
          html`<tr>
            <th scope="row">${label}</th>
            ${columns.map(
              ({group}, c) => html`<td data-first=${String(group !== columns[c - 1]?.group)}>${cells[r][c]}</td>`
            )}
          </tr>`
      )}
    </tbody>
  </table>` as HTMLElement;
  const element = html`<div class="matrix-place" aria-busy="true">
    <div class="table-scroll">${table}</div>
    ${opened}
  </div>` as HTMLElement;
  listen();
  void fill();
  return element;

  async function fill(): Promise<void> {
    // The table has to stand in the page before the first slice, or nothing is drawn until all is decided.
    await breathe();
    let began = performance.now();
    for (const [r, row] of rows.entries()) {
      for (const [c, column] of columns.entries()) {
        const {outcome} = await decide(requestOf(row, column));
        showOutcome(cells[r][c], outcome);
        if (performance.now() - began < sliceMs) continue;
        await breathe();
        began = performance.now();
      }
    }
    element.setAttribute("aria-busy", "false");
  }

  function listen(): void {
    cells[0]?.[0]?.setAttribute("tabindex", "0");
    cells.forEach((line, r) =>
      line.forEach((cell, c) => {
        cell.onclick = () => void open(r, c);
        cell.onfocus = () => {
          for (const other of cells.flat()) other.tabIndex = other === cell ? 0 : -1;
        };
        cell.onkeydown = (event) => {
          const size = {rows: rows.length, columns: columns.length, page: rows.length};
          const to = moveInGrid(event.key, event.ctrlKey, {row: r, column: c}, size);
          if (!to) return;
          event.preventDefault();
          cells[Math.max(0, to.row)][to.column].focus();
        };
      })
    );
  }

  async function open(r: number, c: number): Promise<void> {
    const request = requestOf(rows[r], columns[c]);
    const decision = await decide(request);
    for (const cell of cells.flat()) cell.removeAttribute("aria-current");
    cells[r][c].setAttribute("aria-current", "true");
    opened.replaceChildren(
      html`<p>${sayRequest(rows[r], columns[c])}</p>` as Node,
      decisionPanel(decision),
      html`<details class="case-request">
        <summary>The request</summary>
        <pre tabindex="0"><code>${JSON.stringify(request, null, 2)}</code></pre>
      </details>` as Node
    );
  }
}

function cellButton(): HTMLButtonElement {
  return html`<button type="button" class="matrix-cell" tabindex="-1">…</button>` as HTMLButtonElement;
}

function showOutcome(cell: HTMLButtonElement, outcome: Outcome): void {
  const {icon, label} = outcomes[outcome];
  cell.dataset.outcome = outcome;
  cell.replaceChildren(
    html`<span aria-hidden="true">${icon} ${shortWords[outcome]}</span
      ><span class="visually-hidden">${label}</span>` as Node
  );
}

function nextTask(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}
