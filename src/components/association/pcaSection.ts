import {html} from "htl";
import type {DensitySquare} from "../../model/association.js";
import type {ReleaseManifest} from "../../model/release.js";
import {figure} from "../Figure.js";
import {densityColumns, pcaDensity} from "./pcaDensity.js";

interface PcaOptions {
  manifest: ReleaseManifest;
  source: string;
  /** Puts a guard before the figure’s menu. */
  guard(figure: HTMLElement): HTMLElement;
}

/** The density of people on two axes of ancestry; the reader chooses which two, of those that were released together. */
export function pcaSection(squares: readonly DensitySquare[], {manifest, source, guard}: PcaOptions): HTMLElement {
  const pairs = [...new Set(squares.map(pairOf))];
  const place = html`<div></div>` as HTMLElement;
  const draw = (pair: string): void => {
    const shown = squares.filter((square) => pairOf(square) === pair);
    const chart = figure({
      id: "pca",
      title: "Where people lie on the axes of ancestry",
      subtitle:
        "How many people each square holds, by genetic ancestry group; tests are adjusted for these axes. No point is a person.",
      chart: (width) => pcaDensity(shown, width),
      source,
      manifest,
      tables: ["pca_density"],
      columns: densityColumns,
      rows: shown
    });
    place.replaceChildren(guard(chart));
  };
  draw(pairs[0]);
  const choice = html`<label
    >Principal components
    <select onchange=${(event: Event) => draw((event.target as HTMLSelectElement).value)}>
      ${pairs.map((pair) => html`<option value=${pair}>${pair}</option>`)}
    </select></label
  >` as HTMLElement;
  return html`<section aria-labelledby="axes-title">
    <h2 id="axes-title">Who is alike by genome</h2>
    ${pairs.length > 1 ? html`<div class="association-bar">${choice}</div>` : null} ${place}
  </section>` as HTMLElement;
}

function pairOf({pcX, pcY}: DensitySquare): string {
  return `${pcX} and ${pcY}`;
}
