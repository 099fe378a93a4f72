import {describe, expect, it} from "vitest";
import {readPolicyBundle} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {lintRules} from "../../src/policy/lint.js";
import {queryProbes} from "../../src/policy/probes.js";

const bundle = readPolicyBundle("query");
const requests = queryProbes([bundle.tables]).map(({request}) => request);

/** The findings about rules that are added to those in force. */
async function findingsWith(polar: string) {
  const added = {...bundle, polar: [...bundle.polar, {file: "policies/query/added.polar", text: polar}]};
  return (await lintRules(policyEngineClass, added, requests)).filter(({rule}) => rule.startsWith("query.added"));
}

describe("lintRules(Oso, bundle, requests)", () => {
  it("finds a rule that applies to no request", async () => {
    expect(await findingsWith('forbid(_: {role: "public", action: "dance"}, "query.added-never");')).toEqual([
      {rule: "query.added-never", kind: "vacuous"}
    ]);
  });

  it("finds a rule that never changes an outcome, and the one that decides with it", async () => {
    const shadowed = 'forbid(_: {role: "public", access: "registered", action: "view"}, "query.added-again");';
    expect(await findingsWith(shadowed)).toEqual([
      {rule: "query.added-again", kind: "redundant", by: "query.role-public"}
    ]);
    const referred = 'refer(_: {role: "public", access: "registered"}, "query.added-weaker");';
    expect(await findingsWith(referred)).toMatchObject([{rule: "query.added-weaker", kind: "shadowed"}]);
  });

  it("finds nothing about a rule that decides, nor about a condition", async () => {
    expect(await findingsWith('forbid(_: {role: "policymaker", action: "view"}, "query.added-new");')).toEqual([]);
    expect(await findingsWith('oblige(_: {role: "policymaker"}, "query.added-duty");')).toEqual([]);
  });
});
