import type {PanelReport, PoolReport} from "../../src/model/privacy.js";
import {drawGenotypes} from "../disclosure/audit/nonMembers.js";
import {takeVariants} from "../disclosure/audit/takePeople.js";
import {hitsWithinBudget, roundOddsRatio} from "../disclosure/hitBudget.js";
import {planMembership, rhoOf, type MembershipPlan} from "../disclosure/membership.js";
import {cryptoBits, type RandomBits} from "../disclosure/noise/randomBits.js";
import {choosePanel, spread, type Panel} from "../disclosure/panel.js";
import {exactPanelCounts, noisyPanelCounts, type PanelCounts} from "../disclosure/panelCounts.js";
import {planPools, poolFrequency, type Pool, type Pools} from "../disclosure/pools.js";
import {protectPanel} from "../disclosure/protect.js";
import type {Thresholds} from "../disclosure/thresholds.js";
import type {Cohort, People, Reference, ReferenceVariant} from "../sources/cohort.js";
import type {CohortManifest} from "../sources/manifest.js";
import {tokenBytes} from "../sources/personTokens.js";
import {associationTable, panelCountTable, panelId, panelVariantTable, type PanelRow} from "../tables/panelTables.js";
import type {CaseControlTrait, Hit} from "../tables/strongHits.js";
import {drawOthers} from "./auditSide.js";
import {mostAttacked, type AttackedVariants} from "./associationAudit.js";
import type {Ledger, LedgerVersion, PublishedCounts} from "./ledger.js";
import {steady} from "./steady.js";
import {joinWatched, type PanelGenotypes, type WatchedGenotypes} from "./watchedGenotypes.js";

/** What protects the public side, and can be replaced by a test that wants to see it missed. */
export interface PublicProtections {
  noisyPanelCounts: typeof noisyPanelCounts;
  exactPanelCounts: typeof exactPanelCounts;
  hitsWithinBudget: typeof hitsWithinBudget;
  bits: () => RandomBits;
}

export const publicProtections: PublicProtections = {
  noisyPanelCounts,
  exactPanelCounts,
  hitsWithinBudget,
  bits: cryptoBits
};

/** What is fixed about public frequencies before the cohort's genotypes are read. */
export interface PublicPlan {
  reference: Reference;
  panel: Panel;
  pools: Pools;
  plan: MembershipPlan;
  /** Variants whose genotypes are needed: the plan's, and others that an attack on exact tables is measured with. */
  watched: ReferenceVariant[];
  trait: CaseControlTrait | null;
  /** Keyed hash of all that public numbers depend on. */
  fingerprint: string;
  /** The numbers that were published for the same people before. */
  again: LedgerVersion | null;
}

/** Genotypes that are kept in memory for the audit, in bytes. */
const mostBytes = 512 * 1024 * 1024;

/** Frequency of the rarer allele, in every ancestry, of variants that attacks on exact tables are measured with. */
const watchedMaf = 0.01;

/** Plans the public side of a cohort that has a public panel; null without one, or without a group that is large enough. */
export async function planPublic(
  cohort: Cohort,
  manifest: CohortManifest,
  trait: CaseControlTrait | null,
  thresholds: Thresholds,
  ledger: Ledger | null,
  hidden: readonly string[]
): Promise<PublicPlan | null> {
  if (!cohort.reference) return null;
  const {people} = cohort;
  const reference = await cohort.reference(thresholds.panel.spacingBp);
  const ancestry = people.strata.find(({name}) => name === "ancestry");
  const pools = planPools(ancestry, people.included, reference.levels, thresholds.panel.peopleMin, hidden);
  const panel = choosePanel(reference.variants, thresholds.panel);
  if (pools.pools.length === 0 || panel.variants.length === 0) return null;

  const {privacy: mode, rho} = manifest.release;
  const allowed = rhoOf(mode, thresholds.membership);
  if (rho !== null && rho > allowed)
    throw manifest.refuse(["release", "rho"], `expected at most ${allowed.toFixed(4)}, which privacy: ${mode} allows`);
  const versions = ledger?.versions ?? [];
  const before = versions.filter(({form}) => form !== "none");
  const rhoSpent = before.reduce((sum, version) => sum + version.rho, 0);
  const fingerprint =
    ledger?.fingerprint(whatDecides(people, pools, panel, {mode, rho: rho ?? allowed}, thresholds, trait)) ?? "";
  const again = before.at(-1)?.fingerprint === fingerprint ? before.at(-1)! : null;
  const plan = planMembership(
    panel,
    pools.pools,
    {
      mode,
      rhoTotal: rho ?? allowed,
      rhoSpent: again ? rhoSpent - again.rho : rhoSpent,
      association: trait !== null,
      exact: before.length === (again ? 1 : 0)
    },
    thresholds
  );
  // Where the budget is spent, every group too small, or the panel too short, there is nothing worth showing.
  const isTooShort = plan.form === "noisy" && plan.variants.length < thresholds.panel.noisyVariantsMin;
  if (manifest.release.class === "public-safe" && (isTooShort || !plan.shown.includes(true))) return null;
  const bytes = Math.ceil(people.total / 4);
  const others = reference.variants.filter(
    ({chrom, frequencies}) => /^\d+$/.test(chrom) && frequencies.every((p) => Math.min(p, 1 - p) >= watchedMaf)
  );
  const room = Math.min(thresholds.panel.variantsMax, Math.floor(mostBytes / bytes));
  const watched = [
    ...new Set<ReferenceVariant>([...plan.variants, ...spread(others, Math.max(0, room - plan.variants.length))])
  ];
  return {reference, panel, pools, plan, watched, trait, fingerprint, again};
}

