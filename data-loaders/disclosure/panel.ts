import type {ReferenceVariant} from "../sources/cohort.js";
import type {PanelLimits} from "./thresholds.js";

/** The list of variants that may have public frequencies. It follows from the reference alone, never from the cohort. */
export interface Panel {
  /** Rows of the reference; those common enough in every group; those left after pruning. */
  candidates: number;
  common: number;
  /** In the order of the reference: `common` and not linked to one another. */
  variants: ReferenceVariant[];
}

/**
 * Common, unlinked, autosomal variants of a reference: the rarer allele has at least `mafMin` in every level, and a
 * variant that is linked to one already taken is left out. The most common ones are taken first, as their frequencies
 * are the most useful and their linkage is the best known; ties in the order of the reference.
 */
export function choosePanel(reference: readonly ReferenceVariant[], {mafMin}: Pick<PanelLimits, "mafMin">): Panel {
  const common = reference.filter(
    (variant) => /^\d+$/.test(variant.chrom) && variant.frequencies.every((p) => Math.min(p, 1 - p) >= mafMin)
  );
  const taken = new Map<string, number[]>();
  const chosen = new Set<ReferenceVariant>();
  for (const variant of [...common].sort((a, b) => leastMaf(b) - leastMaf(a))) {
    const near = taken.get(variant.block) ?? [];
    if (near.some((linkage) => Math.abs(linkage - variant.linkage) < 1)) continue;
    near.push(variant.linkage);
    taken.set(variant.block, near);
    chosen.add(variant);
  }
  return {candidates: reference.length, common: common.length, variants: common.filter((v) => chosen.has(v))};
}

/** `count` of the variants, spread evenly over their order; all where there are no more. */
export function spread<T>(variants: readonly T[], count: number): T[] {
  if (variants.length <= count) return [...variants];
  return Array.from({length: Math.max(0, count)}, (_, i) => variants[Math.floor((i * variants.length) / count)]);
}

function leastMaf({frequencies}: ReferenceVariant): number {
  return Math.min(...frequencies.map((p) => Math.min(p, 1 - p)));
}
