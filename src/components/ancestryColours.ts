import {isNoGroup, notAssigned} from "../model/ancestry.js";

/**
 * One colour per genetic ancestry group, the same on every page, in alphabetical order, which implies no rank.
 * Okabe & Ito 2008, "Color Universal Design": readers with any colour vision can tell them apart.
 * Each has at least 2 : 1 against both page backgrounds and is always accompanied by its name and an outline.
 */
const colours: Record<string, string> = {
  AFR: "#E69F00",
  AMR: "#D55E00",
  EAS: "#009E73",
  EUR: "#0072B2",
  SAS: "#CC79A7"
};

export const otherAncestryColour = "#666666";

/** What the codes of the 1000 Genomes reference stand for. */
const names: Record<string, string> = {
  AFR: "similar to the African reference",
  AMR: "similar to the admixed American reference",
  EAS: "similar to the East Asian reference",
  EUR: "similar to the European reference",
  SAS: "similar to the South Asian reference"
};

export function ancestryColour(level: string): string {
  return colours[level] ?? otherAncestryColour;
}

/** In plain words, as the National Academies' 2023 report asks: similarity to a reference, never a kind of people. */
export function ancestryName(level: string): string {
  if (level === "unknown") return "genetic ancestry group not known";
  if (level === notAssigned) return "not assigned to a genetic ancestry group";
  return names[level] ?? `genetic ancestry group ${level}`;
}

/** Domain and range of a Plot colour scale; levels without a colour of their own share the neutral one. */
export function ancestryScale(levels: readonly string[]): {domain: string[]; range: string[]} {
  const domain = [...levels].sort((a, b) => Number(isNoGroup(a)) - Number(isNoGroup(b)) || (a < b ? -1 : 1));
  return {domain, range: domain.map(ancestryColour)};
}
