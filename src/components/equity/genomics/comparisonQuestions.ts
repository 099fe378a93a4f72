import type {AskedAbout, AskedTrait, Locus, VariantTest} from "../../../model/association.js";
import type {Decision} from "../../../model/decision.js";
import type {EquityGenomicsRow} from "../../../model/equityGenomics.js";
import {smallestPeople} from "../../../model/smallestPeople.js";
import type {ComparisonEffects} from "./comparisonEffects.js";
import {comparedLeads, type ComparedLead} from "./effectScatter.js";

type Trait = {id: string; label: string};
type Ask = Pick<ComparisonEffects, "ask">;

/** A comparison names no variant and shows no count of people. */
const aboutComparison: AskedAbout = {
  table: "equity_genomics",
  columns: ["measure", "ancestry", "other_ancestry", "estimate", "low", "high"],
  filters: [],
  variants: 0
};

/** How groups compare, for one trait or in what is about none. */
export function askComparison({ask}: Ask, trait: Trait | null): Promise<AskedTrait<EquityGenomicsRow[]>> {
  return ask(trait, "view", aboutComparison, async (tables) => ({
    value: await tables.comparisons(trait?.id ?? null),
    smallestCell: null
  }));
}

/** Whether what compares groups may be taken away: each trait is asked about; the first decision against it, else the last. */
export async function mayTakeComparison({ask}: Ask, traits: readonly (Trait | null)[]): Promise<Decision> {
  let decision: Decision = {outcome: "forbid", reasons: [], obligations: [], policy: ""};
  for (const trait of traits) {
    ({decision} = await ask(trait, "export", aboutComparison, async () => ({value: true, smallestCell: null})));
    if (decision.outcome !== "permit") break;
  }
  return decision;
}

/** The leading variants of other groups with their effects there and in one group: tests of variants, with their people. */
export function askLeads(
  {ask}: Ask,
  trait: Trait,
  action: "view" | "export",
  target: string
): Promise<AskedTrait<ComparedLead[]>> {
  const about: AskedAbout = {
    columns: ["variant_id", "ancestry", "beta", "se"],
    filters: ["variant"],
    variants: null
  };
  return ask(trait, action, about, async (tables) => {
    const groups = (await tables.groups(trait.id)).filter((group) => group !== "meta");
    const loci: Locus[] = [];
    for (const group of groups) loci.push(...(await tables.loci(trait.id, group)));
    const variants = [...new Set(loci.map(({variantId}) => variantId))];
    const tests: VariantTest[] =
      variants.length > 0 ? (await tables.tests(trait.id, {variants})).filter(({ancestry}) => ancestry !== "meta") : [];
    return {value: comparedLeads(loci, tests, target), smallestCell: smallestPeople(tests), variants: variants.length};
  });
}
