import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {openSynthetic} from "../data-loaders/sources/synthetic/openSynthetic.js";
import type {Ancestry} from "../data-loaders/sources/synthetic/populations.js";
import {launchChromium} from "./chromium.js";
import {openFile, query} from "./release/readRelease.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext, type Watched} from "./watchContext.js";

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

async function openAs(role: string, address: string): Promise<void> {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await context.addInitScript((role) => {
    const purpose = {code: "DUO:0000006", statement: "Does a lipid score serve every group alike?"};
    // The empty page that a browser begins with has no storage.
    if (location.protocol !== "http:") return;
    localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role, purpose}));
  }, role);
  watched = watchContext(context);
  page = await context.newPage();
  await page.goto(`${site.url}${address}`);
  await page.getByRole("heading", {name: "The scores of this cohort are locked"}).waitFor();
  await page.getByRole("button", {name: "Unlock with the demo key"}).click();
}
afterEach(async () => {
  await context?.close();
  expect(watched.faults).toEqual([]);
  expect(watched.fetched.filter((path) => path.includes("duckdb"))).toEqual([]);
});

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

/**
 * What the LDL score explains by what was planted: 7 of its 8 variants are used (that of APOB, G and C, cannot be told from
 * its other strand). The residual standard deviation is 30; sex and age add 1 and 20 to the variance.
 */
async function plantedR2(ancestry: string): Promise<number> {
  const {truth} = await openSynthetic({seed: 1, people: 20000, variants: 20000, build: "GRCh37"});
  const group = ancestry as Ancestry;
  let [shared, ofScore, ofTrait] = [0, 0, 30 ** 2 + 1 + 20];
  for (const {trait, gene, beta, frequency} of truth.effects) {
    if (trait !== "EFO_0004611") continue;
    const variance = 2 * frequency[group] * (1 - frequency[group]);
    ofTrait += beta[group] ** 2 * variance;
    if (gene === "APOB") continue;
    shared += beta.EUR * beta[group] * variance;
    ofScore += beta.EUR ** 2 * variance;
  }
  return shared ** 2 / (ofScore * ofTrait);
}

describe("Polygenic scores of the embedded cohort", {timeout: 180_000}, () => {
  it("shows accuracy by group with what was planted, spread and match, as the release has them", async () => {
    await openAs("researcher", "/polygenic?score=SYN-ldl");
    await page.locator("figure#r2 svg").waitFor();
    await page.getByText("Show how well the score predicts in each genetic ancestry group beside the score.").waitFor();
    const rows = await query(
      await openFile(join(site.folder, "data"), "registered/polygenic_scores.parquet.age", key),
      "select * from $file where score = 'SYN-ldl'"
    );
    const r2 = new Map(rows.filter(({measure}) => measure === "r2").map((row) => [row.ancestry, row]));
    expect([...r2.keys()]).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS"]);
    const drawn = (await page.locator("figure#r2 svg text").allTextContents()).join(" ");
    for (const {estimate, low, high} of r2.values())
      expect(drawn).toContain(
        `${Number(estimate).toFixed(3)} (${Number(low).toFixed(3)} to ${Number(high).toFixed(3)})`
      );
    // The groups together: of five 95 % intervals one is expected to miss in a quarter of all cohorts.
    let chiSquare = 0;
    for (const [ancestry, {estimate, low, high}] of r2) {
      const se = (Number(high) - Number(low)) / (2 * 1.96);
      chiSquare += ((Number(estimate) - (await plantedR2(String(ancestry)))) / se) ** 2;
    }
    // python3 -c "from scipy.stats import chi2; print(chi2.ppf(0.95, 5))"
    expect(chiSquare).toBeLessThan(11.0705);
    expect(rows.filter(({n}) => n !== null && Number(n) <= 20)).toEqual([]);
    await page.locator("figure#spread svg rect").first().waitFor();
    await page.locator("figure#match svg").waitFor();
    expect(await page.locator("#model-card").count()).toBe(1);
    expect(await violations()).toEqual([]);
    await page.emulateMedia({colorScheme: "dark"});
    await page.setViewportSize({width: 390, height: 800});
    expect(await violations()).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  it("shows the model card of a score that was learned here, and that what was learned in AFR is lost elsewhere", async () => {
    await openAs("researcher", "/polygenic");
    await page.locator("figure#made-where svg").waitFor();
    const ids = await page.locator("figure").evaluateAll((figures) => figures.map(({id}) => id));
    expect(ids).toEqual([
      "r2",
      "portability",
      "made-where",
      "equal-accuracy",
      "calibration-slope",
      "calibration",
      "spread",
      "adjustment",
      "leverage"
    ]);
    const card = await page.locator(".facts").last().innerText();
    expect(card).toMatch(/Made from\s+\d.\d{3} people of EUR in this cohort/);
    expect(card).toMatch(/chosen: p ≤ 10⁻.*r² </);
    expect(card).toMatch(/Weights\s+not released/);
    expect(await violations()).toEqual([]);
    const words = await page.locator(".carry-stage").innerText();
    // Variants of the embedded cohort are named syn000001 and on: none is named of what was learned.
    expect(words).not.toMatch(/syn\d{6}/);

    await page.locator(".carry-bar select").selectOption("trained-EFO_0004611-AFR-clumping");
    await page.getByText("It explains less of the trait in AMR, EAS, EUR, SAS than in AFR.").waitFor();
    await page.locator(".carry-bar select").selectOption("trained-EFO_0001360-EUR-clumping");
    await page.locator("figure#cut-off svg").waitFor();
    const said = await page.locator(".carry-stage").innerText();
    expect(said).toMatch(/differs between groups by up to \d+\.\d percentage points/);
    expect(said).not.toMatch(/It explains less of the trait/);
    await page.emulateMedia({colorScheme: "dark"});
    await page.setViewportSize({width: 390, height: 800});
    await page.locator("figure#leverage svg").waitFor();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  it("refers the score of an enhancement trait to the board, and shows no number of it", async () => {
    await openAs("researcher", "/polygenic?score=SYN-height");
    await page.locator(".carry-stage .decision[data-outcome=refer]").waitFor();
    expect(await page.locator("figure").count()).toBe(0);
    await page.locator(".carry-bar select").selectOption("SYN-type-2-diabetes");
    await page.locator("figure#auc svg").waitFor();
    expect(page.url()).toContain("score=SYN-type-2-diabetes");
  });
});
