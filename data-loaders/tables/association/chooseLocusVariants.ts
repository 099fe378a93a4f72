/** A locus of some trait and group, by its leading variant. */
export interface LeadingVariant {
  chrom: string;
  pos: number;
  variantId: string;
}

/** Variants of one chromosome whose linkage is looked at together. */
export interface LocusVariants {
  /** Those that lead a locus. */
  leads: string[];
  /** All of them, in genome order, the leading ones among them. */
  variantIds: string[];
}

/**
 * The variants around leading ones whose linkage is worth knowing: of each locus the `most` nearest that are at most
 * `lociBp` away. Loci that share a variant become one. `variants`: ids in genome order, those that are shown.
 */
export function chooseLocusVariants(
  leads: readonly LeadingVariant[],
  variants: readonly {chrom: string; pos: number; variantId: string}[],
  lociBp: number,
  most: number
): LocusVariants[] {
  const byChrom = new Map<string, {place: number; pos: number}[]>();
  variants.forEach(({chrom, pos}, place) => {
    if (!byChrom.has(chrom)) byChrom.set(chrom, []);
    byChrom.get(chrom)!.push({place, pos});
  });
  const merged: {leads: Set<string>; places: Set<number>}[] = [];
  const unique = new Map(leads.map((lead) => [lead.variantId, lead]));
  for (const {chrom, pos, variantId} of unique.values()) {
    const near = (byChrom.get(chrom) ?? [])
      .filter((variant) => Math.abs(variant.pos - pos) <= lociBp)
      .sort((a, b) => Math.abs(a.pos - pos) - Math.abs(b.pos - pos))
      .slice(0, most)
      .map(({place}) => place);
    const locus = {leads: new Set([variantId]), places: new Set(near)};
    for (const other of merged.filter(({places}) => near.some((place) => places.has(place)))) {
      for (const lead of other.leads) locus.leads.add(lead);
      for (const place of other.places) locus.places.add(place);
      merged.splice(merged.indexOf(other), 1);
    }
    merged.push(locus);
  }
  return merged.map(({leads, places}) => ({
    leads: [...leads],
    variantIds: [...places].sort((a, b) => a - b).map((place) => variants[place].variantId)
  }));
}
