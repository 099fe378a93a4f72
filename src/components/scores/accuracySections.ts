import {html} from "htl";
import type {PolygenicScoreRow, ReleasedScore, ScoreMeasure} from "../../model/polygenicScores.js";
import {fixed, plain} from "../equity/genomics/fstMatrix.js";
import {groupIntervals} from "../equity/genomics/groupIntervals.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {calibrationChart} from "./calibrationChart.js";
import {facetIntervals} from "./facetIntervals.js";
import {
  estimateWords,
  groupColumn,
  intervalColumns,
  missingWords,
  peopleWords,
  scoreFigure,
  type ShownScore
} from "./scoreFigure.js";
import {notEvaluatedSentence, portabilitySentence, rowsOf} from "./scoreWords.js";

/** How well a score does in each group, how much is lost there, whether predictions fit, and whom a cut-off would find. */
export function accuracySections(shown: ShownScore): Node[] {
  const {asked, rows, groups} = shown;
  const trait = asked.evaluatedAgainst!.label;
  const binary = asked.evaluatedAgainst!.kind === "binary";
  return [
    html`<h2>How well does it do in each group?</h2>` as Node,
    html`<p>
      ${portabilitySentence(rows, asked.reference)} ${notEvaluatedSentence(groups, asked)} Accuracy is beyond what
      ${asked.adjustedFor.join(", ") || "no covariates"} tell.
    </p>` as Node,
    ...(binary
      ? intervals(shown, "auc", {
          title: `${trait}: how often a case has a higher score than a control`,
          subtitle: "Area under the curve of the score alone, with 95 % intervals (DeLong): 0.5 is guessing.",
          none: 0.5,
          noneWords: "guessing",
          label: "Area under the curve"
        })
      : []),
    ...intervals(shown, "r2", {
      title: `${trait}: how much of its variance the score explains`,
      subtitle: `Beyond the covariates, within each group, with 95 % intervals${binary ? "; cases and controls taken as 1 and 0" : ""}.`,
      none: 0,
      noneWords: "nothing",
      label: "Share of variance (R²)"
    }),
    ...intervals(shown, "portability", {
      title: `What is left of the accuracy that it has in ${asked.reference}`,
      subtitle: `R² in the group over R² in ${asked.reference}, ${referenceWords(asked)}, with 95 % intervals (delta method on the logarithm).`,
      none: 1,
      noneWords: "as accurate",
      label: `R² relative to ${asked.reference}`
    }),
    ...madeWhere(shown),
    ...equalAccuracy(shown),
    ...(binary
      ? intervals(shown, "odds-ratio", {
          title: "Odds of being a case, for one standard deviation of the score",
          subtitle: `The standard deviation is that in ${asked.reference}; adjusted for the covariates; 95 % intervals.`,
          none: 1,
          noneWords: "no difference",
          label: "Odds ratio"
        })
      : []),
    html`<h2>Do predictions fit?</h2>` as Node,
    ...intervals(shown, "calibration-slope", {
      title: `Do predictions made in ${asked.reference} fit elsewhere?`,
      subtitle: `Slope of what happened on what the model of ${asked.reference} predicts: at 1 predictions are spread as widely as they should be, below 1 they are too extreme. 95 % intervals.`,
      none: 1,
      noneWords: "calibrated",
      label: "Calibration slope"
    }),
    ...calibrationSection(shown, binary),
    ...(binary ? cutOffSection(shown) : [])
  ];
}

function referenceWords({referenceIs}: ReleasedScore): string {
  return referenceIs === "where it was made" ? "where it was made" : "the group with the most people judged";
}

function intervals(
  shown: ShownScore,
  measure: ScoreMeasure,
  {title, subtitle, ...marks}: {title: string; subtitle: string; none: number; noneWords: string; label: string}
): Node[] {
  const known = rowsOf(shown.rows, measure).filter(({estimate}) => estimate !== null);
  if (known.length === 0) return [];
  const drawn = known.map((row) => ({
    ancestry: row.ancestry!,
    estimate: row.estimate!,
    low: row.low,
    high: row.high,
    words: estimateWords(row) + peopleWords(shown.rows, row.ancestry!)
  }));
  return [
    scoreFigure(shown, {
      id: measure,
      title,
      subtitle,
      chart: (width) => groupIntervals(drawn, marks, width),
      columns: intervalColumns,
      rows: known
    })
  ];
}

