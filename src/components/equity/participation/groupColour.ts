import {ancestryColour, otherAncestryColour} from "../../ancestryColours.js";
import {catalogColour} from "./catalogColours.js";

/** Of a genetic ancestry group or of a category of the GWAS Catalog. */
export function groupColour(group: string): string {
  const own = ancestryColour(group);
  return own === otherAncestryColour ? catalogColour(group) : own;
}
