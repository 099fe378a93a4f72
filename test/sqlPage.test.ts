import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";

let browser: Browser;
let site: BuiltSite;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  page = await context.newPage();
  faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
});

afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

describe("the page that asks in SQL", {timeout: 120_000}, () => {
  it("answers an ordinary query of a named reader, by the keyboard, with its plan and its provenance", async () => {
    await openTables();
    await type(
      "SELECT ancestry, avg(ac / an) AS mean_frequency FROM allele_counts GROUP BY ancestry ORDER BY ancestry"
    );
    await page.keyboard.press("Control+Enter");
    await page.locator(".sql-answer .decision", {hasText: "Permitted"}).waitFor();
    const table = page.locator(".sql-table table");
    expect(await table.getByRole("row").count()).toBeGreaterThan(3);
    expect(await table.innerText()).toMatch(/AFR/);
    await page.getByText("What the plan says").click();
    expect(await page.locator(".sql-plan").innerText()).toMatch(/allele_counts/);
    expect(await page.locator(".sql-answer .provenance").innerText()).toMatch(/synthetic/);
    expect(await violations()).toEqual([]);
  });

  it("refuses a hostile query with its reason, and shows nothing", async () => {
    await openTables();
    for (const [sql, because] of [
      ["SELECT * FROM read_csv('/etc/passwd')", "sql.unknown-function"],
      ["SELECT variant_id, ac::VARCHAR FROM allele_counts", "sql.count-hidden"],
      ["SELECT 1; DROP TABLE variants", "sql.one-statement"]
    ]) {
      await type(sql);
      await page.getByRole("button", {name: "Run"}).click();
      const panel = page.locator(".sql-answer .decision", {hasText: because});
      await panel.waitFor();
      expect(await panel.innerText()).toMatch(/Not permitted/);
      expect(await page.locator(".sql-table").count()).toBe(0);
    }
    expect(await violations()).toEqual([]);
    await page.emulateMedia({colorScheme: "dark"});
    await page.setViewportSize({width: 390, height: 800});
    expect(await violations()).toEqual([]);
    const {wide, shown} = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth
    }));
    expect(wide).toBeLessThanOrEqual(shown);
  });

  it("hatches withheld counts beside the names of groups, and decides on an export of its own", async () => {
    await openTables();
    await type("SELECT variant_id, ancestry, ac, an FROM allele_counts ORDER BY ac NULLS FIRST LIMIT 30");
    await page.getByRole("button", {name: "Run"}).click();
    await page.locator(".sql-table .withheld").first().waitFor();
    expect(await page.locator(".sql-table td").nth(1).innerText()).toMatch(/^[A-Z]{3}$/);
    await page.getByRole("button", {name: "Export CSV"}).click();
    await page.locator(".sql-answer .decision").nth(1).waitFor();
  });
});

async function openTables(): Promise<void> {
  await declare();
  await page.goto(`${site.url}/sql`);
  await page.getByRole("button", {name: "Unlock with the demo key"}).click();
  await page.getByRole("button", {name: "Unlock with the demo key"}).waitFor({state: "hidden", timeout: 60_000});
  await page.locator(".sql-buttons button.primary:enabled").waitFor({timeout: 60_000});
}

async function declare(): Promise<void> {
  await page.goto(`${site.url}/glossary`);
  await page.getByRole("button", {name: /say why you ask/}).click();
  await page.getByLabel("Researcher").check();
  await page.locator("dialog select").selectOption("DUO:0000006");
  await page.locator("dialog textarea").fill("Which lipid genes carry common variants in every group?");
  await page.getByRole("button", {name: "Keep this"}).click();
  await page.getByRole("button", {name: "Researcher"}).waitFor();
}

async function type(sql: string): Promise<void> {
  await page.getByLabel("Query", {exact: true}).fill(sql);
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const {violations} = await page.evaluate(() => (window as unknown as {axe: typeof axe}).axe.run());
  return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(" ")}`));
}
