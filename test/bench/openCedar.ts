import type * as Cedar from "@cedar-policy/cedar-wasm/nodejs";
import type {Outcome} from "../../src/model/decision.js";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import type {Facts} from "../../src/policy/facts.js";
import {cedarContext, cedarPolicies} from "./cedarPolicy.js";

type Engine = Pick<typeof Cedar, "preparsePolicySet" | "statefulIsAuthorized">;

const somebody = {type: "Reader", id: "reader"};
const something = {type: "Action", id: "ask"};
const data = {type: "Dataset", id: "data"};

/** Parses the rules once and decides by them; throws an Error where Cedar does not take them or a request. */
export function openCedar(cedar: Engine, bundle: PolicyBundle, name: string): (facts: Facts) => Outcome {
  const {strict, referring} = cedarPolicies(bundle);
  for (const [id, text] of [
    [`${name}-strict`, strict],
    [`${name}-referring`, referring]
  ]) {
    const parsed = cedar.preparsePolicySet(id, {staticPolicies: text});
    if (parsed.type === "failure") throw new Error(`Cedar: ${parsed.errors[0].message}`);
  }
  const answered = (id: string, context: Record<string, unknown>): Cedar.Response => {
    const answer = cedar.statefulIsAuthorized({
      principal: somebody,
      action: something,
      resource: data,
      context: context as never,
      preparsedPolicySetId: id,
      entities: []
    });
    if (answer.type === "failure") throw new Error(`Cedar: ${answer.errors[0].message}`);
    if (answer.response.diagnostics.errors.length > 0)
      throw new Error(`Cedar: ${answer.response.diagnostics.errors[0].error.message}`);
    return answer.response;
  };
  return (facts) => {
    const context = cedarContext(facts);
    const {decision, diagnostics} = answered(`${name}-strict`, context);
    // A denial without a reason is one that nothing permits; a referral still stands above it.
    if (decision === "deny" && diagnostics.reason.length > 0) return "forbid";
    if (answered(`${name}-referring`, context).decision === "deny") return "refer";
    return decision === "allow" ? "permit" : "forbid";
  };
}
