import {beforeAll, describe, expect, it} from "vitest";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import {policyEngineClass, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";
import type {Waiver} from "../../src/model/governance.js";
import type {Request} from "../../src/model/request.js";
import {openPolicy, type Policy} from "../../src/policy/policy.js";

const bundle = readPolicyBundle("query");
const cases = readPolicyCases("query").filter(({request}) => request.actor?.id && request.purpose?.code);
const aboutRules = ["review", "waive", "change_policy"];
const referred = cases.filter(({outcome, request}) => outcome === "refer" && !aboutRules.includes(request.action));
const now = "2026-11-24T10:00:00.000Z";
let plain: Policy;

beforeAll(async () => {
  plain = await openPolicy(policyEngineClass, bundle);
});

const waiverOf = (request: Request, rules: string[]): Waiver => ({
  actor: request.actor.id,
  purpose: request.purpose.code,
  dataset: request.dataset.id,
  action: request.action,
  trait: request.trait?.id ?? null,
  rules,
  from: "2026-11-24",
  until: "2027-01-31"
});
const rulesOf = async (request: Request): Promise<string[]> =>
  (await plain.decide(request)).reasons.map(({rule}) => rule);
const waivedPolicy = (waivers: Waiver[]): Promise<Policy> =>
  openPolicy(policyEngineClass, bundle, {waivers: () => waivers});

describe("decide(request, now) with exceptions of the board", () => {
  it("permits what was referred, and says that it is an exception", async () => {
    expect(referred.length).toBeGreaterThan(5);
    for (const {request, sentence} of referred) {
      const policy = await waivedPolicy([waiverOf(request, await rulesOf(request))]);
      const decision = await policy.decide(request, now);
      expect([sentence, decision.outcome, decision.reasons]).toEqual([sentence, "permit", []]);
      expect(decision.obligations.map(({rule}) => rule)).toContain("policy.waived");
      expect(decision.policy).toBe(plain.sha256);
    }
  });

  it("never permits what no rule permits: an exception changes no rule", async () => {
    const {request} = cases.find(({sentence}) => sentence === "A member of the ethics board changes a rule")!;
    const policy = await waivedPolicy([waiverOf(request, await rulesOf(request))]);
    expect(await policy.decide(request, now)).toMatchObject({outcome: "forbid", reasons: [{rule: "policy.no-rule"}]});
  });

  it("never permits what is forbidden, whatever the exception names", async () => {
    const all = Object.keys(bundle.rules);
    for (const {request} of cases.filter(({outcome}) => outcome === "forbid")) {
      const policy = await waivedPolicy([waiverOf(request, all)]);
      const decision = await policy.decide(request, now);
      expect(decision.outcome).toBe("forbid");
      expect(decision.obligations).toEqual([]);
    }
  });

  it("changes nothing where a fact differs, before its first or after its last day, or without a clock", async () => {
    const {request} = referred.find(({request: {trait}}) => trait === undefined)!;
    const rules = await rulesOf(request);
    const whole = waiverOf(request, rules);
    const changes: Partial<Waiver>[] = [
      {actor: "another"},
      {purpose: "another"},
      {dataset: "another"},
      {action: "release"},
      {trait: "EFO_0004339"},
      {rules: []},
      {rules: ["query.another"]},
      {from: "2026-11-25"},
      {until: "2026-11-23"}
    ];
    for (const change of changes) {
      const policy = await waivedPolicy([{...whole, ...change}]);
      expect(await policy.decide(request, now), JSON.stringify(change)).toEqual(await plain.decide(request));
    }
    const policy = await waivedPolicy([whole]);
    expect(await policy.decide(request)).toEqual(await plain.decide(request));
    const on = async (day: string) => (await policy.decide(request, `${day}T00:00:00.000Z`)).outcome;
    expect([await on("2027-01-31"), await on("2027-02-01")]).toEqual(["permit", "refer"]);
  });

  it("leaves the referral of a rule that the exception does not name", async () => {
    let seen = 0;
    for (const {request: asked} of referred) {
      const request = {...asked, purpose: {...asked.purpose, concerns: ["something that is not listed"]}};
      const rules = await rulesOf(request);
      if (rules.length < 2) continue;
      ++seen;
      const decision = await (await waivedPolicy([waiverOf(request, rules.slice(1))])).decide(request, now);
      expect(decision.outcome).toBe("refer");
      expect(decision.reasons.map(({rule}) => rule)).toEqual(rules.slice(0, 1));
    }
    expect(seen).toBeGreaterThan(0);
  });

  it("goes by what the reader imports later", async () => {
    const {request} = referred[0];
    const waivers: Waiver[] = [];
    const policy = await openPolicy(policyEngineClass, bundle, {waivers: () => waivers});
    expect((await policy.decide(request, now)).outcome).toBe("refer");
    waivers.push(waiverOf(request, await rulesOf(request)));
    expect((await policy.decide(request, now)).outcome).toBe("permit");
  });
});
