import {readFile} from "node:fs/promises";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import type {ReleaseClass} from "../../../src/model/release.js";
import {launchChromium} from "../../chromium.js";
import type {TableColumns} from "../../fixtures/associationRelease.js";
import {serveAssociationPages} from "../../fixtures/associationSite.js";

const classes = ["open", "controlled", "public-safe"] as const;
const served = {} as Record<ReleaseClass, Awaited<ReturnType<typeof serveAssociationPages>>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
  for (const name of classes) served[name] = await serveAssociationPages(name);
});
afterAll(async () => {
  await browser?.close();
  for (const name of classes) await served[name]?.close();
});

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  page = await context.newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

async function open(
  of: ReleaseClass,
  name: "association" | "phewas",
  query = "",
  role: "researcher" | "public" = "researcher"
): Promise<void> {
  await page.goto(`${served[of].url}/?${query}`);
  await page.evaluate(`charts.open("${name}", "${role}")`);
}

/** Rows of a table of the release as the test reads it. */
function rowsOf(columns: TableColumns): Record<string, string | number | null>[] {
  return Object.values(columns)[0].map((_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]]))
  );
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

/** What a figure saves as CSV, without its head. */
async function csvOf(id: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.locator(`figure#${id} .figure-menu button`, {hasText: "CSV"}).click();
  const text = await readFile(await (await saved).path(), "utf8");
  const lines = text
    .trim()
    .split("\r\n")
    .filter((line) => !line.startsWith("#"));
  return lines.slice(1).map((line) => line.split(","));
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document, {
      // The site has them; this page has charts only.
      rules: {"page-has-heading-one": {enabled: false}, region: {enabled: false}}
    });
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

const trait = "EFO_0004611";

