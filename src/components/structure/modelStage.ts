import {html} from "htl";
import {
  confidenceBands,
  missenseClass,
  type DrawModel,
  type DrawnModel,
  type MarkedResidue,
  type ModelFile
} from "../../model/structure.js";
import {chosenColour, classColours} from "./changeColours.js";
import type {PlacedChange} from "./effectChart.js";
import {changeName} from "./structureWords.js";

interface StageOptions {
  gene: string;
  /** Position of the model's first residue. */
  first: number;
  changes: readonly PlacedChange[];
  /** The model, or what to show instead where the rules do not permit it. */
  readModel(): Promise<ModelFile | Node>;
  loadViewer(): Promise<DrawModel>;
}

/** A button that shows a model in three dimensions; nothing is loaded before it is pressed. */
export function modelStage({gene, first, changes, readModel, loadViewer}: StageOptions): {
  element: HTMLElement;
  choose(change: string | null): void;
  close(): void;
} {
  const place = html`<div class="structure-model"></div>` as HTMLElement;
  const said = html`<p class="quiet" role="status"></p>` as HTMLElement;
  let drawn: DrawnModel | null = null;
  let chosen: string | null = null;
  let serial = 0;
  const button = html`<button type="button">Show the model in 3D</button>` as HTMLButtonElement;
  button.onclick = () => (drawn ? close() : void show());

  async function show(): Promise<void> {
    const mine = (serial += 1);
    button.disabled = true;
    said.textContent = "Loading the model and what draws it";
    try {
      const [file, draw] = await Promise.all([readModel(), loadViewer()]);
      if (mine !== serial) return;
      if (file instanceof Node) {
        said.textContent = "";
        place.replaceChildren(file);
        return;
      }
      const canvas = html`<canvas
        role="img"
        aria-label=${`Model of ${gene} in three dimensions, coloured by confidence, with changes at their residues. Chart and table say the same.`}
      ></canvas>` as HTMLCanvasElement;
      place.replaceChildren(canvas, legend(changes.length > 0));
      const made = await draw(canvas, file, marks(), hexOf(getComputedStyle(place).backgroundColor));
      if (mine !== serial) return made.dispose();
      drawn = made;
      if (chosen !== null) await made.mark(marks());
      said.textContent = "Drag to turn, scroll to come closer.";
      button.textContent = "Hide the model";
    } catch (error) {
      if (mine !== serial) return;
      place.replaceChildren();
      said.textContent = `The model could not be drawn: ${error instanceof Error ? error.message : String(error)}. The chart and the table say the same.`;
    } finally {
      button.disabled = false;
    }
  }

  function close(): void {
    serial += 1;
    drawn?.dispose();
    drawn = null;
    place.replaceChildren();
    said.textContent = "";
    button.textContent = "Show the model in 3D";
  }

  /** One ball a residue: the chosen change, else the change there with the strongest effect. */
  function marks(): MarkedResidue[] {
    const strongest = new Map<number, PlacedChange>();
    for (const change of changes) {
      const other = strongest.get(change.position);
      const isFirst = !other || (change.score > other.score && changeName(other) !== chosen);
      if (isFirst || changeName(change) === chosen) strongest.set(change.position, change);
    }
    return [...strongest.values()].map((change) => ({
      index: change.position - first,
      colour: changeName(change) === chosen ? chosenColour : classColours[missenseClass(change.score)]
    }));
  }

  return {
    element: html`<div class="structure-stage">
      <p>${button} <span class="quiet">About 2 MB, from this site alone.</span></p>
      ${said} ${place}
    </div>` as HTMLElement,
    choose(change) {
      chosen = change;
      void drawn?.mark(marks());
    },
    close
  };
}

function legend(hasChanges: boolean): Node {
  const item = (colour: string, words: string): Node =>
    html`<li><span class="structure-swatch" style=${{background: colour}}></span> ${words}</li>` as Node;
  return html`<ul class="structure-legend">
    ${confidenceBands.map(({band, above, colour}) =>
      item(
        colour,
        `Ribbon: confidence ${band} (${Number.isFinite(above) ? `pLDDT above ${above}` : "50 or below"})${above < 70 ? ", not interpretable" : ""}`
      )
    )}
    ${
      hasChanges
        ? [
            ...Object.entries(classColours).map(([name, colour]) => item(colour, `Ball: ${name}, by prediction`)),
            item(chosenColour, "Ball: the chosen change")
          ]
        : null
    }
  </ul>` as Node;
}

/** `rgb(…)` as `#rrggbb`; white where it says nothing. */
function hexOf(colour: string): string {
  const parts = colour.match(/\d+/g)?.slice(0, 3) ?? ["255", "255", "255"];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
