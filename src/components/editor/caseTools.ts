import {html} from "htl";
import type {Outcome} from "../../model/decision.js";
import {outcomes} from "../DecisionPanel.js";

export interface CaseTools {
  element: HTMLElement;
  /** Offers itself for a case, and hides for any other file. */
  show(file: string): void;
}

interface CaseToolsOptions {
  /** Whether there is such a file already. */
  has: (file: string) => boolean;
  /** Makes a file with the text of another. */
  copy: (from: string, to: string) => void;
  takeAway: (file: string) => void;
}

/** Topic and sentence of a case by its file: the folder is the expected answer, the file name the sentence. */
export const caseFile = /^(policies\/[^/]+)\/(permit|refer|forbid)\/(.+)\.json$/;

/** Makes a new case from the one that is open, or takes that one away. */
export function caseTools({has, copy, takeAway}: CaseToolsOptions): CaseTools {
  let current = "";
  const sentence = html`<input type="text" name="sentence" required maxlength="150" />` as HTMLInputElement;
  const expected = html`<select name="expected">
    ${(Object.keys(outcomes) as Outcome[]).map((one) => html`<option value=${one}>${outcomes[one].label}</option>`)}
  </select>` as HTMLSelectElement;
  const said = html`<p role="status" class="quiet"></p>` as HTMLElement;
  const element = html`<details class="case-tools" hidden>
    <summary>Make a case like this one, or take it away</summary>
    <form class="controls" aria-label="New case" onsubmit=${add}>
      <label class="field">What it is about, in one sentence ${sentence}</label>
      <label class="field">The answer that it expects ${expected}</label>
      <button type="submit">Add this case</button>
    </form>
    <div class="controls"><button type="button" onclick=${() => takeAway(current)}>Take this case away</button></div>
    ${said}
  </details>` as HTMLDetailsElement;
  return {element, show};

  function show(file: string): void {
    const [, , outcome, name] = caseFile.exec(file) ?? [];
    current = file;
    element.hidden = name === undefined;
    said.textContent = "";
    if (name === undefined) return;
    sentence.value = name;
    expected.value = outcome;
  }

  function add(event: Event): void {
    event.preventDefault();
    const [, folder] = caseFile.exec(current)!;
    // The sentence is a file name, which a slash would lead elsewhere.
    if (/[/\\]/.test(sentence.value)) return void (said.textContent = "Write the sentence without a slash.");
    const file = `${folder}/${expected.value}/${sentence.value.trim()}.json`;
    if (has(file)) said.textContent = "There is a case of this sentence already: give it another.";
    else copy(current, file);
  }
}
