import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {readPolicySet} from "../data-loaders/release/policyBundle.js";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";

let browser: Browser;
let site: BuiltSite;
let context: BrowserContext;
let page: Page;
let faults: string[];
let requested: string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

beforeEach(async () => {
  context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  page = await context.newPage();
  faults = [];
  requested = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => requested.push(request.url()));
});

afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

const limit = () => page.getByLabel("Largest count of people that is not shown");
const canDecide = () => page.getByText("One file is changed, and the rules can decide.");
const seeWhatFlips = () => page.getByRole("button", {name: "See what flips"});
const text = (file: string) => page.getByRole("textbox", {name: `Text of ${file}`});

async function open(name: string): Promise<void> {
  await page.goto(`${site.url}/${name}`);
  await page.waitForLoadState("networkidle");
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const {axe} = globalThis as unknown as {
      axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};
    };
    return (await axe.run()).violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
  });
}

describe("a member of the board, on the page What if", () => {
  it(
    "changes the small-cell limit in the form, sees what flips, and takes it on as a proposal",
    {timeout: 240_000},
    async () => {
      await open("what-if");
      expect(await seeWhatFlips().isDisabled()).toBe(true);
      await limit().fill("10");
      await canDecide().waitFor();
      expect(await text("policies/thresholds.yaml").innerText()).toContain("max_withheld: 10");

      await seeWhatFlips().click();
      await page.getByText(/requests decided under both versions/).waitFor();
      const claim = page.locator(".flip-claim");
      await claim.waitFor({timeout: 200_000});
      const [, decided, more, stricter] =
        /Of ([\d\s]+) requests .*▲ ([\d\s]+) more permissive, ▼ ([\d\s]+) stricter/.exec(await claim.innerText())!;
      const number = (words: string): number => Number(words.replaceAll(/\s/g, ""));
      expect(number(decided)).toBeGreaterThan(3000);
      expect(number(more)).toBeGreaterThan(0);
      expect(number(stricter)).toBe(0);

      const flips = page.getByRole("region", {name: "What flips", exact: true});
      await flips.getByText("A count of 20 people", {exact: true}).waitFor();
      const kind = flips.locator(".flip-kinds > li", {hasText: "reidentification.small-cell"}).first();
      expect(await kind.innerText()).toMatch(
        /Not permitted → .*Permitted.*more permissive.*a count of 1 to 20 people.*For example: Researcher/s
      );
      await kind.getByText("Both decisions").click();
      await kind.locator(".decision").nth(1).waitFor();
      expect(
        await kind.locator(".decision").evaluateAll((all) => all.map((panel) => panel.getAttribute("data-outcome")))
      ).toEqual(["forbid", "permit"]);
      expect(await violations()).toEqual([]);

      const case20 = flips.locator(".flip-kinds > li", {has: page.getByText("A count of 20 people", {exact: true})});
      await case20.getByRole("button", {name: "Let this case expect: Permitted"}).click();
      await case20.getByText("This case now expects: Permitted.").waitFor();
      await page.getByText("3 files are changed, and the rules can decide.").waitFor();

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", {name: "Export as CSV"}).click()
      ]);
      expect(download.suggestedFilename()).toBe("what-flips.csv");

      await page.route("**/review", (route) =>
        route.fulfill({contentType: "text/html", body: "<title>Review</title>"})
      );
      await page.getByRole("button", {name: "Propose this change"}).click();
      await page.waitForURL("**/review");
      const draft = await page.evaluate(keptDraft);
      expect(draft.base).toBe(readPolicySet().sha256);
      expect(draft.changes.map(({file, text}) => [file, text === null ? "taken away" : "text"])).toEqual([
        ["policies/reidentification/forbid/A count of 20 people.json", "taken away"],
        ["policies/thresholds.yaml", "text"],
        ["policies/reidentification/permit/A count of 20 people.json", "text"]
      ]);
      expect(draft.changes[1].text).toContain("max_withheld: 10");
    }
  );

  it("sees a mistake in Polar at its line, and cannot compare until it is mended", {timeout: 60_000}, async () => {
    await open("what-if");
    const file = "policies/reidentification/reidentification.polar";
    await page.getByRole("navigation", {name: "Files"}).getByRole("button", {name: "reidentification.polar"}).click();
    const editor = text(file);
    await editor.getByText("No answer has a row per person").click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.keyboard.type("((");
    const problem = page.getByRole("list", {name: "Problems"});
    await problem.waitFor();
    const line = readPolicySet().files[file].split("\n").indexOf("# No answer has a row per person.") + 2;
    expect(await problem.innerText()).toMatch(new RegExp(`^${file}, line ${line}: policy does not parse`));
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(1);
    expect(await page.locator(".cm-lintRange-error").first().innerText()).toContain("((forbid");
    expect(await seeWhatFlips().isDisabled()).toBe(true);
    expect(await violations()).toEqual([]);

    await page.keyboard.press("Control+z");
    await problem.waitFor({state: "detached"});
    await page.getByText("Nothing is changed yet.").waitFor();
  });

  it(
    "leaves the text with Tab, and finds the changes again on the next visit until they are discarded",
    {timeout: 60_000},
    async () => {
      await open("what-if");
      await limit().fill("15");
      await canDecide().waitFor();
      await text("policies/thresholds.yaml").focus();
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement!.closest(".cm-editor"))).toBeNull();

      await page.reload();
      await canDecide().waitFor();
      expect(await limit().inputValue()).toBe("15");
      await page.getByText("What was changed").click();
      expect(await page.locator(".policy-diff").innerText()).toMatch(/1 line put in, 1 line taken out/);
      await page.getByText("Before and after side by side").click();
      await page.locator(".cm-mergeView .cm-editor").nth(1).waitFor();
      expect(await violations()).toEqual([]);

      await page.getByRole("button", {name: "Back to what is in force"}).click();
      await page.getByRole("button", {name: "Discard my changes"}).click();
      await page.getByText("Nothing is changed yet.").waitFor();
      expect(await limit().inputValue()).toBe("20");
    }
  );
});

