import {html} from "htl";
import {cellTip} from "./cellTip.js";
import {moveInGrid, type GridPlace} from "./moveInGrid.js";

export type CellValue = string | number | null;

export interface GridColumn {
  name: string;
  /** Full heading, read out with every sort button. */
  label: string;
  /** Heading below that of the group. */
  short: string;
  group: string;
  /** In CSS pixels; columns share what is left over. */
  width: number;
  numeric: boolean;
}

export interface GridOptions {
  caption: string;
  columns: readonly GridColumn[];
  rows: number;
  /** The first rows, so that they are there at once; as many as `gridPageRows` or all. */
  first: CellValue[][];
  /** Column by column, in the order of `columns`. */
  page(offset: number, limit: number): Promise<CellValue[][]>;
  cell(column: GridColumn, value: CellValue): string | Node;
  /** What a cell says on hover and focus, if anything. */
  describe?(column: GridColumn, value: CellValue): string | null;
  sort: {by: string; descending: boolean} | null;
  onSort(by: string): void;
  onOpen(row: CellValue[]): void;
}

/** CSS pixels; the style sheet has the same number as `--grid-row`. */
const rowHeight = 34;
/** Rows that are read together. */
export const gridPageRows = 200;
const overscan = 8;

/**
 * A table of any length that keeps only the visible rows in the page: heights are fixed, so nothing jumps.
 * One Tab stop; arrows, Page Up and Down, Home and End move, Enter opens a row or sorts by a column.
 */
export function virtualGrid(options: GridOptions): HTMLElement {
  const {caption, columns, rows} = options;
  const tip = cellTip();
  const [roomAbove, roomBelow] = [spacer(), spacer()];
  const body = html`<tbody>
    ${roomAbove}${roomBelow}
  </tbody>` as HTMLTableSectionElement;
  const head = header(options);
  const table = html`<table role="grid" aria-label=${caption} aria-rowcount=${rows + 2} aria-colcount=${columns.length}>
    <colgroup>
      ${columns.map(({width}) => html`<col style=${`width: ${width}px`} />`)}
    </colgroup>
    ${head} ${body}
  </table>` as HTMLTableElement;
  table.style.minWidth = `${columns.reduce((sum, {width}) => sum + width, 0)}px`;
  const scroller = html`<div class="variant-grid-scroll">${table}</div>` as HTMLElement;
  const element = html`<div class="variant-grid">${scroller} ${tip.element}</div>` as HTMLElement;

  const blocks = new Map<number, CellValue[][] | Promise<void>>([[0, options.first]]);
  const shown = new Map<number, {row: HTMLTableRowElement; loaded: boolean}>();
  let active: GridPlace = {row: 0, column: 0};

  const render = (): void => {
    const height = scroller.clientHeight || 560;
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - overscan);
    const end = Math.min(rows, first + Math.ceil(height / rowHeight) + 2 * overscan);
    const focused = body.contains(document.activeElement);
    for (let i = first; i < end; i += 1) fill(i);
    for (const index of shown.keys()) if (index < first || index >= end) shown.delete(index);
    const visible = Array.from({length: end - first}, (_, k) => shown.get(first + k)!.row);
    putRows(visible);
    roomAbove.style.height = `${first * rowHeight}px`;
    roomBelow.style.height = `${(rows - end) * rowHeight}px`;
    setTabStop(first, end);
    if (focused && !body.contains(document.activeElement)) cellAt(active)?.focus({preventScroll: true});
  };
  /** Rows that stay are not touched: to put them in anew would style and lay out every cell again. */
  const putRows = (visible: Element[]): void => {
    const wanted = new Set([roomAbove, ...visible, roomBelow]);
    [...body.children].filter((row) => !wanted.has(row)).forEach((row) => row.remove());
    let next = roomAbove.nextElementSibling;
    for (const row of visible) {
      if (row === next) next = row.nextElementSibling;
      else body.insertBefore(row, next);
    }
  };

  const fill = (index: number): void => {
    const values = valuesOf(index);
    const known = shown.get(index);
    if (known && (known.loaded || !values)) return;
    shown.set(index, {row: rowElement(index, values), loaded: values !== null});
  };

  /** The values of a row; null, and on their way, when they are not here yet. */
  const valuesOf = (index: number): CellValue[] | null => {
    const block = Math.floor(index / gridPageRows);
    const found = blocks.get(block);
    if (Array.isArray(found)) return found.map((column) => column[index - block * gridPageRows]);
    if (!found) {
      const coming = options.page(block * gridPageRows, gridPageRows).then(
        (values) => {
          blocks.set(block, values);
          if (element.isConnected || !scroller.clientHeight) render();
        },
        // The answer was closed while the page was scrolled: another table is about to take this one's place.
        () => undefined
      );
      blocks.set(block, coming);
    }
    return null;
  };

  const rowElement = (index: number, values: CellValue[] | null): HTMLTableRowElement => {
    const row = document.createElement("tr");
    row.setAttribute("aria-rowindex", String(index + 3));
    columns.forEach((column, k) => {
      const cell = document.createElement(k === 0 ? "th" : "td");
      if (k === 0) cell.setAttribute("scope", "row");
      cell.setAttribute("role", k === 0 ? "rowheader" : "gridcell");
      cell.setAttribute("aria-colindex", String(k + 1));
      cell.tabIndex = -1;
      cell.dataset.row = String(index);
      cell.dataset.column = String(k);
      if (column.numeric) cell.dataset.numeric = "true";
      if (values) {
        cell.append(options.cell(column, values[k]));
        const words = options.describe?.(column, values[k]);
        if (words) cell.dataset.tip = words;
      } else {
        cell.append("\u00a0");
      }
      row.append(cell);
    });
    return row;
  };

  const cellAt = ({row, column}: GridPlace): HTMLElement | null =>
    row < 0
      ? (head.querySelectorAll<HTMLElement>("button")[column] ?? null)
      : ((shown.get(row)?.row.children[column] as HTMLElement | undefined) ?? null);

  const setTabStop = (first: number, end: number): void => {
    for (const stop of table.querySelectorAll<HTMLElement>("[tabindex='0']")) stop.tabIndex = -1;
    const seen = active.row < 0 || (active.row >= first && active.row < end);
    const stop = cellAt(seen ? active : {row: first, column: active.column}) ?? cellAt({row: -1, column: 0});
    if (stop) stop.tabIndex = 0;
  };

  const goTo = (place: GridPlace): void => {
    active = place;
    if (place.row >= 0) {
      const above = head.offsetHeight;
      const top = place.row * rowHeight;
      const view = scroller.clientHeight - above;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + rowHeight > scroller.scrollTop + view) scroller.scrollTop = top + rowHeight - view;
    }
    render();
    const cell = cellAt(place);
    cell?.focus({preventScroll: true});
    if (cell && place.column > 0) bringIntoView(scroller, cell);
    else scroller.scrollLeft = 0;
  };

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey && !["Home", "End"].includes(event.key)) return;
    const page = Math.max(1, Math.floor((scroller.clientHeight - head.offsetHeight) / rowHeight) - 1);
    const next = moveInGrid(event.key, event.ctrlKey, active, {rows, columns: columns.length, page});
    if (next) {
      event.preventDefault();
      goTo(next);
    } else if (event.key === "Enter" && active.row >= 0) {
      event.preventDefault();
      open(active.row);
    } else if (event.key === "Escape") tip.hide();
  });
  table.addEventListener("focusin", (event) => {
    const place = placeOf(event.target as Element, head);
    if (place) active = place;
    tip.show((event.target as Element).closest<HTMLElement>("[data-tip]"));
  });
  table.addEventListener("focusout", () => tip.hide());
  table.addEventListener("mouseover", (event) =>
    tip.show((event.target as Element).closest<HTMLElement>("[data-tip]"))
  );
  table.addEventListener("mouseleave", () => tip.hide());
  body.addEventListener("click", (event) => {
    const cell = (event.target as Element).closest<HTMLElement>("[data-row]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    active = {row: Number(cell.dataset.row), column: Number(cell.dataset.column)};
    if (!(event.target as Element).closest("a")) return void cell.focus();
    event.preventDefault();
    open(active.row);
  });
  const open = (index: number): void => {
    const values = valuesOf(index);
    if (values) options.onOpen(values);
  };

  let waiting = false;
  scroller.addEventListener("scroll", () => {
    tip.hide();
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      render();
    });
  });
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(render).observe(scroller);
  render();
  return element;
}

