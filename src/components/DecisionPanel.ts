import {html} from "htl";
import type {Decision, Outcome, Reason, Remedy} from "../model/decision.js";
import {askWho} from "./askWho.js";
import {shortHash} from "./formatNumber.js";

/** The signs of a decision; each has its own icon and words, so that none rests on colour. */
export const outcomes: Record<Outcome, {icon: string; label: string}> = {
  permit: {icon: "✓", label: "Permitted"},
  refer: {icon: "↗", label: "Referred to the board"},
  forbid: {icon: "✕", label: "Not permitted"}
};

interface PanelOptions {
  /** Applies the change that a remedy proposes. Without it a change of role or purpose opens the dialog; others are only told. */
  onRemedy?: (change: Record<string, unknown>, reason: Reason) => void;
  /** Takes a referred question to the form for the board; without it there is no button. */
  onRefer?: () => void;
  /** Where role and purpose are asked for; by default the dialog at the top of the page. */
  askFor?: (suggestion: {role?: string; code?: string; statement?: string}) => void;
}

/** What the gate answered, why, on what conditions, and what would be permitted instead. */
export function decisionPanel(decision: Decision, options: PanelOptions = {}): HTMLElement {
  return html`<section class="decision" data-outcome=${decision.outcome} role="status" aria-label="Decision">
    <p class="decision-outcome">${outcomeSign(decision.outcome)}</p>
    ${
      decision.reasons.length > 0
        ? html`<ul class="decision-reasons">
            ${decision.reasons.map(
              (reason) => html`<li>${reason.sentence} ${ruleName(reason.rule)} ${remedyElement(reason, options)}</li>`
            )}
          </ul>`
        : null
    }
    ${
      decision.outcome === "refer" && options.onRefer
        ? html`<p class="remedy"><button type="button" onclick=${options.onRefer}>Refer to the board</button></p>`
        : null
    }
    ${
      decision.obligations.length > 0
        ? html`<p class="decision-conditions">On these conditions</p>
            <ul class="decision-obligations">
              ${decision.obligations.map(({rule, sentence}) => html`<li>${sentence} ${ruleName(rule)}</li>`)}
            </ul>`
        : null
    }
    <p class="decision-policy">
      Decided by policy <code title=${decision.policy}>${shortHash(decision.policy) || "none"}</code>
    </p>
  </section>` as HTMLElement;
}

/** Icon and word of an outcome, for tables and headings. */
export function outcomeSign(outcome: Outcome): HTMLElement {
  const {icon, label} = outcomes[outcome];
  return html`<span class="outcome" data-outcome=${outcome}
    ><span class="outcome-icon" aria-hidden="true">${icon}</span> ${label}</span
  >` as HTMLElement;
}

function ruleName(rule: string): HTMLElement {
  return html`<code class="rule-id">${rule}</code>` as HTMLElement;
}

function remedyElement(reason: Reason, options: PanelOptions): Node | null {
  const {remedy} = reason;
  if (!remedy) return null;
  const apply = remedyAction(remedy, reason, options);
  if (!apply) return html`<p class="remedy">${remedy.sentence}</p>`;
  return html`<p class="remedy"><button type="button" onclick=${apply}>${remedy.sentence}</button></p>`;
}

/** A reader must choose role and purpose themselves: such a remedy opens the dialog, filled in as proposed. */
function remedyAction(remedy: Remedy, reason: Reason, {onRemedy, askFor = askWho}: PanelOptions): (() => void) | null {
  const {change} = remedy;
  if (!change) return null;
  const asked = identityOf(change);
  if (asked) return () => askFor(asked);
  return onRemedy ? () => onRemedy(change, reason) : null;
}

function identityOf(change: Record<string, unknown>): {role?: string; code?: string; statement?: string} | null {
  const parts = Object.keys(change).map((key) => key.split(".")[0]);
  if (parts.length === 0 || parts.some((part) => part !== "actor" && part !== "purpose")) return null;
  const read = (group: string, field: string) => {
    const nested = change[group] as Record<string, unknown> | undefined;
    const value = change[`${group}.${field}`] ?? nested?.[field];
    return typeof value === "string" ? value : undefined;
  };
  return {role: read("actor", "role"), code: read("purpose", "code"), statement: read("purpose", "statement")};
}
