import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {kinshipInThreads} from "../../../data-loaders/release/kinshipThreads.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import type {PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";
import {kingRobust, kingRobustPlainly, pairBlocks} from "../../../data-loaders/tables/structure/kingRobust.js";
import {personBits, type PersonBits} from "../../../data-loaders/tables/structure/personBits.js";
import {itWith} from "../../require.js";
import {expectPrinted} from "./expectPrinted.js";
import {packedOf, structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const hapmap3 = new URL("../../../../shared/data/hapmap3/HM3_thinned_autosomal_overlap", import.meta.url).pathname;

describe("kingRobust(bits, threshold)", () => {
  it("is 0.5 for the same genotypes and falls with every opposite homozygote", async () => {
    // Four variants het in all; then 0 and 2 copies. Kinship of a and b: 0.5; of a and c: 0.5 − 4 / (4 × 4).
    const packed = packedOf([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
      [0, 0, 2],
      [NaN, 2, 0]
    ]);
    const pairs = await kingRobust(bitsOf(packed), 0);
    expect(pairs).toEqual([
      {a: 0, b: 1, variants: 5, hetHet: 0.8, ibs0: 0, kinship: 0.5},
      {a: 0, b: 2, variants: 5, hetHet: 0.8, ibs0: 0.2, kinship: 0.25},
      {a: 1, b: 2, variants: 6, hetHet: 4 / 6, ibs0: 2 / 6, kinship: 0}
    ]);
  });

  it("finds nobody who has no heterozygous genotype", async () => {
    expect(await kingRobust(bitsOf(packedOf([[0, 0, 2]])), -10)).toEqual([]);
  });

  it("finds nobody who is not included", async () => {
    const packed = packedOf([[1, 1, 1]]);
    const pairs = await kingRobust(personBits(packed, Uint8Array.of(1, 0, 1)), 0);
    expect(pairs.map(({a, b}) => [a, b])).toEqual([[0, 2]]);
  });

  it("agrees with the plain loop for any people, variants, threshold and missing genotypes", async () => {
    const input = fc.record({
      people: fc.integer({min: 1, max: 30}),
      variants: fc.integer({min: 1, max: 300}),
      missing: fc.constantFrom(0, 0.02, 0.6),
      threshold: fc.constantFrom(-2, 0, 0.1, 0.25),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({people, variants, missing, threshold, seed}) => {
        const random = randomStream(seed, "king");
        const packed = structuredGenotypes({people, variants, groups: 2, fst: 0.1, missing}, random);
        expect(await kingRobust(bitsOf(packed), threshold)).toEqual(kingRobustPlainly(packed, threshold));
      }),
      {seed: 20261124, numRuns: 100}
    );
  });

  it("agrees with the plain loop over many variants, in several blocks and threads", async () => {
    const random = randomStream(7, "blocks");
    const packed = structuredGenotypes({people: 90, variants: 9000, groups: 2, fst: 0.1, missing: 0.01}, random);
    const bits = bitsOf(packed);
    expect(bits.words * 128).toBeGreaterThan(2 * 31 * 128);
    expect(pairBlocks(bits).length).toBeGreaterThan(1);
    const plain = kingRobustPlainly(packed, -0.02);
    expect(plain.length).toBeGreaterThan(100);
    expect(await kingRobust(bits, -0.02)).toEqual(plain);
    expect(await kinshipInThreads(bits, -0.02, 2)).toEqual(plain);
  });

  itWith("plink2", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "gives the digits that plink2 --make-king-table prints, for HapMap 3",
    async () => {
      const table = await plink2(`--bfile ${hapmap3} --make-king-table --king-table-filter -0.02`, "kin0");
      const printed = table.slice(1).map((line) => line.split("\t"));
      const fam = readFileSync(`${hapmap3}.fam`, "utf8").trimEnd().split("\n");
      const person = new Map(fam.map((line, i) => [line.split(/\s+/).slice(0, 2).join(" "), i]));
      const theirs = printed.map(([fid1, iid1, fid2, iid2, ...values]) => {
        const [a, b] = [person.get(`${fid1} ${iid1}`)!, person.get(`${fid2} ${iid2}`)!].sort((x, y) => x - y);
        return {pair: `${a} ${b}`, values: values.map(Number)};
      });
      const pairs = await kingRobust(bitsOf(readBed(hapmap3)), -0.02);
      const ours = new Map(
        pairs.map(({a, b, variants, hetHet, ibs0, kinship}) => [`${a} ${b}`, [variants, hetHet, ibs0, kinship]])
      );
      expect(theirs.length).toBeGreaterThan(10_000);
      expect(ours.size).toBe(theirs.length);
      const oneMore = theirs.filter(({pair, values}) => values[0] !== ours.get(pair)![0]);
      // Of 109,024 pairs plink2 (2.00a3.5) counts one variant too many for eight, which the plain loop confirms.
      expect(oneMore.length).toBeLessThanOrEqual(8);
      for (const {pair, values} of theirs) {
        const [variants, hetHet, ibs0, kinship] = ours.get(pair)!;
        expectPrinted(kinship, values[3]);
        expect(Math.abs(values[0] - variants)).toBeLessThanOrEqual(1);
        // The counts are the same then too: only what they are divided by differs.
        expectPrinted((hetHet * variants) / values[0], values[1]);
        expectPrinted((ibs0 * variants) / values[0], values[2]);
      }
    },
    60_000
  );
});

function plink2(options: string, extension: string): Promise<string[]> {
  return inPlinkFolder(async ({run, lines}) => {
    run("plink2", options);
    return lines(extension);
  });
}

function bitsOf(packed: PackedGenotypes): PersonBits {
  return personBits(packed, new Uint8Array(packed.people).fill(1));
}
