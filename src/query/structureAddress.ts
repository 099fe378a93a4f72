/** The query part of an address of the page about structures, without `?`; empty for the usual view. */
export function structureToQuery({gene, change}: {gene: string | null; change: string | null}): string {
  const query = new URLSearchParams();
  if (gene !== null) query.set("gene", gene);
  if (change !== null) query.set("change", change);
  return query.toString();
}

/** Reads what `structureToQuery` wrote; whatever is missing is as usual. */
export function structureFromQuery(text: string): {gene: string | null; change: string | null} {
  const query = new URLSearchParams(text);
  return {gene: query.get("gene"), change: query.get("change")};
}