function header({columns, sort, onSort}: GridOptions): HTMLTableSectionElement {
  const groups: {group: string; span: number}[] = [];
  for (const {group} of columns) {
    const last = groups.at(-1);
    if (last?.group === group) last.span += 1;
    else groups.push({group, span: 1});
  }
  return html`<thead>
    <tr aria-rowindex="1">
      ${groups.map(({group, span}) => html`<th scope="colgroup" colspan=${span} data-group=${group}>${group}</th>`)}
    </tr>
    <tr aria-rowindex="2">
      ${columns.map(
        ({name, label, short, numeric}, k) =>
          html`<th
            scope="col"
            data-name=${name}
            aria-colindex=${k + 1}
            data-numeric=${String(numeric)}
            aria-sort=${sortWord(sort, name)}
          >
            <button type="button" tabindex="-1" data-column=${k} onclick=${() => onSort(name)}>
              <span aria-hidden="true">${short}</span><span class="visually-hidden">${label}</span
              ><span class="sort" aria-hidden="true">${sortSign(sort, name)}</span>
            </button>
          </th>`
      )}
    </tr>
  </thead>` as HTMLTableSectionElement;
}

function sortWord(sort: GridOptions["sort"], name: string): string {
  if (sort?.by !== name) return "none";
  return sort.descending ? "descending" : "ascending";
}

function sortSign(sort: GridOptions["sort"], name: string): string {
  if (sort?.by !== name) return "";
  return sort.descending ? "↓" : "↑";
}

function placeOf(target: Element, head: Element): GridPlace | null {
  const cell = target.closest<HTMLElement>("[data-column]");
  if (!cell) return null;
  return {row: head.contains(cell) ? -1 : Number(cell.dataset.row), column: Number(cell.dataset.column)};
}

/** The first column stays in place and would cover what lies below it. */
function bringIntoView(scroller: HTMLElement, cell: HTMLElement): void {
  const fixed = scroller.querySelector<HTMLElement>("tbody th")?.offsetWidth ?? 0;
  const box = (cell.closest("th, td") as HTMLElement) ?? cell;
  if (box.offsetLeft < scroller.scrollLeft + fixed) scroller.scrollLeft = box.offsetLeft - fixed;
  else if (box.offsetLeft + box.offsetWidth > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = box.offsetLeft + box.offsetWidth - scroller.clientWidth;
}

/** Takes the room of the rows that are not in the page. */
function spacer(): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.setAttribute("role", "presentation");
  row.setAttribute("aria-hidden", "true");
  return row;
}
