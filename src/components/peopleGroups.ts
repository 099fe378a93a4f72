import type {ReleaseManifest} from "../model/release.js";

/** A group of people: a level of each stratum, and how many; null = withheld. */
export interface PeopleGroup {
  /** Level of the first stratum, usually genetic ancestry group. */
  group: string;
  /** The levels of the others, e.g. "female, case". */
  rest: string;
  levels: string[];
  n: number | null;
}

/** The people of a release by all its strata, in display order. */
export function peopleGroups({people, strata}: ReleaseManifest): PeopleGroup[] {
  const place = (name: string, level: string) => strata.find((s) => s.name === name)?.levels.indexOf(level) ?? 0;
  return people.rows
    .map(({levels, n}) => ({
      group: levels[0] ?? "everybody",
      rest: levels.slice(1).join(", ") || "people",
      levels,
      n
    }))
    .sort((a, b) => {
      for (const [i, name] of people.strata.entries()) {
        const difference = place(name, a.levels[i]) - place(name, b.levels[i]);
        if (difference !== 0) return difference;
      }
      return 0;
    });
}
