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
 * The stratum that tells cases from controls: `status`, or else the only one of two levels that is not sex. Cases are the
 * level `case`, `1` or `yes`, or else the first. Null where the release has no such stratum.
 */
export function comparisonOf({strata, people}: ReleaseManifest): AnalysisChoice["comparison"] | null {
  const binary = strata.filter(({name, levels}) => people.strata.includes(name) && known(levels).length === 2);
  const others = binary.filter(({name}) => name !== "sex" && !origins.includes(name));
  const stratum = binary.find(({name}) => name === "status") ?? (others.length === 1 ? others[0] : undefined);
  if (!stratum) return null;
  const levels = known(stratum.levels);
  const cases = levels.find((level) => /^(cases?|1|yes|true|affected)$/i.test(level)) ?? levels[0];
  return {variable: stratum.name, cases, controls: levels.find((level) => level !== cases)!};
}

/** The trait that cases have. As in the release, the first binary one is what divides people into cases and controls. */
export function traitOf({traits}: ReleaseManifest): {id: string; label: string} | null {
  const trait = traits.find(({kind}) => kind === "binary");
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
  const trait = traitOf(manifest);
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

function known(levels: readonly string[]): string[] {
  return levels.filter((level) => level !== "unknown");
}
