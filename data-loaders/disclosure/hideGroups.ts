import {sumOf, type Groups} from "./groups.js";
import {isSmall} from "./smallCell.js";

/** Why a row's number of people is not shown. */
export const Hidden = {
  /** It is: shown. */
  no: 0,
  /** 1 to the limit. */
  small: 1,
  /** Others could be worked out from it. */
  complement: 2
} as const;

/** What may be known about the groups themselves, before any variant is looked at. */
export interface HiddenGroups {
  /** Per row, a value of `Hidden`. Such a row shows no genotype counts either: they add up to its people. */
  rows: Uint8Array;
  /** Whether the number of everybody may be shown. */
  total: boolean;
  /** Per block: allele counts may be shown. `an` tells how many people the block has. */
  totals: boolean[];
  /** Per block: allele counts on X and Y may be shown. There `an` tells how many of the block are men. */
  totalsBySex: boolean[];
  /** Per block: genotype counts on X and Y may be shown. Where a row holds both sexes they tell how many are men. */
  rowsBySex: boolean[];
}

/**
 * Hides the numbers of people that are small, and as many more as keep them from being worked out.
 *
 * A block's people are known from `an` of any autosomal variant without missing calls, its men from `an` on X. So of
 * every such set of rows whose sum is known either nothing is hidden, or at least two rows of more people together than
 * the limit: the smallest ones are added. A block that is small as a whole is hidden whole, allele counts included, and
 * if such blocks together are small or one row, then so is the number of everybody.
 */
export function hideGroups({people, men, blocks, dividedBySex}: Groups, limit: number): HiddenGroups {
  const rows = Uint8Array.from(people, (n) => (isSmall(n, limit) ? Hidden.small : Hidden.no));
  const isHidden = (row: number): boolean => rows[row] !== Hidden.no;

  const hideEnough = (known: number[]): void => {
    const bySize = known.filter((row) => !isHidden(row)).sort((a, b) => people[a] - people[b] || a - b);
    for (;;) {
      const hidden = known.filter(isHidden);
      if (hidden.length === 0 || isSafe(hidden)) return;
      const next = bySize.shift();
      if (next === undefined) return;
      rows[next] = Hidden.complement;
    }
  };
  const isSafe = (hidden: number[]): boolean => hidden.length > 1 && sumOf(people, hidden) > limit;

  const totals = blocks.map((block) => !isSmall(sumOf(people, block.rows), limit));
  const totalsBySex = blocks.map((block, b) => {
    const all = sumOf(people, block.rows);
    const male = sumOf(men, block.rows);
    return totals[b] && !isSmall(male, limit) && !isSmall(all - male, limit);
  });
  blocks.forEach((block, b) => {
    if (!totals[b]) return;
    if (dividedBySex && totalsBySex[b]) {
      hideEnough(block.rows.filter((row) => men[row] > 0));
      hideEnough(block.rows.filter((row) => men[row] === 0));
    } else hideEnough(block.rows);
  });
  const rowsBySex = blocks.map(
    (block) =>
      dividedBySex || block.rows.every((row) => !isSmall(men[row], limit) && !isSmall(people[row] - men[row], limit))
  );
  const ofHiddenBlocks = blocks.flatMap((block, b) => (totals[b] ? [] : block.rows));
  return {rows, total: ofHiddenBlocks.length === 0 || isSafe(ofHiddenBlocks), totals, totalsBySex, rowsBySex};
}
