import {html} from "htl";
import type {LogEntry} from "../model/logEntry.js";
import {formatCount} from "./formatNumber.js";
import {outcomeSign} from "./DecisionPanel.js";

interface Fault {
  line: number;
  entry: number;
  sentence: string;
  from: number;
  to: number;
  bit: {byte: number; bit: number} | null;
}

/** The first fault of a log that was read: what it is, where in the file, and the entries around that place. */
export function faultPanel(fault: Fault, entries: readonly LogEntry[]): HTMLElement {
  const {line, entry, sentence, from, to, bit} = fault;
  const around = entry > 0 ? entries.filter(({seq}) => Math.abs(seq - entry) <= 1).slice(0, 5) : [];
  return html`<div class="log-fault">
    <p class="chain" data-intact="false" role="status"><span aria-hidden="true">✕</span> ${sentence}</p>
    <p>
      Line ${formatCount(line)} of the file,
      ${to > from ? `bytes ${formatCount(from)} to ${formatCount(to - 1)}` : `at byte ${formatCount(from)}`}, counted
      from 0.${bit ? ` One bit was flipped: bit ${bit.bit} of byte ${formatCount(bit.byte)}.` : ""} Nothing after this
      place was verified.
    </p>
    ${around.length > 0 ? html`<p>Entries at and around that place, as the file has them:</p>` : null}
    ${
      around.length > 0
        ? html`<ol class="log-around">
            ${around.map(oneEntry)}
          </ol>`
        : null
    }
  </div>` as HTMLElement;
}

function oneEntry({seq, at, request, decision}: LogEntry): HTMLElement {
  return html`<li value=${seq}>
    ${at}, ${request.actor?.role}: ${request.action.replaceAll("_", " ")} ${outcomeSign(decision.outcome)}
  </li>` as HTMLElement;
}
