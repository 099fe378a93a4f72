import {describe, expect, it} from "vitest";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import type {Decision, Outcome} from "../../src/model/decision.js";
import type {Request} from "../../src/model/request.js";
import {openComparison, openGates, problemsOf} from "../../src/policy/compareSets.js";
import {openFingerprints} from "../../src/policy/fingerprints.js";
import {changeOf, findFlips, samplesOfLog, type Sample} from "../../src/policy/flips.js";
import {parsePolicySet} from "../../src/policy/policySet.js";
import {queryProbes, releaseProbes} from "../../src/policy/probes.js";
import {pastDecisions} from "../fixtures/pastDecisions.js";

const set = readPolicySet();
const limitsFile = "policies/thresholds.yaml";

const decision = (outcome: Outcome, ...rules: string[]): Decision => ({
  outcome,
  reasons: rules.map((rule) => ({rule, sentence: rule})),
  obligations: [],
  policy: ""
});

describe("changeOf(before, after)", () => {
  it("orders forbid below refer below permit", () => {
    expect(changeOf(decision("forbid"), decision("refer"))).toBe("more permissive");
    expect(changeOf(decision("refer"), decision("permit"))).toBe("more permissive");
    expect(changeOf(decision("permit"), decision("forbid"))).toBe("stricter");
  });

  it("tells other rules from the same rules in other words", () => {
    expect(changeOf(decision("forbid", "a.b"), decision("forbid", "a.c"))).toBe("reasons");
    const reworded = {
      ...decision("forbid", "a.b"),
      reasons: [{rule: "a.b", sentence: "Other words."}],
      policy: "other"
    };
    expect(changeOf(decision("forbid", "a.b"), reworded)).toBeNull();
  });
});

describe("samplesOfLog(entries)", () => {
  it("asks a repeated request once and counts it as often as it was asked", () => {
    const [a, b] = [{action: "view"}, {action: "export"}] as Request[];
    const samples = samplesOfLog([{request: a}, {request: b}, {request: {...a}}]);
    expect(samples.map(({request, times}) => [request.action, times])).toEqual([
      ["view", 2],
      ["export", 1]
    ]);
  });
});

describe("a log that is replayed", () => {
  it("flips as often as deciding each of its requests by itself finds", {timeout: 120_000}, async () => {
    const entries = pastDecisions(1000);
    const text = set.files[limitsFile].replace("max_withheld: 20", "max_withheld: 100");
    const after = parsePolicySet({...set.files, [limitsFile]: text});
    const [was, is] = [await openGates(policyEngineClass, set), await openGates(policyEngineClass, after)];
    const samples = samplesOfLog(entries);
    expect(samples.length).toBeLessThan(entries.length / 2);
    const {flips, decided} = await findFlips(was, is, samples);
    expect(decided.log).toBe(entries.length);
    const counted = new Map<string, number>();
    const count = (key: string, times: number): unknown => counted.set(key, (counted.get(key) ?? 0) + times);
    for (const {before, after: now, times} of flips) count(`${before.outcome} ${now.outcome}`, times);
    for (const {request} of entries) {
      const [old, now] = [await was.query(request), await is.query(request)];
      if (changeOf(old, now)) count(`${old.outcome} ${now.outcome}`, -1);
    }
    expect(counted.size).toBeGreaterThan(0);
    expect([...counted].filter(([, left]) => left !== 0)).toEqual([]);
  });
});

describe("queryProbes(versions)", () => {
  it("asks about each trait that a version classes anew, though another of its class is asked about", () => {
    const [{traits, ...rest}] = [readPolicySet().gates.query.tables];
    const moved = traits.map((trait) => (trait.id === "EFO_0004339" ? {...trait, classes: ["disease"]} : trait));
    const asked = (probes: ReturnType<typeof queryProbes>) =>
      probes.some(({request}) => request.trait?.id === "EFO_0004339");
    const before = {...rest, traits: traits.filter(({id}) => id !== "EFO_0004339")};
    expect(asked(queryProbes([before]))).toBe(false);
    expect(
      asked(
        queryProbes([
          {...rest, traits},
          {...rest, traits: moved}
        ])
      )
    ).toBe(true);
  });
});

describe("findFlips(before, after, samples, effects)", () => {
  const sample: Sample = {source: "space", gate: "query", request: {} as Request, name: "", times: 1};
  const decides = (outcome: Outcome) => ({
    release: async () => decision(outcome),
    query: async () => decision(outcome)
  });

  it("stops when it is told to, and says that it is not complete", async () => {
    let done = 0;
    const found = await findFlips(decides("forbid"), decides("permit"), [sample, sample, sample], {
      onProgress: (n) => (done = n),
      isStopped: () => done === 2
    });
    expect(found).toMatchObject({decided: {space: 2}, complete: false});
    expect(found.flips).toHaveLength(2);
  });

  it("lets the page draw between slices", async () => {
    let [time, breaths] = [0, 0];
    await findFlips(decides("forbid"), decides("forbid"), Array<Sample>(10).fill(sample), {
      now: () => (time += 20),
      breathe: async () => void breaths++
    });
    expect(breaths).toBeGreaterThanOrEqual(3);
  });
});

