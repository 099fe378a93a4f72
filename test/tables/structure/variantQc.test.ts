import {describe, expect, it} from "vitest";
import {openVariantQc, VariantReason} from "../../../data-loaders/tables/structure/variantQc.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import {itWith} from "../../require.js";
import {batchOf} from "./batchOf.js";
import {expectPrinted} from "./expectPrinted.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const hapmap3 = new URL("../../../../shared/data/hapmap3/HM3_thinned_autosomal_overlap", import.meta.url).pathname;
const ones = (length: number): Uint8Array => new Uint8Array(length).fill(1);

describe("openVariantQc({people, included, controls, sex}, exactTest)", () => {
  const nobodyFails = (): number => 1;

  it("counts one copy of a man on X, none of a woman on Y, and a heterozygous man as missing", async () => {
    const people = {
      people: 5,
      included: Uint8Array.of(1, 1, 1, 1, 0),
      controls: ones(5),
      sex: Uint8Array.of(1, 1, 2, 2, 1)
    };
    const judge = await openVariantQc(people, nobodyFails);
    const rows = [[2, 1, 1, 0, 2]];
    const onX = judge(batchOf(rows, "X", Ploidy.menHaploid));
    expect([onX.callRates[0], onX.frequencies[0]]).toEqual([0.75, 2 / 5]);
    const onY = judge(batchOf(rows, "Y", Ploidy.menOnly));
    expect([onY.callRates[0], onY.frequencies[0], onY.hardyWeinberg[0]]).toEqual([0.5, 1, NaN]);
    const autosomal = judge(batchOf(rows, "1", Ploidy.diploid));
    expect([autosomal.callRates[0], autosomal.frequencies[0]]).toEqual([1, 0.5]);
    const mitochondrial = judge(batchOf(rows, "MT", Ploidy.haploid));
    expect([mitochondrial.callRates[0], mitochondrial.frequencies[0]]).toEqual([0.5, 0.5]);
  });

  it("tests Hardy–Weinberg proportions in controls, on X in women", async () => {
    const asked: number[][] = [];
    const note = (...counts: number[]): number => asked.push(counts);
    const people = {
      people: 6,
      included: ones(6),
      controls: Uint8Array.of(1, 1, 1, 0, 1, 1),
      sex: Uint8Array.of(1, 2, 2, 2, 0, 1)
    };
    const judge = await openVariantQc(people, note);
    judge(batchOf([[0, 1, 2, 2, NaN, 1]], "1", Ploidy.diploid));
    judge(batchOf([[0, 1, 2, 2, 0, 1]], "X", Ploidy.menHaploid));
    expect(asked).toEqual([
      [1, 2, 1],
      [1, 1, 1]
    ]);
  });

  it("names the reasons against a variant, on both sides of each limit", async () => {
    const people = {people: 10, included: ones(10), controls: ones(10), sex: new Uint8Array(10)};
    const judge = await openVariantQc(people, (homRef) => (homRef === 0 ? 1e-7 : 1e-6));
    const {reasons} = judge(
      batchOf(
        [
          [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
          [0, 0, 0, 0, 0, 0, 0, 1, 1, NaN],
          [0, 0, 0, 0, 0, 0, 1, 1, NaN, NaN],
          [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN]
        ],
        "1",
        Ploidy.diploid
      ),
      {callRate: 0.9, minorFrequency: 0.1}
    );
    const {lowCallRate, lowFrequency, hardyWeinberg} = VariantReason;
    expect([...reasons]).toEqual([
      0,
      lowFrequency,
      0,
      lowCallRate,
      hardyWeinberg,
      lowFrequency,
      lowCallRate + lowFrequency
    ]);
  });

  itWith("plink1.9", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "gives the digits that plink1.9 --missing and --freq print, for HapMap 3",
    () =>
      inPlinkFolder(async ({run, lines}) => {
        run("plink1.9", `--bfile ${hapmap3} --missing --freq --keep-allele-order`);
        const {people, variants, genotypes} = readBed(hapmap3);
        const judge = await openVariantQc(
          {people, included: ones(people), controls: ones(people), sex: new Uint8Array(people)},
          nobodyFails
        );
        const {callRates, frequencies} = judge({count: variants, ploidy: new Uint8Array(variants), genotypes});
        const rows = (extension: string): string[][] =>
          lines(extension)
            .slice(1)
            .map((line) => line.trim().split(/\s+/));
        rows("lmiss").forEach(([, , , , missing], variant) =>
          expectPrinted(1 - callRates[variant], Number(missing), 4)
        );
        rows("frq").forEach(([, , , , frequency], variant) =>
          expectPrinted(frequencies[variant], Number(frequency), 4)
        );
      }),
    60_000
  );
});