describe("the Association page", () => {
  it("draws a trait whose numbers, in the table and the CSV of each chart, are those of the released files", async () => {
    await open("open", "association");
    await page.locator("figure#pca").waitFor();
    const {tables} = served.open;
    const tests = rowsOf(tables[`association-${trait}`]);
    const of = (name: string, ancestry = "meta") =>
      rowsOf(tables[name]).filter((row) => row.trait === trait && row.ancestry === ancestry);

    await page.getByText("1\u202f500 variants.", {exact: true}).waitFor();
    const scan = tests.filter(({ancestry}) => ancestry === "meta");
    expect((await csvOf("manhattan")).map((row) => [row[0], Number(row[4])])).toEqual(
      scan.map((row) => [row.variant_id, Number(Math.fround(row.minus_log10_p as number).toPrecision(7))])
    );
    const lead = of("loci").reduce((a, b) => (Number(b.minus_log10_p) > Number(a.minus_log10_p) ? b : a));
    const region = await csvOf("region");
    const [, start] = /region=19%3A(\d+)-/.exec(page.url())!.map(Number);
    const inside = tests.filter(({variant_id: id, ancestry, minus_log10_p: p}) => {
      const [chrom, pos] = String(id).split("-");
      return (
        ancestry === "meta" && p !== null && chrom === "19" && Number(pos) >= start && Number(pos) <= start + 1_000_000
      );
    });
    expect(region.map((row) => [row[1], Number(row[4]), Number(row[7]), Number(row[8])])).toEqual(
      inside.map((row) => [row.variant_id, row.minus_log10_p, row.beta, row.se])
    );
    const forest = await csvOf("forest");
    const groups = tests.filter(({variant_id: id}) => id === lead.variant_id);
    expect(forest.slice(0, 6).map((row) => [Number(row[3]), Number(row[4])])).toEqual(
      groups.map((row) => [row.beta, row.se])
    );
    expect((await tableOf("qq")).map((row) => Number(row[2]))).toEqual(
      of("qq").map((row) => Number((row.observed as number).toFixed(3)))
    );
    expect((await csvOf("pca")).map((row) => (row.at(-1) === "withheld" ? null : Number(row.at(-1))))).toEqual(
      tables.pca_density.n
    );
  });

  it("zooms like a map: keys read all variants, and close enough the region takes the genome’s place", async () => {
    await open("open", "association");
    const board = page.locator("figure#manhattan .genome-board");
    await board.waitFor();
    await board.focus();
    await page.keyboard.press("+");
    await page.getByText("1\u202f500 variants.", {exact: true}).waitFor();
    const all = rowsOf(served.open.tables[`association-${trait}`]).filter(({ancestry}) => ancestry === "meta");
    await page.keyboard.press("0");
    expect((await csvOf("manhattan")).map((row) => row[0])).toEqual(all.map(({variant_id: id}) => id));
    await board.focus();
    for (let i = 0; i < 12 && (await board.isVisible()); i += 1) {
      await page.keyboard.press("+");
      await page.waitForTimeout(30);
    }
    await page.locator(".genome-place").waitFor({state: "hidden"});
    await page.locator(".region-section").getByRole("button", {name: "Back to the whole genome"}).click();
    await page.locator(".genome-place").waitFor({state: "visible"});
  });

  it("moves region, forest, table and address when a locus is chosen, by mouse or by keyboard", async () => {
    await open("open", "association");
    await page.locator("figure#region").waitFor();
    const pcsk9 = rowsOf(served.open.tables.loci).find(
      (row) => row.gene === "PCSK9" && row.ancestry === "meta" && row.trait === trait
    )!;
    await page.locator("figure#manhattan .genome-loci button").first().focus();
    expect(await page.locator("figure#manhattan .point-tip").innerText()).toContain("PCSK9");
    await page.keyboard.press("Enter");
    await page.locator("figure#forest h3", {hasText: String(pcsk9.variant_id)}).waitFor();
    expect(await page.locator("tr[aria-current=true]").innerText()).toContain("PCSK9");
    expect(page.url()).toContain(`variant=${pcsk9.variant_id}`);
    await page.locator("table.data button", {hasText: "APOE"}).click();
    await page.locator("figure#region h3", {hasText: /around 19-/}).waitFor();

    await open("open", "association", page.url().split("?")[1]);
    await page.locator("figure#region h3", {hasText: /around 19-/}).waitFor();
  });

  it("makes another variant the reference by arrow keys and Enter", async () => {
    await open("open", "association");
    const board = page.locator("figure#region .region-board");
    await board.waitFor();
    const before = await page.locator("figure#forest h3").innerText();
    await board.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("figure#forest h3").innerText()).not.toBe(before);
    expect(await page.evaluate("document.activeElement.className")).toBe("region-board");
  });

  it("refuses a trait before anything is read, says why, and offers what is permitted", async () => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await open("open", "association", "trait=EFO_0004337");
    await page.getByRole("heading", {name: "Intelligence (simulated): not shown to you"}).waitFor();
    expect(await page.locator(".decision").innerText()).toContain("not compared between ancestry groups");
    expect(requests.filter((url) => url.endsWith(".parquet"))).toEqual([]);
    await page.getByRole("button", {name: /Ask about all people together/}).click();
    await page.locator("figure#forest").waitFor();
    expect(await page.locator("figure#miami, figure#effects").count()).toBe(0);
    expect((await tableOf("forest")).map(([label]) => label)).toEqual(["All (fixed)", "All (random)"]);
    // To look is one thing, to take away another.
    await page.locator("figure#forest .figure-menu button", {hasText: "CSV"}).click();
    await page.locator("figure#forest .decision", {hasText: "Not permitted"}).waitFor();
    const recorded = await page.evaluate("charts.recorded.slice(0, 2).map(({decision}) => decision.outcome)");
    expect(recorded).toEqual(["forbid", "permit"]);
  });

  it("sends a question that the board decides to the board", async () => {
    await open("controlled", "association", "trait=EFO_0004337");
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.getByRole("button", {name: /Ask about all people together/}).click();
    await page.getByRole("heading", {name: "The ethics board decides about Intelligence (simulated)"}).waitFor();
    await page.getByRole("button", {name: "Refer to the board"}).waitFor();
    await page.getByRole("button", {name: "LDL cholesterol (simulated)"}).click();
    await page.locator("figure#miami").waitFor();
  });

  it("opens encrypted tables with a key, and says what is wrong with another", async () => {
    await open("controlled", "association");
    await page.getByRole("heading", {name: "Associations are locked"}).waitFor();
    await page.getByLabel("Your age key").fill("AGE-SECRET-KEY-1QQQ");
    await page.getByRole("button", {name: "Unlock", exact: true}).click();
    await page.getByText(/not a whole age key/).waitFor();
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#manhattan").waitFor();
  });

  it("shows what is open to everybody of a public-safe cohort before a key, and all of it after", async () => {
    await open("public-safe", "association");
    await page.getByRole("heading", {name: /Open to everybody: LDL/}).waitFor();
    expect(await page.locator(".public-hits tbody td").nth(1).innerText()).toBe("1.3");
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#manhattan").waitFor();
  });

  it("asks about every trait when told to, and shows the loci in each, refused ones included", async () => {
    await open("open", "association");
    await page.getByRole("button", {name: "Ask about every trait"}).click();
    const rows = await tableOf("traits");
    const loci = rowsOf(served.open.tables.loci).filter((row) => row.trait === trait && row.ancestry === "meta");
    expect(rows).toHaveLength(3 * loci.length);
    expect(new Set(rows.filter((row) => row[2].startsWith("Intelligence")).map((row) => row[3]))).toEqual(
      new Set(["✕ Not permitted"])
    );
    const other = rowsOf(served.open.tables["association-EFO_0001645"]);
    const first = rows.find((row) => row[2].startsWith("Coronary"))!;
    const test = other.find((row) => row.variant_id === first[1] && row.ancestry === "meta")!;
    expect(first[5]).toBe((test.minus_log10_p as number).toFixed(2));
  });

  it("moves by wheel, drag, a marked-out part and two fingers, and says what is pointed at", async () => {
    await open("open", "association");
    const board = page.locator("figure#manhattan .genome-board");
    await board.scrollIntoViewIfNeeded();
    const box = (await board.boundingBox())!;
    const ticks = () => board.locator("svg text").allTextContents();
    const title = async () => (await ticks()).find((text) => /^(Chromosome|Position)/.test(text));
    const at = (share: number): [number, number] => [box.x + 46 + share * (box.width - 54), box.y + 120];

    await page.mouse.move(...at(0.3));
    await page.mouse.down();
    await page.mouse.move(...at(0.32), {steps: 4});
    await page.mouse.up();
    await expect.poll(title).toMatch(/^Position on chromosome \d+ \(Mb\)/);
    const before = await ticks();
    await page.mouse.move(...at(0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.7), {steps: 4});
    await page.mouse.up();
    await expect.poll(ticks).not.toEqual(before);
    await page.mouse.wheel(0, 3000);
    await expect.poll(title).toBe("Chromosome");

    await board.locator(".genome-loci button").last().hover();
    expect(await board.locator(".point-tip").innerText()).toMatch(/p = .* × 10⁻/);
    const whole = await ticks();
    const client = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", gap: number) =>
      client.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: gap === 0 ? [] : [-gap, gap].map((dx, id) => ({x: box.x + box.width / 2 + dx, y: box.y + 120, id}))
      });
    await touch("touchStart", 20);
    for (const gap of [60, 120, 240, 400]) await touch("touchMove", gap);
    await touch("touchEnd", 0);
    await expect.poll(ticks).not.toEqual(whole);
  });

  it("keeps what is seen in its place while charts come", async () => {
    await page.addInitScript(() => {
      const moved: number[] = [];
      Object.assign(window, {moved});
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) moved.push((entry as unknown as {value: number}).value);
      }).observe({type: "layout-shift", buffered: true});
    });
    await open("open", "association");
    await page.locator("figure#effects").waitFor();
    await page.waitForTimeout(300);
    const moved = (await page.evaluate("moved")) as number[];
    expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.1);
  });

  it(
    "passes axe-core, light and dark, wide and at 390 px, and never scrolls sideways",
    {timeout: 120_000},
    async () => {
      for (const [colorScheme, width] of [
        ["light", 1280],
        ["dark", 390]
      ] as const) {
        await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
        await page.setViewportSize({width, height: 900});
        await open("open", "association");
        await page.locator("figure#effects").waitFor();
        expect(await violations()).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      }
    }
  );

  it("saves what the canvas shows in the picture of a Manhattan plot", async () => {
    await open("open", "association");
    await page.locator("figure#manhattan").waitFor();
    const saved = page.waitForEvent("download");
    await page.locator("figure#manhattan .figure-menu button", {hasText: "SVG"}).click();
    const svg = await readFile(await (await saved).path(), "utf8");
    expect(svg).toMatch(/<image [^>]*href="data:image\/png;base64,[A-Za-z0-9+/]{400}/);
    expect(svg).toContain("APOE");
  });
});

