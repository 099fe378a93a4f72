import {writeFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {squaredCorrelationPlainly} from "../../../data-loaders/tables/structure/correlation.js";
import {pruneLd} from "../../../data-loaders/tables/structure/pruneLd.js";
import {itWith} from "../../require.js";
import {packedOf, structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const data = new URL("../../../../shared/data/", import.meta.url).pathname;
const hapmap3 = `${data}hapmap3/HM3_thinned_autosomal_overlap`;
const everybody = (people: number): Uint8Array => new Uint8Array(people).fill(1);

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
