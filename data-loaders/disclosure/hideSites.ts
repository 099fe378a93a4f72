import type {Groups} from "./groups.js";
import {Fate, type ExactCounts, type HiddenCounts} from "./hideCounts.js";
import {isSmall} from "./smallCell.js";

/**
 * Hides what the alternate alleles of one site tell about each other; changes `hidden`. Their rows are about the same
 * people: who has no call is the same in all of them, and copies that carry none of the alleles are what is left.
 *
 * Per site and block, `ac` of 0 stays. Where one allele is present, and anything of it is hidden, the rows and `an` of
 * the others are hidden: they would tell its missing calls. Where several are present, all is hidden, unless nothing was
 * and what follows from two of them together is no small count either.
 *
 * `siteOf` numbers the sites of the variants; those of one site are neighbours.
 */
export function hideSites(
  hidden: HiddenCounts,
  siteOf: Int32Array,
  counts: ExactCounts,
  groups: Groups,
  limit: number
): void {
  for (let first = 0; first < siteOf.length;) {
    let end = first + 1;
    while (end < siteOf.length && siteOf[end] === siteOf[first]) ++end;
    if (end - first > 1) for (let b = 0; b < groups.blocks.length; ++b) hideSite(first, end, b);
    first = end;
  }

  function hideSite(first: number, end: number, b: number): void {
    const alleles = Array.from({length: end - first}, (_, i) => first + i);
    const present = alleles.filter((variant) => counts.ac[cell(variant, b)] > 0);
    const others = alleles.filter((variant) => !present.includes(variant));
    if (present.length === 0) return;
    if (present.length === 1) {
      if (!isWhole(present[0], b)) for (const variant of others) hide(variant, b);
      return;
    }
    if (alleles.every((variant) => isWhole(variant, b)) && present.length === 2 && isSafe(present[0], present[1], b))
      return;
    for (const variant of alleles) hide(variant, b);
  }

  function cell(variant: number, b: number): number {
    return variant * groups.blocks.length + b;
  }

  function rowsOf(variant: number, b: number): number[] {
    return groups.blocks[b].rows.map((row) => variant * groups.people.length + row);
  }

  function isWhole(variant: number, b: number): boolean {
    return (
      hidden.ac[cell(variant, b)] === Fate.shown &&
      hidden.an[cell(variant, b)] === Fate.shown &&
      rowsOf(variant, b).every((i) => hidden.rows[i] === Fate.shown)
    );
  }

  function hide(variant: number, b: number): void {
    const at = cell(variant, b);
    for (const i of rowsOf(variant, b)) if (hidden.rows[i] <= Fate.missingHidden) hidden.rows[i] = Fate.complement;
    if (hidden.an[at] === Fate.shown) hidden.an[at] = Fate.complement;
    if (hidden.ac[at] === Fate.shown && counts.ac[at] > 0) hidden.ac[at] = Fate.complement;
  }

  /** Whether two alleles that are shown whole tell no small count together, in any row or in the block. */
  function isSafe(one: number, two: number, b: number): boolean {
    const {ac, an} = counts;
    const left = an[cell(one, b)] - ac[cell(one, b)] - ac[cell(two, b)];
    if (an[cell(one, b)] !== an[cell(two, b)] || isImpossibleOrSmall(left)) return false;
    const [ofOne, ofTwo] = [rowsOf(one, b), rowsOf(two, b)];
    return ofOne.every((i, k) => isSafeRow(i, ofTwo[k]));
  }

  function isSafeRow(i: number, j: number): boolean {
    const {homRef, het, homAlt, hemiRef, hemiAlt} = counts;
    const called = homRef[i] + het[i] + homAlt[i];
    if (called !== homRef[j] + het[j] + homAlt[j] || hemiRef[i] + hemiAlt[i] !== hemiRef[j] + hemiAlt[j]) return false;
    if (isImpossibleOrSmall(hemiRef[i] - hemiAlt[j])) return false;
    // People who have both alleles are heterozygous in both rows; their number settles all others.
    const rest = called - homAlt[i] - homAlt[j] - het[i] - het[j];
    const least = Math.max(0, -rest);
    const most = Math.min(het[i], het[j]);
    if (least > most) return false;
    const neither = 2 * rest + het[i] + het[j];
    if (isSmall(neither, limit)) return false;
    return least < most || ![least, het[i] - least, het[j] - least, rest + least].some((n) => isSmall(n, limit));
  }

  function isImpossibleOrSmall(count: number): boolean {
    return count < 0 || isSmall(count, limit);
  }
}

/** Numbers consecutive variants by chromosome and position. */
export function numberSites(chromosomes: readonly string[], positions: ArrayLike<number>): Int32Array {
  const sites = new Int32Array(chromosomes.length);
  for (let i = 1; i < sites.length; ++i)
    sites[i] = sites[i - 1] + Number(positions[i] !== positions[i - 1] || chromosomes[i] !== chromosomes[i - 1]);
  return sites;
}
