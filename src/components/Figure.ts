import {html} from "htl";
import type {ReleaseManifest, TableName} from "../model/release.js";
import {dataTable, toCsv, type TableColumn} from "./dataTable.js";
import {frameCode} from "./equity/onlyFigure.js";
import {pngOf, standaloneSvg} from "./figureImage.js";
import {labelChart} from "./labelChart.js";
import {provenanceFacts} from "./provenanceFacts.js";
import {factStrip} from "./ProvenanceStrip.js";
import {saveFile} from "./saveFile.js";

interface FigureOptions<Row> {
  /** Also the address of the figure on the page and the name of saved files: lower case, digits and hyphens. */
  id: string;
  title: string;
  /** One sentence: what the figure shows. */
  subtitle?: string;
  /** Draws the chart for a width in CSS pixels; called again when the width changes. */
  chart: (width: number) => Element;
  /** The line below the chart: where the numbers come from. */
  source: string;
  manifest: ReleaseManifest;
  /** The tables that the chart shows, for the count of withheld cells. */
  tables?: readonly TableName[];
  /** What is said of where the numbers come from, where they are not the cohort's. */
  facts?: readonly [string, string][];
  columns: readonly TableColumn<Row>[];
  /** What the table shows; a function where that follows from what the chart shows at the moment. */
  rows: readonly Row[] | (() => readonly Row[]);
  /** What is to be said of the table, where it shows less than the chart. */
  tableNote?: () => string | null;
  /** What CSV saves, where the table shows the first of many only. */
  csvRows?: () => Iterable<Row>;
  /** The SVG to save, of a chart that draws on a canvas; by default the first one of the chart. */
  picture?: () => SVGSVGElement;
  /** Offers the code of a frame that shows this figure alone, on a page that heeds `figure=ID` in its address. */
  embed?: boolean;
}

/** A chart with its title, source, provenance, a table that says the same (key T), and a menu to save or link it. */
export function figure<Row>(options: FigureOptions<Row>): HTMLElement {
  const {id, title, subtitle, source, manifest, tables, columns, rows} = options;
  const facts = options.facts ?? provenanceFacts(manifest, tables);
  const stage = html`<div class="figure-stage"></div>` as HTMLElement;
  const changing = typeof rows === "function";
  const tableNow = (): Node[] => {
    const note = options.tableNote?.();
    return [...(note ? [html`<p class="quiet">${note}</p>` as Node] : []), dataTable(title, columns, rowsNow(rows))];
  };
  const table = html`<div class="figure-table" hidden>${changing ? null : tableNow()}</div>` as HTMLElement;
  const toggle = html`<button type="button" aria-pressed="false" aria-keyshortcuts="t" title="Key T">
    Show as table
  </button>` as HTMLButtonElement;
  toggle.onclick = () => {
    table.hidden = !table.hidden;
    stage.hidden = !table.hidden;
    if (changing && !table.hidden) table.replaceChildren(...tableNow());
    toggle.setAttribute("aria-pressed", String(!table.hidden));
    toggle.textContent = table.hidden ? "Show as table" : "Show as chart";
  };
  const element = html`<figure class="figure" id=${id} aria-labelledby=${`${id}-title`}>
    <figcaption>
      <h3 id=${`${id}-title`}>${title}</h3>
      ${subtitle ? html`<p>${subtitle}</p>` : null}
    </figcaption>
    ${stage} ${table}
    <div class="figure-foot">
      <p class="figure-source">Source: ${source}</p>
      <div class="figure-tools">${toggle} ${menu(options, stage, facts)}</div>
    </div>
    ${factStrip(facts)}
  </figure>` as HTMLElement;
  element.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest("input, textarea, select")) return;
    toggle.click();
  });
  drawAtWidth(stage, options);
  return element;
}

function menu<Row>(
  {id, title, columns, rows, csvRows, picture, embed}: FigureOptions<Row>,
  stage: HTMLElement,
  facts: readonly [string, string][]
): HTMLElement {
  const said = html`<span role="status" class="figure-said"></span>` as HTMLElement;
  const svgOf = () => picture?.() ?? (stage.querySelector("svg:not([aria-hidden])") as SVGSVGElement | null);
  const save: [string, () => void | Promise<void>][] = [
    ["SVG", () => saveFile(`${id}.svg`, standaloneSvg(svgOf()!, title, facts), "image/svg+xml")],
    ["PNG", async () => saveFile(`${id}.png`, await pngOf(svgOf()!, title, facts))],
    ["CSV", () => saveFile(`${id}.csv`, toCsv(columns, csvRows?.() ?? rowsNow(rows), facts), "text/csv")],
    ["Link", () => copyLink(id)]
  ];
  if (embed) save.push(["Embed", () => navigator.clipboard.writeText(frameCode(id, title))]);
  const done: Record<string, string> = {Link: "Link copied", Embed: "Code of a frame copied"};
  return html`<div class="figure-menu" role="group" aria-label="Save or link this figure">
    ${save.map(
      ([label, run]) =>
        html`<button
          type="button"
          onclick=${async () => {
            try {
              await run();
              said.textContent = done[label] ?? `${label} saved`;
            } catch (error) {
              said.textContent = error instanceof Error ? error.message : String(error);
            }
          }}
        >
          ${label}
        </button>`
    )}
    ${said}
  </div>` as HTMLElement;
}

function rowsNow<Row>(rows: FigureOptions<Row>["rows"]): readonly Row[] {
  return typeof rows === "function" ? rows() : rows;
}

/** Keeps the page's own state in the address and adds the figure. */
async function copyLink(id: string): Promise<void> {
  const link = new URL(location.href);
  link.hash = id;
  history.replaceState(history.state, "", link);
  await navigator.clipboard.writeText(link.href);
}

/** The frame has the chart's height before its width is known, so that nothing jumps. */
function drawAtWidth<Row>(stage: HTMLElement, {chart, title}: FigureOptions<Row>): void {
  let drawn = 0;
  const draw = (width: number) => {
    if (width < 1 || Math.abs(width - drawn) < 1) return;
    drawn = width;
    const focused = stage.contains(document.activeElement);
    stage.replaceChildren(labelChart(chart(Math.round(width)), title));
    // A reader who is in the chart stays in it.
    if (focused) stage.querySelector<HTMLElement>("[tabindex='0']")?.focus({preventScroll: true});
  };
  draw(640);
  if (typeof ResizeObserver === "undefined") return;
  new ResizeObserver(([{contentRect}]) => draw(contentRect.width)).observe(stage);
}
