import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import type {EquityDocument, ParticipationDocument} from "../src/model/equity.js";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite;
let participation: ParticipationDocument;
let equity: EquityDocument;
let context: BrowserContext;
let page: Page;
let faults: string[];
let fetched: string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
  participation = await documentOf("participation");
  equity = await documentOf("equity");
}, 1_200_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  ({faults, fetched} = watchContext(context));
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

const figures = [
  "share-by-ancestry",
  "not-reported",
  "share-by-trait",
  "participants-per-head",
  "countries-ranked",
  "lorenz",
  "representation",
  "people-needed",
  "power-by-group"
];

/** A document of the site, under the name with its hash. */
async function documentOf<Document>(name: string): Promise<Document> {
  const html = await readFile(join(site.folder, "equity/takes-part.html"), "utf8");
  const [, file] = new RegExp(`\\.\\.(/_file/data/${name}\\.[0-9a-f]+\\.json)`).exec(html)!;
  return JSON.parse(await readFile(join(site.folder, file), "utf8")) as Document;
}

async function open(query = ""): Promise<void> {
  await page.goto(`${site.url}/equity/takes-part${query}`);
  await page.locator("figure#power-by-group").waitFor();
  await page.waitForLoadState("networkidle");
}

/** Comes near the map, so that it is drawn. */
async function openMap(): Promise<void> {
  await page.locator("figure#participants-per-head").scrollIntoViewIfNeeded();
  await page.locator(".world-map svg").waitFor();
}

/** What a figure saves as CSV, without its facts and head. */
async function csvOf(id: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.locator(`figure#${id} .figure-menu button`, {hasText: "CSV"}).click();
  const text = await readFile(await (await saved).path(), "utf8");
  expect(text).toMatch(/^# /);
  return text
    .trim()
    .split("\r\n")
    .filter((line) => !line.startsWith("#"))
    .slice(1)
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)|(?<=^|,)(?=,|$)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")
    );
}

/** The accessible table of a figure, as text; opened with its key. */
async function tableOf(id: string): Promise<string[][]> {
  const figure = page.locator(`figure#${id}`);
  const toggle = figure.locator(".figure-tools button").first();
  if ((await toggle.getAttribute("aria-pressed")) === "false") {
    await toggle.focus();
    await page.keyboard.press("t");
  }
  return figure
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent!.trim())));
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** Participants, summed here from the document itself. */
function sum(test: (row: ParticipationDocument["rows"][number]) => boolean): number {
  return participation.rows.filter(test).reduce((total, {participants}) => total + participants, 0);
}

const numbers = (cell: string): number => Number(cell.replace(/[\u202f\s]/g, ""));

