import {Ploidy} from "../../src/model/ploidy.js";
import type {DividedCounts} from "../tables/divideCounts.js";
import {sumOf, type Groups} from "./groups.js";
import {Hidden, type HiddenGroups} from "./hideGroups.js";
import {isSmall} from "./smallCell.js";

/** Exact counts of some variants: rows of `genotype_counts`, variant-major, and of `allele_counts`. */
export interface ExactCounts extends DividedCounts {
  variants: number;
  /** `Ploidy` of every variant. */
  ploidy: Uint8Array;
}

/** What happened to a row of `genotype_counts`, or to `ac` and `an`. */
export const Fate = {
  shown: 0,
  /** `hom_ref`, `hemi_ref` and `missing` are hidden, because 1 to the limit have no call. */
  missingHidden: 1,
  /** One of the row's counts is small. */
  small: 2,
  /** The number of people in the group is hidden, and so is whatever adds up to it. */
  group: 3,
  /** What is hidden elsewhere could be worked out from it. */
  complement: 4,
  /** A few people joined or left the group since an earlier version. */
  changed: 5
} as const;

export interface HiddenCounts {
  /** Per row of `genotype_counts`, a value of `Fate`. */
  rows: Uint8Array;
  /** Per row of `allele_counts`, a value of `Fate`: shown, small, group or changed for `ac`; complement too for `an`. */
  ac: Uint8Array;
  an: Uint8Array;
  /** `allele_counts.an` to show: never less than the truth, see `hideCounts`. */
  anShown: Int32Array;
}

/**
 * Decides which counts of some variants are shown, so that no count of 1 to `limit` (t) people or alleles can be
 * read off or worked out from all that is shown together, the sizes of groups included. Per variant and block:
 *
 * 1. A row of `genotype_counts` with a count of 1–t is hidden whole, as is one whose number of people is hidden.
 *    Where only `missing` is 1–t, it is hidden with the reference counts: their sum, which group size gives, is then
 *    more than 2t, so neither part follows.
 * 2. `ac` and `an` are hidden where `ac`, or the copies that are not alternate alleles, are 1–t.
 * 3. Where `ac` is shown, the hidden rows' alternate alleles and their other copies are known as sums. Each sum has to
 *    be 0 or more than t per hidden row; otherwise the smallest of the shown rows are hidden too, at the end all.
 * 4. `an` would tell how many have no call. It counts hidden missing calls as if they were called, down to a multiple
 *    of t + 1 people: an upper bound, too high by 2t copies at most (2t + 1 on X). It is hidden where even that would
 *    help: hidden rows with so few reference alleles, or no alternate ones, that who is missing decides a count.
 *
 * With 3 met, a hidden row has at least t / 2 possible values for each of its counts: two heterozygotes and a pair of
 * opposite homozygotes give the same sums. test/disclosure/attack.test.ts tries all of them.
 */
