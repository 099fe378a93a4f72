import type {ScoringFile} from "../../../src/model/polygenic.js";
import type {GenomeBuild} from "../../../src/model/release.js";
import {InputError} from "../inputError.js";

/**
 * Throws unless the positions of a score are those of the cohort's build. Positions are never lifted over: a score that
 * is lifted wrongly looks like one that does not work in some people.
 */
export function requireBuild(
  {label, id, build, buildSaid, variants, unsupported}: ScoringFile,
  cohort: GenomeBuild
): void {
  const remedy = `take the file that the PGS Catalog harmonised to ${cohort} (${id}_hmPOS_${cohort}.txt.gz)`;
  if (variants.length === 0) {
    const [{line, reason}] = unsupported;
    throw new InputError(label, line, `no row can be used (here: ${reason}); ${remedy}`);
  }
  if (build === cohort) return;
  if (build === null && buildSaid === "")
    throw new InputError(label, null, `does not say its genome build, and the cohort has ${cohort}; ${remedy}`);
  throw new InputError(
    label,
    null,
    `has positions of ${build ?? buildSaid}, and the cohort those of ${cohort}; positions are not lifted over: ${remedy}`
  );
}
