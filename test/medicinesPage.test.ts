import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {launchChromium} from "./chromium.js";
import {anyDiplotype, anyPerson, writeMedicineCohort} from "./release/medicineCohort.js";
import {openFile, query, scratchFolder} from "./release/readRelease.js";
import {itWith} from "./require.js";
import {filesWith} from "./searchSite.js";
import {buildSite, defaultSite, type BuiltSite} from "./site.js";
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

        expect((await filesWith(site.folder, anyPerson, key)).found).toEqual([]);
      } finally {
        await context.close();
        await site.remove();
      }
    }
  );
});

describe("Medicines, of the embedded cohort", {timeout: 300_000}, () => {
  let site: BuiltSite;
  let key: string;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    site = await defaultSite();
    const demo = await readFile(join(import.meta.dirname, "../data-loaders/cohorts/synthetic-demo-key.txt"), "utf8");
    [key] = demo.match(/AGE-SECRET-KEY-\S+/)!;
  }, 1_200_000);
  afterAll(async () => {
    await site?.remove();
  });

  async function openAs(role: string, width = 1280): Promise<{page: Page; watched: ReturnType<typeof watchContext>}> {
    await context?.close();
    context = await browser.newContext({viewport: {width, height: 900}, acceptDownloads: true});
    await context.addInitScript((role) => {
      if (!location.protocol.startsWith("http")) return;
      const purpose = {code: "DUO:0000006", statement: "For whom is this medicine used otherwise?"};
      localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-0", role, purpose}));
    }, role);
    const watched = watchContext(context);
    const page = await context.newPage();
    await page.goto(`${site.url}/medicines`);
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("#all-medicines svg").waitFor();
    return {page, watched};
  }

  const released = async (table: string, sql: string) =>
    query(await openFile(join(site.folder, "data"), `registered/${table}.parquet.age`, key), sql);

  /** Rows of the file that the menu of a figure saves, without provenance and header. */
  async function savedRows(page: Page, figure: string): Promise<string[][]> {
    const saved = page.waitForEvent("download");
    await page.locator(`figure#${figure} .figure-menu button`, {hasText: "CSV"}).click();
    const text = await readFile(await (await saved).path(), "utf8");
    expect(text).toMatch(/^# .*synthetic/im);
    return text.trim().split("\r\n").filter((line) => !line.startsWith("#")).slice(1).map((line) => line.split(",")); // prettier-ignore
  }

  it("shows a researcher all medicines with intervals by group, what hides behind CYP2C9, and why nobody’s CYP2D6 is called", async () => {
    const {page, watched} = await openAs("researcher");
    await page.getByText("Say that shares of a group are no advice to a person.").first().waitFor();
    await page.getByText("These are shares of groups, and no advice to a person.").waitFor();
    await page.getByText(/Groups are furthest apart in \w+: [\d.]+ % of people similar to the .* reference/).waitFor();
    const rows = await savedRows(page, "all-medicines");
    const expected = await released(
      "pgx_results",
      "select medicine, ancestry, share from $file where medicine is not null and result = 'actionable' order by 1, 2"
    );
    expect(rows.map(([medicine, group, share]) => [medicine, group, share])).toEqual(
      expected.map(({medicine, ancestry, share}) => [
        medicine,
        ancestry,
        share === null ? "withheld" : String(Number(Number(share).toPrecision(6)))
      ])
    );
    expect(new Set(rows.map(([medicine]) => medicine)).size).toBe(11);

    const choice = page.getByLabel("Gene or medicine");
    await choice.selectOption("TPMT");
    await page.locator("figure#certainty", {hasText: "Genotypes fit several pairs of alleles"}).waitFor();
    await choice.selectOption("CYP2C9");
    await page
      .getByText(/\*5, \*6, \*8 and \*11 may be there unseen, and are then counted as another allele/)
      .waitFor();
    await page
      .getByText(/copies of CYP2D6 are lost, gained or hybrid/)
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    expect(watched.faults).toEqual([]);
    expect(watched.fetched.filter((path) => path.includes("duckdb"))).toEqual([]);
  });

  it("is as readable in the dark and on a phone, where tables are cards", async () => {
    const {page, watched} = await openAs("researcher", 390);
    await page.emulateMedia({colorScheme: "dark"});
    await page.locator("figure#phenotypes").getByRole("button", {name: "Show as table"}).click();
    const cell = page.locator("figure#phenotypes td").nth(2);
    expect(await cell.evaluate((td) => getComputedStyle(td, "::before").content)).toBe('"Share"');
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    for (const region of await page.locator(".medicines-page .table-scroll").all())
      expect(await region.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(1);
    expect(await violations(page)).toEqual([]);
    expect(watched.faults).toEqual([]);
  });

  it("shows a policymaker with a key the same shares, with their noise, but gives no file", async () => {
    const {page, watched} = await openAs("policymaker");
    await page
      .getByText(/Every count carries noise with a standard deviation of 10 people/)
      .first()
      .waitFor();
    await page.locator("figure#all-genes .figure-menu button", {hasText: "CSV"}).click();
    await page.locator("figure#all-genes").getByText("export.policymaker").waitFor();
    expect(watched.faults).toEqual([]);
  });

  it("holds the id, the alleles and the call of nobody, in any file", async () => {
    // Ids of simulated people, as files of theirs would have them, and two alleles as calls are written.
    expect(await filesWith(site.folder, /\bsim\d{5}\b/, key)).toMatchObject({found: []});
    const tables = join(site.folder, "data");
    expect((await filesWith(tables, anyDiplotype, key)).found).toEqual([]);
    for (const table of ["pgx_phenotypes", "pgx_results", "pgx_genes"])
      expect(Number((await released(table, "select count(*) as n from $file"))[0].n)).toBeLessThan(400);
  });
});
