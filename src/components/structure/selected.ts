import type {Selection} from "./structureEffects.js";
import {changeName} from "./structureWords.js";
import type {StructureResidue} from "../../model/structure.js";

/** Whether a change is among what was chosen: itself, or all at its residue. */
export function isSelected(
  change: Pick<StructureResidue, "position" | "aminoAcid" | "change">,
  {residue, change: name}: Selection
): boolean {
  return change.position === residue && (name === null || name === changeName(change));
}

/**
 * The residue that was pressed in a chart with the residues along `axis`, or null outside. `event` of the chart's SVG,
 * which may be shown in another size than it was drawn in.
 */
export function pressedResidue(
  chart: Element,
  axis: "x" | "y",
  event: Pick<MouseEvent, "clientX" | "clientY">,
  [first, last]: [number, number]
): number | null {
  const scale = (chart as unknown as {scale(name: string): {invert(pixel: number): number}}).scale(axis);
  const box = chart.getBoundingClientRect();
  const drawn = Number(chart.getAttribute(axis === "x" ? "width" : "height"));
  const shown = axis === "x" ? box.width : box.height;
  const pixel = axis === "x" ? event.clientX - box.left : event.clientY - box.top;
  const residue = Math.round(scale.invert(shown > 0 ? (pixel * drawn) / shown : pixel));
  return residue >= first && residue <= last ? residue : null;
}
