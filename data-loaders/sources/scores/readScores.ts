import type {ScoringFile} from "../../../src/model/polygenic.js";
import type {CohortManifest, ScoreSource} from "../manifest.js";
import {readScoringFile} from "./readScoringFile.js";
import {requireBuild} from "./requireBuild.js";

/** A score of the manifest, read and checked. */
export interface CohortScore {
  id: string;
  label: string;
  /** Genetic ancestry group in which the weights were, or are, made. Null: not known, or the largest group. */
  madeIn: string | null;
  /** Index into the cohort's traits; null = it is evaluated against none. */
  trait: number | null;
  /** Null: it is learned from the cohort. */
  scoring: ScoringFile | null;
  /** How it is learned. */
  method: ScoreSource["method"];
}

/**
 * Reads the scoring files of a manifest, and checks what is to be learned. Refused with file and line are files that
 * cannot be read or have positions of another build, a trait or group that the cohort does not have, and a second file or
 * training of the same score. `groups`: the genetic ancestry groups of the cohort; empty = none are told.
 */
export async function readScores(
  {scores, build, refuse}: Pick<CohortManifest, "scores" | "build" | "refuse">,
  traits: readonly {id: string; label: string}[],
  groups: readonly string[]
): Promise<CohortScore[]> {
  const found: CohortScore[] = [];
  for (const [i, {file, label, trait, madeIn, method}] of scores.entries()) {
    const at = traits.findIndex(({id}) => id === trait);
    if (trait !== null && at < 0)
      throw refuse(
        ["scores", i, file === null ? "train" : "trait"],
        `the cohort has no trait ${trait}; ${traits.length > 0 ? `name one of ${traits.map(({id}) => id).join(", ")}` : "add it to traits"}`
      );
    if (madeIn !== null && !groups.includes(madeIn))
      throw refuse(
        ["scores", i, "in"],
        groups.length > 0
          ? `the cohort has no genetic ancestry group ${madeIn}; name one of ${groups.join(", ")}`
          : `the cohort has no genetic ancestry groups; leave it out, or add ancestry to strata`
      );
    const common = {madeIn, trait: trait === null ? null : at, method};
    if (file === null) {
      const id = ["trained", trait, ...(madeIn === null ? [] : [madeIn]), method].join("-");
      if (found.some((other) => other.id === id))
        throw refuse(["scores", i, "train"], `a second training of the same kind, ${id}; keep one of them`);
      found.push({...common, id, label: label ?? `${traits[at].label}, learned here`, scoring: null});
      continue;
    }
    const scoring = await readScoringFile(file);
    requireBuild(scoring, build);
    if (found.some(({id}) => id === scoring.id))
      throw refuse(["scores", i, "file"], `a second file of score ${scoring.id}; keep one of them`);
    found.push({
      ...common,
      id: scoring.id,
      label: label ?? (scoring.traitReported ? `${scoring.traitReported} (${scoring.id})` : scoring.id),
      scoring
    });
  }
  return found;
}
