import {exactOddsRatio} from "../../../src/kernels/exactOddsRatio.js";
import {fisherExact} from "../../../src/kernels/fisherExact.js";
import type {CooccurrenceRow} from "../../../src/model/tumours.js";
import type {Tumours} from "../../sources/tumours/tumours.js";
import {designMatrix, type Covariate} from "../association/designMatrix.js";
import {openAdjustedTests, type AdjustedTest} from "./adjustedTests.js";
import {countAmong, mutatedPeople, peopleOfBoth, type MutatedFeature} from "./mutatedPeople.js";
import {mayShow} from "./smallCells.js";
import {testColumns} from "./testColumns.js";
import {namedMin, type TumourSettings} from "./tumourSettings.js";

/**
 * Tests whether genes are mutated in the same people or exclude each other, of all pairs of the `genesMax` most often
 * mutated genes: Fisher's exact test, and logistic regression adjusted for the covariates and the number of other mutated
 * genes (log1p), since tumours with many mutations make any two genes go together. A pair is withheld where one of its
 * four counts may not be shown; multiple testing as in `resistanceTable`.
 *
 * Canisius, Martens & Wessels 2016, Genome Biol 17:261, on the number of mutations.
 */
export async function cooccurrenceTable(
  tumours: Tumours,
  settings: TumourSettings,
  genesMax = 30
): Promise<CooccurrenceRow[]> {
  const {sequenced, features} = mutatedPeople(tumours, settings.timepoint);
  const genes = features.filter(({change}) => change === null);
  const burden = new Float64Array(tumours.total);
  for (const {people} of genes) for (const person of people) burden[person]++;
  const known = Int32Array.from(sequenced.keys()).filter((person) => sequenced[person] === 1);
  const {people} = designMatrix(known, new Float64Array(tumours.total), settings.covariates);
  const among = new Uint8Array(tumours.total);
  for (const person of people) among[person] = 1;
  const chosen = genes
    .map((gene) => ({gene, mutated: countAmong(gene, among)}))
    .filter(({mutated}) => mutated >= namedMin(settings))
    .sort((a, b) => b.mutated - a.mutated || (a.gene.gene < b.gene.gene ? -1 : 1))
    .slice(0, genesMax)
    .sort((a, b) => (a.gene.gene < b.gene.gene ? -1 : 1));

  const found: Pair[] = [];
  for (const [i, a] of chosen.entries())
    for (const b of chosen.slice(i + 1)) {
      const both = countAmong({people: peopleOfBoth(a.gene.people, b.gene.people)}, among);
      const counts = [both, a.mutated - both, b.mutated - both, people.length - a.mutated - b.mutated + both];
      const isShown = mayShow(counts, settings.maxWithheld);
      const adjusted = isShown ? await adjustedOf(a.gene, b.gene, people, burden, settings.covariates) : null;
      found.push({geneA: a.gene.gene, geneB: b.gene.gene, counts, isShown, adjusted});
    }
  return withControl(found);
}

interface Pair {
  geneA: string;
  geneB: string;
  /** Both, only A, only B, neither. */
  counts: number[];
  isShown: boolean;
  adjusted: AdjustedTest | null;
}

async function adjustedOf(
  a: MutatedFeature,
  b: MutatedFeature,
  people: Int32Array,
  burden: Float64Array,
  covariates: readonly Covariate[]
): Promise<AdjustedTest | null> {
  const mutated = new Float64Array(burden.length);
  const others = burden.slice();
  for (const person of a.people) {
    mutated[person] = 1;
    others[person]--;
  }
  for (const person of b.people) others[person]--;
  const values = others.map((count) => Math.log1p(count));
  const telling = peopleWhoTell(people, mutated, covariates);
  if (telling.length === 0) return null;
  const design = designMatrix(telling, mutated, [...covariates, {name: "burden", kind: "quantitative", values}]);
  const test = await openAdjustedTests(design, mutated);
  return test(b.people);
}

/** Without levels of a covariate in which nobody has the gene mutated, or everybody: they cannot be fitted, and say nothing. */
function peopleWhoTell(people: Int32Array, mutated: Float64Array, covariates: readonly Covariate[]): Int32Array {
  return covariates.reduce((left, {kind, values}) => {
    if (kind !== "categorical") return left;
    const seen = new Map<number, Set<number>>();
    for (const person of left) seen.set(values[person], (seen.get(values[person]) ?? new Set()).add(mutated[person]));
    return left.filter((person) => seen.get(values[person])!.size > 1);
  }, people);
}

function withControl(found: readonly Pair[]): CooccurrenceRow[] {
  const exact = found.map(({counts: [caseAlt, caseRef, controlAlt, controlRef], isShown}) => {
    const table = {caseAlt, caseRef, controlAlt, controlRef};
    return isShown ? {...exactOddsRatio(table), minusLog10P: fisherExact(table).minusLog10P} : null;
  });
  const columns = testColumns(found.map(({adjusted}, i) => ({exact: exact[i], adjusted})));
  return found.map(({geneA, geneB, counts}, i) => {
    const test = exact[i];
    return {
      geneA,
      geneB,
      both: test && counts[0],
      onlyA: test && counts[1],
      onlyB: test && counts[2],
      neither: test && counts[3],
      ...columns[i]
    };
  });
}
