import {html} from "htl";
import {missenseClass} from "../../model/structure.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import type {PlacedChange} from "./effectChart.js";
import {changeName} from "./structureWords.js";

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
  {label: "Variant (GRCh38)", cell: ({variantId}) => variantId ?? "–"}
];

/** All changes as rows whose names are buttons: the chosen one is the chosen one of the chart and of the model too. */
export function changeTable(
  changes: readonly PlacedChange[],
  chosen: string | null,
  choose: (change: string | null) => void
): HTMLElement {
  const strongest =
    changes.length > mostRows ? [...changes].sort((a, b) => b.score - a.score).slice(0, mostRows) : changes;
  const shown = [...strongest].sort((a, b) => a.position - b.position);
  const columns = changeColumns.map((column, i) => (i === 0 ? {...column, cell: button} : column));
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
    const pressed = name === chosen;
    return html`<button
      type="button"
      aria-pressed=${String(pressed)}
      data-change=${name}
      onclick=${() => choose(pressed ? null : name)}
    >
      ${name}
    </button>` as Node;
  }
}
