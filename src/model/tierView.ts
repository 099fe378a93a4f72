import type {ReleaseManifest, TableName, Tier} from "./release.js";

/**
 * The release as a reader sees it to whom the tables of one tier are open: each table once. Only a `public-safe`
 * release has two sides; a release of another class is seen whole by whoever can open it.
 * In public its people are divided by ancestry alone, into the groups that have public frequencies.
 */
export function tierView(manifest: ReleaseManifest, tier: Tier): ReleaseManifest {
  if (manifest.cohort.class !== "public-safe") return manifest;
  const tables = manifest.tables.filter(
    (table) => table.tier === tier || (table.tier === "public" && !isThere(manifest, table.name, tier))
  );
  const withheld = manifest.withheld.filter((entry) =>
    tables.some(({name, tier}) => name === entry.table && tier === entry.tier)
  );
  return {...manifest, tables, withheld, ...(tier === "public" ? publicGroups(manifest) : {})};
}

function isThere({tables}: ReleaseManifest, wanted: TableName, of: Tier): boolean {
  return tables.some(({name, tier}) => name === wanted && tier === of);
}

/** Whether the counts of a table carry noise, so that a small one is no small count of people. */
export function carriesNoise(
  {cohort, tables, privacy}: Pick<ReleaseManifest, "cohort" | "tables" | "privacy">,
  name: TableName,
  tier: Tier
): boolean {
  if (withNoise.includes(name)) return cohort.class !== "open";
  if (cohort.class !== "public-safe" || tier !== "public" || privacy.panel?.form === "exact") return false;
  const table = tables.find((table) => table.name === name && table.tier === tier);
  return table?.columns.some((column) => column.name === "noise_sd") ?? false;
}

/** Tables whose counts carry noise unless the cohort is open. */
const withNoise: readonly TableName[] = [
  "pgx_phenotypes",
  "pgx_results",
  "tumour_resistance",
  "tumour_pairs",
  "tumour_cooccurrence",
  "tumour_oncoprint"
];

/** Stratum variables with every level that a table of either tier may have; `all` is everybody together. */
export function everyLevel({strata, privacy}: ReleaseManifest): ReleaseManifest["strata"] {
  const pools = privacy.pools.map(({level}) => level);
  return strata.map(({name, levels}) => ({
    name,
    levels: name === "ancestry" ? [...new Set([...levels, ...pools, "all"])] : levels
  }));
}

/** Groups with public frequencies. A cohort without ancestries has one, and needs no name for it. */
function publicGroups({strata, privacy: {pools}}: ReleaseManifest): Partial<ReleaseManifest> {
  if (pools.length === 0) return {};
  if (!strata.some(({name}) => name === "ancestry")) return {strata: []};
  return {
    strata: [{name: "ancestry", levels: pools.map(({level}) => level)}],
    people: {strata: ["ancestry"], rows: pools.map(({level, people}) => ({levels: [level], n: people}))}
  };
}