describe("the enumerated space", () => {
  it("makes every rule of both gates fire", {timeout: 180_000}, async () => {
    const versions = [set.gates.query.tables];
    const fingerprints = await openFingerprints(policyEngineClass, set);
    for (const [gate, samples] of [
      ["query", queryProbes(versions)],
      ["release", releaseProbes(versions)]
    ] as const) {
      const silent = new Set(Object.keys(set.gates[gate].rules));
      for (const {request} of samples) {
        if (silent.size === 0) break;
        for (const line of (await fingerprints[gate](request))!.split("\n")) silent.delete(line.split(" ")[1]);
      }
      expect([...silent], gate).toEqual([]);
    }
  });
});

describe("queryProbes(versions) and releaseProbes(versions)", () => {
  it("ask about what a changed version adds: a term, a purpose, a concern, a table", () => {
    const {tables} = set.gates.query;
    const next = structuredClone(tables);
    next.duo.push({...next.duo[0], code: "DUO:new"});
    next.purposes.push({...next.purposes[0], code: "new:purpose"});
    next.concerns.push({...next.concerns[0], id: "new concern"});
    next.access.push({...next.access[0], table: "new_table"});
    const asked = (probes: Sample[]) => ({
      term: probes.some(({request}) => request.dataset.consent.includes("DUO:new")),
      purpose: probes.some(({request}) => request.purpose.code === "new:purpose"),
      concern: probes.some(({request}) => request.purpose.concerns?.includes("new concern")),
      table: probes.some(({request}) => request.query?.table === "new_table")
    });
    expect(asked(queryProbes([tables, next]))).toEqual({term: true, purpose: true, concern: true, table: true});
    expect(asked(releaseProbes([tables, next]))).toMatchObject({term: true, table: true});
  });
});

describe("openComparison(Oso, before)(after, log, effects)", () => {
  const compareTo = openComparison(policyEngineClass, set);

  it("finds nothing where only words were changed", {timeout: 180_000}, async () => {
    const file = "policies/reidentification/rules.yaml";
    const text = set.files[file].replace("The answer would have a row per person.", "There would be a row per person.");
    expect(text).not.toBe(set.files[file]);
    let done = 0;
    const report = await compareTo(parsePolicySet({...set.files, [file]: text}), [], {
      onProgress: (n) => (done = n),
      isStopped: () => done > set.cases.query.length + set.cases.release.length + 450
    });
    expect(report.flips).toEqual([]);
    expect(report.decided.case).toBeGreaterThan(200);
    expect(report.decided.space).toBeGreaterThan(400);
  });

  it(
    "finds more permissions, and never fewer, where the small-cell limit goes from 20 to 10",
    {timeout: 180_000},
    async () => {
      const text = set.files[limitsFile].replace("max_withheld: 20", "max_withheld: 10");
      const asked = set.cases.query.find(({sentence}) => sentence === "A count of 20 people")!.request;
      const log = [{request: asked}, {request: asked}];
      const {flips, decided} = await compareTo(parsePolicySet({...set.files, [limitsFile]: text}), log, {});
      expect(flips.filter(({change}) => change === "stricter")).toEqual([]);
      expect(flips.some(({source, change}) => source === "space" && change === "more permissive")).toBe(true);
      expect(flips.some(({source, name}) => source === "case" && name === "A count of 20 people")).toBe(true);
      expect(decided.log).toBe(2);
      for (const {request, change} of flips) {
        const {min_cell, difference} = request.query!;
        if (change === "more permissive" && request.query!.smallest_group !== null)
          expect([min_cell, difference].some((n) => n! > 10 && n! <= 20)).toBe(true);
      }
    }
  );
});

describe("openFingerprints(Oso, set)", () => {
  it("lets nothing pass that deciding in full finds", {timeout: 180_000}, async () => {
    const files = {...set.files};
    files[limitsFile] = files[limitsFile].replace("max_withheld: 20", "max_withheld: 30");
    const file = "policies/enhancement/enhancement.polar";
    files[file] = files[file].replace(
      'refer(_: {trait_classes: classes}, "enhancement.stigmatising")',
      'forbid(_: {trait_classes: classes}, "enhancement.stigmatising")'
    );
    expect(files[file]).not.toBe(set.files[file]);
    const next = parsePolicySet(files);
    const samples = queryProbes([set.gates.query.tables, next.gates.query.tables]).filter((_, i) => i % 9 === 0);
    const slow = await findFlips(
      await openGates(policyEngineClass, set),
      await openGates(policyEngineClass, next),
      samples
    );
    const [was, is] = [await openFingerprints(policyEngineClass, set), await openFingerprints(policyEngineClass, next)];
    const differing: unknown[] = [];
    for (const sample of samples)
      if ((await was.query(sample.request)) !== (await is.query(sample.request))) differing.push(sample.request);
    expect(slow.flips.length).toBeGreaterThan(10);
    const passed = new Set(differing);
    expect(slow.flips.filter(({request}) => !passed.has(request))).toEqual([]);
    expect(passed.size).toBeLessThan(samples.length / 2);
  });
});

describe("problemsOf(Oso, files)", () => {
  it("is empty for the rules in force", async () => {
    expect(await problemsOf(policyEngineClass, set.files)).toEqual([]);
  });

  it("names file and line of a clause that does not parse", async () => {
    const file = "policies/query/query.polar";
    const lines = set.files[file].split("\n");
    const at = lines.findIndex((line) => line.startsWith("oblige"));
    lines[at] = lines[at].replace("oblige(", "oblige((");
    const [problem] = await problemsOf(policyEngineClass, {...set.files, [file]: lines.join("\n")});
    expect(problem).toMatchObject({file, line: at + 1});
  });
});
