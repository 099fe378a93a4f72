import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {Answer, AnswerPage, Order, Question} from "../../model/question.js";
import type {Request} from "../../model/request.js";
import type {VariantsView} from "../../model/variantsView.js";
import {decisionPanel} from "../DecisionPanel.js";
import {formatCount} from "../formatNumber.js";
import {provenanceFacts} from "../provenanceFacts.js";
import {provenanceStrip} from "../ProvenanceStrip.js";
import {saveFile} from "../saveFile.js";
import {columnChooser, usual} from "./columnChooser.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {formatCell} from "./formatCell.js";
import {isNoisy, noiseWords} from "./noise.js";
import {withNoise} from "./noiseColumns.js";
import {searchBox} from "./searchBox.js";
import {allPages, copyTable} from "./takeAway.js";
import {variantColumns, type VariantColumn} from "./variantColumns.js";
import {variantDetail} from "./variantDetail.js";
import {gridPageRows, virtualGrid} from "./virtualGrid.js";

export interface VariantExplorer {
  element: HTMLElement;
  /** Asks again: the tables have come, or somebody else asks now. */
  refresh(): Promise<void>;
  /** Puts something in the place of the table, e.g. how far the tables are. */
  wait(content: Node): void;
}

interface ShownColumn {
  name: string;
  label: string;
}

const tables = ["variants", "allele_counts", "genotype_counts"] as const;

/** What an export says of its numbers beside where they come from. */
const noiseFact: [string, string] = [
  "Noise",
  "allele counts and frequencies carry noise that protects the people behind them; noise_sd is its standard deviation in allele copies"
];

