import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {readCheckpoint} from "../src/governance/checkpoint.js";
import {toJsonLines} from "../src/query/decisionFile.js";
import {launchChromium} from "./chromium.js";
import {pastDecisions} from "./fixtures/pastDecisions.js";
import {defaultSite, type BuiltSite} from "./site.js";

const entries = pastDecisions(1200);
let folder: string;
let browser: Browser;
let site: BuiltSite;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-logs-"));
  browser = await launchChromium();
  site = await defaultSite();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await site?.remove();
  await rm(folder, {recursive: true, force: true});
});

beforeEach(async () => {
  page = await browser.newPage({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  return () => page.close();
});

describe("the page of decisions", () => {
  it("reads a log, filters it and draws it over time, and axe-core finds nothing", {timeout: 90_000}, async () => {
    await importLog("whole.jsonl", Buffer.from(toJsonLines(entries)));
    await page.getByText("The chain is whole: 1\u202f200 entries").waitFor();
    const shown = page.getByText(/ of 1\u202f200 decisions/);
    expect(await shown.innerText()).toBe("1\u202f200 of 1\u202f200 decisions; 1 to 100 are shown");
    await page.getByRole("img", {name: "Decisions by month and outcome"}).waitFor();
    await page.getByLabel("Chart by").selectOption("rule");
    await page.getByRole("img", {name: "Decisions by month and rule"}).waitFor();
    await page
      .locator("label.field", {hasText: /^\s*Outcome/})
      .locator("select")
      .selectOption("forbid");
    await page.getByLabel("From").fill("2025-01-01");
    const wanted = entries.filter(({at, decision}) => decision.outcome === "forbid" && at >= "2025-01-01");
    expect(wanted.length).toBeGreaterThan(100);
    expect(await shown.innerText()).toMatch(new RegExp(`^${wanted.length} of`));
    expect(await page.locator("table.log tbody tr:visible").count()).toBe(100);
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 390]
    ] as const) {
      await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
      await page.setViewportSize({width, height: 900});
      expect(await violations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });

  it("finds a flipped bit and says where it is", {timeout: 60_000}, async () => {
    const bytes = Buffer.from(toJsonLines(entries));
    const line = toJsonLines(entries).split("\n").slice(0, 700).join("\n").length + 1;
    bytes[line + 200] ^= 1;
    await importLog("flipped.jsonl", bytes);
    const status = page.locator(".chain[data-intact=false]");
    await status.waitFor();
    expect(await status.innerText()).toMatch(/Entry 700 .*It is in line 701 of the file/s);
  });

  it("signs a checkpoint, keeps it, exports it, and compares with one kept apart", {timeout: 90_000}, async () => {
    await record(3);
    await page.getByText("Signed checkpoints: 0").click();
    await page.getByLabel("Who signs").fill("A reader");
    await page.getByRole("button", {name: "Sign the log as it is now"}).click();
    await page.getByText("Signed checkpoints: 1").waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Save the checkpoint at 3"}).click()
    ]);
    const text = await readFile(await saved.path(), "utf8");
    expect(readCheckpoint(JSON.parse(text)).statement).toMatchObject({entries: 3, by: "A reader"});
    const [exported] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Export as JSON Lines"}).click()
    ]);
    expect(await readFile(await exported.path(), "utf8")).toContain('"checkpoints":[{"key":"ed25519:');
    const other = {name: "kept.json", mimeType: "application/json", buffer: Buffer.from(text)};
    await page.getByLabel("Checkpoint to compare with").setInputFiles(other);
    await page.getByText(/first 3 entries are those that the log had.*Signed by A reader/).waitFor();
    const altered = {...other, buffer: Buffer.from(text.replace('"entries": 3', '"entries": 2'))};
    await page.getByLabel("Checkpoint to compare with").setInputFiles(altered);
    await page.getByText(/not signed by its key: it was altered/).waitFor();
  });

  it("verifies a log of 100,000 decisions in seconds", {timeout: 180_000}, async () => {
    const file = join(folder, "long.jsonl");
    await writeFile(file, toJsonLines(pastDecisions(100_000)));
    await page.goto(`${site.url}/decisions`);
    await page.getByText("The log is empty.").waitFor();
    await page.getByLabel("Decision log to read").setInputFiles(file);
    // From when the page begins to read, so that handing over the file is not counted.
    await page.getByText("Reading long.jsonl").waitFor();
    const started = performance.now();
    await page.getByText("The chain is whole: 100\u202f000 entries").waitFor({timeout: 120_000});
    const seconds = (performance.now() - started) / 1000;
    console.log(`100,000 decisions read, verified and shown in Chromium in ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(20);
  });
});

async function importLog(name: string, buffer: Buffer): Promise<void> {
  await page.goto(`${site.url}/decisions`);
  await page.getByText("The log is empty.").waitFor();
  await page.getByLabel("Decision log to read").setInputFiles({name, mimeType: "application/x-ndjson", buffer});
  await page.getByRole("heading", {name: `Another log: ${name}`}).waitFor();
}

/** Puts decisions into the browser's own log, as its pages would. */
async function record(count: number): Promise<void> {
  await page.goto(`${site.url}/decisions`);
  await page.getByText("The log is empty.").waitFor();
  await page.evaluate(
    async (made) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open("covenant-decisions");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const tx = db.transaction(["entries", "head"], "readwrite");
      for (const entry of made) tx.objectStore("entries").add(entry);
      tx.objectStore("head").put({entries: made.length, hash: made[made.length - 1].hash}, "head");
      await new Promise((resolve) => (tx.oncomplete = resolve));
      db.close();
    },
    entries.slice(0, count)
  );
  await page.reload();
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const {violations} = await page.evaluate(() => (window as unknown as {axe: typeof axe}).axe.run());
  return violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`);
}
