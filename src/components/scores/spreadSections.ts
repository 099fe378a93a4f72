import {html} from "htl";
import type {PolygenicScoreRow} from "../../model/polygenicScores.js";
import type {TableColumn} from "../dataTable.js";
import {fixed, plain} from "../equity/genomics/fstMatrix.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {facetIntervals} from "./facetIntervals.js";
import {matchBars, type MatchFate} from "./matchBars.js";
import {scoreDensity, type ScoreStretch} from "./scoreDensity.js";
import {
  estimateWords,
  groupColumn,
  intervalColumns,
  missingWords,
  scoreFigure,
  type ShownScore
} from "./scoreFigure.js";
import {rowsOf} from "./scoreWords.js";

/** How a score's values are spread, what adjusting them for ancestry changes, and whether one variant carries them. */
export function spreadSections(shown: ShownScore): Node[] {
  const {asked, rows} = shown;
  const stretches = stretchesOf(rows);
  return [
    html`<h2>How are its values spread?</h2>` as Node,
    scoreFigure(shown, {
      id: "spread",
      title: `${asked.label}: share of people by their score`,
      subtitle:
        "Of the people of each group who were evaluated. Stretches with fewer than 25 people are left out, the others counted down to a multiple of 25 where counts are protected.",
      chart: (width) => scoreDensity(stretches, "Score, in units of its weights", width),
      columns: stretchColumns,
      rows: stretches
    }),
    html`<p>
      A group whose scores lie higher is not a group at higher risk: averages differ because frequencies do and because
      the weights were made in one group. Scores are never compared between groups here.
    </p>` as Node,
    ...adjustedSection(shown),
    ...leverageSection(shown)
  ];
}

/** What became of the rows of a scoring file; nothing for a score that was learned here. */
export function matchSection(shown: ShownScore): Node[] {
  if (shown.asked.card === null) return [];
  const fates = rowsOf(shown.rows, "variants").flatMap(({bin, nVariants}): MatchFate[] =>
    bin === null || nVariants === null || (nVariants === 0 && bin !== "matched")
      ? []
      : [{fate: bin, variants: nVariants}]
  );
  const share = rowsOf(shown.rows, "weight-share")[0]?.estimate ?? null;
  return [
    html`<h2>Which of its variants does the cohort have?</h2>` as Node,
    scoreFigure(shown, {
      id: "match",
      title: "What became of the rows of the scoring file",
      subtitle: `${share === null ? "" : `Matched variants carry ${formatShare(share)} of the score’s weight. `}Palindromic variants (A/T, C/G) that are about as common on either strand are left out, because the strand cannot be told.`,
      chart: (width) => matchBars(fates, width),
      columns: fateColumns,
      rows: fates
    })
  ];
}

function adjustedSection(shown: ShownScore): Node[] {
  const {asked, rows} = shown;
  const means = rowsOf(rows, "mean").filter(({estimate}) => estimate !== null);
  if (means.length === 0) return [];
  const of = (measure: "spread" | "r2" | "r2-adjusted", {ancestry, bin}: PolygenicScoreRow): PolygenicScoreRow | null =>
    rowsOf(rows, measure).find((row) => row.ancestry === ancestry && (measure !== "spread" || row.bin === bin)) ?? null;
  const accuracyOf = (row: PolygenicScoreRow): PolygenicScoreRow | null =>
    of(row.bin === "adjusted" ? "r2-adjusted" : "r2", row);
  const panelOf = ({bin}: PolygenicScoreRow): string => (bin === "adjusted" ? "Adjusted along components" : "As it is");
  return [
    html`<h2>What does adjusting for ancestry repair?</h2>` as Node,
    html`<p>
      A score can be given as its distance from what is usual at a person’s place among the principal components, in the
      standard deviations that are usual there. That brings the averages of groups together, and how widely they are
      spread. It cannot make the score know more: R² before and after says how much that is in each group.
    </p>` as Node,
    scoreFigure(shown, {
      id: "adjustment",
      title: "What changes when the score is adjusted?",
      subtitle: `Mean score of each group with its 95 % interval: as it is, from ${asked.reference} in its standard deviations; and adjusted for mean and variance along the components.`,
      chart: (width) =>
        facetIntervals(
          means.map((row) => {
            const [spread, accuracy] = [of("spread", row), accuracyOf(row)];
            return {
              panel: panelOf(row),
              name: row.ancestry!,
              ancestry: row.ancestry!,
              estimate: row.estimate!,
              low: row.low,
              high: row.high,
              words: `mean ${fixed(row.estimate, 2)}, spread ${fixed(spread?.estimate ?? null, 2)}, R² ${fixed(accuracy?.estimate ?? null, 3)}`
            };
          }),
          {none: 0, label: "Mean score, in standard deviations"},
          width
        ),
      columns: [
        {label: "Score", cell: panelOf},
        ...intervalColumns,
        {
          label: "Spread",
          numeric: true,
          cell: (row) => fixed(of("spread", row)?.estimate ?? null, 3),
          text: (row) => plain(of("spread", row)?.estimate ?? null)
        },
        {
          label: "R²",
          numeric: true,
          cell: (row) => fixed(accuracyOf(row)?.estimate ?? null, 4),
          text: (row) => plain(accuracyOf(row)?.estimate ?? null)
        }
      ],
      rows: means
    })
  ];
}

