// @vitest-environment jsdom
import {beforeAll, describe, expect, it} from "vitest";
import {releasedColumns} from "../../src/components/cohortFacts.js";
import {flowChart} from "../../src/components/FlowChart.js";
import {releasedFiles} from "../../src/components/ReleasedFiles.js";
import {fileWords} from "../../src/components/tableWords.js";
import type {ReleasedTable, ReleaseManifest} from "../../src/model/release.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";

let manifest: ReleaseManifest;
beforeAll(async () => void ({manifest} = await sampleRelease({variants: 30, class: "public-safe"})));

const text = (element: Element) => element.textContent!.replace(/\s+/g, " ").trim();
const table = (file: string): ReleasedTable => manifest.tables.find((table) => table.file.startsWith(file))!;

describe("a release that has a table for everybody and one of its name for named readers", () => {
  it("fileWords(table, tables) tells them apart, and leaves a table alone that is there once", () => {
    const words = (file: string) => fileWords(table(file), manifest.tables);
    expect(words("public/allele_counts")).toEqual({
      title: "Allele counts, open to everybody",
      sentence: expect.stringMatching(/fixed list of common variants\. The counts carry noise\.$/)
    });
    expect(words("registered/allele_counts").sentence).toMatch(/All variants; small counts are withheld\.$/);
    expect(words("public/variants").sentence).not.toMatch(/noise/);
    expect(words("registered/genotype_counts").title).toBe("Genotype counts");
  });

  it("releasedFiles(manifest) lists both, each with who can open it", () => {
    const rows = [...releasedFiles(manifest, (file) => file).querySelectorAll("tbody tr")].map(text);
    expect(rows.find((row) => row.startsWith("public/allele_counts.parquet "))).toMatch(/carry noise\. ?Everybody/);
    expect(rows.find((row) => row.startsWith("registered/allele_counts"))).toMatch(/withheld\. ?Named readers/);
  });

  it("releasedColumns(manifest) gives each a section with an id of its own", () => {
    const ids = [...releasedColumns(manifest).querySelectorAll("section")].map(({id}) => id);
    expect(new Set(ids).size).toBe(manifest.tables.length);
    expect(text(releasedColumns(manifest))).toContain("noise_sd");
  });

  it("flowChart(manifest) counts the files of each side", () => {
    expect(text(flowChart(manifest))).toMatch(/open to everybody, in 3 files.*encrypted to named readers, in 3 files/);
  });
});
