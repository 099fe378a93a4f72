import type {Question} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";
import {isNoisy} from "./noise.js";

const base = {columns: [], orderBy: [], limit: null, offset: 0};

/** Allele frequency of one variant in each genetic ancestry group; null where the release has none. */
export function frequencyQuestion(variant: string, manifest: ReleaseManifest): Question | null {
  if (!has(manifest, "allele_counts") || !manifest.strata.some(({name}) => name === "ancestry")) return null;
  const table = "allele_counts" as const;
  return {
    ...base,
    groupBy: ["ancestry"],
    filters: [{kind: "variant", ids: [variant]}],
    measures: [
      {name: "ac", table, sum: {ac: 1}, where: {}, count: true},
      {name: "an", table, sum: {an: 1}, where: {}, count: true},
      ...(isNoisy(manifest) ? [{name: "noise_sd", table, sum: {noise_sd: 1}, where: {}, count: false}] : [])
    ]
  };
}

/** Genotype counts of one variant, split by the strata named in `by`; null where the release has none. */
export function genotypesQuestion(
  variant: string,
  by: readonly string[],
  mergeSmallest: number,
  manifest: ReleaseManifest
): Question | null {
  if (!has(manifest, "genotype_counts")) return null;
  const table = "genotype_counts" as const;
  return {
    ...base,
    groupBy: [...by],
    mergeSmallest,
    filters: [{kind: "variant", ids: [variant]}],
    measures: ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"].map((name) => ({
      name,
      table,
      sum: {[name]: 1},
      where: {},
      count: true
    }))
  };
}

function has({tables}: ReleaseManifest, table: string): boolean {
  return tables.some(({name}) => name === table);
}
