import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";
import {watchContext, type Watched} from "./watchContext.js";

let browser: Browser;
let site: BuiltSite;
let context: BrowserContext | undefined;
let watched: Watched;

beforeAll(async () => {
  site = await defaultSite();
  browser = await launchChromium();
}, 600_000);
afterEach(async () => {
  await context?.close();
  if (context) expect(watched.faults).toEqual([]);
  context = undefined;
});
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

async function openAt(
  path: string,
  {role = "researcher", webgl = true, scheme = "light" as "light" | "dark", width = 1280} = {}
): Promise<Page> {
  context = await browser.newContext({viewport: {width, height: 900}, colorScheme: scheme});
  await context.addInitScript(
    ({role, webgl}) => {
      if (!location.protocol.startsWith("http")) return;
      const purpose = {code: "DUO:0000006", statement: "Where do changes of this protein lie?"};
      localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role, purpose}));
      if (webgl) return;
      const get = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, kind: string) => unknown;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
        return kind.startsWith("webgl") ? null : get.call(this, kind);
      } as typeof HTMLCanvasElement.prototype.getContext;
    },
    {role, webgl}
  );
  watched = watchContext(context);
  const page = await context.newPage();
  await page.goto(`${site.url}/${path}`);
  await page.locator("figure#confidence svg").waitFor();
  return page;
}

/** For the eye, where somebody asks for pictures. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env.COVENANT_PICTURE)
    await page.screenshot({path: `${process.env.COVENANT_PICTURE}-${name}.png`, fullPage: true});
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {violations} = await (window as unknown as {axe: typeof axe}).axe.run(document);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
  });
}

describe("Protein structure, of the embedded cohort", {timeout: 240_000}, () => {
  it("says that its protein is made up, and shows everybody the frequencies that carry noise", async () => {
    const page = await openAt("structure", {role: "public"});
    await page.getByText("The model of DEMO1 (DEMO01) has 96 residues and a mean pLDDT of").waitFor();
    await page.getByText("Model: made up by Covenant; no protein that exists, and nothing was predicted").waitFor();
    for (const id of ["confidence", "effects", "aligned-error"])
      expect(await page.locator(`figure#${id} .figure-source`).textContent()).toMatch(/made up by Covenant/);
    await page.getByText("Variants of 7 of 32 changes are in the list that is open to everybody").waitFor();
    await page.getByText("Show these numbers with their intervals", {exact: false}).first().waitFor();
    expect(await page.locator("figure#change-frequencies .facts, figure#change-frequencies dl").innerText()).toMatch(
      /synthetic/
    );
    expect(await violations(page)).toEqual([]);
    await picture(page, "public");
    expect(watched.fetched.filter((path) => /molecule-viewer|structure_models|duckdb/.test(path))).toEqual([]);
  });

  it("opens all with the demo key, and marks a residue in every drawing by keyboard", async () => {
    const page = await openAt("structure");
    await page.getByRole("button", {name: "Unlock with the demo key"}).click();
    await page.getByText("Variants of 28 of 32 changes are among the cohort’s").waitFor();
    await page.getByRole("button", {name: "Show the model in 3D"}).click();
    await page.getByText(/Drag to turn/).waitFor({timeout: 60_000});
    await page.locator(".structure-chooser input").focus();
    await page.keyboard.type("21");
    await page.keyboard.press("ArrowUp");
    await page.getByText(/^[A-Z]22, confidence /).waitFor();
    expect(page.url()).toMatch(/residue=22$/);
    for (const id of ["confidence", "effects", "change-frequencies", "aligned-error"])
      expect(await page.locator(`figure#${id} [stroke='#CC00AA']`).count(), id).toBeGreaterThan(0);
    const change = page.locator(".structure-changes button").first();
    await change.focus();
    await page.keyboard.press("Enter");
    const name = (await change.getAttribute("data-change"))!;
    await page.locator(`figure#frequency-${name.toLowerCase()} svg`).waitFor();
    expect(await change.getAttribute("aria-pressed")).toBe("true");
    await picture(page, "whole");
    expect(await violations(page)).toEqual([]);
  });

  it("fits a narrow dark screen, and works without WebGL", async () => {
    const page = await openAt("structure?residue=50", {webgl: false, scheme: "dark", width: 390});
    await page.getByText(/^[A-Z]50, confidence very low.*must not be interpreted there/).waitFor();
    await page.getByRole("button", {name: "Show the model in 3D"}).click();
    await picture(page, "narrow");
    await page.getByText("This browser does not draw in three dimensions").waitFor();
    expect(watched.fetched.filter((path) => /molecule-viewer|structure_models/.test(path))).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });
});
