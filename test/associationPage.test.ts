import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {launchChromium} from "./chromium.js";
import {openFile, query, type ReleasedRow} from "./release/readRelease.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext} from "./watchContext.js";

const ldl = "EFO_0004611";
let browser: Browser;
let site: BuiltSite;
let key: string;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
  const root = join(import.meta.dirname, "..");
  key = (await readFile(join(root, "data-loaders/cohorts/synthetic-demo-key.txt"), "utf8")).trim();
}, 1_200_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await context.addInitScript(() => {
    const purpose = {code: "DUO:0000006", statement: "Which lipid genes carry common variants in every group?"};
    localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role: "researcher", purpose}));
  });
  page = await context.newPage();
  // Only now: an empty page has no storage, and says so.
  ({faults} = watchContext(context));
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

/** Rows of a registered table of the site, by SQL over `$file`. */
async function released(table: string, sql: string): Promise<ReleasedRow[]> {
  const secret = key.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"))!;
  return query(await openFile(join(site.folder, "data"), `registered/${table}.parquet.age`, secret), sql);
}

async function unlocked(address: string): Promise<void> {
  await page.goto(`${site.url}/${address}`);
  await page.getByRole("button", {name: "Unlock with the demo key"}).click();
}

/** What a figure saves as CSV, without its head. */
async function csvOf(id: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.locator(`figure#${id} .figure-menu button`, {hasText: "CSV"}).click();
  const text = await readFile(await (await saved).path(), "utf8");
  return text
    .trim()
    .split("\r\n")
    .filter((line) => !line.startsWith("#"))
    .slice(1)
    .map((line) => line.split(","));
}

/** The accessible table of a figure, as text; opened with its key. */
async function tableOf(id: string): Promise<string[][]> {
  const figure = page.locator(`figure#${id}`);
  await figure.waitFor();
  await figure.locator(".figure-tools button").first().focus();
  await page.keyboard.press("t");
  return figure
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent!.trim())));
}

/** As the chart has it, in single precision, and as its table shows it. */
function twoDecimals(p: string | number | null): number {
  return Number(Math.fround(p as number).toFixed(2));
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

describe("the Association page of the embedded cohort", {timeout: 120_000}, () => {
  it("shows what is open to everybody, and draws the registered tables once a key opens them", async () => {
    await page.goto(`${site.url}/association?trait=${ldl}`);
    await page.getByRole("heading", {name: /Open to everybody/}).waitFor();
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#effects").waitFor();
    await page.locator("figure#manhattan .genome-said", {hasText: "variants."}).waitFor();

    const points = await released(
      `association-${ldl}`,
      "SELECT minus_log10_p AS p FROM $file WHERE ancestry = 'meta' AND minus_log10_p IS NOT NULL ORDER BY p DESC LIMIT 1000"
    );
    const rows = await tableOf("manhattan");
    expect(rows.map((row) => Number(row[4])).sort((a, b) => b - a)).toEqual(points.map(({p}) => twoDecimals(p)));
    await page.locator("figure#manhattan .figure-menu button", {hasText: "CSV"}).click();
    await page.locator("figure#manhattan .decision", {hasText: "more than 5,000 variants"}).waitFor();
    const [, chrom, start, end] = /region=(\w+)%3A(\d+)-(\d+)/.exec(page.url())!;
    const region = await released(
      `association-${ldl}`,
      `SELECT variant_id, minus_log10_p AS p, beta, se FROM $file WHERE ancestry = 'meta' AND minus_log10_p IS NOT NULL
        AND split_part(variant_id, '-', 1) = '${chrom}' AND split_part(variant_id, '-', 2)::INT BETWEEN ${start} AND ${end}`
    );
    expect(region.length).toBeGreaterThan(3);
    expect((await csvOf("region")).map((row) => [row[1], Number(row[4]), Number(row[7]), Number(row[8])])).toEqual(
      region.map(({variant_id: id, p, beta, se}) => [id, p, beta, se])
    );
    const quantiles = await released("qq", `SELECT observed FROM $file WHERE trait = '${ldl}' AND ancestry = 'meta'`);
    expect((await csvOf("qq")).map((row) => Number(row[2]))).toEqual(quantiles.map(({observed}) => observed));
    const squares = await released("pca_density", "SELECT n FROM $file WHERE pc_x = 1 AND pc_y = 2");
    expect((await csvOf("pca")).map((row) => Number(row.at(-1)))).toEqual(squares.map(({n}) => n));
    expect(await violations()).toEqual([]);
    await page.emulateMedia({colorScheme: "dark"});
    await page.setViewportSize({width: 390, height: 800});
    expect(await violations()).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  it("compares intelligence between groups for nobody, and records that it was asked", async () => {
    await unlocked("association?trait=EFO_0004337");
    await page.getByRole("heading", {name: "Intelligence (simulated): not shown to you"}).waitFor();
    expect(await page.locator("figure").count()).toBe(0);
    await page.goto(`${site.url}/decisions`);
    await page.getByText("Intelligence (simulated)").first().waitFor();
  });

  it("shows one variant over all traits, those kept back in their places", async () => {
    const [lead] = await released(
      "loci",
      `SELECT variant_id FROM $file WHERE trait = '${ldl}' AND ancestry = 'meta' ORDER BY minus_log10_p DESC LIMIT 1`
    );
    await unlocked(`phewas?variant=${lead.variant_id}`);
    await page.locator("figure#phewas").waitFor();
    const rows = await tableOf("phewas");
    expect(rows.find((row) => row[1] === "EFO_0004337")![2]).toBe("✕ Not permitted");
    const [test] = await released(
      `association-${ldl}`,
      `SELECT minus_log10_p AS p FROM $file WHERE ancestry = 'meta' AND variant_id = '${lead.variant_id}'`
    );
    expect(rows.find((row) => row[1] === ldl)![4]).toBe((test.p as number).toFixed(2));
    expect(await violations()).toEqual([]);
  });
});
