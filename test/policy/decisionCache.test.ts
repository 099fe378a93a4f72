import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import {policyEngineClass, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";
import type {Request} from "../../src/model/request.js";
import {openPolicy, type Policy} from "../../src/policy/policy.js";
import {queryProbes} from "../../src/policy/probes.js";

const bundle = readPolicyBundle("query");
const requests: Request[] = [
  ...readPolicyCases("query").map(({request}) => request),
  ...queryProbes([bundle.tables]).map(({request}) => request)
];

describe("policy.decide(request), asked again", () => {
  let warm: Policy;
  beforeAll(async () => void (warm = await openPolicy(policyEngineClass, bundle)));

  it("answers from what it kept as a policy that keeps nothing would", {timeout: 180_000}, async () => {
    const other = fc.record({
      id: fc.stringMatching(/^[a-z]{1,9}$/),
      statement: fc.constantFrom("", "short", "A whole sentence.")
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...requests), other, async (request, {id, statement}) => {
        const mine = {...request, actor: {...request.actor, id}, purpose: {...request.purpose, statement}};
        await warm.decide(request);
        const kept = await warm.decide(mine);
        const cold = await openPolicy(policyEngineClass, bundle);
        expect(kept).toEqual(await cold.decide(mine));
      }),
      {seed: 3, numRuns: 150}
    );
  });

  it("gives an answer that nobody can change for others", async () => {
    const {request} = readPolicyCases("query").find(({outcome}) => outcome === "forbid")!;
    const decision = await warm.decide(request);
    expect(() => decision.reasons.pop()).toThrow(TypeError);
    expect(() => void (decision.outcome = "permit")).toThrow(TypeError);
    expect(await warm.decide(request)).toEqual(decision);
  });

  it("tells the author of a proposal from others", async () => {
    const {request} = readPolicyCases("query").find(
      ({sentence}) => sentence === "A member of the ethics board reviews a proposal of somebody else"
    )!;
    expect((await warm.decide(request)).outcome).toBe("permit");
    const own = {...request, actor: {...request.actor, id: request.proposal!.author!}};
    expect((await warm.decide(own)).outcome).toBe("forbid");
  });
});