/** Search, table and detail of variants. Every change of the question goes through the gate before anything is shown. */
export function variantExplorer(
  initial: VariantsView,
  examples: readonly string[],
  effects: ExplorerEffects
): VariantExplorer {
  const {manifest} = effects;
  const columns = variantColumns(manifest);
  let view = initial;
  let asked = 0;
  /** Something stands in the place of the table, and nothing can be asked. */
  let waiting = true;
  let current: {question: Question; answer: Answer | null} | null = null;

  const status = html`<p class="variant-status" role="status"></p>` as HTMLElement;
  const decided = html`<div class="variant-decision"></div>` as HTMLElement;
  const stage = html`<div class="variant-stage"></div>` as HTMLElement;
  const detail = html`<div></div>` as HTMLElement;
  const said = html`<span role="status" class="figure-said"></span>` as HTMLElement;
  const box = searchBox({
    value: view.search,
    examples,
    suggest: (text) => (current?.answer ? effects.suggest(text) : Promise.resolve([])),
    onSearch: (search) => change({search})
  });
  const tool = (label: string, run: () => Promise<string>): HTMLElement =>
    html`<button
      type="button"
      onclick=${async () => {
        said.textContent = "";
        said.textContent = await run().catch((error: unknown) =>
          error instanceof Error ? error.message : String(error)
        );
      }}
    >
      ${label}
    </button>` as HTMLElement;
  const tools = html`<div class="variant-tools">
    ${columnChooser({columns, chosen: chosenNames(view, columns), onChange: (names) => change({columns: names})})}
    ${tool("Export CSV", exportCsv)} ${tool("Copy table", copy)} ${tool("Copy link", copyLink)} ${said}
  </div>` as HTMLElement;
  const element = html`<div class="variant-explorer">
    ${box} ${decided} ${status} ${tools} ${stage} ${provenanceStrip(manifest, tables)} ${detail}
  </div>` as HTMLElement;

  function change(part: Partial<VariantsView>): void {
    view = {...view, ...part};
    effects.onView(view);
    if (!waiting) void refreshTable();
  }

  async function refresh(): Promise<void> {
    waiting = false;
    showDetail();
    await refreshTable();
  }

  async function refreshTable(): Promise<void> {
    const mine = (asked += 1);
    const {filters, words} = effects.parse(view.search);
    const shown = shownColumns(view, columns);
    const sort = columns.some(({name}) => name === view.sort?.by) ? view.sort : null;
    const question = questionOf(shown, filters, sort);
    const started = performance.now();
    const {request, decision, answer, table} = await effects
      .ask(question, "view")
      .then(async (asked) => ({...asked, table: asked.answer && (await grid(shown, asked.answer, sort))}))
      .catch(failed);
    if (mine !== asked) return void answer?.close();
    const before = current?.answer;
    current = {question, answer};
    decided.replaceChildren(panelOf(decision, request));
    if (answer) {
      stage.replaceChildren(table!);
      status.textContent = statusWords(answer.rows, filters.length > 0 ? words : null);
      status.dataset.milliseconds = String(Math.round(performance.now() - started));
    } else {
      if (decision) stage.replaceChildren(notShown());
      status.textContent = "";
    }
    tools.dataset.ready = String(answer !== null);
    await before?.close();
  }

  /** The same answer in another order: nothing new is asked. */
  async function resort(sort: VariantsView["sort"]): Promise<void> {
    view = {...view, sort};
    effects.onView(view);
    if (!current?.answer) return;
    current.question = {...current.question, orderBy: orderOf(sort)};
    const focused = stage.contains(document.activeElement);
    const column = sort?.by ?? (document.activeElement as HTMLElement | null)?.closest("th")?.dataset.name;
    const {answer} = current;
    const table = await grid(shownColumns(view, columns), answer, sort);
    if (current?.answer !== answer || view.sort !== sort) return;
    stage.replaceChildren(table);
    if (focused) stage.querySelector<HTMLElement>(`th[data-name="${column}"] button`)?.focus();
  }

  function failed(error: unknown): {request?: Request; decision: Decision | null; answer: null; table: null} {
    stage.replaceChildren(html`<p role="alert">${error instanceof Error ? error.message : String(error)}</p>` as Node);
    return {decision: null, answer: null, table: null};
  }

  function panelOf(decision: Decision | null, request?: Request): Node {
    if (!decision) return document.createTextNode("");
    const onRefer = request && effects.refer ? () => effects.refer?.({request, decision}) : undefined;
    return decisionPanel(decision, {onRemedy: applyRemedy, onRefer});
  }

  /** The only remedies of a table that the page can make itself: fewer variants, or looking instead of taking away. */
  function applyRemedy(): void {
    void refreshTable();
    box.querySelector("input")!.focus();
  }

  async function grid(shown: VariantColumn[], answer: Answer, sort: VariantsView["sort"]): Promise<HTMLElement> {
    const byName = new Map(shown.map((column) => [column.name, column]));
    const {words} = effects.parse(view.search);
    if (answer.rows === 0) return emptyAnswer(words, effects.more);
    const page = async (offset: number, limit: number): Promise<(string | number | null)[][]> => {
      const {names, values} = await answer.page(offset, limit, orderOf(sort));
      return shown.map(({name}) => values[names.indexOf(name)]);
    };
    return virtualGrid({
      caption: `Variants: ${words}`,
      columns: shown.map((column) => ({...column, numeric: column.measure !== undefined})),
      rows: answer.rows,
      first: await page(0, gridPageRows),
      page,
      cell: ({name}, value) => cellOf(byName.get(name)!, value),
      describe: ({name}, value) => tipOf(byName.get(name)!, value),
      sort,
      onSort: (by) => void resort(nextSort(sort, by)),
      onOpen: (row) => open(String(row[0]))
    });
  }

  function tipOf({label, kind, noise, withheldWords}: VariantColumn, value: string | number | null): string | null {
    if (value === null) {
      const hidden = withheldWords === "hidden" ? "hidden" : "withheld";
      return `${label}: ${hidden}. ${effects.withheldBy?.sentence ?? ""}`.trim();
    }
    if (!noise || typeof value === "string" || Number.isNaN(value)) return null;
    return noiseWords(label, kind === "frequency" ? "frequency" : "count", value, noise);
  }

  function cellOf({name, kind, withheldWords, noise}: VariantColumn, value: string | number | null): string | Node {
    if (name === "variant_id")
      return html`<a href=${effects.link({...view, variant: String(value)})} tabindex="-1">${value}</a>` as HTMLElement;
    return (
      formatCell(value, kind, noise !== null) ?? (html`<span class="withheld">${withheldWords}</span>` as HTMLElement)
    );
  }

  function open(variant: string | null): void {
    view = {...view, variant};
    effects.onView(view);
    showDetail();
    const section = detail.firstElementChild as HTMLElement | null;
    if (section) {
      section.focus({preventScroll: true});
      section.scrollIntoView({behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
    } else stage.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }

  function showDetail(): void {
    const {variant, by} = view;
    if (variant === null) return detail.replaceChildren();
    const onBy = (next: string[]): void => {
      view = {...view, by: next};
      effects.onView(view);
    };
    detail.replaceChildren(variantDetail({variant, by, onBy, onClose: () => open(null)}, effects));
  }

  async function exported(): Promise<{columns: ShownColumn[]; pages: AnswerPage[]} | null> {
    if (!current) return null;
    const taken = withNoise(current.question, shownColumns(view, columns), manifest);
    const {request, decision, answer} = await effects.ask(taken.question, "export");
    decided.replaceChildren(panelOf(decision, request));
    if (!answer) return null;
    const pages = await allPages(answer, taken.question.orderBy);
    await answer.close();
    return {columns: taken.columns, pages: pages.map(taken.page)};
  }

  async function exportCsv(): Promise<string> {
    const taken = await exported();
    if (!taken) return "Nothing was exported.";
    saveFile(`${manifest.cohort.id}-variants.csv`, effects.csv(taken.pages, taken.columns, facts()), "text/csv");
    return "CSV saved";
  }

  async function copy(): Promise<string> {
    const taken = await exported();
    if (!taken) return "Nothing was copied.";
    await copyTable(effects.clipboard(taken.pages, taken.columns, facts()));
    return "Table copied";
  }

  async function copyLink(): Promise<string> {
    await navigator.clipboard.writeText(effects.link(view));
    return "Link copied";
  }

  function facts(): [string, string][] {
    return [
      ["Selection", effects.parse(view.search).words],
      ["Link", effects.link(view)],
      ...provenanceFacts(manifest, tables),
      ...(isNoisy(manifest) ? [noiseFact] : [])
    ];
  }

  return {
    element,
    refresh,
    wait(content) {
      asked += 1;
      waiting = true;
      decided.replaceChildren();
      status.textContent = "";
      tools.dataset.ready = "false";
      stage.replaceChildren(content);
    }
  };
}

function chosenNames({columns: chosen}: VariantsView, columns: readonly VariantColumn[]): string[] {
  return chosen ?? usual(columns);
}

/** In the table's own order; the variant itself is always there. */
function shownColumns(view: VariantsView, columns: readonly VariantColumn[]): VariantColumn[] {
  const names = ["variant_id", ...chosenNames(view, columns)];
  return columns.filter(({name}) => names.includes(name));
}

function questionOf(shown: VariantColumn[], filters: Question["filters"], sort: VariantsView["sort"]): Question {
  return {
    columns: shown.filter(({measure}) => !measure).map(({name}) => name),
    groupBy: [],
    measures: shown.flatMap(({measure}) => measure ?? []),
    filters,
    orderBy: shown.some(({name}) => name === sort?.by) ? orderOf(sort) : [],
    limit: null,
    offset: 0
  };
}

function orderOf(sort: VariantsView["sort"]): Order[] {
  return sort ? [sort] : [];
}

/** Largest first, then smallest first, then genome order again. */
function nextSort(sort: VariantsView["sort"], by: string): VariantsView["sort"] {
  if (sort?.by !== by) return {by, descending: true};
  return sort.descending ? {by, descending: false} : null;
}

function statusWords(rows: number, words: string | null): string {
  const counted = rows === 1 ? "1 variant" : `${formatCount(rows)} variants`;
  return words === null ? `All ${counted}` : `${counted} for ${words}`;
}

function emptyAnswer(words: string, more: number | null): HTMLElement {
  return html`<div class="variant-empty">
    <p><strong>No variant found</strong> for ${words}.</p>
    <p class="quiet">
      ${
        more === null
          ? "A release holds only the variants of its cohort."
          : `Only some common variants are open to everybody; a reader’s key opens all ${formatCount(more)}.`
      }
      Positions count from 1 on the build that the cohort was called on; try the gene’s symbol, or a wider region.
    </p>
  </div>` as HTMLElement;
}

function notShown(): HTMLElement {
  return html`<div class="variant-empty">
    <p>Nothing is shown until the question above is permitted.</p>
  </div>` as HTMLElement;
}
