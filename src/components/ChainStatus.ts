import {html} from "htl";
import {formatCount, shortHash} from "./formatNumber.js";

type Verdict =
  | {intact: true; entries: number}
  | {
      intact: false;
      fault: string;
      sentence: string;
      /** Of a file: 1-based line, bytes before it. */ line?: number;
      byte?: number;
    };

/** What checking a decision log found: every entry follows from the one before, or the first place where it does not. */
export function chainStatus(verdict: Verdict, head: {entries: number; hash: string}): HTMLElement {
  const [icon, words] = verdict.intact
    ? [
        "✓",
        head.entries === 0
          ? "The log is empty."
          : `The chain is whole: ${formatCount(verdict.entries)} ${verdict.entries === 1 ? "entry" : "entries, each tied to the one before"}.`
      ]
    : ["✕", verdict.sentence];
  return html`<p class="chain" data-intact=${String(verdict.intact)} role="status">
    <span aria-hidden="true">${icon}</span> ${words}
    ${!verdict.intact && verdict.line !== undefined ? `It is in line ${formatCount(verdict.line)} of the file, at byte ${formatCount(verdict.byte ?? 0)} or near it.` : null}
    ${head.entries > 0 ? html`<span class="quiet">It ends with <code title=${head.hash}>${shortHash(head.hash)}</code>.</span>` : null}
  </p>` as HTMLElement;
}
