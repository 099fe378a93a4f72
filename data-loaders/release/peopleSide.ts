import type {Finding} from "../../src/model/privacy.js";
import type {ReleaseClass} from "../../src/model/release.js";
import type {TableBatch} from "../../src/model/table.js";
import {peel} from "../disclosure/audit/peel.js";
import {narrowestOf, rangesOfHidden} from "../disclosure/audit/rangeOfHidden.js";
import {trackedNumbers} from "../disclosure/audit/tracker.js";
import {Hidden, type AlsoHidden} from "../disclosure/hideGroups.js";
import {allMargins, linkTables, type LinkedTables} from "../disclosure/people/linkedTables.js";
import {suppressLinked} from "../disclosure/people/suppress.js";
import {planProtection, type Protection} from "../disclosure/protect.js";
import type {People} from "../sources/cohort.js";
import {countPeople, marginsTable, type PeopleCube} from "../tables/margins.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {LedgerVersion} from "./ledger.js";
import {steady} from "./steady.js";

/** Numbers of people: of every group-by together, protected as linked tables. */
export interface PeopleSide {
  protection: Protection;
  dimensions: PeopleCube["dimensions"];
  margins: {batch: TableBatch; shown: (number | null)[]};
  /** For the ledger: what is shown, by the levels of each row. */
  ledger: {key: string; n: number | null}[];
  audit: Finding[];
  /** Groups of which nothing exact about variants may be shown, for the people or for what is hidden of them changed. */
  changed: string[];
  /** By group: what is hidden of it, for the ledger. */
  signatures: Map<string, string>;
}

/** What protects numbers of people, and can be replaced by a test that wants to see it missed. */
export interface PeopleProtections {
  suppressLinked: typeof suppressLinked;
}

/** More cells than this are published as they are, without their margins: the attacker's problem would take too long. */
const mostCells = 500;

/**
 * Protects all numbers of people of a release together: by every choice of strata and band of age, beside what tables of
 * variants tell about their groups. What one hides, the others hide too, until nothing changes. What an earlier version
 * hid stays hidden, and a number that changed by a few people stays as it was.
 */
export async function protectPeopleSide(
  people: People,
  layout: StrataLayout,
  releaseClass: ReleaseClass,
  limit: number,
  sensitive: string | undefined,
  {changed, versions, earlier}: {changed: string[]; versions: readonly LedgerVersion[]; earlier: "in-use" | "recalled"},
  protections: PeopleProtections
): Promise<PeopleSide> {
  const cube = smallEnough(people);
  const strata = layout.variables.map((_, d) => d);
  const published =
    cube.cells.length <= mostCells ? allMargins(cube.dimensions.length) : [cube.dimensions.map((_, d) => d)];
  const tables = linkTables(
    cube.dimensions.map(({name, levels}) => ({name, levels: levels.length})),
    cube.cells,
    published
  );
  const rows = rowsOf(tables, cube);
  const keys = rows.map(({levels}) => keyOf(cube, levels));
  const latest = new Map(versions.at(-1)?.margins.map(({key, n}) => [key, n]));
  const hiddenBefore = new Set(
    versions.flatMap(({margins}) => margins.filter(({n}) => n === null).map(({key}) => key))
  );
  const at = new Map(keys.map((key, number) => [key, number]));
  const numberOf = (levels: number[]): number | undefined => at.get(keyOf(cube, levels));

  // Readers hold the versions that were given out: what was hidden of a group there would follow from showing it now.
  const given = earlier === "recalled" ? [] : versions.flatMap(({groups}) => groups.filter((group) => group.given));
  const hidAny = (kind: string): string[] => given.filter(({hidden}) => hidden.includes(kind)).map(({level}) => level);
  let also: AlsoHidden = {changed, totals: hidAny("total"), totalsBySex: hidAny("bySex")};
  for (;;) {
    const protection = planProtection(layout, releaseClass, limit, also);
    if (protection.limit === null) return finish(protection, new Uint8Array(rows.length), true);
    const {hidden} = await protections.suppressLinked(tables, {
      limit,
      alsoHide: [...hiddenWithGroups(protection), ...[...hiddenBefore].flatMap((key) => at.get(key) ?? [])],
      ...(sensitive !== undefined && {sensitive})
    });
    const more = hiddenOnlyHere(protection, hidden, also) ?? differently(protection, also);
    if (!more) return finish(protection, hidden, false);
    also = more;
  }

  /** A group of which other rows are hidden than in an earlier version shows other counts: both would tell the rest. */
  function differently(protection: Protection, before: AlsoHidden): AlsoHidden | null {
    const signatures = signaturesOf(protection);
    const known = before.changed ?? [];
    const others = given.flatMap(({level, hidden}) =>
      known.includes(level) || signatures.get(level) === hidden ? [] : level
    );
    return others.length === 0 ? null : {...before, changed: [...known, ...others]};
  }

  /** Numbers that tables of variants hide, or would tell. */
  function hiddenWithGroups({hidden, groups}: Protection): number[] {
    const rowNumbers = layout.combinations.flatMap(({codes}, row) =>
      hidden.rows[row] === Hidden.no ? [] : (numberOf(levelsOf(codes)) ?? [])
    );
    const blocks = groups.blocks.flatMap((block, b) => (hidden.totals[b] ? [] : (blockNumber(block.level) ?? [])));
    const everybody = hidden.total ? [] : (numberOf(cube.dimensions.map(() => -1)) ?? []);
    return [...rowNumbers, ...blocks, ...(Array.isArray(everybody) ? everybody : [everybody])];
  }

  /** What the linked tables hide and the groups of variants would tell; null where nothing is. */
  function hiddenOnlyHere(
    {hidden: groupsHidden, groups}: Protection,
    hidden: Uint8Array,
    before: AlsoHidden
  ): AlsoHidden | null {
    const isHidden = (number: number | undefined): boolean => number !== undefined && hidden[number] !== 0;
    const rows = layout.combinations.flatMap(({codes}, row) =>
      groupsHidden.rows[row] === Hidden.no && isHidden(numberOf(levelsOf(codes))) ? row : []
    );
    const totals = groups.blocks.flatMap(({level}, b) =>
      groupsHidden.totals[b] && isHidden(blockNumber(level)) ? level : []
    );
    const totalsBySex = groups.blocks.flatMap(({level}, b) =>
      groupsHidden.totalsBySex[b] && sexNumbers(level).some(isHidden) ? level : []
    );
    const everybody = groupsHidden.total && isHidden(numberOf(cube.dimensions.map(() => -1)));
    if (rows.length + totals.length + totalsBySex.length === 0 && !everybody) return null;
    return {
      ...before,
      rows: [...(before.rows ?? []), ...rows],
      totals: [...(before.totals ?? []), ...totals],
      totalsBySex: [...(before.totalsBySex ?? []), ...totalsBySex],
      everybody: everybody || before.everybody
    };
  }

  function levelsOf(codes: number[]): number[] {
    return cube.dimensions.map((_, d) => (strata.includes(d) ? codes[d] : -1));
  }

  /** The number of people of an ancestry, or of everybody where the cohort has none. */
  function blockNumber(level: string): number | undefined {
    return numberOf(cube.dimensions.map(({name, levels}) => (name === "ancestry" ? levels.indexOf(level) : -1)));
  }

  function sexNumbers(level: string): (number | undefined)[] {
    const sex = cube.dimensions.find(({name}) => name === "sex");
    return (sex?.levels ?? []).map((_, code) =>
      numberOf(
        cube.dimensions.map(({name, levels}) =>
          name === "ancestry" ? levels.indexOf(level) : name === "sex" ? code : -1
        )
      )
    );
  }

  async function finish(protection: Protection, hidden: Uint8Array, open: boolean): Promise<PeopleSide> {
    const shown = rows.map(({n}, number) =>
      hidden[number] ? null : open ? n : steady(n, latest.get(keys[number]), limit)
    );
    // Rows of nobody say that there is nobody: only the groups that exist are listed, as in table `people`.
    const listed = rows.flatMap(({n}, number) => (n > 0 || hidden[number] ? number : []));
    const batch = marginsTable(
      cube.dimensions,
      listed.map((number) => rows[number])
    );
    return {
      protection,
      dimensions: cube.dimensions,
      margins: {batch, shown: listed.map((number) => shown[number])},
      ledger: keys.map((key, number) => ({key, n: shown[number]})),
      audit: open ? [] : await auditPeople(tables, hidden, limit),
      changed: [...(also.changed ?? [])],
      signatures: signaturesOf(protection)
    };
  }
}

