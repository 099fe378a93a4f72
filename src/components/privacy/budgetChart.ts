import * as Plot from "@observablehq/plot";
import type {BudgetReport} from "../../model/privacy.js";
import type {TableColumn} from "../dataTable.js";
import {formatShare} from "../formatNumber.js";
import {tableTitle} from "./privacyWords.js";
import {aucOfRho} from "./separation.js";

/** A share of the budget of membership, in the order in which it was spent. */
export interface BudgetStep {
  label: string;
  rho: number;
  /** What was spent before it. */
  before: number;
  kind: "earlier" | "now" | "left";
}

/** What earlier versions spent, what each table of the numbers that are public now spends, and what is left. */
export function budgetSteps({versions, parts, rhoLeft}: BudgetReport): BudgetStep[] {
  const earlier = versions.slice(0, -1).reduce((sum, {rho}) => sum + rho, 0);
  const now = versions.at(-1)?.rho ?? 0;
  // Where nothing was spent, the parts say what numbers cost when they were new.
  const spent = now > 0 ? parts : [];
  const steps: Omit<BudgetStep, "before">[] = [
    ...(versions.length > 1 ? [{label: "earlier versions", rho: earlier, kind: "earlier" as const}] : []),
    ...spent.map(({table, rho}) => ({label: tableTitle(table).split(",")[0].toLowerCase(), rho, kind: "now" as const})),
    {label: "left", rho: rhoLeft, kind: "left"}
  ];
  let before = 0;
  return steps.map((step) => {
    const placed = {...step, before};
    before += step.rho;
    return placed;
  });
}

/** In two sentences: what all versions together may give away, and where this one stands. */
export function budgetSentence(budget: BudgetReport): string {
  const {rhoTotal, separationTotal, rhoLeft, versions} = budget;
  const limit = `All versions of this release together may let nobody separate members from others by more than ${separationTotal.toFixed(2)} standard deviations, an area under the curve of ${aucOfRho(rhoTotal).toFixed(2)} (ρ ${formatRho(rhoTotal)}).`;
  const now = versions.at(-1)?.rho ?? 0;
  const latest = versions.at(-1)?.version;
  const spent =
    now === 0
      ? "The numbers that are public now spend nothing"
      : `The numbers that are public now, drawn for version ${latest}, spend ${formatShare(now / rhoTotal)} of that`;
  return `${limit} ${spent}; ${formatShare(rhoLeft / rhoTotal)} is left.`;
}

/** Each step of the budget where the one before ended. */
export function budgetChart(budget: BudgetReport, width: number): Element {
  const steps = budgetSteps(budget);
  const share = (rho: number) => rho / budget.rhoTotal;
  const narrow = width < 560;
  return Plot.plot({
    width,
    height: steps.length * (narrow ? 52 : 44) + 60,
    marginLeft: narrow ? 6 : 150,
    marginRight: narrow ? 12 : 120,
    marginTop: narrow ? 18 : 6,
    marginBottom: 42,
    style: {fontSize: "14px", background: "none"},
    x: {
      domain: [0, 1],
      label: "Share of the budget",
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: (s: number) => `${Math.round(s * 100)}\u202f%`,
      ticks: 5,
      grid: true
    },
    y: {
      label: null,
      domain: steps.map(({label}) => label),
      tickSize: 0,
      padding: narrow ? 0.5 : 0.35,
      axis: narrow ? null : "left"
    },
    marks: [
      Plot.barX(steps, {
        x1: ({before}: BudgetStep) => share(before),
        x2: ({before, rho}: BudgetStep) => share(before + rho),
        y: "label",
        fill: ({kind}: BudgetStep) =>
          kind === "now" ? "var(--accent)" : kind === "left" ? "none" : "var(--line-strong)",
        stroke: "currentColor",
        strokeOpacity: 0.6
      }),
      Plot.text(steps, {
        y: "label",
        frameAnchor: narrow ? "left" : "right",
        textAnchor: "start",
        ...(narrow ? {dy: -20} : {dx: 12}),
        text: ({label, rho}: BudgetStep) =>
          `${narrow ? `${label}: ` : ""}${formatShare(share(rho))}, ρ ${formatRho(rho)}`,
        fontVariant: "tabular-nums"
      }),
      Plot.ruleX([0, 1], {strokeOpacity: 0.4})
    ]
  });
}

/** The columns of the table that says the same. */
export function budgetColumns({rhoTotal}: BudgetReport): TableColumn<BudgetStep>[] {
  const kinds = {earlier: "spent before", now: "spent on what is public now", left: "left for later versions"};
  return [
    {label: "On", cell: ({label}) => label},
    {label: "When", cell: ({kind}) => kinds[kind]},
    {label: "ρ", numeric: true, cell: ({rho}) => formatRho(rho), text: ({rho}) => String(rho)},
    {label: "Share of the budget", numeric: true, cell: ({rho}) => formatShare(rho / rhoTotal)},
    {label: "Area under the curve, alone", numeric: true, cell: ({rho}) => aucOfRho(rho).toFixed(3)}
  ];
}

function formatRho(rho: number): string {
  return String(Number(rho.toPrecision(2)));
}
