import {html} from "htl";

/** A field for the number of a residue, which arrow keys change, and what is said of it. It stays in view while charts are read. */
export function residueChooser(
  [first, last]: [number, number],
  choose: (residue: number | null) => void
): {element: HTMLElement; tell(residue: number | null, words: string): void} {
  const input = html`<input type="number" min=${first} max=${last} step="1" inputmode="numeric" />` as HTMLInputElement;
  const none = html`<button type="button" onclick=${() => choose(null)}>None</button>` as HTMLButtonElement;
  const said = html`<p class="structure-chosen" role="status"></p>` as HTMLElement;
  input.oninput = () => {
    const residue = Number(input.value);
    if (input.value !== "" && Number.isInteger(residue) && residue >= first && residue <= last) choose(residue);
  };
  return {
    element: html`<div class="structure-chooser">
      <div class="carry-bar"><label>Residue ${input}</label> ${none}</div>
      ${said}
    </div>` as HTMLElement,
    tell(residue, words) {
      if (residue === null || Number(input.value) !== residue) input.value = residue === null ? "" : String(residue);
      none.disabled = residue === null;
      if (said.textContent !== words) said.textContent = words;
    }
  };
}
