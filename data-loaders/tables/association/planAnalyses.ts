import type {CovariateValues, People} from "../../sources/cohort.js";
import {ancestryVariable, wholeCohort} from "../ancestryGroups.js";
import {designMatrix, type Covariate} from "./designMatrix.js";
import {fitNullModel, NoModel} from "./nullModel.js";
import type {Analysis, TestSettings} from "./testVariants.js";

/** The people of one genetic ancestry group who may be analysed, and the traits with a null model in it. */
export interface GroupPlan {
  level: string;
  /** Index into the genotypes' people, ascending. */
  people: Int32Array;
  /** Per trait of the plan; null = see `skipped`. People of an analysis are those of the group, in their order. */
  analyses: (Analysis | null)[];
}

export interface AnalysisPlan {
  traits: {id: string; label: string; kind: "binary" | "quantitative"}[];
  groups: GroupPlan[];
  /** Traits that are not analysed in a group, and why, in words without a number of people. */
  skipped: {trait: string; level: string; why: string}[];
}

/** Fewer cases or controls than this, or fewer people with a value, are no analysis. */
export interface LeastPeople {
  cases: number;
  people: number;
}

/**
 * Lays out the association tests of a cohort: every trait in every genetic ancestry group, each with a null model on the
 * covariates and the principal components. `usable`: 1 = the person's genotypes passed quality control. `hidden`: groups
 * of which nothing may be shown. `components`: people × `componentCount`.
 */
export function planAnalyses(
  people: People,
  usable: Uint8Array,
  hidden: readonly string[],
  components: {count: number; scores: Float64Array},
  least: LeastPeople,
  settings: TestSettings
): AnalysisPlan {
  const groups = groupsOf(people, usable, hidden);
  const covariates = [...people.covariates.map(asCovariate), ...componentCovariates(people.total, components)];
  const skipped: AnalysisPlan["skipped"] = [];
  const planned = groups.map(({level, people: members}): GroupPlan => {
    const own = covariates.map((covariate) => ({...covariate, values: take(covariate.values, members)}));
    const sex = Uint8Array.from(members, (person) => people.sex[person]);
    const analyses = people.traits.map(({id, kind, values}) => {
      try {
        return analysis(take(values, members), kind, own, sex, least, settings);
      } catch (error) {
        if (!(error instanceof NoModel)) throw error;
        skipped.push({trait: id, level, why: error.message});
        return null;
      }
    });
    return {level, people: members, analyses};
  });
  return {
    traits: people.traits.map(({id, label, kind}) => ({id, label, kind})),
    groups: planned.filter(({analyses}) => analyses.some((one) => one !== null)),
    skipped
  };
}

/** Who is in which group of a plan, analysed or not. */
export function everybodyOf(
  {total, included, sex, strata}: Pick<People, "total" | "included" | "sex" | "strata">,
  {groups}: Pick<AnalysisPlan, "groups">,
  exactCounts: boolean
): {groupOf: Int16Array; sex: Uint8Array; exactCounts: boolean} {
  const ancestry = strata.find(({name}) => name === ancestryVariable);
  const groupOfCode = ancestry?.levels.map((level) => groups.findIndex((group) => group.level === level)) ?? [0];
  const groupOf = new Int16Array(total).fill(-1);
  for (let person = 0; person < total; ++person)
    if (included[person] && groups.length > 0)
      groupOf[person] = groupOfCode[ancestry ? ancestry.codes[person] : 0] ?? -1;
  return {groupOf, sex, exactCounts};
}

function analysis(
  trait: Float64Array,
  kind: "binary" | "quantitative",
  covariates: Covariate[],
  sex: Uint8Array,
  least: LeastPeople,
  settings: TestSettings
): Analysis {
  const people = trait.length;
  const design = designMatrix(Int32Array.from(trait.keys()), trait, covariates);
  const cases = design.people.reduce((sum, person) => sum + trait[person], 0);
  if (design.people.length < least.people) throw new NoModel("too few people with a value");
  if (kind === "binary" && Math.min(cases, design.people.length - cases) < least.cases)
    throw new NoModel("too few cases or controls");
  return {people, sex, trait, design, model: fitNullModel(design, trait, kind), settings};
}

function groupsOf(
  {total, included, strata}: People,
  usable: Uint8Array,
  hidden: readonly string[]
): {level: string; people: Int32Array}[] {
  const ancestry = strata.find(({name}) => name === ancestryVariable);
  const everybody = Int32Array.from({length: total}, (_, person) => person).filter(
    (person) => included[person] && usable[person]
  );
  if (!ancestry) return [{level: wholeCohort, people: everybody}];
  return ancestry.levels
    .map((level, code) => ({level, people: everybody.filter((person) => ancestry.codes[person] === code)}))
    .filter(({level, people}) => people.length > 0 && !hidden.includes(level));
}

function asCovariate({name, kind, values}: CovariateValues): Covariate {
  return {name, kind, values};
}

function componentCovariates(total: number, {count, scores}: {count: number; scores: Float64Array}): Covariate[] {
  return Array.from({length: count}, (_, k) => ({
    name: `PC${k + 1}`,
    kind: "quantitative",
    values: Float64Array.from({length: total}, (_, person) => scores[person * count + k])
  }));
}

function take(values: Float64Array, people: Int32Array): Float64Array {
  return Float64Array.from(people, (person) => values[person]);
}
