import Ajv2020 from "ajv/dist/2020.js";
import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import {openQueryPolicy, openReleasePolicy} from "../../data-loaders/release/policyEngine.js";
import {jsonSchemas} from "../../src/policy/jsonSchemas.js";
import {parseRequest} from "../../src/policy/parseRequest.js";
import type {Policy} from "../../src/policy/policy.js";

const schemas = jsonSchemas();
const ajv = new Ajv2020({strict: true});
const isRequest = ajv.compile(schemas.request);
const isDecision = ajv.compile(schemas.decision);
const cases = {release: readPolicyCases("release"), query: readPolicyCases("query")};

describe("the published JSON Schemas", () => {
  let gates: Record<"release" | "query", Policy>;
  beforeAll(async () => void (gates = {release: await openReleasePolicy(), query: await openQueryPolicy()}));

  it("take every case as a request and every decision as a decision", async () => {
    for (const gate of ["release", "query"] as const)
      for (const {sentence, request} of cases[gate]) {
        expect([sentence, isRequest(request), isRequest.errors]).toEqual([sentence, true, null]);
        expect([sentence, isDecision(await gates[gate].decide(request)), isDecision.errors]).toEqual([
          sentence,
          true,
          null
        ]);
      }
  });

  it("take the engine's own refusals as decisions", async () => {
    for (const wrong of [null, 3, [], {}, {action: "look"}])
      expect(isDecision(await gates.query.decide(wrong))).toBe(true);
  });

  it("take no other shape as a decision", () => {
    expect(isDecision({outcome: "allow", reasons: [], obligations: [], policy: "0".repeat(64)})).toBe(false);
    expect(isDecision({outcome: "permit", reasons: [], obligations: []})).toBe(false);
    expect(isDecision({outcome: "permit", reasons: [], obligations: [], policy: "0".repeat(64), who: "x"})).toBe(false);
  });

  it("judge any change of a request as the gate itself does", () => {
    const paths = [
      ["actor", "role"],
      ["actor", "id"],
      ["purpose", "code"],
      ["purpose", "concerns"],
      ["dataset", "class"],
      ["dataset", "consent"],
      ["action"],
      ["trait"],
      ["query", "min_cell"],
      ["query", "tier"],
      ["query", "score"],
      ["query", "unknown_field"],
      ["proposal", "approvals"],
      ["unknown_field"]
    ];
    const value = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        true,
        0,
        -1,
        2.5,
        1e300,
        "researcher",
        "view",
        "open",
        "",
        "a\nb",
        [],
        {},
        ["x"],
        [1]
      ),
      fc.string(),
      fc.integer()
    );
    fc.assert(
      fc.property(fc.constantFrom(...cases.query), fc.constantFrom(...paths), value, ({request}, path, changed) => {
        const copy = JSON.parse(JSON.stringify(request)) as Record<string, unknown>;
        const target = path.length === 1 ? copy : ((copy[path[0]] ??= {}) as Record<string, unknown>);
        target[path.at(-1)!] = changed;
        const plain = JSON.parse(JSON.stringify(copy)) as unknown;
        expect(isRequest(plain)).toBe("request" in parseRequest(plain));
      }),
      {seed: 7, numRuns: 2000}
    );
  });
});
