import {mcnemar} from "../../../src/kernels/mcnemar.js";
import {benjaminiHochberg} from "../../../src/kernels/multipleTesting.js";
import type {PairedRow} from "../../../src/model/tumours.js";
import type {Tumours} from "../../sources/tumours/tumours.js";
import {countAmong, mutatedPeople, peopleOfBoth, type MutatedFeature} from "./mutatedPeople.js";
import {shownFeatures, type FeatureCells} from "./smallCells.js";
import {namedMin, type TumourSettings} from "./tumourSettings.js";

/**
 * Mutations that came or went under each treatment: McNemar's test of the people with sequenced tumours of both times. A
 * row is withheld where one of its four counts may not be shown; multiple testing as in `resistanceTable`.
 */
export function pairsTable(
  tumours: Tumours,
  settings: Pick<TumourSettings, "mutatedMin" | "maxWithheld">
): PairedRow[] {
  const before = mutatedPeople(tumours, "before");
  const after = mutatedPeople(tumours, "after");
  const paired = before.sequenced.map((one, person) => one & after.sequenced[person]);
  const features = joined(before.features, after.features);
  const found: (FeatureCells & {treatment: string; shown: boolean})[] = [];
  for (const [treatment, treated] of treatedWith(tumours)) {
    const among = paired.map((one, person) => one & treated[person]);
    const pairs = among.reduce((sum, one) => sum + one, 0);
    const cells = features
      .map(({feature, first, second}) => {
        const both = countAmong({people: peopleOfBoth(first, second)}, among);
        const gained = countAmong({people: second}, among) - both;
        const lost = countAmong({people: first}, among) - both;
        return {feature, mutated: [both, gained, lost], other: [pairs - both - gained - lost]};
      })
      .filter(({mutated}) => mutated[0] + mutated[1] + mutated[2] >= namedMin(settings));
    const shown = shownFeatures(cells, settings.maxWithheld);
    cells.forEach((cell, i) => found.push({...cell, treatment, shown: shown[i]}));
  }
  const tests = found.map(({shown, mutated: [, gained, lost]}) => (shown ? mcnemar(gained, lost) : null));
  const q = benjaminiHochberg(
    tests.map((test) => test?.minusLog10P ?? NaN),
    found.length
  );
  return found.map(({feature: {gene, change}, treatment, mutated: [both, gained, lost], other: [neither]}, i) => {
    const test = tests[i];
    const isKnown = test !== null && gained + lost > 0;
    return {
      treatment,
      gene,
      change,
      both: test && both,
      gained: test && gained,
      lost: test && lost,
      neither: test && neither,
      oddsRatio: isKnown ? test.oddsRatio : null,
      oddsRatioLow: isKnown ? test.interval[0] : null,
      oddsRatioHigh: isKnown ? test.interval[1] : null,
      minusLog10P: test && test.minusLog10P,
      minusLog10MidP: test && test.minusLog10MidP,
      minusLog10Q: test && q[i]
    };
  });
}

interface PairedFeature {
  feature: {gene: string; change: string | null};
  first: Int32Array;
  second: Int32Array;
}

/** Features of either time, each gene before its changes. */
function joined(before: readonly MutatedFeature[], after: readonly MutatedFeature[]): PairedFeature[] {
  const none = new Int32Array();
  const found = new Map<string, PairedFeature>();
  [before, after].forEach((features, time) => {
    for (const {gene, change, people} of features) {
      const key = `${gene} ${change ?? ""}`;
      const known = found.get(key) ?? {feature: {gene, change}, first: none, second: none};
      found.set(key, {...known, [time === 0 ? "first" : "second"]: people});
    }
  });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, feature]) => feature);
}

/** By treatment, alphabetical: 1 per person of the cohort who had it, whatever the response. */
function treatedWith({total, treatments}: Tumours): Map<string, Uint8Array> {
  const names = [...new Set(treatments.map(({treatment}) => treatment))].sort();
  const found = new Map(names.map((name) => [name, new Uint8Array(total)]));
  for (const {person, treatment} of treatments) found.get(treatment)![person] = 1;
  return found;
}
