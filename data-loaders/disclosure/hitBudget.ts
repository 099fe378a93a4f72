/** An association that may be published; see `tables/strongHits.ts`. */
export interface RankedHit {
  variantId: string;
  z: number;
  oddsRatio: number;
}

/**
 * The strongest associations whose z² together stay within the budget ρ: publishing hits separates cases from controls by
 * d′² = (1/cases + 1/controls) Σ z² (Im and others 2012, Am J Hum Genet 90:591), so Σ z² ≤ 2ρ · cases · controls / (cases +
 * controls). Strongest first, and none behind one that no longer fits: a list with gaps would mislead.
 */
export function hitsWithinBudget<T extends RankedHit>(
  hits: readonly T[],
  rho: number,
  cases: number,
  controls: number
): {kept: T[]; budget: number; spent: number} {
  const budget = (2 * rho * cases * controls) / (cases + controls);
  const kept: T[] = [];
  let spent = 0;
  for (const hit of [...hits].sort((a, b) => Math.abs(b.z) - Math.abs(a.z))) {
    if (spent + hit.z ** 2 > budget) break;
    kept.push(hit);
    spent += hit.z ** 2;
  }
  return {kept, budget, spent};
}

/** An odds ratio as it is published: two significant figures. */
export function roundOddsRatio(oddsRatio: number): number {
  return Number(oddsRatio.toPrecision(2));
}
