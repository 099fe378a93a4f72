import {readFile, readdir} from "node:fs/promises";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {analyseCounts, type GroupGenotypes} from "../src/kernels/countAnalysis.js";
import {launchChromium} from "./chromium.js";
import {openFile, query} from "./release/readRelease.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite;

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

let context: BrowserContext;
let page: Page;
let faults: string[];

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  ({faults} = watchContext(context));
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

describe("the page of analyses on counts", () => {
  it("says why nothing is shown to somebody without a purpose", async () => {
    const {variant} = await commonVariant();
    await unlock(`explore?variant=${variant}`);
    await page.locator(".decision", {hasText: "Not permitted"}).waitFor({timeout: 60_000});
    expect(await page.locator(".count-answer, table.data").count()).toBe(0);
  });

  it("analyses a variant of the registered tables as the kernels do, and adjusts for ancestry", async () => {
    const {variant, counts} = await commonVariant();
    await declare("Researcher", "DUO:0000006");
    await unlock("explore");
    await page.getByLabel("Variant or gene").fill(variant);
    await page.getByRole("button", {name: "Analyse"}).click();
    await page.locator(".count-answer").waitFor({timeout: 60_000});
    expect(await page.getByLabel("ancestry", {exact: true}).isChecked()).toBe(true);
    await page.getByLabel("Dominant").check();
    await page.getByRole("heading", {name: /dominant model/}).waitFor();
    await page.locator(".decision", {hasText: "Permitted"}).waitFor();

    const comparison = {variable: "status", cases: "case", controls: "control"};
    const expected = analyseCounts(counts, {model: "dominant", comparison, adjustFor: ["ancestry"]});
    await page.getByRole("button", {name: "Show as table"}).click();
    const rows = await page.locator(".figure-table table.data tbody tr").all();
    const table = new Map<string, string[]>();
    for (const row of rows) {
      const [label, ...cells] = await row.locator("td").allInnerTexts();
      table.set(label, cells);
    }
    expect([...table.keys()]).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS", "Not adjusted", "Adjusted"]);
    let shown = 0;
    for (const {levels, compared} of expected.strata) {
      const cells = table.get(levels[0])!;
      if (!compared) {
        expect(cells[0]).toMatch(/withheld/);
        continue;
      }
      shown++;
      const people = cells.slice(0, 6).map((cell) => Number(cell.replace(/\s/g, "")));
      expect(people).toEqual([...compared.genotypes.cases, ...compared.genotypes.controls]);
      expectShown(cells[6], compared.oddsRatios[0].oddsRatio);
      expectShown(cells[9], compared.test.chiSquared);
      expectShown(cells[12], compared.test.minusLog10P);
    }
    // The groups of few people have a genotype that is withheld.
    expect(shown).toBeGreaterThanOrEqual(3);
    expect(shown).toBeLessThan(5);
    expect(await page.locator("[data-warning='withheld']").innerText()).toMatch(/withheld to protect few people/);
    const [adjusted, crude] = [table.get("Adjusted")!, table.get("Not adjusted")!];
    expectShown(adjusted[6], expected.adjusted.oddsRatios[0].oddsRatio);
    expectShown(adjusted[7], expected.adjusted.oddsRatios[0].interval[0]);
    expectShown(adjusted[8], expected.adjusted.oddsRatios[0].interval[1]);
    expectShown(adjusted[9], expected.adjusted.test.chiSquared);
    expectShown(crude[6], expected.crude.oddsRatios[0].oddsRatio);
    expect(await violations()).toEqual([]);

    // The address brings the analysis back.
    expect(new URL(page.url()).search).toBe(`?variant=${variant}&model=dominant&adjust=ancestry`);
    await page.getByLabel("ancestry", {exact: true}).uncheck();
    // Everybody together holds all groups, so that one withheld count withholds it.
    await page.locator(".count-answer", {hasText: "compare within groups instead"}).waitFor();
    await page.emulateMedia({colorScheme: "dark"});
    await page.setViewportSize({width: 390, height: 900});
    expect(await violations()).toEqual([]);
    const {wide, seen} = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      seen: document.documentElement.clientWidth
    }));
    expect(wide).toBeLessThanOrEqual(seen);
  });

  it("lets a reader choose a variant of a gene", async () => {
    await declare("Researcher", "DUO:0000006");
    await unlock("explore");
    await page.getByRole("button", {name: "TCF7L2"}).click();
    await page.getByText("Choose a variant of TCF7L2:").waitFor({timeout: 60_000});
    await page.locator(".explore-stage .controls button").first().click();
    await page.locator(".count-answer").waitFor();
    await page.getByRole("button", {name: "syn010153"}).click();
    await page
      .locator(".count-answer", {hasText: /syn010153 .* with Type 2 diabetes .* adjustment for ancestry/})
      .waitFor();
    expect(await page.locator("#odds-ratios .figure-stage svg").count()).toBe(1);
  });

  it("records the question as an association about the trait", async () => {
    const {variant} = await commonVariant();
    await declare("Researcher", "DUO:0000006");
    await unlock(`explore?variant=${variant}`);
    await page.locator(".count-answer").waitFor({timeout: 60_000});
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      (async () => {
        await page.goto(`${site.url}/decisions`);
        await page.getByRole("button", {name: "Export as JSON Lines"}).click();
      })()
    ]);
    const lines = (await readFile(await download.path(), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const last = JSON.stringify(lines.at(-1));
    expect(last).toMatch(/"method":"association"/);
    expect(last).toMatch(/EFO_0001360/);
    expect(last).toMatch(/"action":"analyse"/);
  });
});

