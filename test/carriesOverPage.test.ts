import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launchChromium} from "./chromium.js";
import {openFile, query, type ReleasedRow} from "./release/readRelease.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext, type Watched} from "./watchContext.js";

const ldl = "EFO_0004611";
let browser: Browser;
let site: BuiltSite;
let key: string;
let context: BrowserContext;
let page: Page;
let watched: Watched;

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
  const root = join(import.meta.dirname, "..");
  key = (await readFile(join(root, "data-loaders/cohorts/synthetic-demo-key.txt"), "utf8")).match(
    /AGE-SECRET-KEY-\S+/
  )![0];
}, 1_200_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

async function openAs(role: string): Promise<void> {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await context.addInitScript((role) => {
    const purpose = {code: "DUO:0000006", statement: "Do lipid findings serve every group alike?"};
    localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role, purpose}));
  }, role);
  page = await context.newPage();
  // Only now: an empty page has no storage, and says so.
  watched = watchContext(context);
}
afterEach(async () => {
  await context?.close();
  expect(watched.faults).toEqual([]);
  expect(watched.fetched.filter((path) => path.includes("duckdb"))).toEqual([]);
});

/** What a figure saves as CSV, without its head. */
async function csvOf(id: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.locator(`figure#${id} .figure-menu button`, {hasText: "CSV"}).click();
  const text = await readFile(await (await saved).path(), "utf8");
  const lines = text.trim().split("\r\n");
  return lines
    .filter((line) => !line.startsWith("#"))
    .slice(1)
    .map((line) => line.split(","));
}

async function released(table: string, sql: string): Promise<ReleasedRow[]> {
  return query(await openFile(join(site.folder, "data"), `registered/${table}.parquet.age`, key), sql);
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

async function readsWell(): Promise<void> {
  expect(await violations()).toEqual([]);
  await page.emulateMedia({colorScheme: "dark"});
  await page.setViewportSize({width: 390, height: 800});
  expect(await violations()).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
}

describe("How well it carries over, of the embedded cohort", {timeout: 180_000}, () => {
  it("shows what is public, says what is locked, and draws the released numbers once a key opens them", async () => {
    await openAs("researcher");
    await page.goto(`${site.url}/equity/carries-over?trait=${ldl}&group=AMR`);
    await page.locator("figure#portability svg").waitFor();
    await page.locator("figure#power svg").waitFor();
    await page.getByRole("heading", {name: "The comparisons of this cohort are locked"}).waitFor();
    expect(await page.locator("figure#measured").count()).toBe(0);
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#effects svg").waitFor();
    await page.getByText("Say which groups are not compared, and why.").first().waitFor();

    const shares = await released(
      "equity_genomics",
      "SELECT estimate FROM $file WHERE measure = 'frequency-withheld' ORDER BY ancestry"
    );
    const bars = (await csvOf("measured")).filter(([kind]) => kind === "Withheld");
    expect(bars.map((row) => Number(row[2]))).toEqual(shares.map(({estimate}) => estimate));
    const slopes = await released(
      "equity_genomics",
      `SELECT other_ancestry AS other, estimate, low, high FROM $file WHERE measure = 'effect-slope' AND trait = '${ldl}'
        AND ancestry = 'AMR' AND other_ancestry IS NOT NULL ORDER BY other`
    );
    expect(slopes.length).toBeGreaterThan(1);
    expect((await csvOf("effect-slopes")).map((row) => [row[0], Number(row[2])])).toEqual(
      slopes.map(({other, estimate}) => [other, estimate])
    );
    const [again] = await released(
      "equity_genomics",
      `SELECT sum(estimate) AS n FROM $file WHERE measure = 'replicated-observed' AND ancestry = 'AMR'
        AND other_ancestry IS NULL AND trait NOT IN ('EFO_0004339', 'EFO_0004337')`
    );
    expect(Number((await csvOf("replication")).find(([group]) => group === "AMR")![2])).toBe(again.n);
    // The planted effects of LDL cholesterol that differ between groups.
    await page.getByText("effects in AMR are smaller than where they were found").waitFor();
    await page.getByText("“Intelligence (simulated)” is not compared between ancestry groups here.").waitFor();
    await page.getByLabel("Looked at in").selectOption("SAS");
    await page.locator("figure#effects", {hasText: "and in SAS"}).waitFor();
    expect(page.url()).toMatch(/group=SAS/);
    await readsWell();
  });

  it("lets a policymaker look, and take nothing of the protected tables away", async () => {
    await openAs("policymaker");
    await page.goto(`${site.url}/equity/carries-over`);
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#measured svg").waitFor();
    await page.locator("figure#measured .figure-menu button", {hasText: "CSV"}).click();
    await page.locator("figure#measured .decision", {hasText: "export.policymaker"}).waitFor();
  });

  it("is refused to the public, with the reason", async () => {
    await openAs("public");
    await page.goto(`${site.url}/equity/carries-over`);
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator(".carry-stage .decision", {hasText: "query.role-public"}).waitFor();
    expect(await page.locator("figure#measured").count()).toBe(0);
  });
});

describe("What privacy costs whom, of the embedded cohort", {timeout: 120_000}, () => {
  it("shows by rule and group what the release says was withheld", async () => {
    await openAs("policymaker");
    const [response] = await Promise.all([
      page.waitForResponse((response) => /\/data\/manifest\.[^/]*json$/.test(response.url())),
      page.goto(`${site.url}/equity/privacy-costs`)
    ]);
    await page.locator("figure#cost-by-rule svg").waitFor();
    const manifest = await response.json();
    const [own] = manifest.withheld.filter(
      ({table, tier, rule}: {table: string; tier: string; rule: string}) =>
        table === "allele_counts" && tier === "registered" && rule === "small-cell"
    );
    expect(
      (await csvOf("cost-by-rule")).filter((row) => row[1] === "small-cell").map((row) => Number(row.at(-3)))
    ).toEqual(own.byStratum.map(({withheld}: {withheld: number}) => withheld));
    await page.getByLabel("Table").selectOption("Genotype counts");
    await page.locator("figure#cost-by-rule", {hasText: "Genotype counts: share of cells withheld"}).waitFor();
    expect(page.url()).toMatch(/table=Genotype/);
    await readsWell();
  });
});
