import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {describe, expect, it} from "vitest";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {factsOf} from "../../src/policy/facts.js";
import {openPolicy} from "../../src/policy/policy.js";
import {queryProbes, releaseProbes} from "../../src/policy/probes.js";
import {openCedar} from "./openCedar.js";

describe("the rules in Cedar, with which speed is compared", () => {
  const set = readPolicySet();
  it.each(["release", "query"] as const)(
    "give the outcome of gate %s on every case and enumerated request",
    async (gate) => {
      const bundle = set.gates[gate];
      const policy = await openPolicy(policyEngineClass, bundle);
      const inCedar = openCedar(cedar, bundle, gate);
      const probes = (gate === "query" ? queryProbes : releaseProbes)([bundle.tables]);
      const requests = [...set.cases[gate], ...probes].map(({request}) => request);
      const different: unknown[] = [];
      for (const request of requests) {
        const {outcome} = await policy.decide(request);
        const theirs = inCedar(factsOf(request, bundle.tables));
        if (theirs !== outcome) different.push({outcome, theirs, request});
      }
      expect(different.slice(0, 3)).toEqual([]);
      expect(requests.length).toBeGreaterThan(1000);
    },
    300_000
  );
});
