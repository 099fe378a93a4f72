import {html} from "htl";
import type {ReleaseManifest} from "../../../model/release.js";
import {tierView} from "../../../model/tierView.js";
import type {TableColumn} from "../../dataTable.js";
import {figure} from "../../Figure.js";
import {tierWords} from "../../tableWords.js";
import {formatCount, formatShare} from "../../formatNumber.js";
import {withheldShares} from "../../WithheldChart.js";
import {groupBars} from "./groupBars.js";
import {burdenSentence, sizeSentence} from "./privacyCostWords.js";
import {burdenOf, groupCosts, groupSizes, ruleCosts, type RuleCost} from "./privacyCosts.js";

/** Rules in few words; the sentence of each stands in the table of the figure. */
const ruleWords: Record<string, string> = {
  "small-cell": "Small counts",
  "small-group": "Small groups",
  "missing-calls": "Few without a call",
  version: "Groups that changed",
  "few-copies": "Few copies",
  "few-people": "Too few for a model",
  subtraction: "Told by others",
  "noisy-small-cell": "Small with noise",
  "small-subgroup": "Small subgroups"
};

interface CostOptions {
  manifest: ReleaseManifest;
  /** The table to begin with, by its title; null = allele counts. */
  table: string | null;
  onTable(title: string): void;
}

/** What each rule withholds from each group in one table, beside how many people the group has; nothing where all is shown. */
export function privacyCostSection({manifest, table, onTable}: CostOptions): HTMLElement {
  const costs = ruleCosts(manifest);
  const titles = [...new Set(costs.map(({title}) => title))];
  if (titles.length === 0)
    return html`<p class="empty">No rule withheld anything by group in this release.</p>` as HTMLElement;
  let title = titles.find((one) => one === table) ?? titles.find((one) => one.startsWith("Allele counts")) ?? titles[0];
  const body = html`<div></div>` as HTMLElement;
  const draw = (): void => body.replaceChildren(...costsOf(manifest, costs, title));
  draw();
  return html`<div class="cost-section">
    <label class="cost-choice"
      >Table
      <select
        onchange=${(event: Event) => {
          title = (event.target as HTMLSelectElement).value;
          onTable(title);
          draw();
        }}
      >
        ${titles.map((one) => html`<option value=${one} selected=${one === title}>${one}</option>`)}
      </select></label
    >
    ${body}
  </div>` as HTMLElement;
}

/** The share of all cells of the most important table, for the lead. */
export function mainTable(manifest: ReleaseManifest): string | null {
  const titles = [...new Set(withheldShares(manifest).map(({title}) => title))];
  return (
    titles.find((title) => title === "Allele counts" || title === "Allele counts, for named readers") ??
    titles[0] ??
    null
  );
}

function costsOf(manifest: ReleaseManifest, costs: readonly RuleCost[], title: string): Node[] {
  const rows = costs.filter((cost) => cost.title === title);
  const sizes = groupSizes(manifest);
  const groups = groupCosts(manifest, title);
  const bars = [
    // With one rule, all rules are that rule.
    ...(new Set(rows.map(({rule}) => rule)).size > 1
      ? groups.map(({ancestry, share}) => ({panel: "All rules", ancestry, value: share, words: formatShare(share)}))
      : []),
    ...rows.map(({rule, ancestry, withheld, total}) => ({
      panel: ruleWords[rule] ?? rule.replaceAll("-", " "),
      ancestry,
      value: withheld / total,
      words: formatShare(withheld / total)
    }))
  ];
  const nameOf = (level: string): string => {
    const size = sizes.get(level);
    return size === undefined ? level : `${level} · ${size === null ? "withheld" : formatCount(size)}`;
  };
  const burden = burdenOf(groups);
  return [
    figure({
      id: "cost-by-rule",
      title: `${title}: share of cells withheld, by rule`,
      subtitle:
        "By genetic ancestry group, with its people beside its name. Shares of all cells; in a public-safe cohort they are whole per cents.",
      chart: (width) => groupBars(bars, width, nameOf),
      source: "counted when this release was made",
      manifest: tierView(manifest, title.endsWith(tierWords.public) ? "public" : "registered"),
      tables: [...new Set(rows.map(({table}) => table))],
      columns: costColumns(sizes),
      rows
    }),
    html`<p>${burden ? burdenSentence(burden) : ""} ${sizeSentence(groups)}</p>` as Node
  ];
}

const costColumns = (sizes: ReadonlyMap<string, number | null>): TableColumn<RuleCost>[] => [
  {label: "Table", cell: ({title}) => title},
  {label: "Rule", cell: ({rule}) => rule},
  {label: "What it says", cell: ({sentence}) => sentence},
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {
    label: "People",
    numeric: true,
    cell: ({ancestry}) => {
      const size = sizes.get(ancestry) ?? null;
      return size === null ? "withheld" : formatCount(size);
    }
  },
  {label: "Withheld", numeric: true, cell: (d) => formatCount(d.withheld), text: (d) => String(d.withheld)},
  {label: "Of", numeric: true, cell: (d) => formatCount(d.total), text: (d) => String(d.total)},
  {label: "Share", numeric: true, cell: ({withheld, total}) => formatShare(withheld / total)}
];
