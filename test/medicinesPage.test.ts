import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import {afterAll, beforeAll, describe, expect} from "vitest";
import type {Browser, Page} from "playwright-core";
import {launchChromium} from "./chromium.js";
import {writeMedicineCohort} from "./release/medicineCohort.js";
import {openFile, query, scratchFolder} from "./release/readRelease.js";
import {itWith} from "./require.js";
import {buildSite} from "./site.js";
import {pypgxTables, readPypgx} from "./tables/pharmacogenomics/pypgxTables.js";
import {watchContext} from "./watchContext.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

describe("Medicines, of a cohort with made-up diplotypes", {timeout: 600_000}, () => {
  itWith(pypgxTables)(
    "shows the released shares once a key opens them, and takes them away through the gate",
    async () => {
      const demo = await readFile(join(import.meta.dirname, "../data-loaders/cohorts/synthetic-demo-key.txt"), "utf8");
      const [recipient] = demo.match(/\bage1\w+/)!;
      const [key] = demo.match(/AGE-SECRET-KEY-\S+/)!;
      const release = `{class: controlled, recipients: {registered: [${recipient}]}}`;
      const cohort = await writeMedicineCohort(
        await scratchFolder(),
        await readPypgx("GRCh38"),
        release,
        "DUO:0000042"
      );
      const site = await buildSite(cohort);
      const context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
      try {
        await context.addInitScript(() => {
          // A frame without an origin has no storage.
          if (!location.protocol.startsWith("http")) return;
          const purpose = {code: "DUO:0000006", statement: "For whom is this medicine used otherwise?"};
          localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-0", role: "researcher", purpose}));
        });
        const watched = watchContext(context);
        const page = await context.newPage();
        await page.goto(`${site.url}/medicines?gene=CYP2C19`);
        await page.getByRole("heading", {name: "The tables of medicines of this cohort are locked"}).waitFor();
        await page.getByRole("button", {name: "Unlock with the demo key"}).click();
        await page.locator("figure#phenotypes svg").waitFor();
        await page.getByText("Say that shares of a group are no advice to a person.").first().waitFor();

        const rows = await query(
          await openFile(join(site.folder, "data"), "registered/pgx_phenotypes.parquet.age", key),
          "select share from $file where gene = 'CYP2C19'"
        );
        const saved = page.waitForEvent("download");
        await page.locator("figure#phenotypes .figure-menu button", {hasText: "CSV"}).click();
        const csv = (await readFile(await (await saved).path(), "utf8")).trim().split("\r\n");
        const shares = csv.filter((line) => !line.startsWith("#")).slice(1).map((line) => line.split(",")[2]); // prettier-ignore
        expect(shares).toEqual(rows.map(({share}) => (share === null ? "withheld" : String(Number(Number(share).toPrecision(6)))))); // prettier-ignore

        if (process.env.PICTURES) await page.screenshot({path: join(process.env.PICTURES, "gene.png"), fullPage: true});
        await page.getByLabel("Gene or medicine").selectOption("clopidogrel");
        await page.locator("figure#results", {hasText: "clopidogrel"}).waitFor();
        expect(page.url()).toMatch(/medicine=clopidogrel/);
        expect(await violations(page)).toEqual([]);
        await page.emulateMedia({colorScheme: "dark"});
        await page.setViewportSize({width: 390, height: 800});
        if (process.env.PICTURES)
          await page.screenshot({path: join(process.env.PICTURES, "small.png"), fullPage: true});
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
        expect(watched.faults).toEqual([]);
        expect(watched.fetched.filter((path) => path.includes("duckdb"))).toEqual([]);
      } finally {
        await context.close();
        await site.remove();
      }
    }
  );
});
