import {Oso} from "oso";
import {describe, expect, it} from "vitest";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {openPolicy} from "../../src/policy/policy.js";
import {parsePolicySet, type PolicySet} from "../../src/policy/policySet.js";
import {replay, type PolicyVersion} from "../../src/policy/replay.js";

const inForce = readPolicySet();
const requests = inForce.cases.query.map(({request}) => request);
const entries = Array.from({length: 2000}, (_, i) => {
  const request = requests[i % requests.length];
  return {seq: i + 1, request: {...request, actor: {...request.actor, id: `reader-${i}`}}};
});

async function versionOf({gates: {query}}: PolicySet): Promise<PolicyVersion & {calls(): number}> {
  const policy = await openPolicy(Oso, query);
  let calls = 0;
  return {tables: query.tables, calls: () => calls, decide: (request) => (++calls, policy.decide(request))};
}

/** A limit that the cases lean on, raised so far that more counts are too small to be shown. */
function stricter(): PolicySet {
  const file = "policies/thresholds.yaml";
  const text = inForce.files[file].replace(/max_withheld: \d+/, "max_withheld: 1000000");
  return parsePolicySet({...inForce.files, [file]: text});
}

describe("replay(entries, before, after)", () => {
  it("counts the same flips as deciding each request by itself, and decides distinct facts once", async () => {
    const [before, after] = [await versionOf(inForce), await versionOf(stricter())];
    const report = await replay(entries, before, after);
    const decided = before.calls();
    const expected = new Map<string, number>();
    let flipped = 0;
    for (const {request} of entries) {
      const [from, to] = [(await before.decide(request)).outcome, (await after.decide(request)).outcome];
      if (from === to) continue;
      flipped += 1;
      const key = [from, to, request.actor.role, request.action].join(" ");
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const found = new Map<string, number>();
    for (const {from, to, role, action, requests} of report.flips) {
      const key = [from, to, role, action].join(" ");
      found.set(key, (found.get(key) ?? 0) + requests);
    }
    expect(flipped).toBeGreaterThan(0);
    expect(found).toEqual(expected);
    expect(report).toMatchObject({requests: 2000, complete: true});
    expect(decided).toBe(report.distinct);
    expect(report.distinct).toBeLessThanOrEqual(requests.length);
  });

  it("flips nothing between a version and itself, and an example of each flip is one of its requests", async () => {
    const [before, after] = [await versionOf(inForce), await versionOf(stricter())];
    expect((await replay(entries, before, before)).flips).toEqual([]);
    for (const {example, from, to} of (await replay(entries, before, after)).flips) {
      const {request} = entries[example - 1];
      expect([(await before.decide(request)).outcome, (await after.decide(request)).outcome]).toEqual([from, to]);
    }
  });

  it("counts what cannot be read, reports progress, and stops when asked to", async () => {
    const version = await versionOf(inForce);
    const foreign = [{seq: 1, request: {action: "view"} as never}];
    expect(await replay(foreign, version, version)).toMatchObject({requests: 1, unreadable: 1, distinct: 0});
    let clock = 0;
    const done: number[] = [];
    const report = await replay(entries, version, version, {
      now: () => (clock += 20),
      onProgress: (n) => done.push(n),
      isStopped: () => done.length > 3
    });
    expect(report.complete).toBe(false);
    expect(done.length).toBeGreaterThan(3);
    expect(report.requests).toBeLessThan(2000);
  });
});
