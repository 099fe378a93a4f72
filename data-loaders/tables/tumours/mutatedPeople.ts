import {mutationClasses, type MutationFeature} from "../../../src/model/tumours.js";
import type {Timepoint, Tumours} from "../../sources/tumours/tumours.js";

/** Who has a mutation at one time, of those with a sequenced tumour then. Of persons one by one. */
export interface MutatedPeople {
  /** Per person of the cohort: 1 = has a sequenced tumour. */
  sequenced: Uint8Array;
  /** Genes, each followed by its protein changes; alphabetical. */
  features: MutatedFeature[];
}

export interface MutatedFeature extends MutationFeature {
  /** Persons, ascending, each once. */
  people: Int32Array;
  /** Of a gene: index into `mutationClasses` per one of `people`; several classes are `multiple`. Empty for a change. */
  classes: Uint8Array;
}

/** Several tumours of a person at one time count as one: a mutation of any of them is the person's. */
export function mutatedPeople(tumours: Tumours, timepoint: Timepoint): MutatedPeople {
  const sequenced = new Uint8Array(tumours.total);
  for (const sample of tumours.samples) if (sample.timepoint === timepoint) sequenced[sample.person] = 1;
  const genes = new Map<string, {people: Map<number, number>; changes: Map<string, Set<number>>}>();
  for (const {sample, gene, change, mutationClass} of tumours.mutations) {
    const {person, timepoint: own} = tumours.samples[sample];
    if (own !== timepoint) continue;
    let entry = genes.get(gene);
    if (!entry) genes.set(gene, (entry = {people: new Map(), changes: new Map()}));
    const code = mutationClasses.indexOf(mutationClass);
    const known = entry.people.get(person) ?? code;
    entry.people.set(person, known === code ? code : multiple);
    if (change === null) continue;
    const having = entry.changes.get(change);
    if (having) having.add(person);
    else entry.changes.set(change, new Set([person]));
  }
  const features = [...genes].sort(byName).flatMap(([gene, {people, changes}]): MutatedFeature[] => {
    const persons = Int32Array.from(people.keys()).sort();
    const classes = Uint8Array.from(persons, (person) => people.get(person)!);
    return [
      {gene, change: null, people: persons, classes},
      ...[...changes].sort(byName).map(([change, having]) => ({
        gene,
        change,
        people: Int32Array.from(having).sort(),
        classes: new Uint8Array()
      }))
    ];
  });
  return {sequenced, features};
}

/** How many of some persons, given as 1 per person of the cohort, have the mutation. */
export function countAmong(feature: Pick<MutatedFeature, "people">, among: Uint8Array): number {
  let count = 0;
  for (const person of feature.people) count += among[person];
  return count;
}

/** Persons of both lists, which are ascending. */
export function peopleOfBoth(a: Int32Array, b: Int32Array): Int32Array {
  let at = 0;
  return a.filter((person) => {
    while (at < b.length && b[at] < person) at++;
    return b[at] === person;
  });
}

const multiple = mutationClasses.indexOf("multiple");

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