/** What is hidden of each group before its variants are looked at: which of its rows, and which of its sums. */
function signaturesOf({groups, hidden}: Protection): Map<string, string> {
  return new Map(
    groups.blocks.map(({level, rows}, b) => [
      level,
      [
        ...rows.map((row) => Number(hidden.rows[row] !== Hidden.no)),
        ...(hidden.totals[b] ? [] : ["total"]),
        ...(hidden.totalsBySex[b] ? [] : ["bySex"]),
        ...(hidden.rowsBySex[b] ? [] : ["rows"])
      ].join()
    ])
  );
}

/** Attacks the numbers of people as they are shown: subtraction, and the range of each hidden number. */
async function auditPeople(tables: LinkedTables, hidden: Uint8Array, limit: number): Promise<Finding[]> {
  const of = hidden.reduce((n, code) => n + (code ? 1 : 0), 0);
  const {recovered} = peel(tables, hidden);
  const ranges = await rangesOfHidden(tables, hidden);
  const narrow = Array.from(hidden, (code, i) => Number(code > 0 && ranges.high[i] - ranges.low[i] < limit));
  const exact = Array.from(hidden, (code, i) => Number(code > 0 && ranges.high[i] === ranges.low[i]));
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
  const tracked = sum(trackedNumbers(tables, hidden));
  const finding = (attack: Finding["attack"], found: number, withstood: boolean): Finding => ({
    table: "public/people_margins",
    attack,
    pool: "all",
    figures: {kind: "recovery", recovered: found, hidden: of, narrowest: narrowestOf(ranges, hidden), least: limit},
    withstood,
    standing: "enforced"
  });
  return [
    finding("subtraction", sum(recovered), sum(recovered) === 0),
    finding("linear-program", sum(exact), sum(narrow) === 0),
    finding("tracker", tracked, tracked === 0)
  ];
}

/** By strata and age, or without age where that makes too many cells. */
function smallEnough(people: People): PeopleCube {
  const whole = countPeople(people);
  return whole.cells.length <= mostCells ? whole : countPeople({...people, age: null});
}

/** Levels (-1 = all) and value of every published number. */
function rowsOf(tables: LinkedTables, {dimensions}: PeopleCube): {levels: number[]; n: number}[] {
  return tables.tables.flatMap(({dimensions: kept, first, size}) =>
    Array.from({length: size}, (_, i) => {
      const levels = dimensions.map(() => -1);
      let rest = i;
      for (const d of [...kept].reverse()) {
        levels[d] = rest % dimensions[d].levels.length;
        rest = Math.floor(rest / dimensions[d].levels.length);
      }
      return {levels, n: tables.values[first + i]};
    })
  );
}

function keyOf({dimensions}: PeopleCube, levels: readonly number[]): string {
  return JSON.stringify(levels.map((level, d) => (level < 0 ? null : dimensions[d].levels[level])));
}