function leverageSection(shown: ShownScore): Node[] {
  const {asked, rows, groups} = shown;
  const known = rowsOf(rows, "leverage").filter(({estimate}) => estimate !== null);
  const heading = html`<h2>Does one variant carry it?</h2>` as Node;
  if (known.length === 0)
    return [
      heading,
      html`<p class="empty">No variant of the score is carried by enough people to be told of.</p>` as Node
    ];
  const without = (row: PolygenicScoreRow): PolygenicScoreRow | null =>
    rowsOf(rows, "r2-without").find(({ancestry}) => ancestry === row.ancestry) ?? null;
  return [
    heading,
    scoreFigure(shown, {
      id: "leverage",
      title: "How much of the score is its strongest variant?",
      subtitle: `Share of the score’s variance that the variant which varies most in the group has by itself, of those of which at least 25 people carry either allele; and R² of the score without it.${asked.card === null ? " Which variant it is, is not told of a score that was learned here." : ""}${missingWords(
        groups,
        known.map(({ancestry}) => ancestry),
        "too few carriers, or not judged"
      )}`,
      chart: (width) =>
        facetIntervals(
          known.map((row) => {
            const rest = without(row);
            return {
              panel: "Strongest variant of each group",
              name: row.ancestry!,
              ancestry: row.ancestry!,
              estimate: row.estimate!,
              low: null,
              high: null,
              words: `${formatShare(row.estimate!)}${row.bin ? `, ${row.bin}` : ""}${rest?.estimate == null ? "" : `; without it R² ${estimateWords(rest)}`}`
            };
          }),
          {none: 0, label: "Share of the score’s variance"},
          width
        ),
      columns: [
        groupColumn,
        {
          label: "Share",
          numeric: true,
          cell: ({estimate}) => fixed(estimate, 2),
          text: ({estimate}) => plain(estimate)
        },
        {label: "Variant", cell: ({bin}) => bin ?? "not told"},
        {
          label: "R² without it",
          numeric: true,
          cell: (row) => fixed(without(row)?.estimate ?? null, 3),
          text: (row) => plain(without(row)?.estimate ?? null)
        }
      ],
      rows: known
    })
  ];
}

function stretchesOf(rows: readonly PolygenicScoreRow[]): ScoreStretch[] {
  const all = new Map(
    rowsOf(rows, "people").flatMap(({ancestry, bin, n}) => (bin === null && n !== null ? [[ancestry, n]] : []))
  );
  return rowsOf(rows, "density").map(({ancestry, x0, x1, n}) => ({
    ancestry: ancestry!,
    x0: x0!,
    x1: x1!,
    people: n!,
    share: n! / all.get(ancestry)!
  }));
}

const stretchColumns: TableColumn<ScoreStretch>[] = [
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {label: "Score from", numeric: true, cell: ({x0}) => String(x0)},
  {label: "up to", numeric: true, cell: ({x1}) => String(x1)},
  {label: "People", numeric: true, cell: ({people}) => formatCount(people), text: ({people}) => String(people)},
  {label: "Share", numeric: true, cell: ({share}) => formatShare(share), text: ({share}) => String(share)}
];

const fateColumns: TableColumn<MatchFate>[] = [
  {label: "Rows of the file", cell: ({fate}) => fate},
  {label: "Number", numeric: true, cell: ({variants}) => String(variants)}
];
