import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {policiesJson, readPolicyCases} from "../data-loaders/release/policiesJson.js";
import {browserPolicyEngine, policyEngineClass, readPolicyBundle} from "../data-loaders/release/policyEngine.js";
import type {PolicyCase} from "../src/model/policyPages.js";
import {actions, methods, roles, type Request} from "../src/model/request.js";
import type {PolicyBundle} from "../src/policy/bundle.js";
import {parseClauses, type Clause} from "../src/policy/clauses.js";
import {expectationsOf} from "../src/policy/expectations.js";
import {factsOf} from "../src/policy/facts.js";
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
      expect(await wrongCases(policy, cases, bundle.rules)).toEqual([]);
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
      const named = expectationsOf(bundle.rules).map(({sentence}) => sentence);
      expect(named.filter((sentence) => !cases.some((one) => one.sentence === sentence))).toEqual([]);
    });
  });
}

describe("the cases of policies/", () => {
  const {tables} = readPolicyBundle("query");
  const cases = readPolicyCases("query");
  const all = ["forbid", "permit", "refer"];
  const outcomesWhere = (holds: (request: Request) => boolean): string[] =>
    [...new Set(cases.filter(({request}) => holds(request)).map(({outcome}) => outcome))].sort();

  it("cover every DUO code with every outcome that it can have", () => {
    // A term that only names a class of terms permits nothing by itself and is never enough.
    const never: Record<string, string[]> = {"DUO:0000001": ["permit"], "DUO:0000017": ["permit"]};
    const aboutData = (request: Request): boolean => factsOf(request, tables).about_data;
    for (const {code} of tables.duo)
      expect([code, outcomesWhere((request) => request.dataset.consent.includes(code) && aboutData(request))]).toEqual([
        code,
        all.filter((outcome) => !never[code]?.includes(outcome))
      ]);
    expect(tables.duo).toHaveLength(25);
  });

  it("cover every class of traits with every outcome that it can have", () => {
    // These always need a person.
    const never: Record<string, string[]> = {
      appearance: ["permit"],
      "re-identifying": ["permit"],
      stigmatising: ["permit"],
      unknown: ["permit"]
    };
    const classesOf = (id: string): string[] => tables.traits.find((trait) => trait.id === id)?.classes ?? ["unknown"];
    const classes = [...new Set([...tables.traits.flatMap((trait) => trait.classes), "unknown"])];
    for (const name of classes)
      expect([name, outcomesWhere(({trait}) => trait !== undefined && classesOf(trait.id).includes(name))]).toEqual([
        name,
        all.filter((outcome) => !never[name]?.includes(outcome))
      ]);
    expect(classes).toHaveLength(10);
  });

  it("cover every role with public and with protected tables with every outcome that it can have", () => {
    for (const role of roles)
      for (const access of ["public", "registered"]) {
        const never = role === "public" && access === "registered" ? ["permit", "refer"] : [];
        expect([
          role,
          access,
          outcomesWhere((request) => request.actor.role === role && factsOf(request, tables).access === access)
        ]).toEqual([role, access, all.filter((outcome) => !never.includes(outcome))]);
      }
  });

  it("cover every purpose, concern, method and action", () => {
    const used = (values: (request: Request) => unknown): Set<unknown> =>
      new Set(cases.flatMap(({request}) => values(request)));
    const missing = (wanted: readonly string[], values: (request: Request) => unknown): string[] =>
      wanted.filter((value) => !used(values).has(value));
    expect(
      missing(
        tables.purposes.map(({code}) => code),
        ({purpose}) => purpose.code
      )
    ).toEqual([]);
    expect(missing(actions, ({action}) => action)).toEqual([]);
    expect(missing(methods, ({query}) => query?.method ?? "count")).toEqual([]);
    const concerns = tables.concerns.map(({id}) => id).filter((id) => id !== "unknown");
    expect(missing(concerns, ({purpose}) => purpose.concerns ?? [])).toEqual([]);
  });
});

describe("policiesJson()", () => {
  it("gives pages every rule with its cases and an openable bundle", async () => {
    const policies = JSON.parse(await policiesJson());
    for (const decision of decisions) {
      const {rules, cases, bundle, sha256, rationales} = policies[decision];
      expect(rules.filter((rule: {cases: number[]}) => rule.cases.length === 0)).toEqual([]);
      expect(cases.length).toBeGreaterThan(20);
      expect(Object.keys(rationales)).toEqual(Object.keys(bundle.topics));
      for (const rationale of Object.values(rationales)) expect(rationale).toMatch(/^# /);
      expect((await openPolicy(policyEngineClass, bundle)).sha256).toBe(sha256);
    }
    expect(policies.purposes).toContainEqual({code: "DUO:0000006", label: "Health or medical research"});
  });
});

/** The first case that goes wrong when a clause is deleted with the words that belong to it, else null. */
async function failureWithout(clause: Clause, bundle: PolicyBundle, cases: PolicyCase[]): Promise<string | null> {
  const rules = {...bundle.rules};
  const polar = bundle.polar.map(({file, text}) => ({
    file,
    text: file === clause.file ? text.replace(clause.text, "") : text
  }));
  if (clause.id !== null) delete rules[clause.id];
  const policy = await openPolicy(policyEngineClass, {...bundle, polar, rules});
  for (const one of cases) if ((await wrongCases(policy, [one], bundle.rules)).length > 0) return one.sentence;
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
