import {readFileSync} from "node:fs";
import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {policyEngineClass, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import type {Request} from "../../src/model/request.js";
import {applyRemedy, fieldsToAsk} from "../../src/policy/applyRemedy.js";
import {bundleHash, type PolicyBundle} from "../../src/policy/bundle.js";
import {openPolicy, type Policy} from "../../src/policy/policy.js";

const bundle = readPolicyBundle("query");
const releaseBundle = readPolicyBundle("release");
let policy: Policy;
let releasePolicy: Policy;

beforeAll(async () => {
  policy = await openPolicy(policyEngineClass, bundle);
  releasePolicy = await openPolicy(policyEngineClass, releaseBundle);
});

const permitted = caseOf("A researcher looks at allele counts by ancestry for health research");

describe("openPolicy(Oso, bundle)", () => {
  const withRole = (text: string): PolicyBundle => ({
    ...bundle,
    polar: bundle.polar.map((part) => (part.file.endsWith("/query.polar") ? {...part, text} : part))
  });
  const role = bundle.polar.find(({file}) => file.endsWith("/query.polar"))!.text;

  it("names file and line of a clause that does not parse", async () => {
    const broken = role.replace("action in", "action in in");
    const line = role.split("\n").findIndex((row) => row.includes("action in")) + 1;
    await expect(openPolicy(policyEngineClass, withRole(broken))).rejects.toThrow(
      `policies/query/query.polar:${line}: policy does not parse: `
    );
  });

  it("names the line of a clause without its semicolon", async () => {
    await expect(openPolicy(policyEngineClass, withRole(role.trimEnd().slice(0, -1)))).rejects.toThrow(
      /^policies\/query\/query\.polar:\d+: policy does not parse: the clause does not end with a semicolon$/
    );
  });

  it("names the line of a word that is not defined", async () => {
    const lines = role.split("\n").length;
    await expect(
      openPolicy(policyEngineClass, withRole(`${role}permit(_: {role: r}, "query.role-board") if trusted(r);\n`))
    ).rejects.toThrow(new RegExp(`^policies/query/query\\.polar:${lines}: .*undefined rule: trusted`));
  });

  it("refuses a fact that does not exist, because its clause would never fire", async () => {
    await expect(openPolicy(policyEngineClass, withRole(role.replace("role:", "roles:")))).rejects.toThrow(
      /^policies\/query\/query\.polar:\d+: unknown fact: roles$/
    );
  });

  it("refuses a policy without rules or without a permission", async () => {
    await expect(openPolicy(policyEngineClass, {...bundle, polar: []})).rejects.toThrow(
      "policies/query: no rules found"
    );
    await expect(openPolicy(policyEngineClass, {...bundle, polar: [{file: "policies/query/a.polar", text: ""}]}))
      .rejects //
      .toThrow("no rules found");
    const noPermit = bundle.polar.map(({file, text}) => ({file, text: text.replaceAll(/^permit\([^;]*;/gm, "")}));
    await expect(openPolicy(policyEngineClass, {...bundle, polar: noPermit})).rejects.toThrow(
      "no rule permits anything"
    );
  });

  it("refuses a rule without words and words without a rule", async () => {
    const {"reidentification.small-cell": smallCell, ...rules} = bundle.rules;
    await expect(openPolicy(policyEngineClass, {...bundle, rules})).rejects.toThrow(
      /^policies\/reidentification\/reidentification\.polar:\d+: reidentification\.small-cell has no entry in policies\/reidentification\/rules\.yaml$/
    );
    await expect(
      openPolicy(policyEngineClass, {...bundle, rules: {...bundle.rules, "query.new": smallCell}})
    ).rejects.toThrow("policies/query/rules.yaml: query.new is not a rule of any .polar file");
  });

  it("refuses a limit that is neither a whole number of at least 1 nor a share", async () => {
    const limits = {...bundle.tables.limits, "small_cell.max_withheld": 0};
    await expect(openPolicy(policyEngineClass, {...bundle, tables: {...bundle.tables, limits}})).rejects.toThrow(
      "policies/thresholds.yaml: small_cell.max_withheld: expected a whole number of at least 1, or a share between 0 and 1"
    );
  });
});

describe("bundleHash(bundle)", () => {
  it("is the same for the same policy, whatever the order of its keys", () => {
    const turned = JSON.parse(JSON.stringify(bundle), (_key, value) =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value
    );
    expect(bundleHash(turned)).toBe(bundleHash(bundle));
    expect(bundleHash(bundle)).toMatch(/^[0-9a-f]{64}$/);
    expect(policy.sha256).toBe(bundleHash(bundle));
  });

  it("changes with a clause, a word, a limit or a class of a trait", () => {
    const hash = bundleHash(bundle);
    const changed = (change: (copy: PolicyBundle) => void): string => {
      const copy = structuredClone(bundle);
      change(copy);
      return bundleHash(copy);
    };
    expect(changed(({polar}) => void (polar[0].text += "\n"))).not.toBe(hash);
    expect(changed(({rules}) => void (rules["reidentification.small-cell"].sentence += "."))).not.toBe(hash);
    expect(changed(({tables}) => void tables.limits["small_cell.max_withheld"]++)).not.toBe(hash);
    expect(changed(({tables}) => void tables.traits[0].classes.push("disease"))).not.toBe(hash);
  });
});

describe("policy.decide(request)", () => {
  it("reports every clause that fails and not only the first", async () => {
    const request = caseOf("The public exports small counts of a protected table without a purpose");
    const {outcome, reasons, obligations} = await policy.decide(request);
    expect(outcome).toBe("forbid");
    expect(reasons.map(({rule}) => rule)).toEqual([
      "query.role-public",
      "purpose.missing",
      "purpose.statement",
      "enhancement.not-health",
      "enhancement.use",
      "reidentification.small-cell",
      "export.size"
    ]);
    expect(obligations).toEqual([]);
  });

  it("withholds 20 people and shows 21, in both gates", async () => {
    const shown = async (n: number): Promise<string> => (await policy.decide(change(permitted, {min_cell: n}))).outcome;
    expect([await shown(0), await shown(1), await shown(20), await shown(21)]) //
      .toEqual(["permit", "forbid", "forbid", "permit"]);
    const release = caseOf("Allele counts of a controlled cohort go to one registered reader");
    const released = async (n: number): Promise<string> =>
      (await releasePolicy.decide(change(release, {min_cell: n}))).outcome;
    expect([await released(0), await released(1), await released(20), await released(21)]) //
      .toEqual(["permit", "forbid", "forbid", "permit"]);
  });

  it("follows policies/thresholds.yaml", async () => {
    const limits = {...bundle.tables.limits, "small_cell.max_withheld": 9};
    const looser = await openPolicy(policyEngineClass, {...bundle, tables: {...bundle.tables, limits}});
    expect((await looser.decide(change(permitted, {min_cell: 9}))).reasons[0].sentence).toContain("1 to 9 people");
    expect((await looser.decide(change(permitted, {min_cell: 10}))).outcome).toBe("permit");
  });

  it("forbids what it cannot read, without throwing or repeating a value", async () => {
    const secret = "HG00096";
    const bad: unknown[] = [
      null,
      undefined,
      3,
      "view",
      [],
      {},
      {...permitted, action: secret},
      {...permitted, actor: {id: "a", role: secret}},
      {...permitted, dataset: {...permitted.dataset, class: secret}},
      {...permitted, dataset: {...permitted.dataset, consent: [secret, 7]}},
      change(permitted, {tier: secret as never}),
      change(permitted, {result_level: secret as never}),
      change(permitted, {min_cell: -1}),
      change(permitted, {min_cell: Number.NaN}),
      change(permitted, {min_cell: 2.5}),
      {...permitted, qery: {[secret]: secret}},
      {...permitted, trait: {id: `a\n${secret}`, label: "x"}}
    ];
    for (const request of bad) {
      const decision = await policy.decide(request);
      expect(decision.outcome).toBe("forbid");
      expect(decision.reasons).toHaveLength(1);
      expect(decision.reasons[0].rule).toBe("policy.bad-request");
      expect(decision.reasons[0].sentence).not.toContain(secret);
      expect(decision.policy).toBe(policy.sha256);
    }
  });

  it("says which field is wrong and what was expected", async () => {
    const {reasons} = await policy.decide({...permitted, action: "look"});
    expect(reasons[0].sentence).toBe(
      "The request cannot be read: action: expected one of view, analyse, export, release, propose, review, waive, change_policy."
    );
  });

  it("forbids what no rule permits", async () => {
    const decision = await releasePolicy.decide(caseOf("Open data for registered readers"));
    expect(decision).toMatchObject({
      outcome: "forbid",
      reasons: [{rule: "policy.no-rule", sentence: "No rule permits this."}]
    });
  });

  it("reads no text of the request as policy", async () => {
    const unclassified = await policy.decide({...permitted, trait: {id: "x", label: "x"}});
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.constantFrom('"', "\\", '\\"', '"}, "permit", x) or (1 = 1', "#", ";", "{trait}")),
        async (text) => {
          const id = `x${text.replace(/\p{Cc}/gu, "")}`;
          const decision = await policy.decide({...permitted, trait: {id, label: "x"}});
          expect(decision.outcome).toBe("refer");
          expect(decision.reasons.map(({rule}) => rule)).toEqual(unclassified.reasons.map(({rule}) => rule));
        }
      ),
      {seed: 1, numRuns: 60}
    );
  });

  it("never names a count of people in a sentence", async () => {
    for (const sentence of [...Object.values(bundle.rules), ...Object.values(releaseBundle.rules)].flatMap((rule) => [
      rule.sentence,
      rule.remedy?.sentence ?? ""
    ]))
      expect(sentence).not.toMatch(/\{(min_cell|group|smallest_group)\}/);
  });

  it("fills every slot of its sentences", async () => {
    for (const {request} of readPolicyCases("query")) {
      const {reasons, obligations} = await policy.decide(request);
      for (const {sentence} of [...reasons, ...reasons.flatMap(({remedy}) => remedy ?? []), ...obligations])
        expect(sentence).not.toMatch(/[{}]/);
    }
  });
});

