import {exactOddsRatio} from "../../../src/kernels/exactOddsRatio.js";
import {fisherExact} from "../../../src/kernels/fisherExact.js";
import type {ResistanceRow} from "../../../src/model/tumours.js";
import type {Treatment, Tumours} from "../../sources/tumours/tumours.js";
import {designMatrix} from "../association/designMatrix.js";
import {openAdjustedTests, type AdjustedTest} from "./adjustedTests.js";
import {countAmong, mutatedPeople} from "./mutatedPeople.js";
import {shownFeatures, type FeatureCells} from "./smallCells.js";
import {testColumns} from "./testColumns.js";
import {namedMin, type TumourSettings} from "./tumourSettings.js";

/**
 * Tests whether mutations, of genes and one by one, go with resistance to each treatment: Fisher's exact test, and logistic
 * regression adjusted for the covariates, both of the people with a sequenced tumour, a known response and all covariates.
 * Multiple testing is controlled over all rows. Withheld ones count as p = 1, which errs on the safe side: with their
 * p-values, those of others would tell what is withheld.
 */
export async function resistanceTable(tumours: Tumours, settings: TumourSettings): Promise<ResistanceRow[]> {
  const {sequenced, features} = mutatedPeople(tumours, settings.timepoint);
  const found: Tested[] = [];
  for (const [treatment, resistant] of resistanceTo(tumours)) {
    const people = Int32Array.from(sequenced.keys()).filter((person) => sequenced[person] === 1);
    const design = designMatrix(people, resistant, settings.covariates);
    if (design.people.length === 0) continue;
    const analysed = [1, 0].map((response) => ofResponse(design.people, resistant, response));
    const totals = analysed.map((among) => among.reduce((sum, one) => sum + one, 0));
    const tested = features
      .map((feature) => ({feature, mutated: analysed.map((among) => countAmong(feature, among))}))
      .filter(({mutated}) => mutated[0] + mutated[1] >= namedMin(settings))
      .map(({feature, mutated}) => ({feature, mutated, other: mutated.map((count, i) => totals[i] - count)}));
    const shown = shownFeatures(tested, settings.maxWithheld);
    const test = shown.includes(true) ? await openAdjustedTests(design, resistant) : () => null;
    tested.forEach((cells, i) => {
      found.push({...cells, treatment, shown: shown[i], adjusted: shown[i] ? test(cells.feature.people) : null});
    });
  }
  return withControl(found);
}

interface Tested extends FeatureCells {
  treatment: string;
  shown: boolean;
  adjusted: AdjustedTest | null;
}

/** By treatment, alphabetical: 1 = resistant, 0 = sensitive, NaN = not known, per person of the cohort. */
function resistanceTo({total, treatments}: Tumours): Map<string, Float64Array> {
  const names = [...new Set(treatments.map(({treatment}) => treatment))].sort();
  const found = new Map(names.map((name) => [name, new Float64Array(total).fill(NaN)]));
  const codes: Record<NonNullable<Treatment["response"]>, number> = {resistant: 1, sensitive: 0};
  for (const {person, treatment, response} of treatments)
    if (response !== null) found.get(treatment)![person] = codes[response];
  return found;
}

function ofResponse(people: Int32Array, resistant: Float64Array, response: number): Uint8Array {
  const among = new Uint8Array(resistant.length);
  for (const person of people) if (resistant[person] === response) among[person] = 1;
  return among;
}

function withControl(found: readonly Tested[]): ResistanceRow[] {
  const exact = found.map(({shown, mutated, other}) => (shown ? exactOf(mutated, other) : null));
  const columns = testColumns(found.map(({adjusted}, i) => ({exact: exact[i], adjusted})));
  return found.map(({feature: {gene, change}, treatment, mutated, other}, i) => {
    const test = exact[i];
    return {
      treatment,
      gene,
      change,
      mutatedResistant: test && mutated[0],
      mutatedSensitive: test && mutated[1],
      otherResistant: test && other[0],
      otherSensitive: test && other[1],
      ...columns[i]
    };
  });
}

function exactOf(
  [caseAlt, controlAlt]: readonly number[],
  [caseRef, controlRef]: readonly number[]
): ReturnType<typeof exactOddsRatio> & {minusLog10P: number} {
  const table = {caseAlt, caseRef, controlAlt, controlRef};
  return {...exactOddsRatio(table), minusLog10P: fisherExact(table).minusLog10P};
}
