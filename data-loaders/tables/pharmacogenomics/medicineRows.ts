import type {PgxDefinitions, Recommendation, RecommendationClass} from "../../../src/model/pharmacogenomics.js";
import type {PgxResultRow} from "../../../src/model/pharmacogenomicsTables.js";
import type {GeneCalls} from "./callCohort.js";
import {shareOf, type GroupedCalls, type PgxGroup} from "./groupedCalls.js";

/** What may come of a set of genes in some people: the phenotypes of each candidate, by gene. */
interface JointCall {
  people: number;
  candidates: {weight: number; phenotypes: Map<string, string | null>}[];
}

/** People for whom a medicine is recommended otherwise, and those in whom a reaction is feared, by medicine. */
export function medicineRows(
  {recommendations, medicines}: Pick<PgxDefinitions, "recommendations" | "medicines">,
  genes: readonly GeneCalls[],
  group: PgxGroup,
  groupedOf: ReadonlyMap<string, GroupedCalls>
): PgxResultRow[] {
  const joint = new Map<string, JointCall[]>();
  return [...byMedicine(recommendations)].flatMap(([medicine, rows]) => {
    const names = [...new Set(rows.flatMap(({when}) => when.map(({gene}) => gene)))];
    const known = genes.filter(({gene}) => names.includes(gene.name));
    if (!known.some(({assay}) => assay.refused === null)) return [];
    const key = names.join(" ");
    if (!joint.has(key)) joint.set(key, jointCalls(known, group, groupedOf));
    const classOf = recommendationFinder(rows, names);
    const level = medicines
      .filter((row) => row.medicine === medicine && names.includes(row.gene))
      .map((row) => row.level)
      .sort()[0];
    return (["actionable", "adverse"] as const).map((result) => ({
      genes: names,
      medicine,
      whole: known.length === names.length && known.every(({assay}) => assay.whole && assay.refused === null),
      level: level ?? "",
      group: group.name,
      result,
      ...shareOf(
        joint.get(key)!.map(({people, candidates}) => ({
          people,
          candidates: candidates.map(({weight, phenotypes}) => ({weight, isSo: isResult(classOf(phenotypes), result)}))
        }))
      )
    }));
  });
}

/** Whether a recommendation is a departure, or one for fear of a reaction. */
export function isResult(found: RecommendationClass, result: PgxResultRow["result"]): boolean {
  return found === "adverse" || (result === "actionable" && (found === "ineffective" || found === "changed"));
}

/** The class of the recommendation for phenotypes of all genes of a medicine; null = no result of that gene. */
export function recommendationFinder(
  rows: readonly Recommendation[],
  genes: readonly string[]
): (phenotypes: ReadonlyMap<string, string | null>) => RecommendationClass {
  const keyOf = (phenotypeOf: (gene: string) => string | null): string => JSON.stringify(genes.map(phenotypeOf));
  const classes = new Map(
    rows.map((row) => [keyOf((gene) => row.when.find((w) => w.gene === gene)?.phenotype ?? null), row.class])
  );
  return (phenotypes) => classes.get(keyOf((gene) => phenotypes.get(gene) ?? null)) ?? "none";
}

function byMedicine(recommendations: readonly Recommendation[]): Map<string, Recommendation[]> {
  const found = new Map<string, Recommendation[]>();
  for (const row of recommendations) found.set(row.medicine, [...(found.get(row.medicine) ?? []), row]);
  return found;
}

/** People of the group by their calls of all these genes together, at least one of which is explained. */
function jointCalls(
  genes: readonly GeneCalls[],
  {members}: PgxGroup,
  groupedOf: ReadonlyMap<string, GroupedCalls>
): JointCall[] {
  const counts = new Map<number, {people: number; calls: number[]}>();
  members.forEach((isMember, person) => {
    if (!isMember) return;
    let key = 0;
    for (const {calls, callOf} of genes) key = key * (calls.length + 1) + callOf[person] + 1;
    const entry = counts.get(key);
    if (entry) ++entry.people;
    else counts.set(key, {people: 1, calls: genes.map(({callOf}) => callOf[person])});
  });
  return [...counts.values()].map(({people, calls}) => {
    let candidates: JointCall["candidates"] = [{weight: 1, phenotypes: new Map()}];
    let explained = false;
    genes.forEach(({gene, calls: all}, g) => {
      const own = all[calls[g]]?.candidates ?? [];
      if (own.length === 0) return;
      explained = true;
      const weights = groupedOf.get(gene.name)!.weights[calls[g]];
      candidates = candidates.flatMap(({weight, phenotypes}) =>
        own.map(({phenotype}, k) => ({
          weight: weight * weights[k],
          phenotypes: new Map(phenotypes).set(gene.name, phenotype)
        }))
      );
    });
    return {people, candidates: explained ? candidates : []};
  });
}