describe("applyRemedy(request, remedy)", () => {
  it("gives a request whose reason is gone, whatever the case", async () => {
    for (const [gate, decision] of [
      [policy, "query"],
      [releasePolicy, "release"]
    ] as const) {
      for (const {sentence, request} of readPolicyCases(decision)) {
        const {reasons} = await gate.decide(request);
        for (const {rule, remedy} of reasons) {
          if (!remedy?.change || fieldsToAsk(remedy).length > 0) continue;
          const after = await gate.decide(remeasured(applyRemedy(request, remedy)));
          expect([sentence, rule, after.reasons.map((reason) => reason.rule)]).not.toEqual([
            sentence,
            rule,
            expect.arrayContaining([rule])
          ]);
          // A single obstacle is gone altogether, unless a person still has to look.
          if (reasons.length === 1) expect([sentence, after.outcome]).not.toEqual([sentence, "forbid"]);
        }
      }
    }
  });

  it("merges the two smallest groups once more each time", async () => {
    const small = change(permitted, {min_cell: 20});
    const {reasons} = await policy.decide(small);
    expect(reasons[0].remedy).toEqual({
      sentence: "Merge the two smallest groups.",
      change: {"query.merge_smallest": 1}
    });
    const again = await policy.decide(applyRemedy(small, reasons[0].remedy!));
    expect(again.reasons[0].remedy!.change).toEqual({"query.merge_smallest": 2});
    expect(small.query!.merge_smallest).toBe(undefined);
  });

  it("has no change to offer where there is nothing to merge", async () => {
    const {reasons} = await policy.decide(change(permitted, {min_cell: 20, group_by: []}));
    expect(reasons[0].remedy).toEqual({
      sentence: "Ask about a larger group of people, or leave the small count out."
    });
  });

  it("keeps three characteristics in the reader's order and the columns that describe variants", async () => {
    const request = change(permitted, {
      group_by: ["variant_id", "sex", "age", "ancestry", "status"],
      quasi_identifiers: ["sex", "age", "ancestry", "status"]
    });
    const {reasons} = await policy.decide(request);
    expect(applyRemedy(request, reasons[0].remedy!).query).toMatchObject({
      group_by: ["variant_id", "sex", "age", "ancestry"],
      quasi_identifiers: ["sex", "age", "ancestry"]
    });
    expect(reasons[0].remedy!.sentence).toBe("Keep only sex, age and ancestry.");
  });

  it("leaves to a person what only a person can say", async () => {
    const request = {...permitted, purpose: {code: "", statement: permitted.purpose.statement}};
    const {reasons} = await policy.decide(request);
    expect(fieldsToAsk(reasons[0].remedy!)).toEqual(["purpose.code"]);
    expect(applyRemedy(request, reasons[0].remedy!)).toEqual(request);
  });
});

/** What a page does after merging or dropping: it measures again. */
function remeasured(request: Request): Request {
  if (!request.query?.merge_smallest) return request;
  return change(request, {min_cell: 21, smallest_group: 100});
}

function change(request: Request, query: Partial<Request["query"]>): Request {
  return {...request, query: {...request.query!, ...query}};
}

function caseOf(sentence: string): Request {
  const found = [...readPolicyCases("query"), ...readPolicyCases("release")].find((one) => one.sentence === sentence);
  if (!found) throw new Error(`no such case: ${sentence}`);
  return found.request;
}

describe("policies/*.csv", () => {
  it("hold no trait, term or purpose without its words", () => {
    const {traits, duo, purposes} = bundle.tables;
    expect([...traits, ...duo, ...purposes].filter(({label}) => label === "")).toEqual([]);
    expect(readFileSync(new URL("../../policies/traits.csv", import.meta.url), "utf8")).not.toContain("\r");
  });

  it("permit and prohibit only kinds of purpose that exist", () => {
    const kinds = new Set(bundle.tables.purposes.map(({kind}) => kind));
    expect(bundle.tables.duo.flatMap((term) => term.kinds).filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
