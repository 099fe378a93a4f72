import {html} from "htl";
import {labelChart} from "../labelChart.js";

/** A figure's chart that can be drawn anew in its place, so that figure, table and focus stay as they are. */
export function redrawable(
  title: string,
  draw: (width: number) => Element
): {chart: (width: number) => Element; redraw(): void} {
  let [place, drawn] = [html`<div></div>` as HTMLElement, 0];
  return {
    chart(width) {
      [place, drawn] = [html`<div></div>` as HTMLElement, width];
      place.append(draw(width));
      return place;
    },
    redraw() {
      if (drawn > 0) place.replaceChildren(labelChart(draw(drawn), title));
    }
  };
}
