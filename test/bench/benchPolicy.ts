import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {build} from "esbuild";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {browserPolicyEngine, policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {launchChromium, serveFolder} from "../chromium.js";
import {openCedar} from "./openCedar.js";
import {timeDecisions, type DecisionTimes} from "./timeDecisions.js";

const goal = 20;

/** Decisions of the query gate, in Node and in Chromium, beside Cedar on the same rules and the same requests. */
export async function benchPolicy(): Promise<void> {
  const {gates} = readPolicySet();
  const inNode = await timeDecisions(policyEngineClass, gates.query, (bundle) => openCedar(cedar, bundle, "query"));
  printTimes(`Node ${process.version}`, inNode);
  const {version, times} = await timeInChromium();
  printTimes(`Chromium ${version}`, times);
}

function printTimes(
  where: string,
  {rules, requests, first, distinct, repeated, cedar, cedarFirst}: DecisionTimes
): void {
  console.log(`\nDecisions by ${rules} rules, ${where}: µs each, medians over ${requests} enumerated requests`);
  row("Cedar, policies parsed before: first", cedarFirst);
  row("Cedar, each after", cedar);
  row("Covenant: first", first, cedarFirst);
  row("Covenant, other facts each time", distinct, cedar);
  row("Covenant, facts that were asked before", repeated, cedar);
  console.log(`    goal below ${goal} µs for facts asked before: ${repeated < goal ? "met" : "MISSED"}`);
  console.log(
    "    Cedar gives permit or deny, by two sets of policies; Covenant also every reason, remedy and condition."
  );
}

function row(name: string, microseconds: number, peer?: number): void {
  const ratio = peer === undefined ? "" : `${(microseconds / peer).toFixed(2)} × Cedar`;
  console.log(`  ${name.padEnd(46)} ${microseconds.toFixed(1).padStart(9)} µs  ${ratio}`.trimEnd());
}

async function timeInChromium(): Promise<{version: string; times: DecisionTimes}> {
  const folder = mkdtempSync(join(tmpdir(), "covenant-bench-policy-"));
  const web = join(dirname(createRequire(import.meta.url).resolve("@cedar-policy/cedar-wasm/nodejs")), "../web");
  const {outputFiles} = await build({
    entryPoints: [join(import.meta.dirname, "timeInPage.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser"
  });
  writeFileSync(join(folder, "time.js"), outputFiles[0].contents);
  writeFileSync(join(folder, "policy-engine.js"), await browserPolicyEngine());
  writeFileSync(join(folder, "cedar.wasm"), readFileSync(join(web, "cedar_wasm_bg.wasm")));
  writeFileSync(join(folder, "bundle.json"), JSON.stringify(readPolicySet().gates.query));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><title>decisions</title><script type="module">
import {timeInPage} from "./time.js";
globalThis.timed = timeInPage();
</script>`
  );
  const served = await serveFolder(folder);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    return {version: browser.version(), times: (await page.evaluate("timed")) as DecisionTimes};
  } finally {
    await browser.close();
    await served.close();
    rmSync(folder, {recursive: true});
  }
}
