import type {PolygenicScoreRow, ReleasedScore, ScoreMeasure} from "../../model/polygenicScores.js";
import type {ReleaseManifest} from "../../model/release.js";

/** The page in one sentence, from what everybody may know. */
export function scoresLead({scores = []}: Pick<ReleaseManifest, "scores">): string {
  if (scores.length === 0) return "This release has no polygenic score.";
  const evaluated = scores.filter(({evaluatedIn}) => evaluatedIn.length > 0).length;
  const whole = scores.length === 1 ? "one polygenic score" : `${scores.length} polygenic scores`;
  return `This release has ${whole}, ${evaluated === scores.length ? "each" : `${evaluated} of them`} with its accuracy in every genetic ancestry group that it is shown for. A score that works in one group may say little in another.`;
}

/** Why the tables need a key. */
export function lockedScoresWhy({cohort}: Pick<ReleaseManifest, "cohort">): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `What scores say of this cohort is made of the genotypes and traits of its people. It is encrypted to ${who} and opens here, in your browser; neither key nor tables are sent anywhere. Nobody’s own score is in it.`;
}

export function rowsOf(rows: readonly PolygenicScoreRow[], measure: ScoreMeasure): PolygenicScoreRow[] {
  return rows.filter((row) => row.measure === measure);
}

/** Where the score keeps its accuracy, and where not: a difference is claimed only where the interval leaves out 1. */
export function portabilitySentence(rows: readonly PolygenicScoreRow[], reference: string | null): string {
  const known = rowsOf(rows, "portability").filter(({low, high}) => low !== null && high !== null);
  if (reference === null || known.length === 0) return "No two groups could be compared.";
  const named = (some: PolygenicScoreRow[]): string => some.map(({ancestry}) => ancestry).join(", ");
  const less = known.filter(({high}) => high! < 1);
  const more = known.filter(({low}) => low! > 1);
  const alike = known.filter((row) => !less.includes(row) && !more.includes(row));
  return [
    ...(less.length > 0 ? [`It explains less of the trait in ${named(less)} than in ${reference}.`] : []),
    ...(more.length > 0 ? [`It explains more of the trait in ${named(more)} than in ${reference}.`] : []),
    ...(alike.length > 0
      ? [`In ${named(alike)} the interval allows for as much as in ${reference}, and for less and more.`]
      : [])
  ].join(" ");
}

/** Whom nothing is said of, and why; always said. */
export function notEvaluatedSentence(groups: readonly string[], {evaluatedIn}: ReleasedScore): string {
  const missing = groups.filter((group) => !evaluatedIn.includes(group));
  if (missing.length === 0)
    return `The score was evaluated in all ${groups.length} genetic ancestry groups of the cohort.`;
  return `The score was not evaluated in ${missing.join(", ")}, and is not shown there: too few people, cases or controls, or a group that is withheld.`;
}
