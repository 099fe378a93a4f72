import {join} from "node:path";
import type {Page} from "playwright-core";
import {launchChromium} from "../chromium.js";
import {serveChartPage} from "../fixtures/chartPage.js";
import {sampleLoci, sampleManhattan, sampleScan} from "../fixtures/sampleAssociation.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";
import {goalRow, largest, median, valueRow} from "./goalRow.js";

const variants = 1_000_000;
const runs = 5;

/** A Manhattan plot of a million variants in Chromium: how soon it is there, how it moves, what it holds. */
export async function benchManhattan(): Promise<void> {
  console.log(`\nManhattan plot of ${variants.toLocaleString("en")} variants`);
  const scan = sampleScan({variants, seed: 1});
  const {manifest} = await sampleRelease({variants: 1});
  const {rows, chromosomes, alleles, posBp, minusLog10P, alleleCode, chromCode} = scan;
  const start = {manifest, points: sampleManhattan(scan), loci: sampleLoci(scan), scan: {rows, chromosomes, alleles}};
  const columns = [posBp, minusLog10P, alleleCode, chromCode].map(
    ({buffer, byteOffset, byteLength}) => new Uint8Array(buffer, byteOffset, byteLength)
  );
  const served = await serveChartPage(join(import.meta.dirname, "manhattanInPage.ts"), {
    "start.json": JSON.stringify(start),
    "scan.bin": Buffer.concat(columns)
  });
  const browser = await launchChromium();
  try {
    console.log(`  Chromium ${browser.version()}, ${start.points.length} points in the first picture`);
    const paints: number[] = [];
    for (let run = 0; run < runs; ++run) {
      const page = await browser.newPage({viewport: {width: 1280, height: 900}});
      await page.goto(served.url);
      paints.push((await page.evaluate("charts.firstPaint().then(({milliseconds}) => milliseconds)")) as number);
      await page.close();
    }
    goalRow("first paint, from the start of a visit, median", median(paints), 1000);
    for (const deviceScaleFactor of [1, 2]) {
      const context = await browser.newContext({viewport: {width: 1280, height: 900}, deviceScaleFactor});
      const page = await context.newPage();
      await page.goto(served.url);
      await page.evaluate("charts.firstPaint().then(({plot}) => (globalThis.plot = plot))");
      const small = await memory(page);
      valueRow(`all variants read and drawn, ${deviceScaleFactor} × pixels`, await timed(page, "plot.closer()"));
      const {frames} = (await page.evaluate("charts.scriptedZoom(360)")) as {frames: number[]};
      const rate = 1000 / (frames.reduce((sum, time) => sum + time) / frames.length);
      const slow = frames.filter((time) => time > 25).length;
      goalRow(`zoom, mean time of a frame, ${deviceScaleFactor} × pixels`, 1000 / rate, 17);
      console.log(`    ${rate.toFixed(1)} frames a second; ${slow} of ${frames.length} frames took longer than 25 ms`);
      valueRow("zoom, slowest frame", largest(frames));
      const bytes = await memory(page);
      const met = bytes.all < 50e6 ? "met" : "MISSED";
      console.log(
        `    memory of the page: ${mb(bytes.all)} (${mb(bytes.heap)} heap, ${mb(bytes.buffers)} typed arrays); ` +
          `${mb(small.all)} with the small table; goal below 50 MB: ${met}`
      );
      await context.close();
    }
  } finally {
    await browser.close();
    await served.close();
  }
}

async function timed(page: Page, expression: string): Promise<number> {
  return (await page.evaluate(`(async () => {
    const start = performance.now();
    await ${expression};
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  })()`)) as number;
}

/** Bytes after the garbage was collected: the heap, and the buffers of typed arrays beside it. */
async function memory(page: Page): Promise<{heap: number; buffers: number; all: number}> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const usage = (await session.send("Runtime.getHeapUsage")) as {usedSize: number; backingStorageSize?: number};
  await session.detach();
  const buffers = usage.backingStorageSize ?? 0;
  return {heap: usage.usedSize, buffers, all: usage.usedSize + buffers};
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