/** Scores of one trait by where their weights were made: what a group loses is seen beside a score that was made in it. */
function madeWhere(shown: ShownScore): Node[] {
  const all = [{score: shown.asked, rows: shown.rows}, ...shown.others].filter(({score}) => score.madeIn !== null);
  if (new Set(all.map(({score}) => score.madeIn)).size < 2) return [];
  const drawn = all.flatMap(({score, rows}) =>
    rowsOf(rows, "r2").flatMap((row) =>
      row.estimate === null
        ? []
        : [
            {
              ...row,
              panel: `Tested in ${row.ancestry}`,
              name: `${score.madeIn} ${score.training ? "learned" : "file"}`,
              label: score.label,
              madeIn: score.madeIn!,
              words: estimateWords(row) + peopleWords(rows, row.ancestry!)
            }
          ]
    )
  );
  drawn.sort((a, b) => (a.panel < b.panel ? -1 : Number(a.panel > b.panel)));
  return [
    scoreFigure(shown, {
      id: "made-where",
      title: "Does it matter where a score was made?",
      subtitle: `R² of all scores of ${shown.asked.evaluatedAgainst!.label} in this release, by the group that their weights were made in, with 95 % intervals. A score learned from few people is less accurate everywhere.`,
      chart: (width) =>
        facetIntervals(
          drawn.map(({estimate, madeIn, ...row}) => ({...row, ancestry: madeIn, estimate: estimate!})),
          {none: 0, label: "Share of variance (R²)"},
          width
        ),
      columns: [
        {label: "Tested in", cell: ({ancestry}) => ancestry ?? ""},
        {label: "Made in", cell: ({madeIn}) => madeIn},
        {label: "Score", cell: ({label}) => label},
        ...intervalColumns.slice(1)
      ],
      rows: drawn
    })
  ];
}

/** Beyond so many times as many people the chart says no more. */
const mostTimes = 20;

function equalAccuracy(shown: ShownScore): Node[] {
  const {asked, rows} = shown;
  const known = rowsOf(rows, "equal-accuracy").filter(({estimate}) => estimate !== null);
  if (known.length === 0) return [];
  const learned = rowsOf(rows, "learned-from").find(({bin}) => bin === null)?.n ?? null;
  const cut = (value: number | null): number | null => (value === null || value > mostTimes ? null : value);
  const drawn = known.map((row) => ({
    ancestry: row.ancestry!,
    estimate: Math.min(mostTimes, row.estimate!),
    low: row.low,
    high: cut(row.high),
    words: `${timesWords(row.estimate)} (${timesWords(row.low)} to ${timesWords(row.high)})${learned === null ? "" : `, about ${formatCount(Number((learned * row.estimate!).toPrecision(2)))} people`}`
  }));
  return [
    scoreFigure(shown, {
      id: "equal-accuracy",
      title: `How many more people would it take to do as well as in ${asked.reference}?`,
      subtitle: `Times as many people as the score was made with, by the formula of Daetwyler and others, if all variants together explained the whole trait: in truth more. A study in the group itself may need fewer.`,
      chart: (width) =>
        groupIntervals(drawn, {none: 1, noneWords: "as many", label: "Times as many people, at least"}, width),
      columns: intervalColumns,
      rows: known
    })
  ];
}

function timesWords(times: number | null): string {
  return times === null ? "no limit" : `${times >= 10 ? formatCount(times) : times.toPrecision(2)} ×`;
}

