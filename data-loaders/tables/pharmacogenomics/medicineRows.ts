import type {PgxDefinitions, Recommendation, RecommendationClass} from "../../../src/model/pharmacogenomics.js";
import type {PgxResultRow} from "../../../src/model/pharmacogenomicsTables.js";
import type {GeneCalls} from "./callCohort.js";
import {addPeople, noPeople, shareOf, type GroupedCalls, type PgxGroup, type Tally} from "./groupedCalls.js";

/** Phenotypes of the genes of a medicine, in their order; null = no result, or none in the tables. */
type Phenotypes = readonly (string | null)[];

/** Some people with the same phenotypes, or the same possible ones. */
interface JointCall {
  people: number;
  candidates: {weight: number; phenotypes: Phenotypes}[];
}

/**
 * People for whom a medicine is recommended otherwise, and those in whom a reaction is feared, by medicine. Medicines of
 * which no recommendation is rated are left out, and so is a result that the tables give to no phenotype: nobody would
 * seem to be concerned.
 */
export function medicineRows(
  {recommendations, medicines}: Pick<PgxDefinitions, "recommendations" | "medicines">,
  genes: readonly GeneCalls[],
  group: PgxGroup,
  groupedOf: ReadonlyMap<string, GroupedCalls>
): PgxResultRow[] {
  const joint = new Map<string, JointCall[]>();
  return [...byMedicine(recommendations)].flatMap(([medicine, rows]) => {
    const names = [...new Set(rows.flatMap(({when}) => when.map(({gene}) => gene)))];
    if (rows.every(({class: found}) => isSilent(found))) return [];
    const known = genes.filter(({gene}) => names.includes(gene.name));
    if (!known.some(({assay}) => assay.refused === null)) return [];
    const key = names.join(" ");
    if (!joint.has(key)) joint.set(key, jointCalls(names, known, group, groupedOf));
    const classOf = recommendationFinder(rows, names);
    const level = medicines
      .filter((row) => row.medicine === medicine && names.includes(row.gene))
      .map((row) => row.level)
      .sort()[0];
    const results = (["actionable", "adverse"] as const).filter((result) =>
      rows.some(({class: found}) => isResult(found, result))
    );
    return results.map((result) => ({
      genes: names,
      medicine,
      whole: known.length === names.length && known.every(({assay}) => assay.whole && assay.refused === null),
      level: level ?? "",
      group: group.name,
      result,
      silent: tallyResults(joint.get(key)!, (phenotypes) => isSilent(classOf(phenotypes))).least,
      ...shareOf(
        tallyResults(joint.get(key)!, (phenotypes) => isResult(classOf(phenotypes), result)),
        joint.get(key)!.reduce((sum, {people}) => sum + people, 0)
      )
    }));
  });
}

function tallyResults(calls: readonly JointCall[], isSo: (phenotypes: Phenotypes) => boolean): Tally {
  const tally = noPeople();
  for (const {people, candidates} of calls) {
    const so = candidates.filter(({phenotypes}) => isSo(phenotypes));
    const weight = so.reduce((sum, candidate) => sum + candidate.weight, 0);
    if (so.length > 0) addPeople(tally, people, weight, so.length === candidates.length);
  }
  return tally;
}

/** Whether a recommendation is a departure, or one for fear of a reaction. */
export function isResult(found: RecommendationClass, result: PgxResultRow["result"]): boolean {
  return found === "adverse" || (result === "actionable" && (found === "ineffective" || found === "changed"));
}

function isSilent(found: RecommendationClass): boolean {
  return found === "none" || found === "unrated";
}

/** The class of the recommendation for phenotypes of all genes of a medicine, in the order of `genes`. */
function recommendationFinder(
  rows: readonly Recommendation[],
  genes: readonly string[]
): (phenotypes: Phenotypes) => RecommendationClass {
  const classes = new Map(
    rows.map(({when, class: found}) => [
      JSON.stringify(genes.map((gene) => when.find((w) => w.gene === gene)?.phenotype ?? null)),
      found
    ])
  );
  return (phenotypes) => classes.get(JSON.stringify(phenotypes)) ?? "none";
}

function byMedicine(recommendations: readonly Recommendation[]): Map<string, Recommendation[]> {
  const found = new Map<string, Recommendation[]>();
  for (const row of recommendations) found.set(row.medicine, [...(found.get(row.medicine) ?? []), row]);
  return found;
}

/** What may come of one gene in some people: the probability of each phenotype. */
type PhenotypeWeights = Map<string | null, number>;

/**
 * People of the group by the phenotypes of all these genes together, where at least one gene is explained. Calls with the
 * same phenotypes are put together first: there are few phenotypes and many calls.
 */
function jointCalls(
  names: readonly string[],
  genes: readonly GeneCalls[],
  {members}: PgxGroup,
  groupedOf: ReadonlyMap<string, GroupedCalls>
): JointCall[] {
  const ofGenes = names.map((name) => {
    const calls = genes.find(({gene}) => gene.name === name);
    return calls ? resultsOf(calls, groupedOf.get(name)!) : null;
  });
  const counts = new Map<number, {people: number; results: (PhenotypeWeights | null)[]}>();
  members.forEach((isMember, person) => {
    if (!isMember) return;
    let key = 0;
    for (const gene of ofGenes) if (gene) key = key * (gene.results.length + 1) + gene.resultOf(person) + 1;
    const entry = counts.get(key);
    if (entry) ++entry.people;
    else counts.set(key, {people: 1, results: ofGenes.map((gene) => gene?.results[gene.resultOf(person)] ?? null)});
  });
  return [...counts.values()]
    .filter(({results}) => results.some((result) => result !== null))
    .map(({people, results}) => ({people, candidates: combinations(results)}));
}

/** Different results of a gene, and which of them a person has; −1 = none. */
function resultsOf({calls, callOf}: GeneCalls, {weights}: GroupedCalls) {
  const results: PhenotypeWeights[] = [];
  const places = new Map<string, number>();
  const resultOfCall = calls.map(({candidates}, call) => {
    if (candidates.length === 0) return -1;
    const result: PhenotypeWeights = new Map();
    candidates.forEach(({phenotype}, k) => result.set(phenotype, (result.get(phenotype) ?? 0) + weights[call][k]));
    const key = JSON.stringify(result.size === 1 ? [candidates[0].phenotype] : [...result]);
    const place = places.get(key) ?? results.push(result) - 1;
    places.set(key, place);
    return place;
  });
  return {results, resultOf: (person: number): number => (callOf[person] < 0 ? -1 : resultOfCall[callOf[person]])};
}

function combinations(results: readonly (PhenotypeWeights | null)[]): JointCall["candidates"] {
  return results.reduce<JointCall["candidates"]>(
    (found, result) =>
      found.flatMap(({weight, phenotypes}) =>
        [...(result ?? new Map([[null, 1]]))].map(([phenotype, own]) => ({
          weight: weight * own,
          phenotypes: [...phenotypes, phenotype]
        }))
      ),
    [{weight: 1, phenotypes: []}]
  );
}
