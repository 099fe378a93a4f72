import {html} from "htl";
import type {SignOff} from "../model/governance.js";
import {shortHash} from "./formatNumber.js";

/**
 * Whether the ethics board stands behind the rules in force: who signed them, and until when; or why not. `today` (ISO
 * 8601) is the day on which the page is read, since a signature that held when the release was made may have ended.
 */
export function signOffStatus(found: SignOff, today: string): HTMLElement {
  const signOff = asOf(found, today.slice(0, 10));
  return html`<p class="sign-off" data-signed=${String(signOff.signed)}>
    <span class="outcome" data-outcome=${signOff.signed ? "permit" : "forbid"}
      ><span class="outcome-icon" aria-hidden="true">${signOff.signed ? "✓" : "✕"}</span>
      ${signOff.signed ? "Signed" : headings[signOff.why]}</span
    >
    ${signOffWords(signOff)}
    ${signOff.signed ? html`<span class="quiet">Rules <code title=${signOff.set}>${shortHash(signOff.set)}</code></span>` : null}
  </p>` as HTMLElement;
}

function asOf(signOff: SignOff, today: string): SignOff {
  if (!signOff.signed || today <= signOff.until) return signOff;
  const sentence = `the board's signatures under these rules ended on ${signOff.until}`;
  return {signed: false, set: signOff.set, why: "expired", sentence, files: []};
}

const headings = {unsigned: "Not signed", altered: "Altered", expired: "Ended"};

export function signOffWords(signOff: SignOff): string {
  if (!signOff.signed) return `${sentence(signOff.sentence.replace(/[0-9a-f]{64}/g, shortHash))}`;
  const names = signOff.signers.map(({name}) => name);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} signed the rules in force, from ${dayWords(signOff.from)} to ${dayWords(signOff.until)}.`;
}

/** A day in ISO 8601 in words: 24 November 2026. */
export function dayWords(day: string): string {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC"
  });
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
