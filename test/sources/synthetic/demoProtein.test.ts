import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {readManifest} from "../../../data-loaders/sources/manifest.js";
import {readStructures} from "../../../data-loaders/sources/structure/readStructures.js";
import {demoProtein} from "../../../data-loaders/sources/synthetic/demoProtein.js";
import {modelReference} from "../../../data-loaders/sources/synthetic/modelReference.js";
import {lowConfidenceRegions} from "../../../src/model/structure.js";

const cohorts = new URL("../../../data-loaders/cohorts/", import.meta.url);
const manifest = await readManifest(new URL("synthetic.yaml", cohorts).pathname);
const parameters = {...manifest.synthetic!, build: manifest.build};

describe("demoProtein(parameters)", () => {
  it("gives the files that the embedded cohort's manifest names", async () => {
    const {model, effects, error} = demoProtein(parameters);
    const text = (file: string) => readFile(new URL(file, cohorts), "utf8");
    // Where the simulation has changed: npx tsx data-loaders/sources/synthetic/writeDemoProtein.ts
    expect(await text("synthetic-demo1.pdb")).toBe(model);
    expect(await text("synthetic-demo1-effects.tsv")).toBe(effects);
    expect(await text("synthetic-demo1-error.json")).toBe(error);
    expect(inputFile(manifest.structures[0].effects!.file).file).toMatch(/synthetic-demo1-effects.tsv$/);
  });

  it("places variants that the cohort has at residues, and says that it is made up", async () => {
    const [demo] = await readStructures(manifest);
    expect(demo.source).toMatch(/made up by Covenant; no protein that exists/);
    expect(demo.placement.mismatches).toEqual([]);
    expect(demo.placement.placed).toHaveLength(32);
    const own = new Set(
      modelReference(parameters).variants.map(({chrom, pos, ref, alt}) => `${chrom}-${pos}-${ref}-${alt}`)
    );
    expect(demo.effects.filter(({variantId, build}) => build === "GRCh37" && own.has(variantId!))).toHaveLength(28);
    expect(demo.model.residues).toHaveLength(96);
    expect(demo.error!.residues).toBe(96);
    expect(lowConfidenceRegions(demo.model.residues).map(({start, end}) => [start, end])).toEqual([
      [1, 1],
      [44, 58],
      [95, 96]
    ]);
  });

  it("is a chain of peptide bonds whose helices rise 1.5 Å a residue", async () => {
    const [{model}] = await readStructures(manifest);
    const {residues} = model;
    const far = (i: number, j: number): number =>
      Math.hypot(residues[i].x - residues[j].x, residues[i].y - residues[j].y, residues[i].z - residues[j].z);
    // α carbons of a trans peptide are 3.8 Å apart; a turn of an α helix, of 3.6 residues, is 5.4 Å high.
    for (let i = 1; i < residues.length; ++i) expect(far(i - 1, i)).toBeCloseTo(3.8, 1);
    const helices = [[5, 20], [27, 41], [59, 73], [79, 92]]; // prettier-ignore
    for (const [from, to] of helices) {
      const rise = far(from, to) / (to - from);
      expect(rise).toBeGreaterThan(1.4);
      expect(rise).toBeLessThan(1.65);
    }
  });
});
