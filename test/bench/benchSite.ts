import type {Browser, Page} from "playwright-core";
import {launchChromium} from "../chromium.js";
import {buildSite} from "../site.js";
import {visit, type PageTimes} from "./pageTimes.js";
import {goalRow, largest, median, valueRow} from "./goalRow.js";
import {openTables, pageMemory, scroll, search} from "./variantsTimes.js";

const pages = [
  "",
  "variants",
  "explore",
  "association",
  "phewas",
  "tumours",
  "equity/report",
  "equity/takes-part",
  "equity/reached",
  "equity/carries-over",
  "equity/privacy-costs",
  "policies",
  "decisions",
  "privacy",
  "why-noise",
  "keys",
  "data",
  "methods",
  "glossary"
];

/** Builds the site of the default cohort and takes its times in Chromium, the server on this machine. */
export async function benchSite(runs: number): Promise<void> {
  const site = await buildSite(undefined);
  const browser = await launchChromium();
  try {
    console.log(
      `\nSite of the default cohort in Chromium ${browser.version()}: medians of ${runs} visits, nothing cached`
    );
    await benchPages(browser, site.url, runs);
    await benchVariants(browser, site.url, runs);
  } finally {
    await browser.close();
    await site.remove();
  }
}

async function benchPages(browser: Browser, url: string, runs: number): Promise<void> {
  await visit(browser, `${url}/glossary`);
  for (const name of pages) {
    const visits: PageTimes[] = [];
    for (let run = 0; run < runs; ++run) visits.push(await visit(browser, `${url}/${name}`));
    const charts = visits.flatMap(({chart}) => chart ?? []);
    const {bytes, requests} = visits[0];
    goalRow(`/${name} first text`, median(visits.map(({text}) => text)), 1500);
    if (charts.length > 0) goalRow(`/${name} first chart`, median(charts), 1500);
    const whole = median(visits.map(({whole}) => whole));
    valueRow(`/${name} every block`, whole, `${(bytes / 1e6).toFixed(1)} MB in ${requests} requests`);
  }
}

async function benchVariants(browser: Browser, url: string, runs: number): Promise<void> {
  const engine: number[] = [];
  const table: number[] = [];
  const early: number[] = [];
  for (let run = 0; run < runs; ++run) {
    for (const atOnce of [false, true]) {
      const tables = await openTables(browser, url, {early: atOnce});
      if (!atOnce) engine.push(tables.engine);
      (atOnce ? early : table).push(tables.table);
      await tables.close();
    }
  }
  valueRow("query engine up, from the start of a visit", median(engine));
  valueRow("demo key to table, engine up", median(table));
  valueRow("demo key to table, pressed at once", median(early));
  const tables = await openTables(browser, url);
  const genes = await someGenes(tables.page);
  const searches: number[] = [];
  for (const gene of genes) searches.push(await search(tables.page, gene));
  goalRow(`Enter to rows, ${genes.length} genes, median`, median(searches), 200);
  goalRow(`Enter to rows, ${genes.length} genes, worst`, largest(searches), 200);
  valueRow("Enter to rows, all variants", await search(tables.page, ""));
  await benchScroll(tables.page);
  await showMemory(browser);
  await tables.close();
}

export async function benchScroll(page: Page): Promise<void> {
  const {frames, jumps} = await scroll(page);
  const rate = 1000 / (frames.reduce((sum, time) => sum + time) / frames.length);
  valueRow("scrolling, median time of a frame", median(frames), `${rate.toFixed(0)} frames a second`);
  valueRow("scrolling, slowest of 120 frames", largest(frames));
  valueRow("jump to rows not read yet, median", median(jumps));
}

export async function showMemory(browser: Browser): Promise<void> {
  const bytes = await pageMemory(browser);
  if (bytes !== null) console.log(`  memory of the page with its engine: ${Math.round(bytes / 1e6)} MB`);
}

/** Up to 24 genes that the page itself suggests, over the whole alphabet. */
async function someGenes(page: Page): Promise<string[]> {
  const genes: string[] = [];
  for (const letter of "ABCDEFGHIKLMNOPRSTUVWZ") {
    await page.getByRole("combobox").fill(letter);
    await page.waitForTimeout(400);
    const found = page.locator("#variant-suggestions li", {has: page.locator("small", {hasText: "gene"})});
    genes.push(...(await found.locator("span").allInnerTexts()).slice(0, 2));
  }
  await page.keyboard.press("Escape");
  return genes.slice(0, 24);
}