export function hideCounts(counts: ExactCounts, groups: Groups, hidden: HiddenGroups, limit: number): HiddenCounts {
  const {variants, ploidy, homRef, het, homAlt, hemiRef, hemiAlt, missing, ac, an} = counts;
  const {people, men, blocks} = groups;
  const width = people.length;
  const fate = new Uint8Array(variants * width);
  const acFate = new Uint8Array(variants * blocks.length);
  const anFate = new Uint8Array(variants * blocks.length);
  const anShown = Int32Array.from(an);
  const copies = [0, 1, 2, 3].map((code) => people.map((n, row) => copiesOf(code, n, men[row])));
  const bySize = blocks.map(({rows}) => Int32Array.from(rows).sort((a, b) => people[a] - people[b] || a - b));
  const blockCopies = copies.map((perRow) => blocks.map(({rows}) => sumOf(perRow, rows)));

  for (let variant = 0, at = 0; variant < variants; ++variant) {
    const first = variant * width;
    const code = ploidy[variant];
    const bySex = code === Ploidy.menHaploid || code === Ploidy.menOnly;
    for (let b = 0; b < blocks.length; ++b, ++at) protectBlock(b, at, first, code, bySex);
  }
  return {rows: fate, ac: acFate, an: anFate, anShown};

  function protectBlock(b: number, at: number, first: number, code: number, bySex: boolean): void {
    if (hidden.changed[b]) {
      for (const row of blocks[b].rows) fate[first + row] = Fate.changed;
      acFate[at] = anFate[at] = Fate.changed;
      return;
    }
    const rows = bySize[b];
    const perRow = copies[code];
    const rowsShown = !bySex || hidden.rowsBySex[b];
    const totalsShown = bySex ? hidden.totalsBySex[b] : hidden.totals[b];

    let hiddenRows = 0;
    let otherThanGroup = 0;
    let partRows = 0;
    let hiddenAc = 0;
    let hiddenCopies = 0;
    let hiddenCalled = 0;
    let partUncalled = 0;
    let shownUncalled = 0;
    let sum = 0;
    for (let k = 0; k < rows.length; ++k) {
      const i = first + rows[k];
      const alleles = het[i] + 2 * homAlt[i] + hemiAlt[i];
      const called = 2 * (homRef[i] + het[i] + homAlt[i]) + hemiRef[i] + hemiAlt[i];
      const rowCopies = perRow[rows[k]];
      sum += alleles;
      const is = rowsShown ? rowFate(i, rows[k]) : Fate.group;
      fate[i] = is;
      if (is === Fate.shown) shownUncalled += rowCopies - called;
      else if (is === Fate.missingHidden) {
        partUncalled += rowCopies - called;
        ++partRows;
      } else {
        ++hiddenRows;
        if (is !== Fate.group) ++otherThanGroup;
        hiddenAc += alleles;
        hiddenCopies += rowCopies;
        hiddenCalled += called;
      }
    }
    if (sum !== ac[at]) throw new Error("genotype_counts and allele_counts disagree; nothing is released");

    const rest = blockCopies[code][b] - sum;
    if (!totalsShown || isSmall(sum, limit) || isSmall(rest, limit)) {
      acFate[at] = anFate[at] = totalsShown ? Fate.small : Fate.group;
      // So many hidden rows, each known to have one or more of at most `limit` alleles, would have one each.
      if (hiddenRows >= limit) for (let k = 0; k < rows.length; ++k) hide(first + rows[k]);
      return;
    }

    // The rows are in order of size, so the smallest that is still shown is next.
    for (
      let k = 0;
      hiddenRows > 0 && hiddenRows < rows.length && !sumsAreSafe(hiddenAc, hiddenCopies, hiddenRows);
      ++k
    ) {
      const i = first + rows[k];
      if (fate[i] > Fate.missingHidden) continue;
      const rowCopies = perRow[rows[k]];
      const called = 2 * (homRef[i] + het[i] + homAlt[i]) + hemiRef[i] + hemiAlt[i];
      if (fate[i] === Fate.shown) shownUncalled -= rowCopies - called;
      else {
        partUncalled -= rowCopies - called;
        --partRows;
      }
      hiddenAc += het[i] + 2 * homAlt[i] + hemiAlt[i];
      hiddenCopies += rowCopies;
      hiddenCalled += called;
      ++hiddenRows;
      ++otherThanGroup;
      hide(i);
    }

    const hiddenRef = hiddenCalled - hiddenAc;
    const nothingFollows =
      hiddenRows === 0 ||
      hiddenAc === hiddenCopies ||
      (hiddenRef > 2 * limit && (hiddenAc > limit || (hiddenAc === 0 && otherThanGroup === 0)));
    if (!nothingFollows || partRows >= limit) {
      anFate[at] = Fate.complement;
      return;
    }
    const step = code === Ploidy.diploid || code === Ploidy.menHaploid ? 2 * (limit + 1) : limit + 1;
    const uncalled = partUncalled + hiddenCopies - hiddenCalled;
    anShown[at] = blockCopies[code][b] - shownUncalled - Math.floor(uncalled / step) * step;
  }

  function rowFate(i: number, row: number): number {
    if (hidden.rows[row] !== Hidden.no) return Fate.group;
    if (
      isSmall(homRef[i], limit) ||
      isSmall(het[i], limit) ||
      isSmall(homAlt[i], limit) ||
      isSmall(hemiRef[i], limit) ||
      isSmall(hemiAlt[i], limit)
    )
      return Fate.small;
    if (!isSmall(missing[i], limit)) return Fate.shown;
    return homRef[i] + hemiRef[i] + missing[i] > 2 * limit ? Fate.missingHidden : Fate.small;
  }

  function sumsAreSafe(alleles: number, copies: number, hiddenRows: number): boolean {
    const others = copies - alleles;
    const least = limit * hiddenRows;
    return (alleles === 0 || alleles > least) && (others === 0 || others > least);
  }

  function hide(i: number): void {
    if (fate[i] <= Fate.missingHidden) fate[i] = Fate.complement;
  }
}

/** Copies of the chromosome that some people have together, `men` of them men. */
function copiesOf(ploidy: number, people: number, men: number): number {
  switch (ploidy) {
    case Ploidy.menHaploid:
      return 2 * people - men;
    case Ploidy.menOnly:
      return men;
    case Ploidy.haploid:
      return people;
    default:
      return 2 * people;
  }
}
