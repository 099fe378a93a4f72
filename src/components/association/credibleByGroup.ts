import {credibleSet} from "../../kernels/credibleSet.js";
import {suggestive, type VariantTest} from "../../model/association.js";

/**
 * Group → members of its 95 % credible set in a region, with their posterior probability. A group without an association
 * beyond 1e-5 has none: what is not there has no cause.
 */
export function credibleByGroup(
  tests: readonly VariantTest[],
  kind: "binary" | "quantitative"
): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const ancestry of new Set(tests.map((test) => test.ancestry))) {
    const own = tests.filter((test) => test.ancestry === ancestry);
    if (!own.some(({minusLog10P}) => minusLog10P !== null && minusLog10P >= -Math.log10(suggestive))) continue;
    const estimates = own.map(({beta, se}) => ({beta: beta ?? NaN, se: se ?? NaN}));
    const {posterior, members} = credibleSet(estimates, kind === "binary" ? 0.04 : 0.15 ** 2 * varianceOf(own));
    found.set(ancestry, new Map(members.map((i) => [own[i].variantId, posterior[i]])));
  }
  return found;
}

/** Variance of a quantitative trait as its tests tell it: se² ≈ variance / (2 n f (1 − f)). The median over variants. */
function varianceOf(tests: readonly VariantTest[]): number {
  const each = tests
    .flatMap(({se, n, eaf}) => (se === null || n === null || eaf === null ? [] : [se ** 2 * 2 * n * eaf * (1 - eaf)]))
    .filter((variance) => variance > 0)
    .sort((a, b) => a - b);
  return each[each.length >> 1] ?? 1;
}
