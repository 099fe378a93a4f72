import {adjustForAncestry, learnAncestryAdjustment} from "./ancestryAdjustment.js";
import type {Covariates} from "./covariateModel.js";
import {standardDeviation} from "./oddsPerDeviation.js";
import {varianceExplained} from "./varianceExplained.js";

export interface AdjustedInput {
  /** Per person; everybody whose group is told has all of them. */
  trait: Float64Array;
  score: Float64Array;
  covariates: Covariates;
  /** Genetic ancestry groups: −1 = left out. */
  groups: {levels: readonly string[]; codes: Int16Array};
  reference: string;
  /** People × `count`, row by row. */
  components: {count: number; scores: Float64Array};
}

/** Where a group's scores lie: mean and standard deviation, and the 95 % interval of the mean. */
export interface Place {
  mean: number;
  interval: [low: number, high: number] | null;
  spread: number;
}

export interface AdjustedGroup {
  group: string;
  /** From the mean of the reference group, in its standard deviations; no interval there itself. */
  asIs: Place;
  /** In standard deviations of what is usual at each person's place among the components. */
  adjusted: Place;
  /** Variance explained by the adjusted score beyond the covariates. */
  r2: {r2: number; interval: [low: number, high: number]};
}

/**
 * What adjusting a score for ancestry along principal components changes in each group: it is learned from everybody who
 * is judged. Null where there are no components, or nothing can be learned.
 */
export function adjustedByGroup(input: AdjustedInput): AdjustedGroup[] | null {
  const {trait, score, covariates, groups, reference, components} = input;
  if (components.count === 0) return null;
  const judged = Uint8Array.from(groups.codes, (code) => Number(code >= 0));
  const learned = learnAncestryAdjustment(score, components.scores, components.count, judged);
  if (!learned) return null;
  const adjusted = adjustForAncestry(score, components.scores, components.count, learned);
  const membersOf = (code: number): number[] => Array.from(groups.codes.keys()).filter((i) => groups.codes[i] === code);
  const places = groups.levels.map((_, code) => placeOf(Float64Array.from(membersOf(code), (i) => score[i])));
  const base = places[groups.levels.indexOf(reference)];
  return groups.levels.map((group, code) => {
    const members = membersOf(code);
    const own = Float64Array.from(members, (i) => adjusted[i]);
    const {columns, values} = covariates;
    const rows = new Float64Array(members.length * columns);
    members.forEach((i, row) => rows.set(values.subarray(i * columns, (i + 1) * columns), row * columns));
    const {r2, interval} = varianceExplained(
      Float64Array.from(members, (i) => trait[i]),
      own,
      {columns, values: rows}
    );
    const {mean, spread, n} = places[code];
    const difference = (mean - base.mean) / base.spread;
    const half = (z95 * Math.sqrt(spread ** 2 / n + base.spread ** 2 / base.n)) / base.spread;
    const after = placeOf(own);
    const halfAfter = (z95 * after.spread) / Math.sqrt(after.n);
    return {
      group,
      asIs: {
        mean: difference,
        interval: group === reference ? null : [difference - half, difference + half],
        spread: spread / base.spread
      },
      adjusted: {mean: after.mean, interval: [after.mean - halfAfter, after.mean + halfAfter], spread: after.spread},
      r2: {r2, interval}
    };
  });
}

function placeOf(scores: Float64Array): {n: number; mean: number; spread: number} {
  return {
    n: scores.length,
    mean: scores.reduce((sum, value) => sum + value, 0) / scores.length,
    spread: standardDeviation(scores)
  };
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
