/** What a reader has chosen on the page about structures; null = nothing, or the first gene. */
export interface StructureAddress {
  gene: string | null;
  /** 1-based. */
  residue: number | null;
  change: string | null;
}

/** The query part of an address of the page about structures, without `?`; empty for the usual view. */
export function structureToQuery({gene, residue, change}: StructureAddress): string {
  const query = new URLSearchParams();
  if (gene !== null) query.set("gene", gene);
  if (change !== null) query.set("change", change);
  else if (residue !== null) query.set("residue", String(residue));
  return query.toString();
}

/** Reads what `structureToQuery` wrote; whatever is missing is as usual. */
export function structureFromQuery(text: string): StructureAddress {
  const query = new URLSearchParams(text);
  const change = query.get("change");
  const residue = Number(/\d+/.exec(change ?? query.get("residue") ?? "")?.[0] ?? NaN);
  return {gene: query.get("gene"), residue: Number.isFinite(residue) ? residue : null, change};
}
