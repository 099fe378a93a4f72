import {tokenBytes} from "../sources/personTokens.js";
import type {People} from "../sources/cohort.js";
import {ancestryGroups} from "../tables/ancestryGroups.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {Ledger, LedgerVersion} from "./ledger.js";

/** Who is in each group of `allele_counts`, as keyed hashes. */
export interface GroupVersion {
  level: string;
  fingerprint: string;
  people: number;
}

/** A group per ancestry: its people, and the combination of strata and the sex that each is counted under. */
export function groupVersions(people: People, layout: StrataLayout, ledger: Ledger): GroupVersion[] {
  const {levels, levelCodes, groupOfCombination} = ancestryGroups(layout);
  const combinationOfCell = new Map<number, number>();
  layout.combinations.forEach(({maleCell, otherCell}, row) => {
    combinationOfCell.set(maleCell, row);
    combinationOfCell.set(otherCell, row);
  });
  const members: string[][] = levelCodes.map(() => []);
  for (let person = 0; person < people.total; ++person) {
    if (!people.included[person]) continue;
    const row = combinationOfCell.get(layout.cells[person])!;
    const token = Buffer.from(people.tokens.subarray(person * tokenBytes, (person + 1) * tokenBytes)).toString("hex");
    const strata = layout.combinations[row].codes.map((code, i) => layout.variables[i].levels[code]);
    members[groupOfCombination[row]].push(JSON.stringify([token, people.sex[person], ...strata]));
  }
  return members.map((list, group) => ({
    level: levels[levelCodes[group]],
    fingerprint: ledger.fingerprint(list.sort()),
    people: list.length
  }));
}

/**
 * Groups whose exact tables have to wait: readers hold those of an earlier version, and people joined or left since, but
 * not enough of them. Both versions side by side would tell about the few. How many changed is known from the sizes only,
 * so it is taken as their difference.
 */
export function changedGroups(
  now: readonly GroupVersion[],
  versions: readonly LedgerVersion[],
  {earlier, changeMin}: {earlier: "in-use" | "recalled"; changeMin: number}
): string[] {
  if (earlier === "recalled") return [];
  return now.flatMap(({level, fingerprint, people}) => {
    const given = versions.flatMap(({groups}) => groups.find((group) => group.level === level && group.given) ?? []);
    const known = given.at(-1);
    if (!known || known.fingerprint === fingerprint) return [];
    return given.every((group) => group.fingerprint === fingerprint || Math.abs(group.people - people) >= changeMin)
      ? []
      : level;
  });
}
