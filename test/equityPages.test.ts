import {readFile} from "node:fs/promises";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import type {EquityDocument} from "../src/model/equity.js";
import {measures} from "../src/kernels/equity/measures.js";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite;
let equity: EquityDocument;
let context: BrowserContext;
let page: Page;
let faults: string[];
let fetched: string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
  const report = await readFile(join(site.folder, "equity/report.html"), "utf8");
  const [, file] = /\.\.(\/_file\/data\/equity\.[0-9a-f]+\.json)/.exec(report)!;
  equity = JSON.parse(await readFile(join(site.folder, file), "utf8")) as EquityDocument;
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

/** The survey that ships, and not the tables of the cohort. */
const shipped = () => equity.indicators.filter(({source}) => equity.sources.some(({citation}) => citation === source));

const reportFigures = [
  "world-participation",
  "representation",
  "people",
  "awareness",
  "gradient-measures",
  "own-tables",
  "carries-over",
  "privacy-costs"
];

async function open(address: string): Promise<void> {
  await page.goto(`${site.url}/equity/${address}`);
  await page.locator("figure.figure:visible").first().waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.locator(".observablehq--error").count()).toBe(0);
}

let saves = 0;

/** What a figure saves, as text. Chromium drops the eleventh download of a burst, so every ninth waits until one is over. */
async function savedBy(button: string, within: string): Promise<string> {
  if (++saves % 9 === 0) await page.waitForTimeout(1200);
  const saved = page.waitForEvent("download");
  await page.locator(`${within} button`, {hasText: button}).click();
  return readFile(await (await saved).path(), "utf8");
}

/** What a figure saves as CSV, without its head; commas within quotes kept. */
async function csvOf(id: string): Promise<string[][]> {
  const text = await savedBy("CSV", `figure#${id} .figure-menu`);
  return text
    .trim()
    .split("\r\n")
    .filter((line) => !line.startsWith("#"))
    .slice(1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a?.replaceAll('""', '"') ?? b)
    );
}

/** The accessible table of a figure, opened with its key. */
async function tableOf(id: string): Promise<string[][]> {
  const figure = page.locator(`figure#${id}`);
  await figure.locator(".figure-tools button").first().focus();
  await page.keyboard.press("t");
  const rows = await figure
    .locator("tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent!.trim())));
  await page.keyboard.press("t");
  return rows;
}

async function choose(name: string, label: string | {index: number}): Promise<void> {
  await page.locator(`select[name=${name}]`).selectOption(typeof label === "string" ? {label} : label);
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** Puts a link of its own at the head and the foot of each figure: a PDF says on which page each link is. */
async function markFigures(): Promise<void> {
  await page.evaluate(() => {
    for (const figure of document.querySelectorAll<HTMLElement>("figure.figure")) {
      figure.style.position = "relative";
      for (const [end, place] of [
        ["start", "top: 0"],
        ["end", "bottom: 0"]
      ]) {
        const mark = document.createElement("a");
        mark.href = `http://127.0.0.1/${end}/${figure.id}`;
        mark.textContent = ".";
        mark.style.cssText = `position: absolute; left: 0; ${place}; font-size: 6px; line-height: 6px`;
        figure.append(mark);
      }
    }
  });
}

/** The page of each such link, as the objects of a PDF of Chromium have it: pages list the annotations on them. */
function pagesOfMarks(pdf: string): Map<string, number> {
  const marks = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\n<<\/Type \/Annot(?:(?!endobj)[^])*?\/URI \(http:\/\/127\.0\.0\.1\/([^)]+)\)/g)].map(
      ([, object, mark]) => [object, mark]
    )
  );
  const pages = [...pdf.matchAll(/\/Type \/Page\n(?:(?!endobj)[^])*?\/Annots \[([^\]]*)\]/g)];
  return new Map(
    pages.flatMap(([, annotations], i) =>
      [...annotations.matchAll(/(\d+) 0 R/g)].flatMap(([, object]): [string, number][] => {
        const mark = marks.get(object);
        return mark === undefined ? [] : [[mark, i]];
      })
    )
  );
}

const words = (text: string) => text.replace(/[\s\u202f]+/g, " ").trim();

