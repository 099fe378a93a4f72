import {html} from "htl";

/** One line of a list of dossiers. */
export interface DossierLine {
  about: string;
  title: string;
  state: string;
  /** The day it was begun, in words. */
  day: string;
}

interface DossierListOptions {
  lines: DossierLine[];
  chosen: string | null;
  empty: string;
  open(about: string): void;
}

/** The dossiers of this browser and of the site; one is open at a time. */
export function dossierList({lines, chosen, empty, open}: DossierListOptions): HTMLElement {
  if (lines.length === 0) return html`<p class="empty">${empty}</p>` as HTMLElement;
  return html`<ul class="dossiers">
    ${lines.map(
      ({about, title, state, day}) =>
        html`<li>
          <button type="button" aria-pressed=${String(about === chosen)} onclick=${() => open(about)}>${title}</button>
          <span class="quiet">${day} · ${state}</span>
        </li>`
    )}
  </ul>` as HTMLElement;
}

/** A button that reads dossiers from files; `read` rejects with what is wrong with one. */
export function importButton(label: string, read: (text: string) => Promise<void>): HTMLElement {
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  const input = html`<input
    type="file"
    accept=".json"
    multiple
    class="visually-hidden"
    tabindex="-1"
    aria-label=${label}
  />` as HTMLInputElement;
  input.onchange = async () => {
    said.textContent = "";
    for (const file of input.files ?? [])
      await file
        .text()
        .then(read)
        .catch((error: Error) => (said.textContent += `${file.name}: ${error.message}. `));
    input.value = "";
  };
  return html`<div>
    <div class="controls"><button type="button" onclick=${() => input.click()}>${label}</button>${input}</div>
    ${said}
  </div>` as HTMLElement;
}
