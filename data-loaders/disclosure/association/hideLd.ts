import type {LdPairs} from "../../tables/association/ldTable.js";

/** Called alleles of the variants that pairs name: variants × levels, the levels as in the pairs. */
export interface LdCopies {
  ac: Int32Array;
  an: Int32Array;
}

/** Roundings of r², the finest first. */
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/**
 * Pairs of variants without those of which at most `limit` copies of one allele were seen in the group, or of a group
 * that is not among `shownLevels`. r² is rounded to two decimals, or as much more coarsely as it takes to leave open by
 * more than `limit` how many chromosomes carry both alleles; where 0.5 does not suffice, the pair goes too.
 */
export function hideLd(pairs: LdPairs, {ac, an}: LdCopies, shownLevels: ReadonlySet<string>, limit: number): LdPairs {
  const {variantIds, levels, level, a, b, r2} = pairs;
  const kept: number[] = [];
  const rounded: number[] = [];
  for (let i = 0; i < r2.length; ++i) {
    if (!shownLevels.has(levels[level[i]])) continue;
    const [first, second] = [a[i], b[i]].map((variant) => variant * levels.length + level[i]);
    if (![first, second].every((at) => Math.min(ac[at], an[at] - ac[at]) > limit)) continue;
    const spread = copiesPerR(ac[first], an[first], ac[second], an[second]);
    const value = shownR2(r2[i], spread, limit);
    if (value === null) continue;
    kept.push(i);
    rounded.push(value);
  }
  const take = (codes: Int32Array): Int32Array => Int32Array.from(kept, (i) => codes[i]);
  return {variantIds, levels, level: take(level), a: take(a), b: take(b), r2: Float64Array.from(rounded)};
}

/** r² as it is shown, when a change of r by 1 moves `copiesPerR` chromosomes; null = not at all. */
export function shownR2(r2: number, copiesPerR: number, limit: number): number | null {
  if (!Number.isFinite(r2)) return null;
  for (const step of steps) {
    const value = Number((Math.round(r2 / step) * step).toFixed(2));
    const [low, high] = [Math.max(0, value - step / 2), Math.min(1, value + step / 2)];
    // The sign of r is taken as known, except where r may be 0.
    const width = low === 0 ? 2 * Math.sqrt(high) : Math.sqrt(high) - Math.sqrt(low);
    if (width * copiesPerR > limit) return value;
  }
  return null;
}

/** r is the excess of chromosomes with both alleles over chance, per this many. */
function copiesPerR(acA: number, anA: number, acB: number, anB: number): number {
  const [p, q] = [acA / anA, acB / anB];
  return Math.min(anA, anB) * Math.sqrt(p * (1 - p) * q * (1 - q));
}
