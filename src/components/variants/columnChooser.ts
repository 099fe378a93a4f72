import {html} from "htl";
import type {VariantColumn} from "./variantColumns.js";

interface ChooserOptions {
  columns: readonly VariantColumn[];
  /** Names of those shown. */
  chosen: readonly string[];
  /** `null` = the usual ones. */
  onChange(names: string[] | null): void;
}

/** Which columns the table shows, by group; the variant itself always stays. */
export function columnChooser({columns, chosen, onChange}: ChooserOptions): HTMLElement {
  const groups = [...new Set(columns.map(({group}) => group))];
  const fields = html`<div class="chooser-groups">
    ${groups.map(
      (group) =>
        html`<fieldset>
          <legend>${group}</legend>
          ${columns
            .filter((column) => column.group === group)
            .map(
              ({name, short}) =>
                html`<label
                  ><input
                    type="checkbox"
                    name=${name}
                    checked=${chosen.includes(name)}
                    disabled=${name === "variant_id"}
                  />
                  ${short}</label
                >`
            )}
        </fieldset>`
    )}
  </div>` as HTMLElement;
  const boxes = (): HTMLInputElement[] => [...fields.querySelectorAll("input")];
  const choose = (names: string[] | null): void => {
    for (const box of boxes()) box.checked = names ? names.includes(box.name) : usual(columns).includes(box.name);
    onChange(names);
  };
  fields.addEventListener("change", () =>
    onChange(
      boxes()
        .filter(({checked}) => checked)
        .map(({name}) => name)
    )
  );
  return html`<details class="chooser">
    <summary>Columns</summary>
    <div class="chooser-panel">
      <p>
        <button type="button" onclick=${() => choose(null)}>The usual</button>
        <button type="button" onclick=${() => choose(columns.map(({name}) => name))}>All</button>
        <button type="button" onclick=${() => choose(["variant_id"])}>Only the variant</button>
      </p>
      ${fields}
    </div>
  </details>` as HTMLElement;
}

export function usual(columns: readonly VariantColumn[]): string[] {
  return columns.filter((column) => column.usual).map(({name}) => name);
}
