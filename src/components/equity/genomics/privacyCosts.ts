import {isRefused, type Measured} from "../../../kernels/equity/subgroup.js";
import {measure} from "../../../kernels/equity/measures.js";
import type {ReleaseManifest, TableName, Withheld} from "../../../model/release.js";
import {tierWords} from "../../tableWords.js";
import {withheldShares} from "../../WithheldChart.js";

/** The share of one table's cells that one rule keeps back from one group. */
export interface RuleCost {
  table: TableName;
  /** The table in words. */
  title: string;
  rule: string;
  sentence: string;
  ancestry: string;
  withheld: number;
  total: number;
}

/** What each rule keeps back, by table and group; a table with a file for each trait is one table. */
export function ruleCosts(manifest: ReleaseManifest): RuleCost[] {
  const {withheld, strata} = manifest;
  if (!strata.some(({name}) => name === "ancestry")) return [];
  const sums = new Map<string, RuleCost>();
  for (const {title, table, tier} of tablesOf(manifest)) {
    const own = withheld.filter((entry) => entry.table === table && (tier === null || entry.tier === tier));
    for (const {rule, sentence, byStratum} of own)
      for (const {level, withheld: cells} of byStratum) {
        const key = `${title} ${rule} ${level}`;
        const before = sums.get(key);
        const total = totalOf(own, level);
        if (total === 0) continue;
        sums.set(key, {
          table,
          title,
          rule,
          sentence,
          ancestry: level,
          withheld: cells + (before?.withheld ?? 0),
          total
        });
      }
  }
  return [...sums.values()];
}

/** All cells of a table for one group, each trait's once. */
function totalOf(entries: readonly Withheld[], level: string): number {
  const totals = new Map(
    entries.map(({trait, byStratum}) => [trait ?? "", byStratum.find((one) => one.level === level)?.total ?? 0])
  );
  return [...totals.values()].reduce((sum, total) => sum + total, 0);
}

/** Tables of which something is withheld, with the words of the chart of all of them. */
function tablesOf(manifest: ReleaseManifest): {title: string; table: TableName; tier: string | null}[] {
  const {withheld} = manifest;
  const titles = new Map(withheldShares(manifest).map(({table, title}) => [`${table} ${title}`, {table, title}]));
  return [...titles.values()].map(({table, title}) => {
    const tiers = new Set(withheld.filter((entry) => entry.table === table).map(({tier}) => tier));
    const tier = tiers.size < 2 ? null : title.endsWith(tierWords.public) ? "public" : "registered";
    return {title, table, tier};
  });
}

/** People of each genetic ancestry group; null where a count that it needs is withheld. */
export function groupSizes({people}: Pick<ReleaseManifest, "people">): Map<string, number | null> {
  const at = people.strata.indexOf("ancestry");
  const sizes = new Map<string, number | null>();
  if (at < 0) return sizes;
  for (const {levels, n} of people.rows) {
    const before = sizes.get(levels[at]);
    sizes.set(levels[at], n === null || before === null ? null : (before ?? 0) + n);
  }
  return sizes;
}

/** Shares of one table that are withheld from each group, over all rules. */
export interface GroupCost {
  ancestry: string;
  people: number | null;
  /** 0–1. */
  share: number;
}

export function groupCosts(manifest: ReleaseManifest, title: string): GroupCost[] {
  const sizes = groupSizes(manifest);
  return withheldShares(manifest)
    .filter((row) => row.title === title)
    .map(({level, withheld, total}) => ({ancestry: level, people: sizes.get(level) ?? null, share: withheld / total}))
    .sort((a, b) => (a.ancestry < b.ancestry ? -1 : 1));
}

/** How unequal a burden is: the most against the least; null where a measure does not apply. */
export interface Burden {
  most: GroupCost;
  least: GroupCost;
  difference: number | null;
  ratio: number | null;
}

export function burdenOf(costs: readonly GroupCost[]): Burden | null {
  if (costs.length < 2) return null;
  const sorted = costs.toSorted((a, b) => a.share - b.share);
  const inequality = {
    subgroups: costs.map(({share, people}) => ({
      estimate: share,
      se: null,
      population: people,
      order: null,
      reference: false
    })),
    favourable: false,
    ordered: false,
    scale: 1,
    settingAverage: null
  };
  const valueOf = (id: "d" | "r"): number | null => {
    const result: Measured | {refused: string} = measure(id, inequality);
    return isRefused(result) || !Number.isFinite(result.estimate) ? null : result.estimate;
  };
  return {
    most: sorted[sorted.length - 1],
    least: sorted[0],
    difference: valueOf("d"),
    ratio: sorted[0].share > 0 ? valueOf("r") : null
  };
}

/** Groups of whom something is kept from readers, and what. */
export interface HiddenGroup {
  ancestry: string;
  what: string;
}

/** Who is hidden by protection: counts of people withheld, groups put together, or without public frequencies. */
export function hiddenGroups(manifest: ReleaseManifest): HiddenGroup[] {
  const {people, privacy} = manifest;
  const at = people.strata.indexOf("ancestry");
  const unknown = [...new Set(people.rows.flatMap(({levels, n}) => (n === null && at >= 0 ? [levels[at]] : [])))].map(
    (ancestry) => ({
      ancestry,
      what: "a count of its people is withheld, because it is small or would tell one that is"
    })
  );
  const merged = privacy.pools.flatMap(({level, merged}) =>
    merged.map((ancestry) => ({ancestry, what: `has no public frequencies of its own: it is counted in ${level}`}))
  );
  const noisy = privacy.pools
    .filter(({shown}) => !shown)
    .map(({level}) => ({
      ancestry: level,
      what: "has no public frequencies: the noise that protects so few people would drown them"
    }));
  const leftOut = manifest.withheld.flatMap(({rule, table, trait, byStratum}) =>
    rule === "small-group" || rule === "few-people"
      ? byStratum
          .filter(({withheld, total}) => total > 0 && withheld >= total)
          .map(({level}) => ({
            ancestry: level,
            what:
              trait === undefined
                ? `nothing of table ${table} is shown`
                : `its associations with ${labelOf(manifest, trait)} are not shown`
          }))
      : []
  );
  const changed = privacy.audit ? changedGroupsOf(manifest) : [];
  const all = [...unknown, ...merged, ...noisy, ...leftOut, ...changed];
  return all.filter(
    (one, i) => all.findIndex(({ancestry, what}) => ancestry === one.ancestry && what === one.what) === i
  );
}

function changedGroupsOf({withheld}: ReleaseManifest): HiddenGroup[] {
  return withheld
    .filter(({rule}) => rule === "version")
    .flatMap(({byStratum}) => byStratum.filter(({withheld}) => withheld > 0).map(({level}) => level))
    .map((ancestry) => ({
      ancestry,
      what: "exact numbers are kept back, because a few people joined or left since an earlier version"
    }));
}

function labelOf({traits}: ReleaseManifest, id: string): string {
  return traits.find((trait) => trait.id === id)?.label ?? id;
}
