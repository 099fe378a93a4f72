import type {PolicyCase} from "../../src/model/policyPages.js";
import type {Policy} from "../../src/policy/policy.js";

/**
 * Sentences of the cases that a policy decides otherwise than their folder says, or without a rule that they
 * must come with (`expected`: rule → sentence). Runs in Node and in a page: nothing but the arguments is used.
 */
export async function wrongCases(
  policy: Pick<Policy, "decide">,
  cases: PolicyCase[],
  expected: Record<string, string>
): Promise<string[]> {
  const wrong: string[] = [];
  for (const {outcome, sentence, request} of cases) {
    const decision = await policy.decide(request);
    const missing = Object.keys(expected).some(
      (rule) =>
        expected[rule] === sentence &&
        ![...decision.reasons, ...decision.obligations].some((said) => said.rule === rule)
    );
    if (decision.outcome !== outcome || missing) wrong.push(sentence);
  }
  return wrong;
}
