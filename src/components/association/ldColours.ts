import type {LdPair} from "../../model/association.js";

/** Steps of r², from the lowest; each is darker (in a dark theme lighter) than the one before, whatever the colour vision. */
export const ldSteps = ["0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–1"] as const;

/** The step of an r², 0 to 4; null where it is not known. */
export function ldStep(r2: number | null): number | null {
  return r2 === null ? null : Math.min(4, Math.floor(r2 * 5));
}

/** r² of any variant with the reference in one group; null = not known, which is not the same as 0. */
export function ldWith(
  pairs: readonly LdPair[],
  reference: string,
  ancestry: string
): (variant: string) => number | null {
  const known = new Map<string, number>([[reference, 1]]);
  for (const pair of pairs) {
    if (pair.ancestry !== ancestry) continue;
    if (pair.variantA === reference) known.set(pair.variantB, pair.r2);
    else if (pair.variantB === reference) known.set(pair.variantA, pair.r2);
  }
  return (variant) => known.get(variant) ?? null;
}

/** The group whose LD a panel shows: its own, or for the meta-analysis the one that the reader chose. */
export function ldGroup(pairs: readonly LdPair[], ancestry: string, chosen: string): string {
  return pairs.some((pair) => pair.ancestry === ancestry) ? ancestry : chosen;
}
