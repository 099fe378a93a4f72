import {launchChromium} from "../chromium.js";
import {buildSite} from "../site.js";
import type {BenchInput} from "./benchInput.js";
import {benchScroll, showMemory} from "./benchSite.js";
import {goalRow, largest, median, valueRow} from "./goalRow.js";
import {openTables, search} from "./variantsTimes.js";

/** The Variants page of an open cohort with as many rows of genotype counts as variants times strata: does it hold? */
export async function benchLargeSite(input: BenchInput, rows: number): Promise<void> {
  console.log(`\nVariants page of an open cohort, ${rows.toLocaleString("en")} rows of genotype counts`);
  const site = await buildSite(input.manifest);
  const browser = await launchChromium();
  try {
    const tables = await openTables(browser, site.url);
    valueRow("query engine up, from the start of a visit", tables.engine);
    valueRow("table stands, from the start of a visit", tables.table);
    const searches: number[] = [];
    for (let i = 1; i <= 12; ++i) searches.push(await search(tables.page, `1:${i * 900}-${i * 900 + 50}`));
    goalRow("Enter to rows, 12 regions, median", median(searches), 200);
    goalRow("Enter to rows, 12 regions, worst", largest(searches), 200);
    valueRow("Enter to rows, all variants", await search(tables.page, ""));
    await benchScroll(tables.page);
    await showMemory(browser);
    await tables.close();
  } finally {
    await browser.close();
    await site.remove();
  }
}