describe("the PheWAS page", () => {
  it("asks about each trait, and keeps the refused one in chart and table", async () => {
    const lead = rowsOf(served.open.tables.loci).find(
      (row) => row.gene === "APOE" && row.ancestry === "meta"
    )!.variant_id;
    await open("open", "phewas", `variant=${lead}`);
    const rows = await tableOf("phewas");
    expect(rows.map(([label, , direction]) => [label, direction])).toEqual([
      ["LDL cholesterol (simulated)", expect.stringMatching(/more|less/)],
      ["Coronary heart disease (simulated)", expect.stringMatching(/more|less/)],
      ["Intelligence (simulated)", "✕ Not permitted"]
    ]);
    const test = rowsOf(served.open.tables[`association-${trait}`]).find(
      (row) => row.variant_id === lead && row.ancestry === "meta"
    )!;
    expect(rows[0][4]).toBe((test.minus_log10_p as number).toFixed(2));
    expect(await page.evaluate("charts.recorded.length")).toBe(3);
    expect(await violations()).toEqual([]);
  });

  it("finds a gene by its name in any case, and a variant by its rsid", async () => {
    await open("open", "phewas");
    await page.getByRole("searchbox", {name: "Variant or gene"}).fill("bcam");
    await page.getByRole("button", {name: "Ask"}).click();
    await page.locator("figure#gene h3", {hasText: "Variants of BCAM"}).waitFor();
    expect(page.url()).toContain("gene=bcam");
    await page.getByRole("searchbox", {name: "Variant or gene"}).fill("syn000003");
    await page.getByRole("button", {name: "Ask"}).click();
    await page.getByRole("heading", {name: `The variant ${served.open.tables.variants.variant_id[2]}`}).waitFor();
    await page.getByRole("searchbox", {name: "Variant or gene"}).fill("nothing");
    await page.getByRole("button", {name: "Ask"}).click();
    await page.getByText("This release knows no gene or variant nothing.").waitFor();
  });

  it("is locked until a key opens it", async () => {
    await open("controlled", "phewas", "gene=BCAM");
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.locator("figure#gene").waitFor();
  });
});
