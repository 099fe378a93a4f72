import type {Question} from "../model/question.js";
import type {ReleaseManifest} from "../model/release.js";

/** A group of people by its levels, in the order of the variables that make it. */
export interface Group {
  levels: string[];
  /** At least so many: a withheld count is taken as 1, the least that it can be. */
  people: number;
}

/** The groups that `groupBy` makes of the people who have the levels of `where`; none where a variable is unknown. */
export function groupsOf(
  {strata, rows}: ReleaseManifest["people"],
  where: Record<string, string>,
  groupBy: readonly string[]
): Group[] {
  if ([...Object.keys(where), ...groupBy].some((name) => !strata.includes(name))) return [];
  const groups = new Map<string, Group>();
  for (const {levels, n} of rows) {
    const level = (name: string): string => levels[strata.indexOf(name)];
    if (Object.entries(where).some(([name, wanted]) => level(name) !== wanted)) continue;
    const key = JSON.stringify(groupBy.map(level));
    const group = groups.get(key) ?? {levels: groupBy.map(level), people: 0};
    group.people += n ?? 1;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Says which groups `mergeSmallest` means: the two smallest become one, as often as it says or until one is left. */
export function mergeGroups(question: Question, people: ReleaseManifest["people"]): Question {
  const times = question.mergeSmallest ?? 0;
  if (times === 0) return question;
  let groups = groupsOf(people, {}, question.groupBy).map((group) => ({people: group.people, members: [group.levels]}));
  for (let i = 0; i < times && groups.length > 1; i += 1) {
    // The sort is stable: groups of one size merge in display order.
    const [first, second, ...rest] = [...groups].sort((a, b) => a.people - b.people);
    groups = [{people: first.people + second.people, members: [...first.members, ...second.members]}, ...rest];
  }
  return {...question, merged: groups.filter(({members}) => members.length > 1).map(({members}) => members)};
}
