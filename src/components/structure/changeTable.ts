import {html} from "htl";
import {missenseClass, type ChangeFrequency} from "../../model/structure.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import type {PlacedChange} from "./effectChart.js";
import {isSelected} from "./selected.js";
import type {Selection} from "./structureEffects.js";
import {changeName, seenWords} from "./structureWords.js";

/** More rows than that are found by their effect; all are in the file that CSV saves. */
const mostRows = 300;

export const changeColumns: TableColumn<PlacedChange>[] = [
  {label: "Change", cell: changeName},
  {label: "Predicted effect", numeric: true, cell: ({score}) => score.toFixed(3), text: ({score}) => String(score)},
  {label: "Class of the prediction", cell: ({score}) => missenseClass(score)},
  {label: "Classified by others", cell: ({pathogenic: is}) => (is === null ? "–" : is ? "pathogenic" : "benign")},
  {label: "pLDDT", numeric: true, cell: ({plddt}) => String(plddt)},
  {label: "Confidence", cell: ({band}) => band!},
  {label: "May the place be interpreted?", cell: ({interpretable}) => (interpretable ? "yes" : "no")},
  {label: "Variant", cell: ({variantId}) => variantId ?? "–"},
  {label: "Assembly", cell: ({build}) => build ?? "not said"}
];

/** What was seen of a change in the cohort, from the lowest to the highest frequency of a group. */
function seenColumn(frequencies: readonly ChangeFrequency[]): TableColumn<PlacedChange> {
  const byName = new Map<string, ChangeFrequency[]>();
  for (const row of frequencies) byName.set(changeName(row), [...(byName.get(changeName(row)) ?? []), row]);
  return {
    label: "Frequency in groups",
    numeric: true,
    cell: (change) => seenWords(byName.get(changeName(change)) ?? [])
  };
}

/** All changes as rows whose names are buttons: what is chosen is so in the charts and the model too. */
export function changeTable(
  changes: readonly PlacedChange[],
  frequencies: readonly ChangeFrequency[],
  selection: Selection,
  choose: (selection: Selection) => void
): HTMLElement {
  const strongest =
    changes.length > mostRows ? [...changes].sort((a, b) => b.score - a.score).slice(0, mostRows) : changes;
  const shown = [...strongest].sort((a, b) => a.position - b.position);
  const known =
    frequencies.length > 0 ? [changeColumns[0], seenColumn(frequencies), ...changeColumns.slice(1)] : changeColumns;
  const columns = known.map((column, i) => (i === 0 ? {...column, cell: button} : column));
  return html`<div class="structure-changes">
    ${
      changes.length > mostRows
        ? html`<p class="quiet">
            The ${formatCount(mostRows)} of ${formatCount(changes.length)} changes with the highest predicted effect.
          </p>`
        : null
    }
    ${dataTable("Changes with a predicted effect", columns, shown)}
  </div>` as HTMLElement;

  function button(change: PlacedChange): Node {
    const name = changeName(change);
    const pressed = isSelected(change, selection);
    const isOnly = name === selection.change;
    return html`<button
      type="button"
      aria-pressed=${String(pressed)}
      data-change=${name}
      onclick=${() => choose(isOnly ? {residue: null, change: null} : {residue: change.position, change: name})}
    >
      ${name}
    </button>` as Node;
  }
}
