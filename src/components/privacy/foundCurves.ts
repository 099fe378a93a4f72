import type {AttackCurve, PrivacyReport} from "../../model/privacy.js";
import {formatCount} from "../formatNumber.js";
import {ofHundred} from "./privacyWords.js";

export type CurveRule = AttackCurve["rule"];
export type CurveLevel = AttackCurve["level"];

/** What is done to the numbers before they are published. */
export const ruleWords: Record<CurveRule, {label: string; sentence: string}> = {
  exact: {label: "as counted", sentence: "the numbers as they were counted"},
  withheld: {label: "small counts hidden", sentence: "small counts hidden"},
  rounded: {label: "rounded", sentence: "numbers rounded"},
  noisy: {label: "with noise", sentence: "noise added"}
};

/** What a published number is about. */
export const levelWords: Record<CurveLevel, string> = {
  ancestry: "one number per genetic ancestry group",
  all: "one number per group by all strata together"
};

const order = Object.keys(ruleWords) as CurveRule[];

/** Share of participants found by each rule, at one number of variants. */
export interface FoundAt {
  variants: number;
  found: {rule: CurveRule; tpr: number; auc: number}[];
}

/** The levels that were measured, one number per ancestry first. */
export function curveLevels(curves: readonly AttackCurve[]): CurveLevel[] {
  return (Object.keys(levelWords) as CurveLevel[]).filter((level) => curves.some((curve) => curve.level === level));
}

/** The numbers of variants at which every rule of a level was measured, with what was found. */
export function foundBySize(curves: readonly AttackCurve[], level: CurveLevel): FoundAt[] {
  const chosen = curves
    .filter((curve) => curve.level === level)
    .sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
  if (chosen.length === 0) return [];
  return [...chosen[0].points]
    .sort((a, b) => a.variants - b.variants)
    .map(({variants}) => ({
      variants,
      found: chosen.flatMap(({rule, points}) =>
        points.filter((point) => point.variants === variants).map(({tpr, auc}) => ({rule, tpr, auc}))
      )
    }))
    .filter(({found}) => found.length === chosen.length);
}

/** The whole story in one sentence, with the most variants that were measured. */
export function curveSentence(curves: readonly AttackCurve[], level: CurveLevel, fpr: number): string {
  const most = foundBySize(curves, level).at(-1);
  if (!most) return "";
  const of = (rule: CurveRule) => most.found.find((f) => f.rule === rule)?.tpr;
  const others = (["withheld", "rounded", "noisy"] as const)
    .map((rule) => ({rule, tpr: of(rule)}))
    .filter((entry): entry is {rule: "withheld" | "rounded" | "noisy"; tpr: number} => entry.tpr !== undefined);
  const exact = of("exact");
  const start =
    exact === undefined
      ? `With ${variantWords(most.variants)},`
      : `With ${variantWords(most.variants)} published as counted, an attacker would find ${ofHundred(exact)} participants;`;
  const rest = others.map(({rule, tpr}) => `with ${ruleWords[rule].sentence} ${ofHundred(tpr)}`).join(", ");
  return `${start} ${rest ? `${rest}. ` : ""}By guessing it would be ${ofHundred(fpr)}.`.replace("; By", ". By");
}

/** One paragraph for each step of the story; a step that was not measured is left out. */
export function storySteps(
  curves: readonly AttackCurve[],
  level: CurveLevel,
  limits: PrivacyReport["limits"]
): {title: string; sentence: string}[] {
  const sizes = foundBySize(curves, level);
  if (sizes.length === 0) return [];
  const [few, most] = [sizes[0], sizes[sizes.length - 1]];
  const at = (size: FoundAt, rule: CurveRule) => size.found.find((f) => f.rule === rule)?.tpr;
  const [exactFew, exactMost] = [at(few, "exact"), at(most, "exact")];
  const steps: {title: string; sentence: string}[] = [];
  if (exactFew !== undefined)
    steps.push({
      title: `${few.variants === 1 ? "One variant tells" : "A few variants tell"} ${exactFew - limits.fpr < 0.05 ? "next to nothing" : "something already"}`,
      sentence: `Each participant moves a published frequency a little towards their own alleles, and one frequency could have moved by chance. With ${variantWords(few.variants)} an attacker finds ${ofHundred(exactFew)} participants, and would find ${ofHundred(limits.fpr)} by guessing.`
    });
  if (exactMost !== undefined) {
    const crossing = sizes.find((size) => (at(size, "exact") ?? 0) > limits.tpr);
    steps.push({
      title: "Many variants together tell much",
      sentence: `Chance points in all directions; a person’s own part points to that person every time. So small hints add up: with ${variantWords(most.variants)} it is ${ofHundred(exactMost)}.${crossing ? ` At ${variantWords(crossing.variants)} it is more than the ${ofHundred(limits.tpr)} that this site’s rules allow.` : ""}`
    });
  }
  const kept: [CurveRule, string, string][] = [
    ["withheld", "Hiding small counts", "The hints come from all numbers, and most of them are large."],
    [
      "rounded",
      "Rounding",
      "It blurs each number a little, the same way every time, and many little hints outlast it."
    ],
    [
      "noisy",
      "Noise",
      "It is drawn by chance and made large enough to drown what any one person adds, and it is drawn once, so asking again does not wear it off."
    ]
  ];
  for (const [rule, name, why] of kept) {
    const tpr = at(most, rule);
    if (tpr === undefined) continue;
    const effect = exactMost === undefined ? "" : ` ${effectWords(tpr, exactMost, limits)}`;
    steps.push({
      title: `${name}${effect}`,
      sentence: `${why} With ${variantWords(most.variants)} an attacker finds ${ofHundred(tpr)}.`
    });
  }
  return steps;
}

export function variantWords(n: number): string {
  return `${formatCount(n)} ${n === 1 ? "variant" : "variants"}`;
}

function effectWords(tpr: number, exact: number, {tpr: limit, fpr}: PrivacyReport["limits"]): string {
  if (exact <= limit) return "changes little, since little is found without it";
  if (tpr <= limit) return "is enough";
  const removed = (exact - tpr) / Math.max(exact - fpr, 0.001);
  return removed < 0.2 ? "hardly helps" : removed < 0.6 ? "helps a little" : "helps, and is not enough";
}
