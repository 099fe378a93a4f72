import type {Finding} from "../../src/model/privacy.js";
import {attackAssociation} from "../disclosure/audit/attackAssociation.js";
import {attackDensity} from "../disclosure/audit/attackDensity.js";
import type {RandomSource} from "../disclosure/audit/attackFrequencies.js";
import {attackLinkage} from "../disclosure/audit/attackLinkage.js";
import type {AssociationPlan} from "../disclosure/association/planAssociation.js";
import {hideSquares} from "../disclosure/association/hideSquares.js";
import {shownR2} from "../disclosure/association/hideLd.js";
import {protectAssociation} from "../disclosure/protect.js";
import {isSmall} from "../disclosure/smallCell.js";
import type {MembershipLimits} from "../disclosure/thresholds.js";
import type {People} from "../sources/cohort.js";
import {openAssociator, type VariantLimits} from "../tables/association/associate.js";
import {associationRowsTable} from "../tables/association/associationRows.js";
import type {LdPairs} from "../tables/association/ldTable.js";
import type {DensitySquare} from "../tables/association/pcaDensityTable.js";
import {everybodyOf, type AnalysisPlan} from "../tables/association/planAnalyses.js";
import {createCounter, Genotype} from "../tables/countGenotypes.js";

/** Variants that associations are attacked with. */
export interface AttackedVariants {
  /** Their genotypes, everybody's. */
  genotypes: Uint8Array;
  count: number;
  /** Public frequency of alt in a group of the plan, which the attacker knows; null = there is no public reference. */
  frequencyOf: ((variant: number, level: string) => number) | null;
  /** Packed genotypes of people of a group's populations who are not in the cohort; see `drawGenotypes`. */
  drawOthers?: (level: string, size: number, chance: () => number) => Uint8Array;
}

export interface AssociationAudit {
  people: People;
  tier: string;
  /** Counts of 1 to this many are withheld. */
  limit: number;
  plan: AnalysisPlan;
  protection: readonly AssociationPlan[];
  variantLimits: VariantLimits;
  membership: MembershipLimits;
  random: RandomSource;
}

/** More variants make the attacks longer, and the figures hardly better. */
export const mostAttacked = 500;

/**
 * Attacks the associations of every trait, tested and protected anew for some variants: by difference from exact counts,
 * which must not succeed; and, where frequencies are public, by what frequencies and effects tell of membership, of the
 * first trait of each kind. Of each attack the finding that went worst stands for all traits.
 */
export async function auditTraits(audit: AssociationAudit, variants: AttackedVariants): Promise<Finding[]> {
  const {people, plan, protection, variantLimits, tier, limit, membership, random} = audit;
  if (variants.count === 0 || plan.groups.length === 0) return [];
  const groupOf = new Int16Array(people.total).fill(-1);
  plan.groups.forEach(({people: members}, group) => members.forEach((person) => (groupOf[person] = group)));
  const {associate} = await openAssociator(everybodyOf(people, plan, true), plan, variantLimits);
  const {count, genotypes, frequencyOf, drawOthers} = variants;
  const found = associate(
    {
      count,
      genotypes,
      chrom: Array.from({length: count}, () => "1"),
      pos: new Int32Array(count),
      ref: [],
      alt: [],
      rsid: [],
      ploidy: new Uint8Array(count)
    },
    Array.from({length: count}, (_, v) => String(v))
  );
  const beside = await exactCounts(people, plan, variants, limit);
  const first = ["binary", "quantitative"].map((kind) => plan.traits.findIndex((trait) => trait.kind === kind));
  const findings = found.flatMap(({rows, counts}, t) =>
    attackAssociation(
      {
        table: `${tier}/association`,
        shown: protectAssociation(rows, counts, protection[t], associationRowsTable).shown,
        plan: protection[t],
        copies: counts,
        beside,
        people: people.total,
        genotypes,
        trait: analysedValues(people, plan, t),
        groupOf,
        enforcedOnly: frequencyOf === null || !first.includes(t),
        frequencyOf: (v, group) => frequencyOf?.(v, shownLevel(protection[t], group)) ?? 0.5,
        drawOthers: drawOthers && ((group, size, chance) => drawOthers(shownLevel(protection[t], group), size, chance))
      },
      membership,
      (key) => random(`${plan.traits[t].id} ${key}`)
    )
  );
  return worstOfEach(findings);
}