/** Two versions with the same of these are the same version: drawing noise anew would give more away for nothing. */
function* whatDecides(
  people: People,
  {pools, poolOf}: Pools,
  panel: Panel,
  budget: {mode: string; rho: number},
  {panel: panelLimits, versions, membership}: Thresholds,
  trait: CaseControlTrait | null
): Generator<string | Uint8Array> {
  yield JSON.stringify([budget, panelLimits, versions, membership, trait?.id ?? null]);
  for (const {chrom, pos, ref, alt, frequencies} of panel.variants)
    yield JSON.stringify([chrom, pos, ref, alt, frequencies]);
  for (const [pool, {level}] of pools.entries()) {
    yield level;
    const tokens: string[] = [];
    for (let person = 0; person < people.total; ++person)
      if (poolOf[person] === pool)
        tokens.push(
          Buffer.from(people.tokens.subarray(person * tokenBytes, (person + 1) * tokenBytes)).toString("hex")
        );
    yield tokens.sort().join();
  }
}

/** Some variants with public frequencies, spread over all that are watched, to attack other tables with. */
export function publicVariants(
  {pools: {pools}, watched, reference}: PublicPlan,
  found: readonly WatchedGenotypes[],
  {total}: People
): AttackedVariants {
  const {places, genotypes} = joinWatched(found, total);
  const step = Math.max(1, Math.ceil(places.length / mostAttacked));
  const rows = [...places.keys()].filter((row) => row % step === 0);
  const variants = rows.map((row) => watched[places[row]]);
  return {
    genotypes: takeVariants(genotypes, total, rows),
    count: rows.length,
    frequencyOf(variant, level) {
      const pool = poolOf(level);
      return pool ? poolFrequency(pool, variants[variant].frequencies) : 0.5;
    },
    drawOthers(level, size, chance) {
      const pool = poolOf(level);
      return pool
        ? drawOthers(reference, pool, variants, size, chance)
        : drawGenotypes(new Float64Array(rows.length).fill(0.5), size, chance);
    }
  };

  function poolOf(level: string): Pool | undefined {
    return pools.find((one) => one.level === level || one.merged.includes(level));
  }
}

/** The public numbers of one version, and the genotypes behind them for the audit. */
export interface PublicSide {
  genotypes: PanelGenotypes;
  /** Rows of `genotypes` that are published, with their variants. */
  rows: number[];
  variants: ReferenceVariant[];
  shownRows: PanelRow[];
  counts: PanelCounts;
  pools: PoolReport[];
  form: "exact" | "noisy";
  rhoAlleles: number;
  rhoAssociation: number;
  hits: {kept: Hit[]; budget: number; spent: number; significant: number};
  panel: PanelReport;
  /** What the ledger keeps to publish it again. */
  published: PublishedCounts;
}

