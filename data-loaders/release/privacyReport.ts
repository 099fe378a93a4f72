import type {Finding, PrivacyReport, RegimeReport} from "../../src/model/privacy.js";
import {randomStream} from "../sources/synthetic/randomStream.js";
import {Hidden} from "../disclosure/hideGroups.js";
import type {RandomSource} from "../disclosure/audit/attackFrequencies.js";
import {budgetReport, limitsOf, rhoOf, settingReports} from "../disclosure/membership.js";
import {poolFrequency} from "../disclosure/pools.js";
import {expectedRegimeCosts} from "../disclosure/regimes/expectedRegimeCosts.js";
import {readRegimes} from "../disclosure/regimes/readRegimes.js";
import type {Thresholds} from "../disclosure/thresholds.js";
import type {Cohort} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {CaseControlTrait, Hit} from "../tables/strongHits.js";
import {auditExact, auditHits, auditPanel, countWatched, curvesOf} from "./auditSide.js";
import type {ReleaseRequest} from "./authorize.js";
import type {LedgerVersion} from "./ledger.js";
import type {PeopleSide} from "./peopleSide.js";
import type {PublicPlan, PublicSide} from "./publicSide.js";
import {joinWatched, watch, WatchedCollector, type WatchedGenotypes} from "./watchedGenotypes.js";

/** A release that an attack has broken. The message is one line: table, attack and figure of each finding. */
export class AuditFailed extends Error {
  constructor(
    readonly findings: readonly Finding[],
    limits: PrivacyReport["limits"]
  ) {
    super(`${findings.map((finding) => sentenceOf(finding, limits)).join("; ")}; nothing is released`);
    this.name = "AuditFailed";
  }
}

/** Throws `AuditFailed` unless everything that has to withstand an attack does. */
export function requireWithstood({audit, limits}: Pick<PrivacyReport, "audit" | "limits">): void {
  const broken = audit.filter(({standing, withstood}) => standing === "enforced" && !withstood);
  if (broken.length > 0) throw new AuditFailed(broken, limits);
}