describe("the report", {timeout: 120_000}, () => {
  it("says the gradient of the survey with its intervals, and draws every figure without DuckDB", async () => {
    await open("report");
    const said = words(await page.locator("#observablehq-main").innerText());
    expect(said).toContain(
      "73 % (95 % CI 66–80) of people with more than $75,000 a year had heard of genetic testing, against 46 % (40–52) of people with less than $10,000 a year: a gap of 27 percentage points (18–36)."
    );
    expect(said).toMatch(/65 % \(95 % CI 54–76\) .* against 45 % \(42–49\)/);
    for (const measure of ["sii", "rii", "aci", "rci"] as const) expect(said).toContain(measures[measure].name);
    for (const id of reportFigures) expect(await page.locator(`figure#${id} svg`).count(), id).toBeGreaterThan(0);
    expect(fetched.filter((path) => /duckdb|parquet|\.wasm/.test(path))).toEqual([]);
    expect(await page.locator("header, #observablehq-header").first().innerText()).toMatch(/synthetic/i);
    expect(words(await page.locator(".report-facts").innerText())).toMatch(/Data of the cohort synthetic/);
    expect(words(await page.locator("figure#awareness .provenance").innerText())).not.toMatch(/synthetic/);
  });

  it("saves each figure as CSV that holds what its table shows, and as SVG", async () => {
    await open("report");
    for (const id of reportFigures) {
      const [csv, table] = [await csvOf(id), await tableOf(id)];
      expect(csv.length, id).toBe(table.length);
      expect(csv.length, id).toBeGreaterThan(0);
      expect(
        csv.map(([first]) => words(first)),
        id
      ).toEqual(table.map(([first]) => words(first)));
      expect(await savedBy("SVG", `figure#${id} .figure-menu`), id).toMatch(/^<svg/);
    }
    const aware = (await csvOf("awareness")).map((row) => row.slice(-4));
    const rows = shipped().filter(({dimension}) => dimension !== "overall");
    expect(aware).toEqual(
      rows.map(({subgroup, estimate, ci_lb, ci_ub}) => [subgroup, String(estimate), String(ci_lb), String(ci_ub)])
    );
  });

  it("opens the browser's print dialogue from its button", async () => {
    await page.addInitScript("window.print = () => (window.printed = true)");
    await open("report");
    await page.getByRole("button", {name: "Print or save as PDF"}).click();
    expect(await page.evaluate("window.printed")).toBe(true);
  });

  it("shows one figure alone for a frame, each by its address", async () => {
    for (const id of reportFigures) {
      await open(`report?figure=${id}`);
      expect(await page.locator("figure.figure:visible").evaluateAll((all) => all.map((one) => one.id))).toEqual([id]);
      for (const part of ["#observablehq-header", "#observablehq-sidebar", "#observablehq-footer", ".headlines"])
        expect(await page.locator(`${part}:visible`).count(), part).toBe(0);
      expect(await page.getByRole("link", {name: "Covenant: the whole report"}).isVisible()).toBe(true);
    }
    expect(await violations()).toEqual([]);
    await open("report?figure=none-such");
    expect(await page.locator("figure.figure:visible").count()).toBeGreaterThan(3);
  });

  it("copies the code of such a frame, and a link to a figure", async () => {
    await open("report");
    await page.locator("figure#awareness button", {hasText: "Embed"}).click();
    const code = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(code).toMatch(/^<iframe src="http:\/\/127\.0\.0\.1:\d+\/equity\/report\?figure=awareness" title="[^"]+"/);
    await page.locator("figure#awareness button", {hasText: "Link"}).click();
    expect(await page.evaluate<string>("navigator.clipboard.readText()")).toMatch(/\/equity\/report#awareness$/);
  });

  it("paints its text before any chart", async () => {
    await page.goto(`${site.url}/equity/report`);
    await page.locator("figure.figure svg").first().waitFor();
    const first = await page.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
    );
    console.log(`first paint of the report: ${Math.round(first)} ms`);
    expect(first).toBeGreaterThan(0);
    const html = await readFile(join(site.folder, "equity/report.html"), "utf8");
    expect(html).toMatch(/<h1[^>]*>.*Who is represented/);
  });
});

