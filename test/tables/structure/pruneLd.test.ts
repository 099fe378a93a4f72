import {writeFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {squaredCorrelationPlainly} from "../../../data-loaders/tables/structure/correlation.js";
import {ldMatrix} from "../../../data-loaders/tables/structure/ldMatrix.js";
import {pruneLd} from "../../../data-loaders/tables/structure/pruneLd.js";
import {itWith} from "../../require.js";
import {expectPrinted} from "./expectPrinted.js";
import {packedOf, structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const data = new URL("../../../../shared/data/", import.meta.url).pathname;
const hapmap3 = `${data}hapmap3/HM3_thinned_autosomal_overlap`;
const everybody = (people: number): Uint8Array => new Uint8Array(people).fill(1);

describe("ldMatrix(packed, included)", () => {
  it("is the squared correlation of copies over people who have both genotypes", async () => {
    const packed = packedOf([
      [0, 1, 2, 1, NaN, 0],
      [0, 1, 2, 1, 2, 2],
      [1, 1, 1, 1, 1, 0]
    ]);
    // Without the last person the first two are the same, and the third does not vary.
    const matrix = await ldMatrix(packed, Uint8Array.of(1, 1, 1, 1, 1, 0));
    expect([...matrix]).toEqual([1, 1, NaN, 1, 1, NaN, NaN, NaN, NaN]);
    // python3 -c 'import numpy as np; print(np.corrcoef([0,1,2,1,0], [0,1,2,1,2])[0,1]**2)'
    expect((await ldMatrix(packed, everybody(6)))[1]).toBeCloseTo(0.18367346938775503, 14);
  });

  it("agrees with the plain loop for any people, groups of them and missing genotypes", async () => {
    const input = fc.record({
      people: fc.integer({min: 1, max: 300}),
      missing: fc.constantFrom(0, 0.02, 0.7),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({people, missing, seed}) => {
        const random = randomStream(seed, "ld");
        const packed = structuredGenotypes({people, variants: 5, groups: 2, fst: 0.3, missing}, random);
        const included = everybody(people).map(() => Number(random() < 0.8));
        const matrix = await ldMatrix(packed, included);
        for (let a = 0; a < 5; ++a) {
          for (let b = 0; b < 5; ++b) {
            const plain = squaredCorrelationPlainly(packed, included, a, b);
            if (Number.isNaN(plain)) expect(matrix[5 * a + b]).toBeNaN();
            else expect(matrix[5 * a + b]).toBeCloseTo(plain, 10);
          }
        }
      }),
      {seed: 20261124, numRuns: 100}
    );
  });

  it("counts more people than a byte can", async () => {
    const packed = structuredGenotypes(
      {people: 9001, variants: 2, groups: 2, fst: 0.3, missing: 0.01},
      randomStream(8, "many")
    );
    const included = everybody(9001);
    expect((await ldMatrix(packed, included))[1]).toBeCloseTo(squaredCorrelationPlainly(packed, included, 0, 1), 12);
  });

  itWith("plink1.9", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "gives the digits that plink1.9 --r2 prints, for chromosome 22 of HapMap 3",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        run("plink1.9", `--bfile ${hapmap3} --chr 22 --make-bed`);
        run("plink1.9", `--bfile ${prefix} --r2 --ld-window-r2 0 --ld-window 100000 --ld-window-kb 1000000`);
        const packed = readBed(prefix);
        const at = new Map(lines("bim").map((line, variant) => [line.split("\t")[1], variant]));
        const matrix = await ldMatrix(packed, everybody(packed.people));
        const rows = lines("ld").slice(1);
        expect(rows.length).toBe((packed.variants * (packed.variants - 1)) / 2);
        for (const row of rows) {
          const [, , a, , , b, r2] = row.trim().split(/\s+/);
          expectPrinted(matrix[at.get(a)! * packed.variants + at.get(b)!], Number(r2));
        }
      }),
    60_000
  );
});

describe("pruneLd(packed, {included, chromosomes, window, step, threshold})", () => {
  it("keeps the variant with the higher minor allele frequency, the earlier of two alike, and drops constant ones", async () => {
    const packed = packedOf([
      [0, 1, 2, 1, 0, 1],
      [0, 1, 2, 1, 1, 1],
      [0, 1, 2, 1, 1, 1],
      [2, 2, 2, 2, 2, 2]
    ]);
    const options = {included: everybody(6), threshold: 0.5};
    expect([...(await pruneLd(packed, {...options, chromosomes: ["1", "1", "1", "1"]}))]).toEqual([0, 1, 0, 0]);
    expect([...(await pruneLd(packed, {...options, chromosomes: ["1", "2", "3", "4"]}))]).toEqual([1, 1, 1, 0]);
  });

  it("leaves no pair above the threshold in a window", async () => {
    const input = fc.record({
      variants: fc.integer({min: 0, max: 60}),
      window: fc.integer({min: 2, max: 12}),
      step: fc.integer({min: 1, max: 4}),
      threshold: fc.constantFrom(0.05, 0.2, 0.6),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({variants, window, step, threshold, seed}) => {
        const packed = structuredGenotypes(
          {people: 40, variants, groups: 2, fst: 0.4, missing: 0.05},
          randomStream(seed, "prune")
        );
        const chromosomes = Array.from({length: variants}, (_, variant) => (variant < 25 ? "1" : "2"));
        const included = everybody(packed.people);
        const kept = await pruneLd(packed, {included, chromosomes, window, step, threshold});
        for (let start = 0; start < variants; start = start < 25 && start + step >= 25 ? 25 : start + step) {
          const end = Math.min(start + window, start < 25 ? 25 : variants, variants);
          for (let a = start; a < end; ++a)
            for (let b = a + 1; b < end; ++b)
              if (kept[a] && kept[b])
                expect(squaredCorrelationPlainly(packed, included, a, b)).not.toBeGreaterThan(threshold + 1e-9);
        }
      }),
      {seed: 20261124, numRuns: 60}
    );
  });

  itWith("plink1.9", "hapmap3/HM3_thinned_autosomal_overlap.bed", "eur503-chr20/reference.vcf.gz")(
    "keeps the variants that plink1.9 --indep-pairwise keeps, of HapMap 3 and of a dense region in Europeans",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        for (const [source, settings] of [
          [
            `--bfile ${hapmap3}`,
            [
              [100, 10, 0.05],
              [20, 1, 0.02]
            ]
          ],
          [
            `--vcf ${data}eur503-chr20/reference.vcf.gz --biallelic-only`,
            [
              [50, 5, 0.2],
              [200, 7, 0.5]
            ]
          ]
        ] as const) {
          run("plink1.9", `${source} --make-bed`);
          const packed = readBed(prefix);
          const chromosomes = lines("bim").map((line) => line.split("\t")[0]);
          // plink answers with names, so these have to be unique.
          const named = lines("bim").map((line, variant) => line.split("\t").with(1, String(variant)).join("\t"));
          writeFileSync(`${prefix}.bim`, named.join("\n") + "\n");
          for (const [window, step, threshold] of settings) {
            run("plink1.9", `--bfile ${prefix} --indep-pairwise ${window} ${step} ${threshold}`);
            const theirs = lines("prune.in").map(Number);
            const included = everybody(packed.people);
            const kept = await pruneLd(packed, {included, chromosomes, window, step, threshold});
            expect(theirs.length).toBeLessThan(packed.variants);
            expect([...kept.keys()].filter((variant) => kept[variant])).toEqual(theirs);
          }
        }
      }),
    120_000
  );
});
