import {html} from "htl";

interface ProseOptions {
  name: string;
  rows: number;
  hint?: string;
  required?: boolean;
  minlength?: number;
}

/** A labelled field for more than a line. Apart from the forms, since htl takes everything behind a textarea for its text. */
export function proseField(label: string, {name, rows, hint, required = true, minlength}: ProseOptions): HTMLElement {
  const area = document.createElement("textarea");
  Object.assign(area, {name, rows, required, maxLength: 20_000});
  if (minlength) area.minLength = minlength;
  return html`<label class="field"
    >${label} ${area}${hint ? html`<small>${hint}</small>` : null}</label
  >` as HTMLElement;
}
