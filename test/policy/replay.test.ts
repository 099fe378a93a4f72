import {beforeAll, describe, expect, it} from "vitest";
import {policyEngineClass, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import {openPolicy} from "../../src/policy/policy.js";
import {replay, type PolicyVersion} from "../../src/policy/replay.js";
import {pastRequests} from "../fixtures/pastRequests.js";

const bundle = readPolicyBundle("query");
const stricter: PolicyBundle = {
  ...bundle,
  tables: {...bundle.tables, limits: {...bundle.tables.limits, "small_cell.max_withheld": 100}}
};
let before: PolicyVersion;
let after: PolicyVersion;

beforeAll(async () => {
  before = {policy: await openPolicy(policyEngineClass, bundle), tables: bundle.tables};
  after = {policy: await openPolicy(policyEngineClass, stricter), tables: stricter.tables};
});

describe("replay(entries, before, after)", () => {
  it("counts the same flips as deciding every request by itself", async () => {
    const entries = pastRequests(400);
    const {requests, distinct, flips} = await replay(entries, before, after);
    const slow = new Map<string, number[]>();
    for (const {seq, request} of entries) {
      const [from, to] = [await before.policy.decide(request), await after.policy.decide(request)];
      if (from.outcome === to.outcome) continue;
      const kind = [from.outcome, to.outcome, request.actor.role, request.action, request.dataset.class].join();
      slow.set(kind, [...(slow.get(kind) ?? []), seq]);
    }
    const counted = new Map<string, number>();
    for (const {from, to, role, action, releaseClass, requests} of flips) {
      const kind = [from, to, role, action, releaseClass].join();
      counted.set(kind, (counted.get(kind) ?? 0) + requests);
    }
    expect(slow.size).toBeGreaterThan(0);
    expect(counted).toEqual(new Map([...slow].map(([kind, seqs]) => [kind, seqs.length])));
    const examples = [...slow.values()].map(([first]) => first);
    expect(flips.map(({example}) => example)).toEqual(expect.arrayContaining(examples));
    expect(requests).toBe(400);
    expect(distinct).toBeLessThan(400);
  });

  it("finds nothing between a policy and itself, and takes what cannot be read for forbidden by both", async () => {
    const unreadable = [{seq: 1, request: {actor: "nobody"}}, ...pastRequests(30)];
    expect((await replay(unreadable, before, before)).flips).toEqual([]);
    expect((await replay(unreadable.slice(0, 1), before, after)).flips).toEqual([]);
  });

  it("decides requests that look the same to the rules once, and says how far it is", async () => {
    let asked = 0;
    const counting: PolicyVersion = {
      ...before,
      policy: {decide: (request) => ((asked += 1), before.policy.decide(request))}
    };
    const done: number[] = [];
    const {distinct} = await replay(pastRequests(5000), counting, after, (n) => done.push(n));
    expect(asked).toBe(distinct);
    expect(done.length).toBeGreaterThan(5);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(5000);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const run = replay(pastRequests(5000), before, after, () => stop.abort(), stop.signal);
    await expect(run).rejects.toThrow(/abort/i);
  });
});
