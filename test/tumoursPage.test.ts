import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Browser, Page} from "playwright-core";
import {launchChromium} from "./chromium.js";
import {openFile, query} from "./release/readRelease.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite;
beforeAll(async () => {
  site = await defaultSite();
  browser = await launchChromium();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

describe("Tumours, of the default cohort", {timeout: 300_000}, () => {
  it("shows simulated resistance with real evidence once a key opens the tables, and takes it away through the gate", async () => {
    const demo = await readFile(join(import.meta.dirname, "../data-loaders/cohorts/synthetic-demo-key.txt"), "utf8");
    const [key] = demo.match(/AGE-SECRET-KEY-\S+/)!;
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
    try {
      await context.addInitScript(() => {
        // A frame without an origin has no storage.
        if (!location.protocol.startsWith("http")) return;
        const purpose = {code: "DUO:0000006", statement: "Which mutations go with resistance?"};
        localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-0", role: "researcher", purpose}));
      });
      const watched = watchContext(context);
      const page = await context.newPage();
      await page.goto(`${site.url}/tumours`);
      await page.getByRole("heading", {name: "The tables of tumours of this cohort are locked"}).waitFor();
      await page.getByRole("button", {name: "Unlock with the demo key"}).click();
      await page.locator("figure#resistance svg").waitFor();
      await page.getByText("no advice to a person.").first().waitFor();
      // What was planted, and what CIViC says of it.
      const forest = await page.locator("figure#resistance svg").first().textContent();
      expect(forest).toContain("EGFR T790M");
      expect(forest).toContain("published: resistance, level A, validated");
      const evidence = page.locator(".tumours-evidence table tr", {hasText: "EID238"}).first();
      expect(await evidence.textContent()).toMatch(/T790M.*resistance.*A, validated.*PubMed 25668228/s);
      expect(await page.locator("figure#resistance").textContent()).toMatch(/simulated/i);

      const rows = await query(
        await openFile(join(site.folder, "data"), "registered/tumour_resistance.parquet.age", key),
        "select odds_ratio from $file where treatment = 'Erlotinib' order by minus_log10_q desc nulls last"
      );
      const saved = page.waitForEvent("download");
      await page.locator("figure#resistance .figure-menu button", {hasText: "CSV"}).click();
      const csv = (await readFile(await (await saved).path(), "utf8")).trim().split("\r\n");
      const lines = csv.filter((line) => !line.startsWith("#")).slice(1);
      expect(lines.map((line) => line.split(",").at(5)).sort()).toEqual(
        rows
          .map(({odds_ratio: ratio}) => (ratio === null ? "withheld" : String(Number(Number(ratio).toPrecision(6)))))
          .sort()
      );

      await page.getByRole("combobox", {name: "Treatment"}).selectOption("Imatinib");
      await page.locator("figure#resistance", {hasText: "PDGFRA"}).waitFor();
      expect(page.url()).toMatch(/treatment=Imatinib/);
      expect(await violations(page)).toEqual([]);
      if (process.env.PICTURES) await page.screenshot({path: join(process.env.PICTURES, "wide.png"), fullPage: true});
      await page.emulateMedia({colorScheme: "dark"});
      await page.setViewportSize({width: 390, height: 800});
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      if (process.env.PICTURES) await page.screenshot({path: join(process.env.PICTURES, "small.png"), fullPage: true});
      expect(watched.faults).toEqual([]);
      expect(watched.fetched.filter((path) => path.includes("duckdb"))).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
