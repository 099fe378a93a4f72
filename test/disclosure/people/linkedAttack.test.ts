import {randomBinomial} from "d3-random";
import {describe, expect, it} from "vitest";
import {peel} from "../../../data-loaders/disclosure/audit/peel.js";
import {narrowestOf, rangesOfHidden} from "../../../data-loaders/disclosure/audit/rangeOfHidden.js";
import {solvedByElimination} from "../../../data-loaders/disclosure/audit/rowSpace.js";
import {trackedNumbers} from "../../../data-loaders/disclosure/audit/tracker.js";
import {allMargins, linkTables, withCells} from "../../../data-loaders/disclosure/people/linkedTables.js";
import {suppressLinked} from "../../../data-loaders/disclosure/people/suppress.js";
import {isSmall} from "../../../data-loaders/disclosure/smallCell.js";
import {seeded} from "../audit/seeded.js";
import {commonFrequencies, driftedFrequencies} from "../audit/simulated.js";
import {seededTables} from "./seeded.js";

const limit = 20;

describe("hiding small numbers alone", () => {
  /** People of 1000 Genomes phase 3 by ancestry and sex, and drift: privacy-sim/common.py of the notes. */
  const women = [342, 177, 260, 263, 229];
  const men = [319, 170, 244, 240, 260];
  const fst = [0.08, 0.06, 0.12, 0.1, 0.08];
  const cube = ["ancestry", "sex", "status"].map((name, d) => ({name, levels: [5, 2, 2][d]}));
  const variants = 4000;
  const random = seeded(11);
  const chromosomes = men.flatMap((n, k) =>
    [n, women[k]].flatMap((people) => {
      const cases = randomBinomial.source(random)(people, 0.5)();
      return [2 * (people - cases), 2 * cases];
    })
  );

  /** Share of hidden finest numbers that subtraction recovers, where 1 to `small` are hidden in all eight group-bys. */
  function recoveredShare(ancestral: Float64Array, small: number): number {
    const frequencies = fst.map((f) => driftedFrequencies(ancestral, f, random));
    const empty = linkTables(cube, new Int32Array(20), allMargins(3));
    let hiddenCells = 0;
    let recoveredCells = 0;
    for (let v = 0; v < ancestral.length; ++v) {
      const draws = frequencies.map((row) => row[v]);
      const counts = chromosomes.map((n, cell) => randomBinomial.source(random)(n, draws[cell >> 2])());
      const tables = withCells(empty, Int32Array.from(counts));
      const hidden = Uint8Array.from(tables.values, (value) => Number(isSmall(value, small)));
      const {recovered} = peel(tables, hidden);
      for (let cell = 0; cell < 20; ++cell) {
        hiddenCells += hidden[cell];
        recoveredCells += recovered[cell];
      }
    }
    return recoveredCells / hiddenCells;
  }

  /** As many rare variants as in 1000 Genomes phase 3, by privacy-sim/common.py of the notes. */
  function sequencedFrequencies(count: number): Float64Array {
    const rarest = 1 / 5008;
    return Float64Array.from({length: count}, () => {
      const kind = 84 * random();
      if (kind < 64) return 1 / (1 / rarest - random() * (1 / rarest - 1 / 0.005));
      return kind < 76 ? 0.005 * 10 ** random() : 0.05 * 10 ** random();
    });
  }

  // Recovered with counts of 1 to t - 1 hidden, 20,000 variants with genotypes drawn: privacy-sim/out3.txt of the notes.
  it.each([
    ["common", 5, 0.87],
    ["common", 10, 0.607],
    ["common", 20, 0.342],
    ["sequenced", 5, 0.64],
    ["sequenced", 10, 0.384],
    ["sequenced", 20, 0.186]
  ])("of alleles of %s variants, below %i, lets subtraction recover a share of %f", (kind, t, share) => {
    const ancestral = kind === "common" ? commonFrequencies(variants, random) : sequencedFrequencies(4 * variants);
    const found = recoveredShare(ancestral, t - 1);
    expect(found).toBeGreaterThan(share - 0.03);
    expect(found).toBeLessThan(share + 0.03);
  });

  it("of numbers of people gives more than half of them away in the same 200 random linked tables", async () => {
    let hiddenNumbers = 0;
    let recovered = 0;
    let solved = 0;
    for (let seed = 0; seed < 200; ++seed) {
      const tables = seededTables(seed);
      const hidden = Uint8Array.from(tables.values, (value) => Number(isSmall(value, limit)));
      hiddenNumbers += count(hidden);
      recovered += count(peel(tables, hidden).recovered);
      solved += count(solvedByElimination(tables, hidden));
    }
    expect(recovered).toBeGreaterThan(0.5 * hiddenNumbers);
    expect(solved).toBeGreaterThanOrEqual(recovered);
  });
});

describe("suppressLinked(tables, {limit})", () => {
  it.each([0, 50, 100, 150])(
    "leaves four attacks nothing in 50 of 200 random linked tables, from seed %i",
    async (from) => {
      let hiddenNumbers = 0;
      for (let seed = from; seed < from + 50; ++seed) {
        const tables = seededTables(seed);
        const {hidden} = await suppressLinked(tables, {limit});
        hiddenNumbers += count(hidden);
        tables.values.forEach((value, number) => isSmall(value, limit) && expect(hidden[number]).toBe(1));
        expect(count(peel(tables, hidden).recovered), `subtraction, seed ${seed}`).toBe(0);
        expect(count(solvedByElimination(tables, hidden)), `elimination, seed ${seed}`).toBe(0);
        expect(count(trackedNumbers(tables, hidden)), `tracker, seed ${seed}`).toBe(0);
        const narrowest = narrowestOf(await rangesOfHidden(tables, hidden), hidden);
        expect(narrowest ?? limit, `narrowest range, seed ${seed}`).toBeGreaterThanOrEqual(limit);
      }
      expect(hiddenNumbers).toBeGreaterThan(1000);
    },
    240_000
  );

  it("hides fewer numbers as companions than it has to hide anyway", async () => {
    let small = 0;
    let complement = 0;
    for (let seed = 0; seed < 20; ++seed) {
      const {hidden} = await suppressLinked(seededTables(seed), {limit});
      small += hidden.filter((code) => code === 1).length;
      complement += hidden.filter((code) => code === 2).length;
    }
    expect(complement).toBeLessThan(small);
  });
});

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + Number(flag > 0), 0);
}
