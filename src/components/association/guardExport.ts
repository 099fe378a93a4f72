import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import {decisionPanel} from "../DecisionPanel.js";
import {guardFigure} from "../variants/guardFigure.js";

/**
 * Lets a figure's menu save files only after the rules permit it; `ask` asks for exactly what the figure shows. A refusal
 * is said beside the button that was pressed.
 */
export function guardExport(figure: HTMLElement, ask: () => Promise<Decision>): HTMLElement {
  const place = html`<div class="figure-refused"></div>` as HTMLElement;
  figure.querySelector(".figure-foot")?.after(place);
  return guardFigure(figure, async () => {
    const decision = await ask();
    const permitted = decision.outcome === "permit";
    place.replaceChildren(...(permitted ? [] : [decisionPanel(decision)]));
    return permitted;
  });
}
