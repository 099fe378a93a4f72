import {ancestryColour, otherAncestryColour} from "../../ancestryColours.js";

/**
 * One colour per broad ancestry category of the GWAS Catalog. Where a genetic ancestry group has the same reference,
 * the colour is that group's; the others can be told apart from these with any colour vision, and are always named.
 */
const colours: Record<string, string> = {
  African: ancestryColour("AFR"),
  "African American or Afro-Caribbean": "#8F5A00",
  "East Asian": ancestryColour("EAS"),
  European: ancestryColour("EUR"),
  "Greater Middle Eastern": "#56B4E9",
  "Hispanic or Latin American": ancestryColour("AMR"),
  "Other Asian": "#8A9A1B",
  "South Asian": ancestryColour("SAS")
};

export function catalogColour(ancestry: string): string {
  return colours[ancestry] ?? otherAncestryColour;
}
