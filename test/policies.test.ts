import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {policiesJson, readPolicyCases} from "../data-loaders/release/policiesJson.js";
import {browserPolicyEngine, policyEngineClass, readPolicyBundle} from "../data-loaders/release/policyEngine.js";
import type {PolicyCase} from "../src/model/policyPages.js";
import type {PolicyBundle} from "../src/policy/bundle.js";
import {parseClauses, type Clause} from "../src/policy/clauses.js";
import {openPolicy, type Engine, type Policy} from "../src/policy/policy.js";
import {wrongCases} from "./policy/wrongCases.js";

const decisions = ["release", "query"] as const;

for (const decision of decisions) {
  const bundle = readPolicyBundle(decision);
  const cases = readPolicyCases(decision);
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text));

  describe(`policies/${decision}`, () => {
    it("has cases of every outcome that it can give", () => {
      const given = new Set(clauses.map(({head}) => head).filter((head) => head !== "oblige"));
      expect(new Set(cases.map(({outcome}) => outcome))).toEqual(given);
    });

    describe("in Node", () => {
      let policy: Policy;
      beforeAll(async () => void (policy = await openPolicy(policyEngineClass, bundle)));
      for (const {outcome, sentence, request} of cases) {
        it(`${outcome}: ${sentence}`, async () => {
          const decided = await policy.decide(request);
          expect({outcome: decided.outcome, because: decided.reasons.map(({rule}) => rule)}).toMatchObject({outcome});
        });
      }
    });

    it("names a rule in the case that the rule names", async () => {
      const policy = await openPolicy(policyEngineClass, bundle);
      expect(await wrongCases(policy, cases, casesOfRules(bundle.rules))).toEqual([]);
    });

    it("decides every case in the browser's engine as in Node", async () => {
      const inNode = await openPolicy(policyEngineClass, bundle);
      const inBrowser = await openPolicy(await browserEngine(), bundle);
      for (const {sentence, request} of cases)
        expect([sentence, await inBrowser.decide(request)]).toEqual([sentence, await inNode.decide(request)]);
    });

    describe("needs every clause: a case fails without", () => {
      for (const clause of clauses) {
        it(`${clause.id ?? clause.head} (${clause.file}:${clause.line})`, async () => {
          expect(await failureWithout(clause, bundle, cases)).not.toBe(null);
        });
      }
    });

    it("explains each clause in a comment, each rule once", () => {
      expect(clauses.filter(({comment}) => !comment.endsWith("."))).toEqual([]);
      const ids = clauses.flatMap(({id}) => id ?? []);
      expect(ids).toEqual([...new Set(ids)]);
      expect(Object.keys(bundle.rules).sort()).toEqual([...ids].sort());
    });

    it("gives every refusal a remedy and every obligation a case", () => {
      const of = (...heads: string[]): string[] =>
        clauses.filter(({head}) => heads.includes(head)).flatMap(({id}) => id ?? []);
      expect(of("refer", "forbid").filter((id) => !bundle.rules[id].remedy)).toEqual([]);
      expect(of("oblige").filter((id) => !bundle.rules[id].case)).toEqual([]);
      const named = Object.values(casesOfRules(bundle.rules));
      expect(named.filter((sentence) => !cases.some((one) => one.sentence === sentence))).toEqual([]);
    });
  });
}

describe("policiesJson()", () => {
  it("gives pages every rule with its cases and an openable bundle", async () => {
    const policies = JSON.parse(await policiesJson());
    for (const decision of decisions) {
      const {rules, cases, bundle, sha256, rationale} = policies[decision];
      expect(rules.filter((rule: {cases: number[]}) => rule.cases.length === 0)).toEqual([]);
      expect(cases.length).toBeGreaterThan(20);
      expect(rationale).toMatch(/^# /);
      expect((await openPolicy(policyEngineClass, bundle)).sha256).toBe(sha256);
    }
    expect(policies.purposes).toContainEqual({code: "DUO:0000006", label: "Health or medical research"});
  });
});

/** Rule → the case that it names. */
function casesOfRules(rules: PolicyBundle["rules"]): Record<string, string> {
  return Object.fromEntries(Object.entries(rules).flatMap(([id, rule]) => (rule.case ? [[id, rule.case]] : [])));
}

/** The first case that goes wrong when a clause is deleted with the words that belong to it, else null. */
async function failureWithout(clause: Clause, bundle: PolicyBundle, cases: PolicyCase[]): Promise<string | null> {
  const rules = {...bundle.rules};
  const polar = bundle.polar.map(({file, text}) => ({
    file,
    text: file === clause.file ? text.replace(clause.text, "") : text
  }));
  const expected = casesOfRules(rules);
  if (clause.id !== null) delete rules[clause.id];
  const policy = await openPolicy(policyEngineClass, {...bundle, polar, rules});
  for (const one of cases) if ((await wrongCases(policy, [one], expected)).length > 0) return one.sentence;
  return null;
}

const folder = mkdtempSync(join(tmpdir(), "covenant-policy-"));
afterAll(() => rmSync(folder, {recursive: true}));

/** The bytes that the site serves, imported as a browser imports them. */
async function browserEngine(): Promise<new () => Engine> {
  const file = join(folder, "policy-engine.mjs");
  writeFileSync(file, await browserPolicyEngine());
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {Oso: new () => Engine};
  return module.Oso;
}