describe("the page of who takes part", {timeout: 120_000}, () => {
  it("answers first, with 88.0 % of those with recorded ancestry, and draws every figure", async () => {
    await open();
    const lead = page.locator("p.lead");
    await expect.poll(() => lead.innerText()).toMatch(/355\.8 million participants .* 88\.0\s%\swere European/);
    for (const id of figures) await page.locator(`figure#${id} svg`).first().waitFor({state: "attached"});
    const paint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN
    );
    console.warn(`first paint of /equity/takes-part after ${Math.round(paint)} ms`);
    expect(fetched.filter((path) => /duckdb|\.wasm|\.parquet/.test(path))).toEqual([]);
  });

  it("follows every control, and a link brings the same page back", async () => {
    await open();
    await page.getByLabel("Stage of the study").selectOption("replication");
    await page.getByLabel("Trait category").selectOption("Cancer");
    await page.getByLabel("From", {exact: true}).selectOption("2010");
    await page.getByLabel("To", {exact: true}).selectOption("2012");
    await page.getByLabel("Each alone").check();
    await page.getByLabel("Lines, logarithmic").check();
    const rows = await tableOf("share-by-ancestry");
    expect([...new Set(rows.map(([year]) => year))]).toEqual(["2010", "2011", "2012"]);
    for (const [year, ancestry, participants] of rows)
      expect(numbers(participants), `${year} ${ancestry}`).toBe(
        sum(
          (row) =>
            row.year === Number(year) &&
            row.ancestry === ancestry &&
            row.stage === "replication" &&
            row.traitCategory === "Cancer"
        )
      );
    await page.getByLabel("Count", {exact: true}).selectOption("studies");
    await page.getByLabel("Whose share").selectOption("East Asian");
    await page.getByRole("button", {name: /^Show all \d+ countries/}).click();
    await page.getByLabel("All studies of the GWAS Catalog").check();
    await page.getByLabel("Odds ratio per allele").fill("1.1");
    await page.getByLabel("Minor allele frequency", {exact: true}).fill("0.2");
    await page.getByLabel("Cases, in per cent of people").fill("10");
    await page.getByLabel("Power, in per cent").fill("90");
    await page.getByLabel("Significance").selectOption("0.0001");
    await page.getByText("Give a group a frequency of its own").click();
    await page.getByLabel("South Asian", {exact: true}).fill("0.01");
    const shown = async (): Promise<string[][][]> => {
      const tables = [];
      for (const id of figures) tables.push(await tableOf(id));
      return tables;
    };
    const before = await shown();
    const answer = await page.locator(".parity-answer").innerText();
    const address = page.url();
    expect(address).toMatch(/stage=replication.*or=1\.1.*maf\.South\+Asian=0\.01/);
    const second = await context.newPage();
    await page.close();
    page = second;
    await open(new URL(address).search);
    expect(await shown()).toEqual(before);
    expect(await page.locator(".parity-answer").innerText()).toBe(answer);
    expect(await page.getByLabel("Lines, logarithmic").isChecked()).toBe(true);
    expect(await page.getByLabel("South Asian", {exact: true}).inputValue()).toBe("0.01");
    expect(page.url()).toBe(address);
  });

  it("saves as CSV the numbers that its tables show, and as pictures what it draws", async () => {
    await open("?stage=initial&count=yearly");
    await openMap();
    const saved: Record<string, string[][]> = {};
    for (const id of figures) {
      const [csv, table] = [await csvOf(id), await tableOf(id)];
      saved[id] = csv;
      expect([id, csv.length]).toEqual([id, table.length]);
      for (const [i, row] of csv.entries()) expect([id, row[0]]).toEqual([id, table[i][0]]);
    }
    const european = saved["share-by-ancestry"].filter(
      ([year, ancestry]) => year === "2015" && ancestry === "European"
    );
    expect(european).toHaveLength(1);
    expect(Number(european[0][2])).toBe(
      sum((row) => row.year === 2015 && row.stage === "initial" && row.ancestry === "European")
    );
    expect(saved.representation.map(([variable, level, n]) => [variable, level, n])).toEqual(
      equity.representation
        .filter(({variable}) =>
          equity.representation.some((row) => row.variable === variable && row.reference_share !== null)
        )
        .map(({variable, level, n}) => [variable, level, n === null ? "withheld" : String(n)])
    );
    // Chromium asks before it saves more than ten files from one visit.
    await open();
    await openMap();
    for (const kind of ["SVG", "PNG"]) {
      const picture = page.waitForEvent("download");
      await page.locator("figure#participants-per-head .figure-menu button", {hasText: kind}).click();
      const bytes = await readFile(await (await picture).path());
      expect(bytes.length).toBeGreaterThan(20_000);
      if (kind === "SVG") expect(bytes.toString()).toMatch(/GWAS Catalog/);
    }
  });

  it("reads the map when a reader comes near it, and tells it to the keyboard and to the pointer", async () => {
    await open();
    expect(fetched.filter((path) => /data\/world\./.test(path))).toEqual([]);
    await openMap();
    expect(fetched.filter((path) => /data\/world\./.test(path))).toHaveLength(1);
    const map = page.locator(".world-map");
    await map.focus();
    await page.keyboard.press("ArrowRight");
    const tip = map.locator(".point-tip");
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(/Iceland\n30\s\d{3} participants per 1,000 people/);
    expect(await map.locator("[role=status]").textContent()).toMatch(/^Iceland/);
    await page.keyboard.press("Escape");
    await tip.waitFor({state: "hidden"});
    await map.locator('[data-iso="180"]').hover();
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(
      /^Congo, Democratic Republic of the\nno study recruits in this country alone/
    );
  });

  it("says what a number of the calculator may be, and answers with the last good ones", async () => {
    await open();
    const answer = page.locator(".parity-answer");
    const before = await answer.innerText();
    expect(before).toMatch(/needs 50\s162 people of each group/);
    const frequency = page.getByLabel("Minor allele frequency", {exact: true});
    await frequency.fill("0.9");
    await page.getByText("From 0.0001 to 0.5.").waitFor();
    expect(await answer.innerText()).toBe(before);
    await frequency.fill("0.25");
    await expect.poll(() => answer.innerText()).not.toBe(before);
    expect(page.url()).toContain("maf=0.25");
  });

  it("says that the cohort is synthetic, and compares each of its groups with the catchment", async () => {
    await open();
    await page
      .locator(".participation-cohort")
      .getByText(/The cohort is synthetic/)
      .waitFor();
    const rows = await tableOf("representation");
    const people = equity.representation.filter(({variable}) => variable === "ancestry");
    const total = people.reduce((sum, {n}) => sum + n!, 0);
    for (const {level, n, reference_share: share} of people) {
      const row = rows.find(([variable, name]) => variable === "ancestry" && name === level)!;
      expect(row[5]).toBe((n! / total / share!).toFixed(2));
      expect(Number(row[6])).toBeLessThanOrEqual(Number(row[5]));
      expect(Number(row[7])).toBeGreaterThanOrEqual(Number(row[5]));
    }
  });

  it("shows one figure alone for a frame, as chosen", async () => {
    for (const id of figures) {
      await page.goto(`${site.url}/equity/takes-part?stage=replication&figure=${id}`);
      await page.locator(`figure#${id}`).waitFor();
      expect(await page.locator("figure.figure:visible").evaluateAll((all) => all.map((one) => one.id))).toEqual([id]);
      expect(await page.locator("#observablehq-header:visible, form:visible").count()).toBe(0);
      expect(await page.getByRole("link", {name: "Covenant: who takes part"}).isVisible()).toBe(true);
    }
    expect(await violations()).toEqual([]);
    await page.goto(`${site.url}/equity/takes-part?figure=participants-per-head`);
    await page.locator(".world-map svg").waitFor();
  });

  it(
    "passes axe-core as charts and as tables, in light and dark, and never scrolls sideways at 390 px",
    {timeout: 300_000},
    async () => {
      for (const [colorScheme, width] of [
        ["light", 1280],
        ["dark", 1280],
        ["light", 390],
        ["dark", 390]
      ] as const) {
        await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
        await page.setViewportSize({width, height: 900});
        await open();
        await openMap();
        await page.getByText("Give a group a frequency of its own").click();
        expect(await violations(), `${colorScheme}, ${width} px`).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        for (const id of figures) await tableOf(id);
        expect(await violations(), `tables, ${colorScheme}, ${width} px`).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      }
    }
  );
});
