import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {squaredCorrelationPlainly} from "../../../data-loaders/tables/structure/correlation.js";
import {ldMatrix} from "../../../data-loaders/tables/structure/ldMatrix.js";
import {itWith} from "../../require.js";
import {expectPrinted} from "./expectPrinted.js";
import {packedOf, structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const hapmap3 = new URL("../../../../shared/data/hapmap3/HM3_thinned_autosomal_overlap", import.meta.url).pathname;
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
