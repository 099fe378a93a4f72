import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {testGate} from "../../data-loaders/release/policyTestsJson.js";
import {mutationScore, type GateTests} from "../../src/model/policyTests.js";
import {parseClauses} from "../../src/policy/clauses.js";
import {openClauses, outcomeOf, type OpenClause} from "../../src/policy/clauseTable.js";
import {factsOf} from "../../src/policy/facts.js";
import {mutationTest} from "../../src/policy/mutationTest.js";
import {openPolicy} from "../../src/policy/policy.js";
import {queryProbes} from "../../src/policy/probes.js";
import type {Gate} from "../../src/policy/policySet.js";
import {anyRequest} from "./anyRequest.js";

const set = readPolicySet();

describe.each<Gate>(["release", "query"])("the cases of gate %s", (gate) => {
  let tests: GateTests;
  beforeAll(async () => void (tests = await testGate(gate, set)), 120_000);

  it("catch at least 95 % of the changes that can be caught", () => {
    const count = (fate: string): number => tests.mutants.filter((mutant) => mutant.fate === fate).length;
    const score = mutationScore(tests.mutants);
    console.log(
      `mutation score of gate ${gate}: ${(100 * score).toFixed(1)} % (${count("caught")} caught, ` +
        `${count("survived")} survived, ${count("same")} say the same over ${tests.requests} requests, ${count("refused")} do not load)`
    );
    expect(score).toBeGreaterThanOrEqual(0.95);
    expect(count("caught")).toBeGreaterThan(150);
  });

  it("and those said to say the same decide random requests the same", async () => {
    const bundle = set.gates[gate];
    const space = fc.sample(anyRequest(bundle.tables), {seed: 4, numRuns: 6000});
    const found = await mutationTest(policyEngineClass, bundle, {cases: set.cases[gate], space});
    const different = found.filter(({fate}, i) => fate === "survived" && tests.mutants[i].fate === "same");
    expect(different).toEqual([]);
    // The random requests can tell mutants apart: without cases, they notice nearly all that the cases do.
    const alone = await mutationTest(policyEngineClass, bundle, {cases: [], space: space.slice(0, 2000)});
    const noticed = alone.filter(({fate}) => fate === "survived").length;
    expect(noticed).toBeGreaterThan(0.8 * tests.mutants.filter(({fate}) => fate === "caught").length);
  }, 120_000);

  it("and the enumerated requests leave no rule that applies to nothing", () => {
    expect(tests.findings.filter(({kind}) => kind === "vacuous")).toEqual([]);
  });
});

describe("openClauses(Oso, clauses)", () => {
  const bundle = set.gates.query;
  const requests = [
    ...set.cases.query.map(({request}) => request),
    ...queryProbes([bundle.tables]).map((p) => p.request)
  ];
  let opened: OpenClause[];
  let decide: Awaited<ReturnType<typeof openPolicy>>["decide"];
  beforeAll(async () => {
    opened = await openClauses(
      policyEngineClass,
      bundle.polar.flatMap(({file, text}) => parseClauses(file, text))
    );
    ({decide} = await openPolicy(policyEngineClass, bundle));
  });

  it("concludes clause by clause what the whole policy decides", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...requests), anyRequest(bundle.tables)), async (request) => {
        const facts = factsOf(request, bundle.tables);
        const conclusions = (await Promise.all(opened.map((clause) => clause.conclude(facts)))).flat();
        const {outcome, reasons, obligations} = await decide(request);
        expect(outcomeOf(conclusions)).toBe(outcome);
        const of = (...verdicts: string[]): string[] =>
          conclusions.filter(({verdict}) => verdicts.includes(verdict)).map(({rule}) => rule);
        // What nothing permits has the engine's own reason.
        const said = reasons.map(({rule}) => rule).filter((rule) => rule !== "policy.no-rule");
        expect(said.sort()).toEqual(of("forbid", "refer").sort());
        expect(obligations.map(({rule}) => rule).sort()).toEqual(outcome === "forbid" ? [] : of("oblige").sort());
      }),
      {seed: 4, numRuns: 600}
    );
  });
});

describe("mutationTest(Oso, bundle, asked)", () => {
  it("notices that the cases were taken away", async () => {
    const [bundle, cases] = [set.gates.release, set.cases.release];
    const few = await mutationTest(policyEngineClass, bundle, {
      cases: cases.slice(0, 3),
      space: cases.map((c) => c.request)
    });
    const survived = few.filter(({fate}) => fate === "survived");
    expect(survived.length).toBeGreaterThan(50);
    expect(mutationScore(few)).toBeLessThan(0.5);
    expect(survived.map(({rule}) => rule)).toContain("release.small-cell");
  });
});
