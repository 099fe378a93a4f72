import {createHash} from "node:crypto";
import {mkdir, readdir, readFile, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {GateTests, PolicyTests} from "../../src/model/policyTests.js";
import {bundleHash} from "../../src/policy/bundle.js";
import {lintRules} from "../../src/policy/lint.js";
import {mutationTest} from "../../src/policy/mutationTest.js";
import type {Gate, PolicySet} from "../../src/policy/policySet.js";
import {queryProbes, releaseProbes} from "../../src/policy/probes.js";
import {cacheFolder} from "../compileKernel.js";
import {readPolicySet} from "./policyBundle.js";
import {policyEngineClass} from "./policyEngineClass.js";

const project = new URL("../../", import.meta.url);

/**
 * `data/policy-tests.json`: how well the cases test the rules of both gates. Takes some seconds, so the result is kept in
 * node_modules/.cache/covenant for as long as the rules and the code that tests them are the same.
 */
export async function policyTestsJson(root?: string): Promise<string> {
  const set = readPolicySet(root);
  const file = join(cacheFolder(), `policy-tests-${await keyOf(set)}.json`);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return kept;
  const tests: PolicyTests = {release: await testGate("release", set), query: await testGate("query", set)};
  const text = JSON.stringify(tests);
  const partial = `${file}.${process.pid}`;
  await mkdir(cacheFolder(), {recursive: true});
  await writeFile(partial, text);
  await rename(partial, file);
  return text;
}

async function keyOf({sha256}: PolicySet): Promise<string> {
  const hash = createHash("sha256").update(sha256);
  for (const folder of ["src/policy", "src/model"])
    for (const name of (await readdir(new URL(folder, project))).sort())
      hash.update(name).update(await readFile(new URL(`${folder}/${name}`, project)));
  return hash.digest("hex").slice(0, 24);
}

/** Tests the rules of a gate by its cases, and compares over the enumerated space of requests. */
export async function testGate(gate: Gate, {gates, cases}: PolicySet): Promise<GateTests> {
  const bundle = gates[gate];
  const probes = gate === "query" ? queryProbes([bundle.tables]) : releaseProbes([bundle.tables]);
  const space = probes.map(({request}) => request);
  const own = cases[gate].map(({request}) => request);
  return {
    policy: bundleHash(bundle),
    cases: own.length,
    requests: space.length,
    mutants: await mutationTest(policyEngineClass, bundle, {cases: cases[gate], space}),
    findings: await lintRules(policyEngineClass, bundle, [...own, ...space])
  };
}