function sentenceOf({table, attack, pool, figures}: Finding, limits: PrivacyReport["limits"]): string {
  if (figures.kind === "recovery")
    return `${table}: the attack ${attack} works out ${figures.recovered} of ${figures.hidden} hidden numbers exactly, and leaves one a range of ${figures.narrowest} where at least ${figures.least} are needed`;
  const {auc, aucSe, tpr, beyond} = figures;
  return (
    `${table}: the attack ${attack} tells members of ${pool} from others with an area under the curve of ${auc} (s.e. ${aucSe}; at most ${Math.round(limits.auc * 1000) / 1000}), ` +
    `finds ${percent(tpr)} of them where 5 % of others are mistaken (at most ${percent(limits.tpr)})` +
    (beyond === null
      ? ""
      : `, and ${percent(beyond)} beyond the 99.9th percentile of others (at most ${percent(limits.beyond)})`)
  );
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** An association, and the shard of the cohort that has its variant. */
export type FoundHit = Hit & {shard: number};

/** All that is known when a release is examined. */
export interface Examined {
  cohort: Cohort;
  layout: StrataLayout;
  request: ReleaseRequest;
  thresholds: Thresholds;
  plan: PublicPlan | null;
  side: PublicSide | null;
  watched: readonly WatchedGenotypes[];
  /** All that reach the level of a genome-wide search. */
  hits: readonly FoundHit[];
  /** Cells of the table of all allele counts in which one chromosome only has an allele; null without such a table. */
  uniqueAlleles: number | null;
  trait: CaseControlTrait | null;
  peopleSide: PeopleSide;
  changed: string[];
  versions: readonly LedgerVersion[];
  mode: "strict" | "relaxed";
  /** What attacks on associations and on equity tables found. */
  otherAudits: readonly Finding[];
}

/** Seed of simulated non-members: an audit of the same release gives the same figures. */
const auditSeed = 20_090_814;
export const auditRandom: RandomSource = (key) => randomStream(auditSeed, key);

/** Attacks the release and reports what was found, what it may give away, and what privacy costs whom. */
export async function examine(examined: Examined, policies: URL): Promise<PrivacyReport> {
  const {cohort, layout, request, thresholds, plan, side, watched, hits, uniqueAlleles, trait} = examined;
  const {peopleSide, changed, versions, mode} = examined;
  const {smallCell} = thresholds;
  const membership = limitsOf(mode, thresholds.membership);
  const random = auditRandom;
  const {hidden} = peopleSide.protection;
  const shown = layout.combinations.map((_, row) => hidden.rows[row] === Hidden.no);
  const setting = {people: cohort.people, layout, shown, limits: membership, random};
  const audit: Finding[] = [...peopleSide.audit, ...examined.otherAudits];
  if (uniqueAlleles !== null) audit.push(uniqueFinding(request.class === "open", uniqueAlleles));
  const curves: PrivacyReport["curves"] = [];
  if (plan) {
    const genotypes = side?.genotypes ?? joinWatched(watched, cohort.people.total);
    if (side) audit.push(...auditPanel(plan, side, versions, setting));
    if (side && trait)
      audit.push(auditHits(side.hits.kept, await readHits(cohort, side.hits.kept, hits), trait.status, setting));
    const exact = await countWatched(plan, genotypes, layout);
    const table = request.class === "open" ? "public/genotype_counts" : "registered/genotype_counts";
    if (request.class === "open" || request.recipients > 0)
      audit.push(...auditExact(exact, table, request.class === "open" ? null : smallCell.maxWithheld, setting));
    curves.push(
      ...curvesOf(exact, smallCell.maxWithheld, plan.plan.rhoAlleles || rhoOf(mode, thresholds.membership) / 2, random)
    );
  }
  return {
    mode,
    limits: {
      auc: membership.aucMax,
      tpr: membership.tprMax,
      fpr: membership.fpr,
      beyond: membership.beyondMax,
      width: smallCell.maxWithheld
    },
    panel: side?.panel ?? null,
    pools: side?.pools ?? [],
    budget: plan && side ? budgetOf(plan, side, versions, cohort.dataDate) : null,
    audit,
    curves,
    regimes: plan ? await regimesOf(plan, side, policies) : [],
    settings: plan && side ? settingReports(plan.plan, plan.pools.pools, thresholds) : [],
    hits:
      side && trait
        ? {
            significant: side.hits.significant,
            released: side.hits.kept.length,
            budget: round(side.hits.budget, 1),
            spent: round(side.hits.spent, 1)
          }
        : null,
    changed
  };
}

/** An allele that one chromosome only has in a group points at its carrier; where consent is open that is reported. */
function uniqueFinding(isOpen: boolean, cells: number): Finding {
  return {
    table: isOpen ? "public/allele_counts" : "registered/allele_counts",
    attack: "unique-alleles",
    pool: "all",
    figures: {kind: "recovery", recovered: cells, hidden: 0, narrowest: null, least: 0},
    withstood: cells === 0,
    standing: isOpen ? "reported" : "enforced"
  };
}

function budgetOf(
  {plan, again}: PublicPlan,
  side: PublicSide,
  versions: readonly LedgerVersion[],
  date: string
): PrivacyReport["budget"] {
  const spending = versions.filter(({rho}) => rho > 0).map(({version, date, rho}) => ({version, date, rho}));
  const now = {version: versions.length + 1, date, rho: side.rhoAlleles + side.rhoAssociation};
  return budgetReport(
    {rhoTotal: plan.rhoTotal, rhoAlleles: side.rhoAlleles, rhoAssociation: side.rhoAssociation},
    again ? spending : [...spending, now]
  );
}

/** Genotypes of associated variants, a row per hit: they are few, so their pieces of the files are read again. */
async function readHits({shards, people}: Cohort, kept: readonly Hit[], all: readonly FoundHit[]): Promise<Uint8Array> {
  if (kept.length === 0) return new Uint8Array();
  const wanted = watch(kept.map(({variantId}) => locusOf(variantId)));
  const found: WatchedGenotypes[] = [];
  for (const shard of new Set(all.filter((hit) => wanted.places.has(hit.variantId)).map((hit) => hit.shard))) {
    const collector = new WatchedCollector(wanted, []);
    for await (const batch of collector.through(readShard(shards[shard]))) void batch;
    found.push(collector.result());
  }
  return joinWatched(found, people.total).genotypes;
}

function locusOf(variantId: string): {chrom: string; pos: number; ref: string; alt: string} {
  const [chrom, pos, ref, alt] = variantId.split("-");
  return {chrom, pos: Number(pos), ref, alt};
}

/** Other bodies' rules for the same groups and variants, and the public panel beside them. */
async function regimesOf(
  {pools: {pools}, reference}: PublicPlan,
  side: PublicSide | null,
  policies: URL
): Promise<RegimeReport[]> {
  const frequencies = Float64Array.from(
    reference.variants.flatMap((variant) => pools.map((pool) => poolFrequency(pool, variant.frequencies)))
  );
  const reports = expectedRegimeCosts(await readRegimes(new URL("regimes.yaml", policies)), frequencies, pools);
  if (!side) return reports;
  const hidden = 1 - side.panel.released / side.panel.candidates;
  return [
    ...reports,
    {
      id: "covenant-public",
      title: "Covenant, in public",
      sentence: "Frequencies of a fixed panel of common variants with noise; everything else is for named readers.",
      source: "policies/thresholds.yaml of this release",
      url: "",
      groups: side.pools.map(({level, people, frequencySd, shown}) => ({
        level,
        people,
        cellsWithheld: shown ? round(hidden, 2) : 1,
        presentWithheld: shown ? round(hidden, 2) : 1,
        // Mean absolute value of normal noise.
        frequencyError: frequencySd * Math.sqrt(2 / Math.PI)
      })),
      variantsUneven: side.pools.every(({shown}) => shown) ? 0 : round(1 - hidden, 2)
    }
  ];
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
