import type {Browser, BrowserContext} from "playwright-core";

/** Milliseconds from the start of a visit, with nothing in the cache; null for what the page does not have. */
export interface PageTimes {
  /** First paint of text; headings and prose are in the HTML. */
  text: number;
  /** The first SVG of a figure has been painted. */
  chart: number | null;
  /** Every block of the page has its content. */
  whole: number;
  /** Sent by the server, in bytes, until then. */
  bytes: number;
  requests: number;
}

interface Watched {
  chart: number | null;
  whole: number | null;
}

/** Visits a page in a context of its own. */
export async function visit(browser: Browser, url: string): Promise<PageTimes> {
  const context = await newReader(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    const network = await context.newCDPSession(page);
    let bytes = 0;
    let requests = 0;
    await network.send("Network.enable");
    network.on("Network.requestWillBeSent", () => (requests += 1));
    network.on("Network.loadingFinished", ({encodedDataLength}) => (bytes += encodedDataLength));
    await page.goto(url, {waitUntil: "commit"});
    await page.waitForFunction(() => (window as unknown as {watched: Watched}).watched?.whole != null, null, {
      polling: 100,
      timeout: 60_000
    });
    const sent = {bytes, requests};
    // A chart that waits for its width comes a frame later than its block.
    await page.waitForTimeout(300);
    const {chart, whole} = await page.evaluate(() => (window as unknown as {watched: Watched}).watched);
    const text = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    return {text: text ?? NaN, chart, whole: whole!, ...sent};
  } finally {
    await context.close();
  }
}

/** A context with an empty cache, in which a researcher has said why she asks. */
export async function newReader(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  // The compiler wraps functions that have a name in this one, which no page knows.
  await context.addInitScript({content: "globalThis.__name = (named) => named"});
  await context.addInitScript(() => {
    const purpose = {code: "DUO:0000006", statement: "Measure how long an answer takes."};
    localStorage.setItem("covenant.identity", JSON.stringify({id: "reader-00000000", role: "researcher", purpose}));
  });
  return context;
}

/** Runs in the page, before its own code: notes when the first chart is there, and when no block is waited for. */
function watchPage(): void {
  const watched: Watched = {chart: null, whole: null};
  Object.assign(window, {watched});
  const painted = (note: (time: number) => void): void =>
    void requestAnimationFrame(() => setTimeout(() => note(performance.now())));
  let charted = false;
  let filled = false;
  const look = (): void => {
    if (!charted && document.querySelector("#observablehq-main figure svg :is(rect, path, circle, line)")) {
      charted = true;
      painted((time) => (watched.chart = time));
    }
    if (!filled && document.readyState === "complete" && !document.querySelector("observablehq-loading")) {
      filled = true;
      painted((time) => (watched.whole = time));
    }
  };
  new MutationObserver(look).observe(document, {childList: true, subtree: true});
  addEventListener("load", () => setTimeout(look));
}
