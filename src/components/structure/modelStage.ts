import {html} from "htl";
import {
  confidenceBands,
  missenseClass,
  type DrawnModel,
  type MarkedResidue,
  type ModelFile
} from "../../model/structure.js";
import {chosenColour, classColours} from "./changeColours.js";
import type {PlacedChange} from "./effectChart.js";
import type {Selection, StructureEffects} from "./structureEffects.js";

interface StageOptions {
  gene: string;
  /** Positions of the model's first and last residue. */
  ends: [first: number, last: number];
  changes: readonly PlacedChange[];
  /** What the model's file says of itself. */
  source: string;
  effects: Pick<StructureEffects, "loadViewer" | "hasWebGl">;
  /** The model, or what to show instead where the rules do not permit it. */
  readModel(): Promise<ModelFile | Node>;
  /** Told the residue that a reader presses on the model. */
  choose(residue: number): void;
}

/** A button that shows a model in three dimensions; nothing is loaded before it is pressed. */
export function modelStage({gene, ends, changes, source, effects, readModel, choose}: StageOptions): {
  element: HTMLElement;
  select(selection: Selection): void;
  close(): void;
} {
  const place = html`<div class="structure-model"></div>` as HTMLElement;
  const said = html`<p class="quiet" role="status"></p>` as HTMLElement;
  let drawn: DrawnModel | null = null;
  let selection: Selection = {residue: null, change: null};
  let serial = 0;
  const button = html`<button type="button">Show the model in 3D</button>` as HTMLButtonElement;
  button.onclick = () => (drawn ? close() : void show());

  async function show(): Promise<void> {
    if (!effects.hasWebGl()) {
      said.textContent = noWebGl;
      return;
    }
    const mine = (serial += 1);
    button.disabled = true;
    said.textContent = "Loading the model and what draws it";
    try {
      const [file, draw] = await Promise.all([readModel(), effects.loadViewer()]);
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
      place.replaceChildren(canvas, legend(changes.length > 0), html`<p class="quiet">${source}</p>` as Node);
      const background = hexOf(getComputedStyle(place).backgroundColor);
      const made = await draw(canvas, file, marks(), background, (index) => choose(ends[0] + index));
      if (mine !== serial) return made.dispose();
      drawn = made;
      await made.mark(marks());
      said.textContent = "Drag to turn, scroll to come closer, press a residue to choose it.";
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

  /** One ball a residue: the change there with the strongest effect; what is chosen has its own colour. */
  function marks(): MarkedResidue[] {
    const strongest = new Map<number, PlacedChange>();
    for (const change of changes) {
      const other = strongest.get(change.position);
      if (!other || change.score > other.score) strongest.set(change.position, change);
    }
    const {residue} = selection;
    const others = [...strongest.values()].filter(({position}) => position !== residue);
    const marked = others.map(({position, score}) => ({
      index: position - ends[0],
      colour: classColours[missenseClass(score)],
      large: false
    }));
    if (residue !== null && residue >= ends[0] && residue <= ends[1])
      marked.push({index: residue - ends[0], colour: chosenColour, large: true});
    return marked;
  }

  return {
    element: html`<div class="structure-stage">
      <p>${button} <span class="quiet">About 2 MB, from this site alone.</span></p>
      ${said} ${place}
    </div>` as HTMLElement,
    select(next) {
      selection = next;
      void drawn?.mark(marks());
    },
    close
  };
}

const noWebGl =
  "This browser does not draw in three dimensions: it has no WebGL, or it is switched off. Charts and table above and " +
  "below say the same; to see the model too, switch hardware acceleration on in the browser’s settings, or use another browser.";

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
            item(chosenColour, "Ball: the chosen residue")
          ]
        : item(chosenColour, "Ball: the chosen residue")
    }
  </ul>` as Node;
}

/** `rgb(…)` as `#rrggbb`; white where it says nothing. */
function hexOf(colour: string): string {
  const parts = colour.match(/\d+/g)?.slice(0, 3) ?? ["255", "255", "255"];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