describe("who is reached", {timeout: 120_000}, () => {
  const heading = () => page.locator(".reached-stage > h2").first();

  it("follows every control, keeps each choice in the address, and comes back from it", async () => {
    await open("reached");
    expect(words(await page.locator(".lead").innerText())).toMatch(/a gap of 27 percentage points \(18–36\)/);
    await choose("dimension", "income");
    await heading().filter({hasText: "income"}).waitFor();
    expect(page.url()).toMatch(/dimension=income/);
    for (const [id, {name, question}] of Object.entries(measures)) {
      await choose("measure", `${name} (${id.toUpperCase()})`);
      expect(words(await page.locator(".measure-panel").innerText()), id).toContain(words(question));
      expect(page.url()).toContain(`measure=${id}`);
      expect(await page.locator("tr[aria-current]").getAttribute("data-measure")).toBe(id);
    }
    await page.locator("tr[data-measure=sii] button").click();
    await choose("compare", {index: 1});
    expect(page.url()).toMatch(/compare=/);
    expect(await page.locator(".headlines").innerText()).toMatch(/No sentence compares them/);
    const [url, text] = [page.url(), words(await page.locator(".reached-stage").innerText())];
    await page.goto("about:blank");
    await page.goto(url);
    await heading().waitFor();
    await page.waitForLoadState("networkidle");
    expect(words(await page.locator(".reached-stage").innerText())).toBe(text);
    expect(await page.locator("select[name=measure]").inputValue()).toBe("sii");
    expect(fetched.filter((path) => /duckdb|parquet|\.wasm/.test(path))).toEqual([]);
  });

  it("offers every indicator, and says what cannot be told of it", async () => {
    await open("reached");
    const indicators = await page.locator("select[name=indicator] option").allTextContents();
    expect(indicators).toEqual([...new Set(equity.indicators.map(({indicator}) => indicator))]);
    await choose("indicator", "Offered a genetic test (%)");
    await heading().filter({hasText: "Offered"}).waitFor();
    expect(await page.locator(".headlines").innerText()).toMatch(/one group only/);
    expect(await page.locator("tbody td[colspan]").count()).toBe(21);
    expect(await page.locator("p#concentration").innerText()).toMatch(/have no order/);
  });

  it("compares two periods in a sentence only, and hatches whom protection hides", async () => {
    await open("reached");
    await choose("indicator", "Offered a genetic test (%)");
    await choose("dimension", "income");
    await choose("period", "2024");
    const earlier = await page.locator("select[name=compare] option").allTextContents();
    await choose(
      "compare",
      earlier.find((title) => /^Offered .* income .* 2019$/.test(title))!
    );
    expect(words(await page.locator(".headlines").innerText())).toMatch(
      /slope index of inequality (rose from|fell from|was) .* 2019 .* 2024/
    );
    expect(await page.locator("figure#subgroups svg text", {hasText: "2019"}).count()).toBe(1);
    await choose("dimension", "place");
    await heading().filter({hasText: "place"}).waitFor();
    expect(await page.locator(".headlines").innerText()).toMatch(
      /cannot be told, because the values? of “.*” (is|are) not shown/
    );
    expect(await page.locator("figure#subgroups svg text", {hasText: "withheld"}).count()).toBeGreaterThan(0);
    expect(await page.locator("tbody td[colspan]").count()).toBe(21);
    const hidden = equity.indicators.find(({dimension, estimate}) => dimension === "place" && estimate === null)!;
    expect(await page.locator(".hidden-people").innerText()).toContain(hidden.subgroup);
    expect((await csvOf("subgroups")).find((row) => row.includes(hidden.subgroup))!.slice(-3)).toEqual(
      Array(3).fill("withheld")
    );
    expect(await violations()).toEqual([]);
  });

  it("is worked by keyboard alone, and keeps the focus where it was", async () => {
    await open("reached");
    await page.locator("select[name=measure]").focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction("location.search.includes('measure=')");
    expect(await page.evaluate("document.activeElement.getAttribute('name')")).toBe("measure");
  });

  it("saves charts and measures as they are shown", async () => {
    await open("reached?dimension=income");
    for (const id of ["subgroups", "measure-over", "concentration", "equiplot", "multiples"]) {
      const [csv, table] = [await csvOf(id), await tableOf(id)];
      expect(csv.length, id).toBe(table.length);
      expect(
        csv.map(([first]) => words(first)),
        id
      ).toEqual(table.map(([first]) => words(first)));
      expect(await savedBy("SVG", `figure#${id} .figure-menu`), id).toMatch(/^<svg/);
    }
    const income = shipped().filter(({dimension}) => dimension === "income");
    expect((await csvOf("subgroups")).map((row) => Number(row.at(-3)))).toEqual(income.map(({estimate}) => estimate));
    const saved = await savedBy("Save all measures as CSV", "#measures");
    expect(saved.split("\r\n").filter((line) => line !== "" && !line.startsWith("#"))).toHaveLength(22);
    expect(saved).toMatch(/^# Series: Aware of genetic testing/);
  });

  it("shows one figure alone, with what was chosen", async () => {
    await open("reached?dimension=income&measure=rci&figure=measure-over");
    expect(await page.locator("figure.figure:visible").evaluateAll((all) => all.map((one) => one.id))).toEqual([
      "measure-over"
    ]);
    expect(await page.locator("select:visible").count()).toBe(0);
    expect(words(await page.locator("figure#measure-over h3").innerText())).toContain(measures.rci.name);
  });
});

describe("both pages", {timeout: 240_000}, () => {
  it.each(["report", "reached?dimension=income"])(
    "%s prints on A4 and on Letter with no figure cut, in light colours, without controls",
    async (address) => {
      await page.emulateMedia({colorScheme: "dark"});
      await open(address);
      await markFigures();
      for (const [format, width, height] of [
        ["A4", 210, 297],
        ["Letter", 215.9, 279.4]
      ] as const) {
        const pages = pagesOfMarks((await page.pdf({format})).toString("latin1"));
        const ids = await page.locator("figure.figure").evaluateAll((all) => all.map((one) => one.id));
        expect(pages.size, format).toBe(2 * ids.length);
        for (const id of ids) expect(pages.get(`start/${id}`), `${id} on ${format}`).toBe(pages.get(`end/${id}`));
        // In the room that margins of 15 mm leave, nothing that must stay together may be higher than a page.
        await page.emulateMedia({media: "print", colorScheme: "dark"});
        const millimetre = 96 / 25.4;
        await page.setViewportSize({width: Math.floor((width - 30) * millimetre), height: 1000});
        await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        const boxes = await page.evaluate(() =>
          [...document.querySelectorAll("figure.figure")].map((figure) => {
            const {height, right} = figure.getBoundingClientRect();
            const svg = figure.querySelector("svg")!.getBoundingClientRect();
            return {id: figure.id, height, right, chartRight: svg.right, breaks: getComputedStyle(figure).breakInside};
          })
        );
        for (const {id, height: high, right, chartRight, breaks} of boxes) {
          expect(breaks, id).toBe("avoid");
          expect(high, `${id} on ${format}`).toBeLessThan((height - 30) * millimetre);
          expect(Math.max(right, chartRight), `${id} on ${format}`).toBeLessThanOrEqual((width - 30) * millimetre + 1);
        }
        expect(
          await page.locator(".figure-tools:visible, .print-button:visible, #observablehq-sidebar:visible").count()
        ).toBe(0);
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).not.toMatch(
          /rgb\((\d|[1-9]\d), /
        );
        await page.emulateMedia({media: null, colorScheme: "dark"});
        await page.setViewportSize({width: 1280, height: 900});
      }
    }
  );

  it("pass axe-core in light and dark with a table open, and never scroll sideways at 390 px", async () => {
    for (const address of ["report", "reached?dimension=income&measure=sii"])
      for (const [colorScheme, width] of [
        ["light", 1280],
        ["dark", 390]
      ] as const) {
        await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
        await page.setViewportSize({width, height: 900});
        await open(address);
        await page.locator(".figure-tools button", {hasText: "Show as table"}).first().click();
        expect(await violations(), `${address}, ${colorScheme}`).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      }
  });
});
