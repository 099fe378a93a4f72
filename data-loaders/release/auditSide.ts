import type {AttackCurve, Finding} from "../../src/model/privacy.js";
import {attackCurves, type GroupedCounts} from "../disclosure/audit/attackCurves.js";
import {
  attackFrequencies,
  findingOf,
  type PublishedFrequencies,
  type RandomSource
} from "../disclosure/audit/attackFrequencies.js";
import {drawGenotypes} from "../disclosure/audit/nonMembers.js";
import {joinPeople} from "../disclosure/audit/joinPeople.js";
import {ratiosWithout} from "../disclosure/audit/withoutPerson.js";
import {presenceRatios} from "../disclosure/audit/beacon.js";
import {effectScores} from "../disclosure/audit/caseControl.js";
import {exactRatios, genotypeRatios, noisyRatios, type Ratios} from "../disclosure/audit/likelihoodRatio.js";
import {takePeople, takeVariants} from "../disclosure/audit/takePeople.js";
import {poolFrequency, type Pool} from "../disclosure/pools.js";
import {isSmall} from "../disclosure/smallCell.js";
import type {MembershipLimits} from "../disclosure/thresholds.js";
import type {People, Reference, ReferenceVariant} from "../sources/cohort.js";
import {createCounter, Genotype} from "../tables/countGenotypes.js";
import {panelId} from "../tables/panelTables.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {Hit} from "../tables/strongHits.js";
import type {LedgerVersion, PublishedCounts} from "./ledger.js";
import type {PublicPlan, PublicSide} from "./publicSide.js";
import type {PanelGenotypes} from "./watchedGenotypes.js";

/** What an audit needs to know beside the tables that it attacks. */
export interface AuditSetting {
  people: People;
  layout: StrataLayout;
  /** Per combination of strata: whether its number of people is shown. Others are not attacked: a finding says how many were. */
  shown: readonly boolean[];
  limits: MembershipLimits;
  /** Non-members are drawn from it: the same seed gives the same figures. */
  random: RandomSource;
}

/** Attacks everything public about variants: the panel's counts, the list itself, and all versions together. */
export function auditPanel(
  {pools: {pools, poolOf}, watched, reference}: PublicPlan,
  side: PublicSide,
  versions: readonly LedgerVersion[],
  {people, limits, random}: AuditSetting
): Finding[] {
  const {genotypes, rows, variants, counts} = side;
  const width = pools.length;
  const base = {
    standing: "enforced" as const,
    groups: pools.map(({level}) => level),
    groupOf: poolOf.map((pool) => (pool >= 0 && side.pools[pool].shown ? pool : -1)),
    variants: variants.length,
    people: people.total,
    genotypes: takeVariants(genotypes.genotypes, people.total, rows),
    frequencyOf: (v: number, pool: number) => poolFrequency(pools[pool], variants[v].frequencies),
    shownOf: () => NaN
  };
  const alleleCounts: PublishedFrequencies = {
    ...base,
    table: "public/allele_counts",
    ratiosOf: (v, pool) => {
      const i = v * width + pool;
      return ratiosOf(counts.ac[i], counts.an[i], base.frequencyOf(v, pool), counts.noiseSd[pool]);
    },
    ratiosWithoutOf: (v, pool) => {
      const i = v * width + pool;
      return ratiosWithoutOf(counts.ac[i], counts.an[i], base.frequencyOf(v, pool), counts.noiseSd[pool]);
    },
    drawOthers: (pool, size, chance) => drawOthers(reference, pools[pool], variants, size, chance),
    shownOf: (v, pool) => counts.ac[v * width + pool] / counts.an[v * width + pool]
  };
  const listed: PublishedFrequencies = {
    ...base,
    table: "public/variants",
    ratiosOf: (v, pool) => presenceRatios(true, counts.an[v * width + pool], base.frequencyOf(v, pool)),
    // Without one person the list is the same: every variant has many carriers.
    ratiosWithoutOf: (v, pool) => presenceRatios(true, counts.an[v * width + pool], base.frequencyOf(v, pool)),
    drawOthers: (pool, size, chance) => drawOthers(reference, pools[pool], variants, size, chance)
  };
  const found = [
    ...attackFrequencies(alleleCounts, limits, (key) => random(`allele_counts ${key}`)),
    ...only(
      "likelihood-ratio",
      "beacon",
      attackFrequencies(listed, limits, (key) => random(`variants ${key}`))
    )
  ];
  // A version that was made again from the same people told nothing new.
  const told = versions.filter(({rho, published}) => rho > 0 && published !== null && published !== side.published);
  const before = told.flatMap(({published}) => published ?? []);
  return before.length === 0 ? found : [...found, ...only("likelihood-ratio", "two-versions", allVersions(before))];

  /** The likelihood ratio over the numbers of all versions: what somebody knows who kept them all. */
  function allVersions(before: readonly PublishedCounts[]): Finding[] {
    const rowOf = new Map(genotypes.places.map((place, row) => [panelId(watched[place]), row]));
    const variantOf = new Map(watched.map((variant) => [panelId(variant), variant]));
    const numbers = [...before, side.published].flatMap((version) =>
      version.variants.flatMap((id, i) => {
        const row = rowOf.get(id);
        return row === undefined ? [] : {version, i, row, variant: variantOf.get(id)!};
      })
    );
    const ofVersion =
      (ratios: typeof ratiosOf) =>
      (k: number, pool: number): Ratios => {
        const {version, i, variant} = numbers[k];
        const published = version.pools.find(({level}) => level === pools[pool].level);
        if (!published?.shown) return [1, 1, 1];
        return ratios(
          published.ac[i],
          published.an[i],
          poolFrequency(pools[pool], variant.frequencies),
          published.noiseSd
        );
      };
    const together: PublishedFrequencies = {
      ...base,
      table: "public/allele_counts",
      variants: numbers.length,
      genotypes: takeVariants(
        genotypes.genotypes,
        people.total,
        numbers.map(({row}) => row)
      ),
      frequencyOf: (k, pool) => poolFrequency(pools[pool], numbers[k].variant.frequencies),
      ratiosOf: ofVersion(ratiosOf),
      ratiosWithoutOf: ofVersion(ratiosWithoutOf),
      // A person has the same genotype in all versions.
      drawOthers: (pool, size, chance) => {
        const distinct = [...new Set(numbers.map(({variant}) => variant))];
        const drawn = drawOthers(reference, pools[pool], distinct, size, chance);
        const at = new Map(distinct.map((variant, row) => [variant, row]));
        return takeVariants(
          drawn,
          size,
          numbers.map(({variant}) => at.get(variant)!)
        );
      }
    };
    return attackFrequencies(together, limits, (key) => random(`versions ${key}`));
  }
}