/** Attacks the linkage of loci as it is shown: `genotypes` are those of `pairs.variantIds`. */
export function auditLinkage(
  {people, plan, tier, limit, membership, random}: AssociationAudit,
  {a, b}: Pick<LdPairs, "a" | "b">,
  genotypes: Uint8Array
): Finding[] {
  if (a.length === 0 || !plan.groups.some(({people}) => people.length >= leastForLinkage)) return [];
  const groupOf = new Int16Array(people.total).fill(-1);
  plan.groups.forEach(({people: members}, group) => members.forEach((person) => (groupOf[person] = group)));
  const step = Math.max(1, Math.ceil(a.length / mostAttacked));
  const some = (of: Int32Array): Int32Array => of.filter((_, i) => i % step === 0);
  return [
    attackLinkage(
      {
        table: `${tier}/ld`,
        standing: "reported",
        groups: plan.groups.map(({level}) => level),
        groupOf,
        people: people.total,
        genotypes,
        a: some(a),
        b: some(b),
        publish: (r2, spread) => shownR2(r2, spread, limit)
      },
      membership,
      random
    )
  ];
}

/** A group is divided into a half and two quarters, and a quarter needs people. */
const leastForLinkage = 100;

/** Looks for people in what the squares of the density leave out. `squares` as they are, before protection. */
export function auditDensity(
  {plan, tier, limit}: Pick<AssociationAudit, "plan" | "tier" | "limit">,
  squares: readonly DensitySquare[],
  shownLevels: ReadonlySet<string>,
  base: number
): Finding[] {
  const shown = hideSquares(squares, shownLevels, base);
  const people = new Map<string, number>();
  for (const {level} of plan.groups) {
    const own = squares.filter(({ancestry, pcX, pcY}) => ancestry === level && pcX === 1 && pcY === 2);
    if (shownLevels.has(level))
      people.set(
        level,
        own.reduce((sum, {people}) => sum + people, 0)
      );
  }
  if (shown.length === 0) return [];
  return [
    attackDensity(
      {table: `${tier}/pca_density`, standing: "enforced", squares: shown, people, countedDown: base - 1},
      limit
    )
  ];
}

function shownLevel({levels, shown}: AssociationPlan, group: number): string {
  return levels[shown[group]];
}

/** Values of everybody who is analysed for a trait; NaN for the others. */
function analysedValues({total}: People, {groups}: AnalysisPlan, t: number): Float64Array {
  const values = new Float64Array(total).fill(NaN);
  for (const {people, analyses} of groups) {
    const analysis = analyses[t];
    if (analysis) for (const i of analysis.design.people) values[people[i]] = analysis.trait[i];
  }
  return values;
}

/** Allele counts of whole groups as `allele_counts` shows them: variants × groups; `an` 0 = withheld there. */
async function exactCounts(
  {total, included, strata}: People,
  {groups}: AnalysisPlan,
  {genotypes, count}: AttackedVariants,
  limit: number
): Promise<{ac: Int32Array; an: Int32Array}> {
  const ancestry = strata.find(({name}) => name === "ancestry");
  const levels = new Map(groups.map(({level}, group) => [level, group]));
  const cells = Int32Array.from({length: total}, (_, person) => {
    if (!included[person]) return -1;
    if (!ancestry) return 0;
    return levels.get(ancestry.levels[ancestry.codes[person]]) ?? -1;
  });
  const counter = await createCounter({people: total, cells, cellCount: groups.length});
  const counts = counter.count(genotypes, count);
  const ac = new Int32Array(count * groups.length);
  const an = new Int32Array(count * groups.length);
  for (let at = 0; at < ac.length; ++at) {
    const of = (genotype: number): number => counts[at * 4 + genotype];
    const alternate = 2 * of(Genotype.homAlt) + of(Genotype.het);
    const all = 2 * (of(Genotype.homAlt) + of(Genotype.het) + of(Genotype.homRef));
    if (isSmall(alternate, limit) || isSmall(all - alternate, limit)) continue;
    ac[at] = alternate;
    an[at] = all;
  }
  return {ac, an};
}

function worstOfEach(findings: readonly Finding[]): Finding[] {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const before = worst.get(finding.attack);
    if (!before || badness(finding) > badness(before)) worst.set(finding.attack, finding);
  }
  return [...worst.values()];
}

function badness({figures, withstood}: Finding): number {
  return (withstood ? 0 : 1e9) + (figures.kind === "recovery" ? figures.recovered : figures.auc);
}
