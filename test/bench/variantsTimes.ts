import {readFileSync} from "node:fs";
import type {Browser, Page} from "playwright-core";
import {newReader} from "./pageTimes.js";

/** The Variants page with its tables open, in a context of its own. */
export interface OpenTables {
  page: Page;
  /** Milliseconds from the start of the visit until the query engine answers. */
  engine: number;
  /** Milliseconds until the first rows stand: from the click on the demo key, or from the start of the visit to open tables. */
  table: number;
  close(): Promise<void>;
}

interface Watched {
  click: number;
  table: number | null;
  key: number;
  shown: number | null;
}

/** Opens the tables, with the demo key where they are encrypted: `early`, before the engine is up, or after. */
export async function openTables(browser: Browser, url: string, {early = false} = {}): Promise<OpenTables> {
  const context = await newReader(browser);
  const page = await context.newPage();
  await page.addInitScript(watchVariants);
  await page.goto(`${url}/variants`, {waitUntil: "commit"});
  const unlock = page.getByRole("button", {name: "Unlock with the demo key"});
  await unlock.or(page.locator(".variant-grid")).first().waitFor({timeout: 600_000});
  const engineUp = async (): Promise<number> => {
    const mark = () => performance.getEntriesByName("engine up")[0]?.startTime;
    return (await (await page.waitForFunction(mark, null, {timeout: 60_000})).jsonValue())!;
  };
  if (!early) await engineUp();
  if (await unlock.count()) await unlock.click();
  const {click, table} = await watched(page, "table");
  return {page, engine: await engineUp(), table: table! - click, close: () => context.close()};
}

/** Milliseconds from pressing Enter in the search field until its rows are painted. */
export async function search(page: Page, text: string): Promise<number> {
  await page.getByRole("combobox").fill(text);
  // Suggestions are asked for while one types, not after; they come 90 ms after the last key.
  await page.waitForTimeout(250);
  await page.keyboard.press("Enter");
  const {key, shown} = await watched(page, "shown");
  return shown! - key;
}

export interface ScrollTimes {
  /** Milliseconds between two frames while the table moves on by three rows a frame. */
  frames: number[];
  /** Milliseconds from a jump into rows that were not read yet until they are there. */
  jumps: number[];
}

/** Scrolls the table as it stands: 120 frames on, then to `jumps` places over its whole length. */
export async function scroll(page: Page, jumps = 8): Promise<ScrollTimes> {
  return page.evaluate(async (jumps) => {
    const scroller = document.querySelector(".variant-grid-scroll")!;
    scroller.scrollIntoView({block: "center"});
    scroller.scrollTop = 0;
    const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    let last = await frame();
    for (let i = 0; i < 120; ++i) {
      scroller.scrollTop += 102;
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    const seen = (): boolean => {
      const box = scroller.getBoundingClientRect();
      const cell = document.elementFromPoint(box.left + 60, box.top + box.height / 2)?.closest("th");
      return cell !== null && cell !== undefined && cell.textContent!.trim() !== "";
    };
    const times: number[] = [];
    for (let i = 1; i <= jumps; ++i) {
      const start = performance.now();
      scroller.scrollTop = (scroller.scrollHeight * i) / (jumps + 1);
      do await frame();
      while (!seen() && performance.now() - start < 10_000);
      times.push(performance.now() - start);
    }
    return {frames, jumps: times};
  }, jumps);
}

/** Bytes in memory of the largest page, its engine included; null where the system does not tell (only Linux does). */
export async function pageMemory(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const {processInfo} = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo.filter(({type}) => type === "renderer").map(({id}) => residentBytes(id));
  return sizes.length > 0 && sizes.every((size) => size !== null) ? Math.max(...(sizes as number[])) : null;
}

function residentBytes(pid: number): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
    return Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

async function watched(page: Page, until: "table" | "shown"): Promise<Watched> {
  const happened = await page.waitForFunction(
    (until) => {
      const {watched} = window as unknown as {watched: Watched};
      return watched[until] === null ? null : {...watched};
    },
    until,
    {timeout: 600_000, polling: 20}
  );
  return (await happened.jsonValue())!;
}

/** Runs in the page, before its own code: notes when the demo key or Enter was pressed, and when rows were painted. */
function watchVariants(): void {
  const watched: Watched = {click: 0, table: null, key: 0, shown: null};
  Object.assign(window, {watched});
  let said = "";
  let stood = false;
  const painted = (note: (time: number) => void): void =>
    void requestAnimationFrame(() => setTimeout(() => note(performance.now())));
  addEventListener("click", ({timeStamp}) => (watched.click = stood ? watched.click : timeStamp), true);
  addEventListener(
    "keydown",
    ({key, timeStamp}) => {
      if (key === "Enter") Object.assign(watched, {key: timeStamp, shown: null});
    },
    true
  );
  new MutationObserver(() => {
    // Where a part is public its rows stand before any key; what is timed are those that the key opens.
    const locked = document.querySelector(".public-part") && !document.querySelector(".public-part-open");
    if (!stood && !locked && document.querySelector(".variant-grid tbody th")) {
      stood = true;
      painted((time) => (watched.table = time));
    }
    const says = document.querySelector(".variant-status")?.textContent ?? "";
    if (says !== said && says !== "") painted((time) => (watched.shown = time));
    said = says;
  }).observe(document, {childList: true, subtree: true, characterData: true});
}