/** A variant whose counts by status are shown in as many ancestries as any, with those counts summed over both sexes. */
async function commonVariant(): Promise<{variant: string; counts: GroupGenotypes[]}> {
  const names = await readdir(site.folder, {recursive: true, encoding: "utf8"});
  const file = names.find((name) => /registered\/genotype_counts[^/]*\.age$/.test(name))!;
  const demo = await readFile("data-loaders/cohorts/synthetic-demo-key.txt", "utf8");
  const key = demo.match(/AGE-SECRET-KEY-1\w+/)![0];
  const bytes = await openFile(site.folder, file, key);
  const sums = `select variant_id, ancestry, status,
      case when count(*) = count(hom_ref) then sum(hom_ref) end as hom_ref,
      case when count(*) = count(het) then sum(het) end as het,
      case when count(*) = count(hom_alt) then sum(hom_alt) end as hom_alt
    from $file group by all`;
  const [{variant_id: variant}] = await query(
    bytes,
    `with sums as (${sums}),
      groups as (
        select variant_id, count(hom_ref) = 2 and count(het) = 2 and count(hom_alt) = 2 and min(hom_alt) > 0 as shown
        from sums group by variant_id, ancestry
      )
      select variant_id from groups group by 1 order by count_if(shown) desc, variant_id limit 1`
  );
  const rows = await query(
    bytes,
    `with sums as (${sums}) select * from sums where variant_id = '${String(variant)}' order by ancestry, status`
  );
  return {
    variant: String(variant),
    counts: rows.map(({ancestry, status, hom_ref, het, hom_alt}) => ({
      levels: {ancestry: String(ancestry), status: String(status)},
      homRef: hom_ref as number | null,
      het: het as number | null,
      homAlt: hom_alt as number | null
    }))
  };
}

/** A cell of four significant digits. */
function expectShown(cell: string, value: number): void {
  expect(Number(cell)).toBe(Number(value.toPrecision(4)));
}

async function declare(role: string, purpose: string): Promise<void> {
  await page.goto(`${site.url}/glossary`);
  await page.getByRole("button", {name: /say why you ask/}).click();
  await page.getByLabel(role).check();
  await page.locator("dialog select").selectOption(purpose);
  await page.locator("dialog textarea").fill("Which variants go with type 2 diabetes in every group?");
  await page.getByRole("button", {name: "Keep this"}).click();
  await page.getByRole("button", {name: role}).waitFor();
}

async function unlock(path: string): Promise<void> {
  await page.goto(`${site.url}/${path}`);
  await page.getByRole("button", {name: "Unlock with the demo key"}).click({timeout: 60_000});
  await page.getByRole("button", {name: "Unlock with the demo key"}).waitFor({state: "detached", timeout: 60_000});
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const {violations} = await page.evaluate(() => (window as unknown as {axe: typeof axe}).axe.run());
  return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(" ")}`));
}
