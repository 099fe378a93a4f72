import {interpolateCividis} from "d3";
import {ancestryColour} from "../ancestryColours.js";
import type {EquitySeries} from "./equitySeries.js";

/**
 * A colour for each subgroup, by its place. An order runs through cividis, which readers with any colour vision see alike
 * (Nuñez, Anderton & Renslow 2018, PLoS ONE 13:e0199239); genetic ancestry groups keep theirs; groups without an order
 * share one, since a ramp would rank them. Each goes with a number or a name, never alone.
 */
export function subgroupColour({ordered, dimension, rows}: EquitySeries, index: number): string {
  if (/ancestry/i.test(dimension)) return ancestryColour(rows[index].subgroup);
  if (!ordered) return "#6b8fa3";
  return interpolateCividis(rows.length < 2 ? 0.5 : 0.2 + (0.75 * index) / (rows.length - 1));
}

/** Black or white, whichever is read better on a colour (relative luminance of WCAG 2.2). */
export function inkOn(colour: string): string {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? ["0", "0", "0"]).map(Number);
  const [r, g, b] = parts.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}
