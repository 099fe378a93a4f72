import type {Question} from "../model/question.js";
import type {ReleaseManifest} from "../model/release.js";
import {groupsOf} from "./mergeGroups.js";

/** A group that an answer describes: rows of the public counts of people, as one bit each, and how many people they are. */
export interface AnsweredGroup {
  rows: bigint;
  people: number;
}

/** What this visit has been told about which groups, so that two answers do not tell together what neither may. */
export interface EarlierGroups {
  /** The fewest people by whom one of the groups differs from an earlier one that holds it or lies in it; null: from none. */
  difference(groups: readonly AnsweredGroup[]): number | null;
  add(groups: readonly AnsweredGroup[]): void;
}

/**
 * The groups whose numbers an answer shows. One with a withheld count in it is left out: its numbers are withheld too, so
 * nothing can be subtracted from them.
 */
export function answeredGroups(question: Question, people: ReleaseManifest["people"]): AnsweredGroup[] {
  const {groupBy, measures, merged = []} = question;
  const groups = measures.flatMap(({where}) => {
    const alone = groupsOf(people, where, groupBy).map(({levels}) => [levels]);
    const isTogether = (levels: string[]): boolean => merged.some((members) => includes(members, levels));
    return [...alone.filter(([levels]) => !isTogether(levels)), ...merged].map((members) => ({where, members}));
  });
  return groups.flatMap(({where, members}) => answered(people, where, groupBy, members) ?? []);
}

/** Keeps them until the browser's tab is closed, where it may; `key` tells one release from another. */
export function openEarlierGroups(key: string, storage: Pick<Storage, "getItem" | "setItem"> | null): EarlierGroups {
  const name = `covenant.groups.${key}`;
  const known = new Map<bigint, number>(read(name, storage));
  return {
    difference(groups) {
      const differences = groups.flatMap(({rows, people}) =>
        [...known]
          .filter(([earlier]) => earlier !== rows && ((earlier & rows) === earlier || (earlier & rows) === rows))
          .map(([, before]) => Math.abs(people - before))
          .filter((difference) => difference > 0)
      );
      return differences.length > 0 ? Math.min(...differences) : null;
    },
    add(groups) {
      for (const {rows, people} of groups) known.set(rows, people);
      try {
        storage?.setItem(name, JSON.stringify([...known].map(([rows, people]) => [rows.toString(16), people])));
      } catch {
        // A full or forbidden store: what was asked is then known until the page is left.
      }
    }
  };
}

function answered(
  {strata, rows}: ReleaseManifest["people"],
  where: Record<string, string>,
  groupBy: readonly string[],
  members: readonly string[][]
): AnsweredGroup | null {
  const group: AnsweredGroup = {rows: 0n, people: 0};
  for (const [i, {levels, n}] of rows.entries()) {
    const level = (name: string): string => levels[strata.indexOf(name)];
    if (Object.entries(where).some(([name, wanted]) => level(name) !== wanted)) continue;
    if (!includes(members, groupBy.map(level))) continue;
    if (n === null) return null;
    group.rows |= 1n << BigInt(i);
    group.people += n;
  }
  return group.people > 0 ? group : null;
}

function includes(members: readonly string[][], levels: readonly string[]): boolean {
  return members.some((member) => member.length === levels.length && member.every((level, i) => level === levels[i]));
}

function read(name: string, storage: Pick<Storage, "getItem"> | null): [bigint, number][] {
  try {
    const kept = JSON.parse(storage?.getItem(name) ?? "[]") as [string, number][];
    return kept.map(([rows, people]) => [BigInt(`0x${rows}`), people]);
  } catch {
    return [];
  }
}
