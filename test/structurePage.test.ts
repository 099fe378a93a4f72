import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect} from "vitest";
import {launchChromium} from "./chromium.js";
import {itWith} from "./require.js";
import {buildSite, type BuiltSite} from "./site.js";
import {labelledMissense, ptenPdb, sharedFile} from "./sources/structure/pten.js";
import {watchContext, type Watched} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite | undefined;
let folder: string;
let context: BrowserContext | undefined;
let watched: Watched;

beforeAll(async () => {
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), "covenant-structure-"));
}, 120_000);
afterEach(async () => {
  await context?.close();
  if (context) expect(watched.faults).toEqual([]);
  context = undefined;
});
afterAll(async () => {
  await browser?.close();
  await site?.remove();
  await rm(folder, {recursive: true, force: true});
});

async function openAt(path: string): Promise<Page> {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await context.addInitScript(() => {
    // A page begins blank, where there is no storage.
    if (!location.protocol.startsWith("http")) return;
    const purpose = {code: "DUO:0000006", statement: "Where do changes of PTEN lie?"};
    localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role: "public", purpose}));
  });
  watched = watchContext(context);
  const page = await context.newPage();
  await page.goto(`${site!.url}/${path}`);
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** Pixels of a canvas that are not its background, and how many colours they have, from a picture of it. */
async function drawnOn(page: Page): Promise<{share: number; colours: number}> {
  const picture = (await page.locator(".structure-model canvas").screenshot()).toString("base64");
  return page.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const words = new Uint32Array(context.getImageData(4, 4, image.width - 8, image.height - 8).data.buffer);
    const seen = new Set(words);
    return {share: words.filter((word) => word !== words[0]).length / words.length, colours: seen.size};
  }, picture);
}

/** Whether every head of the lollipop chart stands over the residue that its name says. */
async function placesOf(page: Page): Promise<{circles: number; wrong: string[]}> {
  return page.evaluate(() => {
    const heads = [...document.querySelectorAll("figure#effects circle")].map((circle) => ({
      name: circle.querySelector("title")!.textContent!.split(",")[0],
      cx: Number(circle.getAttribute("cx"))
    }));
    const residue = ({name}: {name: string}): number => Number(/\d+/.exec(name)![0]);
    // 403 residues between the margins of the drawing.
    const width = Number(document.querySelector("figure#effects svg")!.getAttribute("width"));
    const place = (at: number): number => 48 + ((at - 0.5) / 403) * (width - 64);
    return {
      circles: heads.length,
      wrong: heads.filter((head) => Math.abs(head.cx - place(residue(head))) > 0.6).map(({name}) => name)
    };
  });
}

/** Presses the model until a residue is hit, and says which is chosen then. */
async function pressModel(page: Page): Promise<number> {
  const canvas = page.locator(".structure-model canvas");
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  const input = page.locator(".structure-chooser input");
  for (let step = 1; step < 40; ++step) {
    const [x, y] = [0.3 + 0.4 * ((step * 0.618) % 1), 0.25 + 0.5 * ((step * 0.382) % 1)];
    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    await page.waitForTimeout(150);
    const value = await input.inputValue();
    if (value !== "") return Number(value);
  }
  return NaN;
}

describe("Protein structure, of a cohort with a model of PTEN", {timeout: 240_000}, () => {
  itWith(ptenPdb, labelledMissense)(
    "shows 141 labelled changes at their residues, in chart and table, and the model when it is asked for",
    async () => {
      const manifest = join(folder, "cohort.yaml");
      await writeFile(
        manifest,
        `id: structure-test
build: GRCh37
release: {class: open}
synthetic: {seed: 3, people: 600, variants: 40}
strata: [ancestry, sex]
consent: {codes: ["DUO:0000004"]}
association: false
structures:
  - gene: PTEN
    model: ${sharedFile(ptenPdb).file}
    effects: ${sharedFile(labelledMissense).file}
    source: AlphaFold DB and Cheng and others 2023
    licence: CC-BY 4.0
`
      );
      site = await buildSite(manifest);
      const page = await openAt("structure?gene=PTEN&change=R130Q");
      await page.getByText("has 403 residues and a mean pLDDT of 83.2.").waitFor();
      await page.getByText("R130Q: predicted effect").waitFor();
      expect(await placesOf(page)).toEqual({circles: 141, wrong: []});
      await page.locator("figure#confidence svg").waitFor();
      expect(await page.locator("figure#effects circle").count()).toBe(141);
      expect(await page.locator(".structure-changes tbody tr").count()).toBe(141);
      // The labels are on GRCh38 and the cohort on GRCh37: nothing may be matched.
      await page.getByText("positions of one are not those of the other, so nothing was matched").waitFor();
      expect(watched.fetched.filter((path) => /molecule-viewer|structure_models|duckdb/.test(path))).toEqual([]);

      const saved = page.waitForEvent("download");
      await page.locator("figure#effects .figure-menu button", {hasText: "CSV"}).click();
      const lines = (await readFile(await (await saved).path(), "utf8")).trim().split("\r\n");
      expect(lines.filter((line) => !line.startsWith("#"))).toHaveLength(142);

      // By keyboard: the row's button chooses, chart and address follow.
      await page.locator("[data-change='G129E']").focus();
      await page.keyboard.press("Enter");
      await page.getByText("G129E: predicted effect").waitFor();
      expect(page.url()).toMatch(/change=G129E/);
      expect(await page.locator(".structure-chooser input").inputValue()).toBe("129");
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.change)).toBe("G129E");

      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", {name: "Show the model in 3D"}).click();
      await page.getByText(/Drag to turn, scroll to come closer/).waitFor({timeout: 60_000});
      await page.waitForTimeout(1500);
      if (process.env.COVENANT_PICTURE) await page.screenshot({path: process.env.COVENANT_PICTURE, fullPage: true});
      const drawn = await drawnOn(page);
      expect(drawn.share).toBeGreaterThan(0.03);
      expect(drawn.colours).toBeGreaterThan(100);
      expect(watched.fetched.filter((path) => /molecule-viewer|structure_models/.test(path))).toHaveLength(2);
      expect(await violations(page)).toEqual([]);
      // Pressed on the model: the residue is chosen in field, chart and address.
      await page.getByRole("button", {name: "None", exact: true}).click();
      const pressed = await pressModel(page);
      expect(pressed).toBeGreaterThanOrEqual(1);
      expect(pressed).toBeLessThanOrEqual(403);
      await page.getByText(new RegExp(`^[A-Z]${pressed}, confidence `)).waitFor();
      expect(page.url()).toMatch(new RegExp(`residue=${pressed}$`));
      expect(await page.locator("figure#confidence [stroke='#CC00AA']").count()).toBe(1);
      await page.getByRole("button", {name: "Hide the model"}).click();
      expect(await page.locator(".structure-model canvas").count()).toBe(0);

      await page.emulateMedia({colorScheme: "dark"});
      await page.setViewportSize({width: 390, height: 800});
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      if (process.env.COVENANT_PICTURE)
        await page.screenshot({path: `${process.env.COVENANT_PICTURE}.narrow.png`, fullPage: true});
    }
  );
});