/** Counts the panel, with noise or exactly, or takes the numbers that were published for the same people before. */
export function makePublic(
  {reference, panel, pools, plan, watched, trait, again}: PublicPlan,
  found: readonly WatchedGenotypes[],
  hits: readonly Hit[],
  people: People,
  versions: readonly LedgerVersion[],
  limit: number,
  protections: PublicProtections
): PublicSide {
  const genotypes = joinWatched(found, people.total);
  const rowOf = new Map(genotypes.places.map((place, row) => [panelId(watched[place]), row]));
  const variantOf = new Map(watched.map((variant) => [panelId(variant), variant]));
  const before = again?.published ?? null;
  const wanted = before
    ? before.variants.flatMap((id) => variantOf.get(id) ?? [])
    : plan.variants.filter((variant) => rowOf.has(panelId(variant)));
  if (before && !before.variants.every((id) => variantOf.has(id) && rowOf.has(id)))
    throw new Error(
      "the genotype files lack variants that were published before for the same people; nothing is released"
    );
  const rows = wanted.map((variant) => rowOf.get(panelId(variant))!);

  const latest = versions.filter(({published}) => published !== null).at(-1)?.published;
  const sizes = pools.pools.map(
    ({level, people}) => steady(people, latest?.pools.find((pool) => pool.level === level)?.people, limit) ?? people
  );
  const input = {
    genotypes: takeVariants(genotypes.genotypes, people.total, rows),
    variants: rows.length,
    people: people.total,
    poolOf: pools.poolOf,
    sizes,
    frequencies: Float64Array.from(
      wanted.flatMap(({frequencies}) => pools.pools.map((pool) => poolFrequency(pool, frequencies)))
    )
  };
  const rhoAlleles = before?.rhoAlleles ?? plan.rhoAlleles;
  const rhoAssociation = before?.rhoAssociation ?? plan.rhoAssociation;
  const form = again ? (again.form as "exact" | "noisy") : plan.form;
  const counts = before
    ? countsAgain(before)
    : form === "exact"
      ? protections.exactPanelCounts(input, limit)
      : protections.noisyPanelCounts(input, rhoAlleles, protections.bits());
  const variants = counts.kept.map((i) => wanted[i]);
  const keptRows = counts.kept.map((i) => rows[i]);
  const reports = pools.pools.map(({level, merged}, k): PoolReport => {
    const frequencySd = counts.noiseSd[k] / (2 * sizes[k]);
    return {
      level,
      merged,
      people: sizes[k],
      noiseSd: counts.noiseSd[k],
      frequencySd,
      shown: before?.pools[k].shown ?? plan.shown[k]
    };
  });
  // An odds ratio of 0 or infinity would say that a group has none of an allele.
  const ranked = (before ? before.hits : hits).filter(({oddsRatio}) => oddsRatio > 0 && Number.isFinite(oddsRatio));
  const within = trait
    ? protections.hitsWithinBudget(ranked, rhoAssociation, trait.cases, trait.controls)
    : {kept: [], budget: 0, spent: 0};
  const significant = before?.significant ?? hits.length;
  const published: PublishedCounts = before ?? {
    variants: variants.map(panelId),
    pools: reports.map(({level, merged, people, noiseSd, shown}, k) => ({
      level,
      merged,
      people,
      ac: column(counts.ac, k, reports.length),
      an: column(counts.an, k, reports.length),
      noiseSd,
      shown
    })),
    rhoAlleles,
    rhoAssociation,
    hits: within.kept.map(({variantId, z, oddsRatio}) => ({variantId, z, oddsRatio})),
    significant
  };
  return {
    genotypes,
    rows: keptRows,
    variants,
    shownRows: keptRows.map((row, i) => ({
      ...pick(variants[i]),
      rsid: genotypes.rsid[row],
      gene: genotypes.gene[row]
    })),
    counts,
    pools: reports,
    form,
    rhoAlleles,
    rhoAssociation,
    hits: {
      ...within,
      kept: within.kept.map((hit) => ({...hit, oddsRatio: roundOddsRatio(hit.oddsRatio)})),
      significant
    },
    panel: {
      source: reference.source,
      candidates: panel.candidates,
      common: panel.common,
      unlinked: panel.variants.length,
      released: variants.length,
      absent: plan.variants.filter((variant) => !rowOf.has(panelId(variant))).length,
      form
    },
    published
  };
}

/** The protected tables of the public side. `mayTellCases`: whether the numbers of cases and controls may be shown. */
export function publicTables(
  {shownRows, pools, counts, hits, form}: PublicSide,
  trait: CaseControlTrait | null,
  mayTellCases: boolean
): ReturnType<typeof protectPanel> {
  const levels = pools.map(({level}) => level);
  return protectPanel(
    {
      variants: panelVariantTable(shownRows),
      allele_counts: panelCountTable(shownRows, levels, counts),
      association: trait && associationTable(trait, hits.kept, mayTellCases ? trait : null)
    },
    {shown: pools.map(({shown}) => shown), exact: form === "exact"}
  );
}

function pick({chrom, pos, ref, alt}: ReferenceVariant): Pick<ReferenceVariant, "chrom" | "pos" | "ref" | "alt"> {
  return {chrom, pos, ref, alt};
}

function column(values: Int32Array, k: number, width: number): number[] {
  return Array.from({length: values.length / width}, (_, i) => values[i * width + k]);
}

function countsAgain({variants, pools}: PublishedCounts): PanelCounts {
  const interleave = (of: (pool: PublishedCounts["pools"][number]) => number[]): Int32Array =>
    Int32Array.from(variants.flatMap((_, i) => pools.map((pool) => of(pool)[i])));
  return {
    kept: variants.map((_, i) => i),
    ac: interleave(({ac}) => ac),
    an: interleave(({an}) => an),
    noiseSd: pools.map(({noiseSd}) => noiseSd)
  };
}