/** Attacks the public associations: are the cases told from the controls? `genotypes` has a row per hit. */
export function auditHits(
  hits: readonly Hit[],
  genotypes: Uint8Array,
  status: Int8Array,
  {people, layout, shown, limits}: AuditSetting
): Finding {
  const statusOf = rowOfPerson(layout).map((row) => (row < 0 || !shown[row] ? -1 : status[row]));
  const [controls, cases] = [0, 1].map((wanted) =>
    Int32Array.from(Array.from(statusOf.keys()).filter((person) => statusOf[person] === wanted))
  );
  const effects = Float64Array.from(hits, ({oddsRatio}) => Math.log(oddsRatio));
  const everybody = Float64Array.from(hits, () => 0);
  const scores = (who: Int32Array): Float64Array =>
    effectScores(takePeople(genotypes, hits.length, people.total, who), who.length, effects, everybody);
  return findingOf(
    {table: "public/association", standing: "enforced"},
    "case-control",
    ["cases"],
    [{members: scores(cases), others: scores(controls)}],
    limits
  );
}

/** Exact counts of watched variants by pool and by combination of strata, as attacks on exact tables need them. */
export interface ExactWatched {
  byPool: GroupedCounts;
  byCombination: GroupedCounts;
  /** Genotype counts by combination: variants × combinations × (reference homozygotes, heterozygotes, alternate ones). */
  genotypes: Int32Array;
}

export async function countWatched(
  {pools: {pools, poolOf}, watched}: PublicPlan,
  genotypes: PanelGenotypes,
  layout: StrataLayout
): Promise<ExactWatched> {
  const variants = genotypes.places.length;
  const combinations = layout.combinations.length;
  const counter = await createCounter(layout);
  const counts = counter.count(genotypes.genotypes, variants);
  const byGenotype = new Int32Array(variants * combinations * 3);
  layout.combinations.forEach(({maleCell, otherCell}, row) => {
    for (const cell of [maleCell, otherCell].filter((cell) => cell >= 0))
      for (let v = 0; v < variants; ++v) {
        const from = (v * layout.cellCount + cell) * 4;
        const to = (v * combinations + row) * 3;
        byGenotype[to] += counts[from + Genotype.homRef];
        byGenotype[to + 1] += counts[from + Genotype.het];
        byGenotype[to + 2] += counts[from + Genotype.homAlt];
      }
  });
  const rowOf = rowOfPerson(layout);
  const poolOfRow = new Int16Array(combinations).fill(-1);
  rowOf.forEach((row, person) => {
    if (row >= 0) poolOfRow[row] = poolOf[person];
  });
  const frequencyOf = (v: number, pool: number): number =>
    poolFrequency(pools[pool], watched[genotypes.places[v]].frequencies);
  const grouped = (
    level: AttackCurve["level"],
    groups: number,
    groupOfRow: Int16Array,
    poolOfGroup: Int16Array
  ): GroupedCounts => {
    const [ac, an] = [new Int32Array(variants * groups), new Int32Array(variants * groups)];
    const frequencies = new Float64Array(variants * groups);
    for (let v = 0; v < variants; ++v) {
      for (let row = 0; row < combinations; ++row) {
        const group = groupOfRow[row];
        if (group < 0) continue;
        const [none, one, two] = byGenotype.subarray((v * combinations + row) * 3);
        ac[v * groups + group] += one + 2 * two;
        an[v * groups + group] += 2 * (none + one + two);
      }
      for (let group = 0; group < groups; ++group)
        frequencies[v * groups + group] = poolOfGroup[group] < 0 ? 0 : frequencyOf(v, poolOfGroup[group]);
    }
    const groupOf = rowOf.map((row) => (row < 0 ? -1 : groupOfRow[row]));
    return {
      level,
      groups,
      groupOf,
      variants,
      people: genotypes.people,
      genotypes: genotypes.genotypes,
      ac,
      an,
      frequencies
    };
  };
  // Rows of people without a pool have no public frequencies to be attacked with.
  const own = Int16Array.from(poolOfRow, (pool, row) => (pool < 0 ? -1 : row));
  return {
    byPool: grouped("ancestry", pools.length, poolOfRow, Int16Array.from(pools.keys())),
    byCombination: grouped("all", combinations, own, poolOfRow),
    genotypes: byGenotype
  };
}

