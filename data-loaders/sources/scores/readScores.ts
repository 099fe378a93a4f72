import type {ScoringFile} from "../../../src/model/polygenic.js";
import type {CohortManifest} from "../manifest.js";
import {readScoringFile} from "./readScoringFile.js";
import {requireBuild} from "./requireBuild.js";

/** A score of the manifest, read and checked. */
export interface CohortScore {
  scoring: ScoringFile;
  label: string;
  /** Index into the cohort's traits; null = it is evaluated against none. */
  trait: number | null;
}

/**
 * Reads the scoring files of a manifest. Refused with file and line are files that cannot be read or have positions of
 * another build, a trait that the cohort does not have, and a second file of the same score.
 */
export async function readScores(
  {scores, build, refuse}: Pick<CohortManifest, "scores" | "build" | "refuse">,
  traits: readonly {id: string}[]
): Promise<CohortScore[]> {
  const found: CohortScore[] = [];
  for (const [i, {file, label, trait}] of scores.entries()) {
    const at = traits.findIndex(({id}) => id === trait);
    if (trait !== null && at < 0)
      throw refuse(
        ["scores", i, "trait"],
        `the cohort has no trait ${trait}; ${traits.length > 0 ? `name one of ${traits.map(({id}) => id).join(", ")}` : "add it to traits"}`
      );
    const scoring = await readScoringFile(file);
    requireBuild(scoring, build);
    if (found.some((other) => other.scoring.id === scoring.id))
      throw refuse(["scores", i, "file"], `a second file of score ${scoring.id}; keep one of them`);
    found.push({
      scoring,
      label: label ?? (scoring.traitReported ? `${scoring.traitReported} (${scoring.id})` : scoring.id),
      trait: trait === null ? null : at
    });
  }
  return found;
}
