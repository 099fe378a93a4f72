import {keepInAddress} from "./associationAddress.js";

/** The query part of an address of the page about carrying over, without `?`; empty for the usual view. */
export function carryOverToQuery({trait, group}: {trait: string | null; group: string | null}): string {
  const query = new URLSearchParams();
  if (trait !== null) query.set("trait", trait);
  if (group !== null) query.set("group", group);
  return query.toString();
}

/** Reads what `carryOverToQuery` wrote; whatever is missing is as usual. */
export function carryOverFromQuery(text: string): {trait: string | null; group: string | null} {
  const query = new URLSearchParams(text);
  return {trait: query.get("trait"), group: query.get("group")};
}

/** The table that the page about costs shows, by its title; null = as usual. */
export function costTableFromQuery(text: string): string | null {
  return new URLSearchParams(text).get("table");
}

export function keepCostTable(title: string): void {
  keepInAddress(new URLSearchParams({table: title}).toString());
}
