import type {Groups} from "../../data-loaders/disclosure/groups.js";
import {Hidden, type HiddenGroups} from "../../data-loaders/disclosure/hideGroups.js";
import {Ploidy} from "../../src/model/ploidy.js";

/** One variant and one block as published: null = withheld. The six counts in the order of `genotype_counts`. */
export interface PublishedBlock {
  ploidy: number;
  rows: (number | null)[][];
  ac: number | null;
  an: number | null;
}

type Range = [least: number, most: number];

/**
 * The ways to fill a row, by what they add to the sums that are known: per sum (packed into one number, so that sums of
 * rows are sums of numbers) the values that each count can have, as bits.
 */
type States = Map<number, number[]>;

const pack = (people: number, men: number, ac: number, uncalled: number): number =>
  ((people * 64 + men) * 128 + ac) * 128 + uncalled;

/**
 * Everything an attacker can conclude by logic alone from one block of one variant: the possible values of each count
 * of each row, or null where the published values contradict each other. He knows the sizes of all groups that are
 * shown, how many people and men the block has (where `an` may tell him), the published cells, that counts are not
 * negative and add up, and what `an` means. Exhaustive: it goes through every way to fill the rows.
 */
export function possibleCounts(
  published: PublishedBlock,
  block: number,
  groups: Groups,
  hidden: HiddenGroups,
  limit: number
): Set<number>[][] | null {
  const {rows} = groups.blocks[block];
  const sum = (values: Int32Array): number => rows.reduce((total, row) => total + values[row], 0);
  const blockPeople = hidden.totals[block] ? sum(groups.people) : null;
  const blockMen = hidden.totalsBySex[block] ? sum(groups.men) : null;
  const most = Math.max(...rows.map((row) => groups.people[row])) + 1;
  const perRow = rows.map((row, r) => {
    const size = hidden.rows[row] === Hidden.no ? groups.people[row] : null;
    const men = groups.dividedBySex ? (groups.men[row] > 0 ? "all" : "none") : "some";
    return statesOfRow(published.rows[r], published.ploidy, size, men, most);
  });

  const uncalledRange = ((): Range | null => {
    if (published.an === null || blockPeople === null) return null;
    const bySex = published.ploidy === Ploidy.menHaploid || published.ploidy === Ploidy.menOnly;
    if (bySex && blockMen === null) return null;
    const copies = copiesOf(published.ploidy, blockPeople, blockMen ?? 0);
    const diploid = published.ploidy === Ploidy.diploid || published.ploidy === Ploidy.menHaploid;
    const anyHidden = published.rows.some((cells) => cells[5] === null);
    return [copies - published.an, copies - published.an + (anyHidden ? (diploid ? 2 : 1) * (limit + 1) - 1 : 0)];
  })();
  const knows = (sums: number): boolean => {
    const uncalled = sums % 128;
    return (
      (blockPeople === null || Math.floor(sums / (128 * 128 * 64)) === blockPeople) &&
      (blockMen === null || Math.floor(sums / (128 * 128)) % 64 === blockMen) &&
      (published.ac === null || Math.floor(sums / 128) % 128 === published.ac) &&
      (uncalledRange === null || (uncalled >= uncalledRange[0] && uncalled <= uncalledRange[1]))
    );
  };
  return solve(perRow, knows);
}

/** Possible values per row and count, over all choices of a state per row whose sums `knows` accepts. */
function solve(perRow: States[], knows: (sums: number) => boolean): Set<number>[][] | null {
  const before: Set<number>[] = [new Set([0])];
  for (const states of perRow) {
    const sums = new Set<number>();
    for (const a of before.at(-1)!) for (const b of states.keys()) sums.add(a + b);
    before.push(sums);
  }
  let after = new Set([...before.at(-1)!].filter(knows));
  if (after.size === 0) return null;
  const possible: Set<number>[][] = [];
  for (let r = perRow.length - 1; r >= 0; --r) {
    const values = [0, 0, 0, 0, 0, 0];
    const earlier = new Set<number>();
    for (const whole of after)
      for (const [state, bits] of perRow[r]) {
        if (!before[r].has(whole - state)) continue;
        earlier.add(whole - state);
        for (let c = 0; c < 6; ++c) values[c] |= bits[c];
      }
    possible[r] = values.map((bits) => new Set(Array.from({length: 31}, (_, n) => n).filter((n) => (bits >> n) & 1)));
    after = earlier;
  }
  return possible;
}

/** Every way to fill a row that its published cells and its size, if known, allow. */
function statesOfRow(
  cells: (number | null)[],
  ploidy: number,
  size: number | null,
  menAre: "all" | "none" | "some",
  most: number
): States {
  const states: States = new Map();
  const sizes = size === null ? Array.from({length: most}, (_, n) => n + 1) : [size];
  for (const people of sizes)
    for (let men = menAre === "all" ? people : 0; men <= (menAre === "none" ? 0 : people); ++men) {
      const haploid = ploidy === Ploidy.haploid ? people : ploidy === Ploidy.diploid ? 0 : men;
      const diploid = ploidy === Ploidy.diploid || ploidy === Ploidy.menHaploid ? people - haploid : 0;
      for (const [homRef, het, homAlt, homMissing] of compositions4(diploid))
        for (const [hemiRef, hemiAlt, hemiMissing] of compositions3(haploid)) {
          const counts = [homRef, het, homAlt, hemiRef, hemiAlt, homMissing + hemiMissing];
          if (counts.some((count, c) => cells[c] !== null && cells[c] !== count)) continue;
          const sums = pack(people, men, het + 2 * homAlt + hemiAlt, 2 * homMissing + hemiMissing);
          let bits = states.get(sums);
          if (!bits) states.set(sums, (bits = [0, 0, 0, 0, 0, 0]));
          for (let c = 0; c < 6; ++c) bits[c] |= 1 << counts[c];
        }
    }
  return states;
}

function* compositions4(n: number): Generator<[number, number, number, number]> {
  for (let a = 0; a <= n; ++a) for (const [b, c, d] of compositions3(n - a)) yield [a, b, c, d];
}

function* compositions3(n: number): Generator<[number, number, number]> {
  for (let a = 0; a <= n; ++a) for (let b = 0; a + b <= n; ++b) yield [a, b, n - a - b];
}

export function copiesOf(ploidy: number, people: number, men: number): number {
  if (ploidy === Ploidy.menHaploid) return 2 * people - men;
  if (ploidy === Ploidy.menOnly) return men;
  return ploidy === Ploidy.haploid ? people : 2 * people;
}
