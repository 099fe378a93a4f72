import {geneticModels, type AnalysisChoice} from "../../kernels/countAnalysis.js";
import type {Question} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";

/** What a reader has chosen on the page of exploratory analyses; null = the usual one. */
export interface ExploreView {
  /** Id of a variant, as typed. */
  variant: string;
  /** One of `geneticModels`. */
  model: string | null;
  /** Stratum variables within whose levels cases are compared with controls. */
  adjustFor: string[] | null;
}

/** Stratum variables whose levels describe where people come from: what is most often mixed up with a trait. */
const origins = ["ancestry", "country", "population"];

/**
 * The stratum that tells cases from controls: that of a trait, where the release says which; or else `status`, of which
 * nobody knows what trait it is about. Null where the release has no such stratum with one level of each.
 */
export function comparisonOf({strata, people, traits}: ReleaseManifest): AnalysisChoice["comparison"] | null {
  const divided = traits.flatMap(({stratum}) => (stratum && people.strata.includes(stratum.variable) ? [stratum] : []));
  const found = divided.find(({cases, controls}) => cases.length === 1 && controls.length === 1);
  if (found) return {variable: found.variable, cases: found.cases[0], controls: found.controls[0]};
  const levels = strata.find(({name}) => name === "status" && people.strata.includes(name))?.levels ?? [];
  const [first, second, ...others] = levels.filter((level) => level !== "unknown");
  if (second === undefined || others.length > 0) return null;
  const cases = [first, second].find((level) => /^(cases?|1|yes|true|affected)$/i.test(level)) ?? first;
  return {variable: "status", cases, controls: cases === first ? second : first};
}

/** The trait that cases have, which the policy must know; null where the release does not say. */
export function traitOf(
  {traits}: ReleaseManifest,
  {variable}: AnalysisChoice["comparison"]
): {id: string; label: string} | null {
  const trait = traits.find(({stratum}) => stratum?.variable === variable);
  return trait ? {id: trait.id, label: trait.label} : null;
}

/** Variables that can be adjusted for. */
export function adjustable({people}: ReleaseManifest, {variable}: AnalysisChoice["comparison"]): string[] {
  return people.strata.filter((name) => name !== variable);
}

/** What is analysed at first: alleles, within groups of origin where the release has any. */
export function choiceOf(
  view: ExploreView,
  manifest: ReleaseManifest,
  comparison: AnalysisChoice["comparison"]
): AnalysisChoice {
  const variables = adjustable(manifest, comparison);
  const wanted = view.adjustFor ?? variables.filter((name) => origins.includes(name)).slice(0, 1);
  const model = geneticModels.find((name) => name === view.model) ?? "allelic";
  return {model, comparison, adjustFor: variables.filter((name) => wanted.includes(name))};
}

/** Genotype counts of the variants that pass a filter, by case status and the strata that are adjusted for. */
export function countsQuestion(
  filter: Question["filters"][number],
  {comparison, adjustFor}: AnalysisChoice,
  manifest: ReleaseManifest
): Question {
  const trait = traitOf(manifest, comparison);
  return {
    method: "association",
    ...(trait && {trait}),
    columns: ["variant_id"],
    groupBy: [...adjustFor, comparison.variable],
    filters: [filter],
    measures: ["hom_ref", "het", "hom_alt"].map((name) => ({
      name,
      table: "genotype_counts" as const,
      sum: {[name]: 1},
      where: {},
      count: true
    })),
    orderBy: [],
    limit: null,
    offset: 0
  };
}
