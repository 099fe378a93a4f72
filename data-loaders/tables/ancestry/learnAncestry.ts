import type {PackedGenotypes} from "../structure/alleleFrequencies.js";
import {
  principalComponents,
  type PrincipalComponents,
  type StandardisedGenotypes
} from "../structure/principalComponents.js";
import {learnGroups, likenessOf, shareBetweenGroups, type GroupModel} from "./groupModel.js";
import {placeByAugmenting, type PlacePerson} from "./placeByAugmenting.js";
import {projectOnReference} from "./projections.js";

/** What tells people's genetic ancestry: components of reference people, and where each group of them lies. */
export interface AncestryModel {
  components: PrincipalComponents;
  /** Components that people are placed among; the first `model.dimensions` of them tell groups apart. */
  placed: number;
  place: PlacePerson;
  model: GroupModel;
}

/** Why no model can be learned, as a sentence without its subject. */
export interface NoModel {
  problem: string;
}

/** When somebody is put into a group. */
export interface AssignmentRules {
  /** Least probability of the group, above 0.5 to 1. */
  least: number;
  /** Least share of markers with a genotype. */
  callRateMin: number;
  /** Whoever lies farther from the group than all but this share of its own people is a stranger to it. */
  strangers: number;
}

/** `least` is what the manifest says; with less than half of the markers a place is hardly known. */
export const usualAssignment = {callRateMin: 0.5, strangers: 0.001};

/** Components that are looked for. */
const mostComponents = 16;
/** Components that tell groups apart are exact by then; those of noise need not be. */
const maximumProducts = 12;
/** Components beyond those that tell groups apart, of which only the noise is of use: the first come out steadier. */
const spareComponents = 4;
/** A component tells groups apart where this share of its variance at least lies between them. */
const leastBetween = 0.2;
/** People of the smallest group for each component: a covariance of fewer is not known. */
const peopleOfComponent = 3;

/**
 * Learns from the reference's people, whose group is given by `codes` (-1 = none: not used). Components that are the same
 * in all groups, as those of noise and of linkage are, are not used to assign people.
 */
export async function learnAncestry(
  genotypes: StandardisedGenotypes,
  codes: Int16Array,
  groups: number,
  random: () => number
): Promise<AncestryModel | NoModel> {
  const included = Uint8Array.from(codes, (code) => Number(code >= 0));
  const components = await principalComponents(genotypes, {
    included,
    components: mostComponents,
    random,
    maximumProducts
  });
  const found = components.eigenvalues.length;
  const singularValues = components.eigenvalues.map((value) => Math.sqrt(value * components.usedVariants));
  const places = components.scores.map((score, i) => score * singularValues[i % found]);
  const sizes = Array.from({length: groups}, (_, group) => codes.filter((code) => code === group).length);
  const most = Math.floor(Math.min(...sizes) / peopleOfComponent);
  const between = shareBetweenGroups(places, found, codes, groups);
  const chosen = Array.from(between.keys()).filter((c) => between[c] >= leastBetween && c < most);
  if (chosen.length === 0)
    return {
      problem: `has groups that ${genotypes.variants} markers do not tell apart; use more markers or fewer groups`
    };
  const dimensions = chosen.at(-1)! + 1;
  const own = columnsOf(places, found, dimensions);
  const model = learnGroups(own, dimensions, codes, groups);
  if (!model) return {problem: "has a group whose people all have the same genotypes; are they one person?"};
  const placed = Math.min(found, dimensions + spareComponents);
  return {components, placed, place: placeByAugmenting(singularValues.subarray(0, placed)), model};
}

/**
 * Places people among the reference and puts them into its groups: index of the group, or -1 = not assigned, for whoever
 * has too few genotypes, is likely in no group, or is a stranger to the likeliest one. `packed` holds the variants of
 * the reference; -1 too for whoever has `included` 0. Places and probabilities are not kept.
 */
export async function assignPeople(
  packed: PackedGenotypes,
  included: Uint8Array,
  {components, placed, place, model}: AncestryModel,
  {least, callRateMin, strangers}: AssignmentRules
): Promise<Int16Array> {
  const {along, apart, called} = await projectOnReference(packed, components, placed);
  return Int16Array.from(included, (is, person) => {
    if (!is || !(called[person] >= callRateMin)) return -1;
    const own = along.subarray(person * placed, (person + 1) * placed);
    if (!own.every(Number.isFinite) || !Number.isFinite(apart[person])) return -1;
    const {probabilities, typicality} = likenessOf(place(own, apart[person]).subarray(0, model.dimensions), model);
    const likeliest = probabilities.indexOf(Math.max(...probabilities));
    return probabilities[likeliest] >= least && typicality[likeliest] >= strangers ? likeliest : -1;
  });
}

function columnsOf(values: Float64Array, columns: number, wanted: number): Float64Array {
  const people = values.length / columns;
  return Float64Array.from(
    {length: people * wanted},
    (_, i) => values[Math.floor(i / wanted) * columns + (i % wanted)]
  );
}