/**
 * Attacks exact genotype counts by all strata, as an `open` release gives them to everybody and others, where `limit` is
 * given, to named readers after small-cell control. The figure says what the holders of the table could do.
 */
export function auditExact(
  {byCombination, genotypes}: ExactWatched,
  table: string,
  limit: number | null,
  {layout, shown, limits, random}: AuditSetting
): Finding[] {
  const {groups, variants, people, frequencies} = byCombination;
  const published: PublishedFrequencies = {
    table,
    standing: "reported",
    groups: layout.combinations.map(
      ({codes}) => codes.map((code, i) => layout.variables[i].levels[code]).join(" ") || "all"
    ),
    groupOf: byCombination.groupOf.map((row) => (row < 0 || !shown[row] ? -1 : row)),
    variants,
    people,
    genotypes: byCombination.genotypes,
    frequencyOf: (v, group) => frequencies[v * groups + group],
    ratiosOf: (v, group): Ratios => {
      const [none, one, two] = genotypes.subarray((v * groups + group) * 3);
      if (limit !== null && [none, one, two].some((n) => isSmall(n, limit))) return [1, 1, 1];
      return genotypeRatios(none, one, two, frequencies[v * groups + group]);
    },
    ratiosWithoutOf: (v, group): Ratios => {
      const counts = genotypes.subarray((v * groups + group) * 3, (v * groups + group) * 3 + 3);
      if (limit !== null && counts.some((n) => isSmall(n, limit))) return [1, 1, 1];
      return ratiosWithout((copies) => {
        const [none, one, two] = counts.map((n, x) => (x === copies ? n - 1 : n));
        return genotypeRatios(none, one, two, frequencies[v * groups + group]);
      });
    },
    shownOf: (v, group) => byCombination.ac[v * groups + group] / byCombination.an[v * groups + group]
  };
  return attackFrequencies(published, limits, (key) => random(`exact ${key}`));
}

/** How attacks on tables by different rules grow with the number of variants. */
export function curvesOf(
  {byPool, byCombination}: ExactWatched,
  limit: number,
  rho: number,
  random: RandomSource
): AttackCurve[] {
  return [byPool, byCombination].flatMap((counts) => attackCurves(counts, limit, rho, random));
}

function ratiosOf(ac: number, an: number, p: number, noiseSd: number): Ratios {
  return noiseSd > 0 ? noisyRatios(ac, an, p, noiseSd) : exactRatios(ac, an, p);
}

function ratiosWithoutOf(ac: number, an: number, p: number, noiseSd: number): Ratios {
  return ratiosWithout((copies) => ratiosOf(ac - copies, an - 2, p, noiseSd));
}

/** People of a pool's populations who are not in the cohort, or of its mean frequencies where populations are not known. */
export function drawOthers(
  {populations}: Reference,
  pool: Pool,
  variants: readonly ReferenceVariant[],
  size: number,
  chance: () => number
): Uint8Array {
  const within = populations?.map(({level, share}) => share * pool.shares[level]) ?? [];
  if (within.length === 0)
    return drawGenotypes(
      Float64Array.from(variants, ({frequencies}) => poolFrequency(pool, frequencies)),
      size,
      chance
    );
  let [drawn, upTo] = [0, 0];
  const parts = within.map((share, p) => {
    upTo += share * size;
    const people = Math.round(upTo) - drawn;
    drawn += people;
    const frequencies = Float64Array.from(variants, ({populationFrequencies}) => populationFrequencies![p]);
    return {genotypes: drawGenotypes(frequencies, people, chance), people};
  });
  return joinPeople(parts, variants.length);
}

function only(attack: Finding["attack"], name: Finding["attack"], found: readonly Finding[]): Finding[] {
  return found.filter((finding) => finding.attack === attack).map((finding) => ({...finding, attack: name}));
}

/** The combination of strata of every person; -1 = not counted. */
function rowOfPerson({cells, combinations}: StrataLayout): Int16Array {
  const rowOf = new Map<number, number>([[-1, -1]]);
  combinations.forEach(({maleCell, otherCell}, row) => {
    for (const cell of [maleCell, otherCell]) if (cell >= 0) rowOf.set(cell, row);
  });
  return Int16Array.from(cells, (cell) => rowOf.get(cell)!);
}