describe("cases, on the page What if", () => {
  it("are made from another one, and taken away", {timeout: 60_000}, async () => {
    await open("what-if");
    const files = page.getByRole("navigation", {name: "Files"});
    const topic = files.locator("section", {hasText: "Finding a person"});
    await topic.getByText(/^\d+ cases$/).click();
    await topic.getByRole("button", {name: "forbid/A count of 20 people.json"}).click();
    await page.getByText("Make a case like this one, or take it away").click();
    await page.getByRole("button", {name: "Add this case"}).click();
    await page.getByText("There is a case of this sentence already").waitFor();
    await page.getByLabel("What it is about, in one sentence").fill("A count of 21 people");
    await page.getByLabel("The answer that it expects").selectOption("permit");
    await page.getByRole("button", {name: "Add this case"}).click();
    const added = text("policies/reidentification/permit/A count of 21 people.json");
    expect(await added.innerText()).toContain('"min_cell": 20');
    await canDecide().waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", {name: "Take this case away"}).click();
    await page.getByText("Nothing is changed yet.").waitFor();
    expect(await added.count()).toBe(0);
  });
});

describe("the page Rules", () => {
  it(
    "opens a decision with its reasons from a cell, by keyboard, and does not load the editor",
    {timeout: 60_000},
    async () => {
      await open("policies");
      const matrix = page.locator(".who-may-what");
      await matrix.locator(".matrix-place[aria-busy=false]").waitFor({timeout: 30_000});
      expect(await matrix.locator(".matrix-cell").allInnerTexts()).not.toContain("…");
      await matrix.getByLabel("Purpose").selectOption({label: "Health or medical research"});
      await matrix.locator(".matrix-place[aria-busy=false]").waitFor({timeout: 30_000});
      await matrix.locator(".matrix-cell").first().focus();
      for (const key of ["ArrowRight", "ArrowDown", "ArrowUp", "Enter"]) await page.keyboard.press(key);
      const opened = matrix.locator(".matrix-opened");
      await opened.locator(".decision").waitFor();
      expect(await opened.innerText()).toMatch(/Researcher, who wants to analyse allele counts/);

      const enhancement = matrix
        .getByRole("row", {name: /^enhancement /})
        .first()
        .locator(".matrix-cell")
        .nth(1);
      await enhancement.click();
      await opened.getByText("enhancement.use").waitFor();
      expect(await opened.locator(".decision").getAttribute("data-outcome")).toBe("forbid");
      expect(await violations()).toEqual([]);
      expect(requested.filter((url) => url.includes("codemirror"))).toEqual([]);
    }
  );
});

/** The draft that the page Review completes, read as it is kept. */
function keptDraft(): Promise<{base: string; changes: {file: string; text: string | null}[]}> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("covenant-draft");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction("draft").objectStore("draft").get("draft");
      reading.onsuccess = () => resolve(reading.result);
    };
  });
}
