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

/** What has to be hidden for reasons that lie outside of the groups: tables linked to them, or an earlier version. */
export interface AlsoHidden {
  /** Rows, by index. */
  rows?: readonly number[];
  /** Levels of blocks whose sums are not shown, at all or on X and Y. */
  totals?: readonly string[];
  totalsBySex?: readonly string[];
  /** The number of everybody. */
  everybody?: boolean;
  /** Levels of blocks of which nothing about variants is shown. */
  changed?: readonly string[];
}

/** What may be known about the groups themselves, before any variant is looked at. */
export interface HiddenGroups {
  /** Per row, a value of `Hidden`. Such a row shows no genotype counts either: they add up to its people. */
  rows: Uint8Array;
  /** Whether the number of everybody may be shown. */
  total: boolean;
  /** Per block: a few people joined or left since an earlier version, so nothing about its variants is shown. */
  changed: boolean[];
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
 * every such set of rows whose sum is known either nothing is hidden, or two rows or more whose sum tells nothing about
 * one of them: the smallest ones are added. Where all rows of a set do not suffice, its sum is not shown either: a block
 * loses its allele counts, on X and Y or all of them, and where such blocks do not suffice, the number of everybody goes.
 */
export function hideGroups(
  {people, men, blocks, dividedBySex}: Groups,
  limit: number,
  also: AlsoHidden = {}
): HiddenGroups {
  const rows = Uint8Array.from(people, (n, row) =>
    isSmall(n, limit) ? Hidden.small : also.rows?.includes(row) ? Hidden.complement : Hidden.no
  );
  const isHidden = (row: number): boolean => rows[row] !== Hidden.no;

  /** Every row has somebody, so a sum of as many people as rows tells each; so does the largest sum of small rows. */
  const isSafe = (hidden: number[]): boolean => {
    const sum = sumOf(people, hidden);
    return hidden.length > 1 && sum > limit && sum > hidden.length && sum !== limit * hidden.length;
  };

  /** Whether the sum of `known` may be shown, once enough of its rows are hidden. */
  const hideEnough = (known: number[]): boolean => {
    const bySize = known.filter((row) => !isHidden(row)).sort((a, b) => people[a] - people[b] || a - b);
    for (;;) {
      const hidden = known.filter(isHidden);
      if (hidden.length === 0 || isSafe(hidden)) return true;
      const next = bySize.shift();
      if (next === undefined) return false;
      rows[next] = Hidden.complement;
    }
  };

  const totals: boolean[] = [];
  const totalsBySex: boolean[] = [];
  for (const block of blocks) {
    const all = sumOf(people, block.rows);
    const male = sumOf(men, block.rows);
    const sexes = [block.rows.filter((row) => men[row] > 0), block.rows.filter((row) => men[row] === 0)];
    const bySex =
      !isSmall(male, limit) &&
      !isSmall(all - male, limit) &&
      (!dividedBySex || sexes.map(hideEnough).every((safe) => safe));
    const total = !also.totals?.includes(block.level) && !isSmall(all, limit) && hideEnough(block.rows);
    totals.push(total);
    totalsBySex.push(total && bySex && !also.totalsBySex?.includes(block.level));
  }
  const rowsBySex = blocks.map(
    (block) =>
      dividedBySex || block.rows.every((row) => !isSmall(men[row], limit) && !isSmall(people[row] - men[row], limit))
  );
  const ofHiddenBlocks = blocks.flatMap((block, b) => (totals[b] ? [] : block.rows));
  const changed = blocks.map(({level}) => also.changed?.includes(level) ?? false);
  return {
    rows,
    changed,
    total: !also.everybody && (ofHiddenBlocks.length === 0 || isSafe(ofHiddenBlocks)),
    totals,
    totalsBySex,
    rowsBySex
  };
}
