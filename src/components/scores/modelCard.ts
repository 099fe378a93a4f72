import {html} from "htl";
import type {PolygenicScoreRow, ReleasedScore} from "../../model/polygenicScores.js";
import {formatCount} from "../formatNumber.js";
import {rowsOf} from "./scoreWords.js";

/**
 * What the score is and was made from, how it was judged, and what it is not for. `rows`: null where the numbers of the
 * score are not open; the rest is told to everybody.
 */
export function modelCard(score: ReleasedScore, rows: readonly PolygenicScoreRow[] | null): Node {
  const facts = [
    ["Score", `${score.label} (${score.id})`],
    ["About", score.traits.map((trait) => `${trait.label} (${trait.id})`).join("; ")],
    ...(score.training ? trainingFacts(score, rows) : fileFacts(score)),
    ["Evaluated against", score.evaluatedAgainst?.label ?? "no trait of the cohort"],
    ["Evaluated in", evaluatedWords(score, rows)],
    ["Compared with", score.reference === null ? "no group" : `${score.reference}, ${score.referenceIs}`],
    ["Adjusted for", score.adjustedFor.join(", ") || "nothing"],
    ["Missing genotypes", "the mean of the cohort"],
    ["Not for", "advice to a person, choosing people or embryos, or comparing averages between groups"]
  ];
  return html`<section aria-labelledby="model-card">
    <h2 id="model-card">Model card</h2>
    <dl class="facts">${facts.flatMap(([name, value]) => [html`<dt>${name}</dt>`, html`<dd>${value}</dd>`])}</dl>
  </section>` as Node;
}

/** "learned from 8 312 people of EUR, of whom 854 are cases"; null where it is not told. */
export function learnedFromWords(rows: readonly PolygenicScoreRow[]): string | null {
  const own = rowsOf(rows, "learned-from");
  const all = own.find(({bin}) => bin === null);
  if (!all || all.n === null) return null;
  const cases = own.find(({bin}) => bin === "cases")?.n;
  return `${formatCount(all.n)} people of ${all.ancestry}${cases === undefined || cases === null ? "" : `, of whom ${formatCount(cases)} are cases`}`;
}

function trainingFacts(
  {training, madeIn}: ReleasedScore,
  rows: readonly PolygenicScoreRow[] | null
): [string, string][] {
  const {method, folds, heldOutOneIn} = training!;
  const setting = rows === null ? undefined : rowsOf(rows, "setting")[0]?.bin;
  const used = rows === null ? null : (rowsOf(rows, "variants")[0]?.nVariants ?? null);
  return [
    ["Made from", `${(rows && learnedFromWords(rows)) ?? `people of ${madeIn}`} in this cohort`],
    [
      "Learned by",
      method === "clumping"
        ? "clumping and thresholding: the strongest of each set of correlated variants, each with the effect that it has by itself"
        : "elastic net: the effects of all variants together, made smaller by a penalty"
    ],
    ["Tuned by", `cross-validation in ${folds} parts of them${setting ? `; chosen: ${setting}` : ""}`],
    ["Variants", used === null ? "told with the numbers" : formatCount(used)],
    [
      "Tested on",
      `one in ${heldOutOneIn} of ${madeIn}, whom training has never seen, and everybody of the other groups`
    ],
    ["Weights", "not released: they are made of individual people’s data"]
  ];
}

function fileFacts({card, madeIn}: ReleasedScore): [string, string][] {
  const said = (text: string): string => text || "not said";
  return [
    ["Name", said(card!.name)],
    ["Made from", madeIn === null ? "not said in which group" : `people of ${madeIn}, by the manifest of the cohort`],
    ["Variants", formatCount(card!.variants)],
    ["Weights", said(card!.weightType)],
    ["Format", `PGS Catalog ${said(card!.formatVersion)}${card!.harmonised ? ", harmonised positions" : ""}`],
    ["Citation", said(card!.citation)],
    ["Licence", said(card!.licence)]
  ];
}

function evaluatedWords({evaluatedIn}: ReleasedScore, rows: readonly PolygenicScoreRow[] | null): string {
  if (evaluatedIn.length === 0) return "no group";
  const of = (group: string, bin: string | null): number | null =>
    rows === null ? null : (rowsOf(rows, "people").find((row) => row.ancestry === group && row.bin === bin)?.n ?? null);
  return evaluatedIn
    .map((group) => {
      const [all, cases] = [of(group, null), of(group, "cases")];
      if (all === null) return group;
      return `${group} (${formatCount(all)} people${cases === null ? "" : `, ${formatCount(cases)} cases`})`;
    })
    .join(", ");
}
