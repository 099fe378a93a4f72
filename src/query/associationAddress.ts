import {metaLevel, type AssociationView, type PhewasView, type Region} from "../model/association.js";

/** The query part of an address, without `?`; empty for the usual view. */
export function associationToQuery({trait, ancestry, region, variant}: AssociationView): string {
  const query = new URLSearchParams();
  if (trait !== null) query.set("trait", trait);
  if (ancestry !== metaLevel) query.set("ancestry", ancestry);
  if (region) query.set("region", `${region.chrom}:${region.start}-${region.end}`);
  if (variant !== null) query.set("variant", variant);
  return query.toString();
}

/** Reads what `associationToQuery` wrote; whatever is missing, or mangled on its way, is as usual. */
export function associationFromQuery(text: string): AssociationView {
  const query = new URLSearchParams(text);
  return {
    trait: query.get("trait"),
    ancestry: query.get("ancestry") ?? metaLevel,
    region: regionFrom(query.get("region")),
    variant: query.get("variant")
  };
}

export function phewasToQuery({variant, gene, ancestry}: PhewasView): string {
  const query = new URLSearchParams();
  if (variant !== null) query.set("variant", variant);
  if (gene !== null) query.set("gene", gene);
  if (ancestry !== metaLevel) query.set("ancestry", ancestry);
  return query.toString();
}

export function phewasFromQuery(text: string): PhewasView {
  const query = new URLSearchParams(text);
  return {variant: query.get("variant"), gene: query.get("gene"), ancestry: query.get("ancestry") ?? metaLevel};
}

/** Keeps the view in the address of the page, without a new entry in the history. */
export function keepInAddress(query: string): void {
  history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
}

function regionFrom(text: string | null): Region | null {
  const match = /^([^:]+):(\d+)-(\d+)$/.exec(text ?? "");
  if (!match) return null;
  const [start, end] = [Number(match[2]), Number(match[3])].sort((a, b) => a - b);
  return {chrom: match[1], start, end};
}
