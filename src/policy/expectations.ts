import type {Outcome} from "../model/decision.js";
import type {RuleText} from "./bundle.js";

/** What a case says beside its outcome: a rule that has to be among the reasons or conditions, or must not be. */
export interface Expectation {
  rule: string;
  sentence: string;
  fires: boolean;
}

/** What the rules say about the cases, by `case` and `unless` of `rules.yaml`. */
export function expectationsOf(rules: Record<string, Pick<RuleText, "case" | "unless">>): Expectation[] {
  return Object.entries(rules).flatMap(([rule, text]) => [
    ...(text.case ?? []).map((sentence) => ({rule, sentence, fires: true})),
    ...(text.unless ?? []).map((sentence) => ({rule, sentence, fires: false}))
  ]);
}

/** Whether a case was decided otherwise than its folder or its expectations say; `said` are ids of reasons and conditions. */
export function isWrong(
  expected: {outcome: Outcome; sentence: string},
  decided: {outcome: Outcome; said: ReadonlySet<string>},
  expectations: readonly Expectation[]
): boolean {
  return (
    decided.outcome !== expected.outcome ||
    expectations.some(({rule, sentence, fires}) => sentence === expected.sentence && decided.said.has(rule) !== fires)
  );
}
