import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {build} from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {policiesJson, readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import {browserPolicyEngine} from "../../data-loaders/release/policyEngine.js";
import {launchChromium, serveFolder, type ServedFolder} from "../chromium.js";

const folder = mkdtempSync(join(tmpdir(), "covenant-policy-"));
let served: ServedFolder;

beforeAll(async () => {
  const {outputFiles} = await build({
    entryPoints: [join(import.meta.dirname, "decideInPage.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser"
  });
  writeFileSync(join(folder, "decide-in-page.js"), outputFiles[0].contents);
  writeFileSync(join(folder, "policy-engine.js"), await browserPolicyEngine());
  writeFileSync(join(folder, "policies.json"), await policiesJson());
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><title>policies</title><script type="module">
import {decideInPage} from "./decide-in-page.js";
globalThis.decided = decideInPage(new URL("./policy-engine.js", location.href).href, "policies.json");
</script>`
  );
  served = await serveFolder(folder);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, {recursive: true});
});

describe("the policies in Chromium", () => {
  it("decide every case as their folders say, under the same hash", async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(served.url);
      const decided = await page.evaluate("decided");
      expect(decided).toEqual([
        {wrong: [], cases: readPolicyCases("release").length, sameHash: true, milliseconds: expect.any(Number)},
        {wrong: [], cases: readPolicyCases("query").length, sameHash: true, milliseconds: expect.any(Number)}
      ]);
    } finally {
      await browser.close();
    }
  });
});
