import type {PolicyCase} from "../../src/model/policyPages.js";
import {expectationsOf, isWrong} from "../../src/policy/expectations.js";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import type {Policy} from "../../src/policy/policy.js";

/**
 * Sentences of the cases that a policy decides otherwise than their folder and the words of the rules say.
 * Runs in Node and in a page: nothing but the arguments is used.
 */
export async function wrongCases(
  policy: Pick<Policy, "decide">,
  cases: PolicyCase[],
  rules: PolicyBundle["rules"]
): Promise<string[]> {
  const expectations = expectationsOf(rules);
  const wrong: string[] = [];
  for (const one of cases) {
    const {outcome, reasons, obligations} = await policy.decide(one.request);
    const said = new Set([...reasons, ...obligations].map(({rule}) => rule));
    if (isWrong(one, {outcome, said}, expectations)) wrong.push(one.sentence);
  }
  return wrong;
}
