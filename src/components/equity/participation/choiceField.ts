import {html} from "htl";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** A list to choose from, with its name above it. */
export function selectField<Value extends string>(
  name: string,
  label: string,
  choices: readonly Choice<Value>[],
  chosen: Value,
  onChoice: (value: Value) => void
): HTMLElement {
  const id = `choice-${name}`;
  const select = html`<select id=${id} name=${name}>
    ${choices.map(({value, label}) => html`<option value=${value} selected=${value === chosen}>${label}</option>`)}
  </select>` as HTMLSelectElement;
  select.addEventListener("change", () => onChoice(select.value as Value));
  return html`<div class="field"><label for=${id}>${label}</label> ${select}</div>` as HTMLElement;
}

/** Two or three choices, all in sight: a group of radio buttons. */
export function radioField<Value extends string>(
  name: string,
  legend: string,
  choices: readonly Choice<Value>[],
  chosen: Value,
  onChoice: (value: Value) => void
): HTMLElement {
  return html`<fieldset class="choice-row">
    <legend>${legend}</legend>
    ${choices.map(
      ({value, label}) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${value}
            checked=${value === chosen}
            onchange=${() => onChoice(value)}
          />
          ${label}</label
        >`
    )}
  </fieldset>` as HTMLElement;
}

/** The choices of a record of labels, in its order. */
export function choicesOf<Value extends string>(labels: Record<Value, string>): Choice<Value>[] {
  return (Object.keys(labels) as Value[]).map((value) => ({value, label: labels[value]}));
}