function calibrationSection(shown: ShownScore, binary: boolean): Node[] {
  const {asked, rows, groups} = shown;
  const known = rowsOf(rows, "calibration").filter(({x0, estimate}) => x0 !== null && estimate !== null);
  if (known.length === 0) return [];
  const drawn = known.map(({ancestry, x0, estimate, low, high, n}) => ({
    ancestry: ancestry!,
    predicted: x0!,
    observed: estimate!,
    low: low ?? estimate!,
    high: high ?? estimate!,
    people: n
  }));
  return [
    scoreFigure(shown, {
      id: "calibration",
      title: binary
        ? "Of those whom the model gives some chance, are so many cases?"
        : "Do those whom the model gives some value have it?",
      subtitle: `Tenths of each group by what the model of ${asked.reference} (score and covariates) predicts, neighbours put together until each has enough people; 95 % intervals. On the dashed line predictions are right.${missingWords(
        groups,
        known.map(({ancestry}) => ancestry),
        "too few people"
      )}`,
      chart: (width) =>
        calibrationChart(
          drawn,
          binary ? {x: "Predicted share of cases", y: "Share of cases"} : {x: "Predicted", y: "Observed"},
          width
        ),
      columns: [
        groupColumn,
        {label: "Predicted", numeric: true, cell: ({x0}) => plain(x0)},
        {label: "Observed", numeric: true, cell: ({estimate}) => plain(estimate)},
        {label: "95 % from", numeric: true, cell: ({low}) => plain(low)},
        {label: "to", numeric: true, cell: ({high}) => plain(high)},
        {
          label: "People, at least",
          numeric: true,
          cell: ({n}) => (n === null ? "" : formatCount(n)),
          text: ({n}) => plain(n)
        }
      ],
      rows: known
    })
  ];
}

function cutOffSection(shown: ShownScore): Node[] {
  const {asked, rows, groups} = shown;
  const flagged = new Map(rowsOf(rows, "flagged").map((row) => [row.ancestry, row]));
  const rates = (["true-positive", "false-positive"] as const).flatMap((measure) => rowsOf(rows, measure));
  const heading = html`<h2>Whom would a cut-off find?</h2>` as Node;
  if (rates.length === 0)
    return [
      heading,
      html`<p class="empty">In no group are enough cases and controls on either side of a cut-off.</p>` as Node
    ];
  const threshold = rates[0].x0;
  const gap = (bin: string): number | null => rowsOf(rows, "odds-gap").find((row) => row.bin === bin)?.estimate ?? null;
  const panelOf = ({measure}: PolygenicScoreRow): string =>
    measure === "true-positive" ? "Of cases, at or above it" : "Of controls, at or above it";
  const [tpr, fpr] = [gap("true-positive"), gap("false-positive")];
  const ofReference = flagged.get(asked.reference)?.estimate ?? null;
  return [
    heading,
    html`<p>
      Suppose everybody with a score of ${threshold} or more were called
      back${ofReference === null ? "" : `: ${formatShare(ofReference)} of ${asked.reference}`}.
      ${tpr === null || fpr === null ? "" : `The share of cases who are found differs between groups by up to ${points(tpr)}, and the share of controls who are called back for nothing by up to ${points(fpr)}. Under equalised odds both would be 0; some of it comes by chance, as the intervals show.`}
      ${missingWords(groups, [...flagged.keys()], "fewer than 25 cases or controls on one side of the cut-off")}
    </p>` as Node,
    scoreFigure(shown, {
      id: "cut-off",
      title: "Does one cut-off treat groups alike?",
      subtitle: `Shares at or above ${threshold}, with 95 % intervals (Wilson). The cut-off is a round number near the highest tenth of ${asked.reference}.`,
      chart: (width) =>
        facetIntervals(
          rates.map((row) => ({
            panel: panelOf(row),
            name: row.ancestry!,
            ancestry: row.ancestry!,
            estimate: row.estimate!,
            low: row.low,
            high: row.high,
            words: `${formatShare(row.estimate!)} (${formatShare(row.low!)} to ${formatShare(row.high!)})${row.measure === "true-positive" ? `; of everybody ${formatShare(flagged.get(row.ancestry)!.estimate!)}` : ""}`
          })),
          {none: 0, label: "Share of people"},
          width
        ),
      columns: [{label: "Who", cell: panelOf}, ...intervalColumns],
      rows: rates
    })
  ];
}

/** A difference of shares: "3.1 percentage points". */
function points(difference: number): string {
  return `${fixed(100 * difference, 1)} percentage points`;
}
