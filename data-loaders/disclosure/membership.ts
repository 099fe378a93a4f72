import type {BudgetReport, SettingReport} from "../../src/model/privacy.js";
import type {ReferenceVariant} from "../sources/cohort.js";
import {aucOf, separationForAuc, separationForTpr, tprOf} from "./audit/separation.js";
import {clipNorm} from "./noise/clippedSums.js";
import {spread, type Panel} from "./panel.js";
import {poolFrequency, type Pool} from "./pools.js";
import type {MembershipLimits, Thresholds} from "./thresholds.js";

/** What one version of a release may give away about who took part, and how. */
export interface MembershipPlan {
  mode: "strict" | "relaxed";
  /** Of all versions; ρ of zero-concentrated differential privacy (Bun & Steinke 2016). */
  rhoTotal: number;
  /** What this version spends on allele counts, and on associations. */
  rhoAlleles: number;
  rhoAssociation: number;
  form: "exact" | "noisy";
  variants: ReferenceVariant[];
  /** Bound of a person's centred genotypes (L2), per pool. */
  clips: number[];
  /** Expected standard deviation of the noise, in allele copies, per pool; 0 for exact counts. */
  noiseSds: number[];
  /** Whether a pool's column is worth showing. */
  shown: boolean[];
}

/**
 * ρ that all versions of a release may spend together: with d′ = √(2ρ) an attack's area under the curve is at most
 * Φ(d′/√2), and its true-positive rate at most Φ(d′ − z), whatever the attacker knows (Dong, Roth & Su 2022, on Gaussian
 * differential privacy). `strict` holds to the area, `relaxed` to the rate.
 */
export function rhoOf(
  mode: "strict" | "relaxed",
  {aucMax, tprMax, fpr}: Pick<Thresholds["membership"], "aucMax" | "tprMax" | "fpr">
): number {
  const separation = mode === "strict" ? separationForAuc(aucMax) : separationForTpr(tprMax, fpr);
  return separation ** 2 / 2;
}

/** The limits that a release of a mode is held to: `relaxed` allows the curve that goes with its true-positive rate. */
export function limitsOf(mode: "strict" | "relaxed", limits: MembershipLimits): MembershipLimits {
  return mode === "strict" ? limits : {...limits, aucMax: aucOf(separationForTpr(limits.tprMax, limits.fpr))};
}

/**
 * Plans a version. Where the whole panel fits the budget its counts are exact: m numbers about a pool of n people separate
 * its members by d′² = m/n (Sankararaman and others 2009; Visscher & Hill 2009). Otherwise counts get noise, and as many
 * variants of the panel are taken, spread evenly, as leave every pool's frequencies within the limit. `exact`: whether
 * exact counts may be given at all; beside those of an earlier version they would tell about who joined or left.
 */
export function planMembership(
  panel: Panel,
  pools: readonly Pool[],
  {
    rhoTotal,
    rhoSpent,
    mode,
    association,
    exact
  }: {rhoTotal: number; rhoSpent: number; mode: "strict" | "relaxed"; association: boolean; exact: boolean},
  {panel: limits, versions}: Pick<Thresholds, "panel" | "versions">
): MembershipPlan {
  const rhoNow = Math.max(0, rhoTotal - rhoSpent) * versions.share;
  const rhoAssociation = association ? rhoNow * versions.associationShare : 0;
  const rhoAlleles = rhoNow - rhoAssociation;
  const budget = {mode, rhoTotal, rhoAlleles, rhoAssociation};
  const smallest = Math.min(...pools.map(({people}) => people));
  if (exact && panel.variants.length <= 2 * rhoAlleles * smallest)
    return {
      ...budget,
      rhoAlleles: panel.variants.length / smallest / 2,
      form: "exact",
      variants: panel.variants,
      clips: pools.map(() => 0),
      noiseSds: pools.map(() => 0),
      shown: pools.map(() => true)
    };

  const plan = (count: number): MembershipPlan => {
    const variants = spread(panel.variants, count);
    const clips = pools.map((pool) => clipOf(pool, variants));
    const noiseSds = clips.map((clip) => clip / Math.sqrt(2 * rhoAlleles));
    const shown = noiseSds.map((sd, k) => sd / (2 * pools[k].people) <= limits.frequencySdMax);
    return {...budget, form: "noisy", variants, clips, noiseSds, shown};
  };
  const most = Math.min(panel.variants.length, limits.variantsMax);
  const least = Math.min(most, limits.variantsMin);
  // Groups that cannot bear the smallest panel are hidden anyway; all others should stay.
  const bearing = plan(least).shown;
  const bears = (count: number): boolean => plan(count).shown.every((shown, k) => shown || !bearing[k]);
  let low = least;
  for (let high = most + 1; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (bears(middle)) low = middle;
    else high = middle;
  }
  return plan(low);
}

function clipOf(pool: Pool, variants: readonly ReferenceVariant[]): number {
  return clipNorm(variants.map(({frequencies}) => poolFrequency(pool, frequencies)));
}

/** The budget as the manifest tells it; `versions`: all that spent something. */
export function budgetReport(
  {rhoTotal, rhoAlleles, rhoAssociation}: Pick<MembershipPlan, "rhoTotal" | "rhoAlleles" | "rhoAssociation">,
  versions: BudgetReport["versions"]
): BudgetReport {
  const spent = versions.reduce((sum, {rho}) => sum + rho, 0);
  return {
    rhoTotal,
    separationTotal: Math.sqrt(2 * rhoTotal),
    versions,
    rhoLeft: Math.max(0, rhoTotal - spent),
    parts: [
      {table: "public/allele_counts", rho: rhoAlleles},
      ...(rhoAssociation > 0 ? [{table: "public/association", rho: rhoAssociation}] : [])
    ]
  };
}

/** Limits that the slider offers, as areas under an attack's curve. */
const settings = [0.505, 0.51, 0.52, 0.53, 0.54, 0.55, 0.56, 0.58, 0.6, 0.65, 0.7, 0.8, 0.9];

/** What a stricter or laxer limit would mean for the same variants and groups: follows from public numbers alone. */
export function settingReports(
  plan: MembershipPlan,
  pools: readonly Pool[],
  {membership, panel, versions}: Pick<Thresholds, "membership" | "panel" | "versions">
): SettingReport[] {
  const smallest = Math.min(...pools.map(({people}) => people));
  const ofAlleles = plan.rhoAssociation > 0 ? 1 - versions.associationShare : 1;
  return settings.map((auc) => {
    const separation = separationForAuc(auc);
    const rho = separation ** 2 / 2;
    const rhoAlleles = rho * versions.share * ofAlleles;
    return {
      auc,
      tpr: tprOf(separation, membership.fpr),
      rho,
      exactVariants: Math.floor(2 * rhoAlleles * smallest),
      groups: pools.map((pool) => {
        const frequencySd = clipOf(pool, plan.variants) / Math.sqrt(2 * rhoAlleles) / (2 * pool.people);
        return {level: pool.level, frequencySd, shown: frequencySd <= panel.frequencySdMax};
      })
    };
  });
}
