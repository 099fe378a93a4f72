import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {addSampleCounts, openSampleCounter} from "../../../data-loaders/tables/structure/sampleCounts.js";
import {judgeSamples, SampleReason} from "../../../data-loaders/tables/structure/sampleQc.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import {itWith} from "../../require.js";
import {batchOf} from "./batchOf.js";
import {expectPrinted} from "./expectPrinted.js";
import {structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const data = new URL("../../../../shared/data/", import.meta.url).pathname;
const hapmap3 = `${data}hapmap3/HM3_thinned_autosomal_overlap`;
const ones = (length: number): Uint8Array => new Uint8Array(length).fill(1);

interface People {
  people: number;
  included: Uint8Array;
  sex: Uint8Array;
  groups: ArrayLike<number>;
}

async function collect(people: People) {
  const {add, counts} = await openSampleCounter(people);
  return {add, counts, result: () => judgeSamples(counts, people)};
}

describe("judgeSamples(counts, {included, sex, groups})", () => {
  it("adds up batches: call rate, F, X and Y of each person", async () => {
    const people = {people: 4, included: ones(4), sex: Uint8Array.of(1, 2, 1, 0), groups: [0, 0, 0, 0]};
    const qc = await collect(people);
    qc.add(batchOf([[0, 1, 1, 2]], "1", Ploidy.diploid));
    qc.add(batchOf([[0, 1, NaN, 1]], "2", Ploidy.diploid));
    qc.add(batchOf([[2, 1, 0, 0]], "X", Ploidy.menHaploid));
    qc.add(batchOf([[0, NaN, NaN, NaN]], "Y", Ploidy.menOnly));
    const {callRates, heterozygosity, inbreeding, inbreedingX, callsY, sexOfX} = qc.result();
    expect([...callRates]).toEqual([1, 1, 0.5, 1]);
    expect([...heterozygosity]).toEqual([0, 1, 1, 0.5]);
    // E(hom): p = 1/2 gives 1/2; p = 1/3 gives 5/9. F of the last: (1 − 19/18) / (2 − 19/18).
    expect(inbreeding[0]).toBeCloseTo(1, 14);
    expect(inbreeding[3]).toBeCloseTo((1 - 19 / 18) / (2 - 19 / 18), 14);
    // On X: 1 + 1 of 6 copies, so that E(hom) = 5/9.
    expect(inbreedingX[1]).toBeCloseTo(-5 / 9 / (4 / 9), 14);
    expect([...sexOfX]).toEqual([1, 2, 1, 1]);
    expect([...callsY]).toEqual([1, 0, 0, 0]);
  });

  it("names the reasons against a person: call rate, heterozygosity of the group, sex", async () => {
    const people = 40;
    const sex = ones(people).fill(2);
    const qc = await collect({people, included: ones(people), sex, groups: new Int16Array(people)});
    // Person 0 is heterozygous everywhere, person 1 has few genotypes, person 2 has one X, person 3 is between.
    const variants = Array.from({length: 60}, (_, v) =>
      Array.from({length: people}, (_, i) =>
        i === 0 ? 1 : i === 1 && v % 2 === 0 ? NaN : v % 2 === i % 2 ? (v * 7 + i * 3) % 3 : ((v + i) % 2) * 2
      )
    );
    qc.add(batchOf(variants, "3", Ploidy.diploid));
    // On X others have half of their genotypes heterozygous: more than expected.
    const onX = variants.map((row, v) =>
      row.map((_, i) => ((i === 3 ? v % 4 === 0 : i !== 2 && v % 2 === i % 2) ? 1 : 2 * ((v >> 1) % 2)))
    );
    qc.add(batchOf(onX, "X", Ploidy.menHaploid));
    const {reasons} = qc.result();
    expect(reasons[0]).toBe(SampleReason.heterozygosity);
    expect(reasons[1] & SampleReason.lowCallRate).toBe(SampleReason.lowCallRate);
    expect(reasons[2]).toBe(SampleReason.sexDiffers);
    expect(reasons[3]).toBe(SampleReason.sexUnclear);
    expect([...reasons.subarray(4)]).toEqual(Array<number>(36).fill(0));
  });

  it("lets nobody pass where there are no variants", async () => {
    const qc = await collect({people: 2, included: ones(2), sex: ones(2), groups: [0, 0]});
    expect([...qc.result().reasons]).toEqual([SampleReason.lowCallRate, SampleReason.lowCallRate]);
  });

  itWith("plink1.9", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "gives the digits that plink1.9 --het and --missing print, for HapMap 3",
    () =>
      inPlinkFolder(async ({run, lines}) => {
        run("plink1.9", `--bfile ${hapmap3} --het --missing`);
        const {people, variants, genotypes} = readBed(hapmap3);
        const qc = await collect({
          people,
          included: ones(people),
          sex: new Uint8Array(people),
          groups: new Int16Array(people)
        });
        for (let first = 0; first < variants; first += 5000) {
          const count = Math.min(5000, variants - first);
          const bytes = Math.ceil(people / 4);
          qc.add({
            count,
            chrom: Array<string>(count).fill("1"),
            ploidy: new Uint8Array(count),
            genotypes: genotypes.subarray(first * bytes, (first + count) * bytes)
          });
        }
        const {inbreeding, callRates, heterozygosity} = qc.result();
        const rows = (extension: string): number[][] =>
          lines(extension)
            .slice(1)
            .map((line) => line.trim().split(/\s+/).map(Number));
        rows("het").forEach(([, , hom, , called, f], person) => {
          expectPrinted(inbreeding[person], f, 4);
          expect(heterozygosity[person]).toBeCloseTo(1 - hom / called, 12);
        });
        rows("imiss").forEach(([, , , , , missing], person) => expectPrinted(1 - callRates[person], missing, 4));
      }),
    60_000
  );

  itWith("plink1.9", "kg1126/1KG_phase3_subset_chrX.vcf.gz")(
    "gives F on X and the sex that plink1.9 --check-sex prints, for 1000 Genomes",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        run(
          "plink1.9",
          `--vcf ${data}kg1126/1KG_phase3_subset_chrX.vcf.gz --vcf-half-call h --biallelic-only --make-bed`
        );
        run("plink1.9", `--bfile ${prefix} --split-x b37 no-fail --make-bed`);
        run("plink1.9", `--bfile ${prefix} --impute-sex --make-bed`);
        const packed = readBed(prefix);
        const sex = Uint8Array.from(lines("fam"), (line) => Number(line.split(/\s+/)[4]));
        run("plink1.9", `--bfile ${prefix} --check-sex`);
        const codes = lines("bim").map((line) => line.split("\t")[0]);
        const qc = await collect({
          people: packed.people,
          included: ones(packed.people),
          sex,
          groups: new Int16Array(packed.people)
        });
        qc.add({
          count: packed.variants,
          chrom: codes.map(() => "X"),
          ploidy: Uint8Array.from(codes, (code) => (code === "23" ? Ploidy.menHaploid : Ploidy.diploid)),
          genotypes: packed.genotypes
        });
        const {inbreedingX, sexOfX} = qc.result();
        lines("sexcheck")
          .slice(1)
          .forEach((line, person) => {
            const [, , , sex, , f] = line.trim().split(/\s+/);
            expectPrinted(inbreedingX[person], Number(f), 4);
            expect(sexOfX[person]).toBe(Number(sex));
          });
      }),
    60_000
  );
});

describe("addSampleCounts(to, more)", () => {
  it("gives the counts of all batches, whichever counter counted them", async () => {
    const people = {people: 85, included: ones(85), sex: ones(85).map((_, i) => i % 3), groups: new Int16Array(85)};
    const random = randomStream(9, "counts");
    const batches = [0, 1, 2, 3].map((ploidy) => {
      const chrom = ["7", "X", "Y", "MT"][ploidy];
      const {genotypes} = structuredGenotypes({people: 85, variants: 9, groups: 2, fst: 0.1, missing: 0.2}, random);
      return {count: 9, genotypes, chrom: Array<string>(9).fill(chrom), ploidy: new Uint8Array(9).fill(ploidy)};
    });
    const [all, one, other] = [await collect(people), await collect(people), await collect(people)];
    batches.forEach((batch, i) => {
      all.add(batch);
      (i % 2 ? one : other).add(batch);
    });
    addSampleCounts(one.counts, other.counts);
    expect(one.counts).toEqual(all.counts);
    // The plain way: heterozygous and missing genotypes of each person, one by one.
    const code = (batch: number, variant: number, person: number): number =>
      (batches[batch].genotypes[22 * variant + (person >> 2)] >> (2 * (person & 3))) & 3;
    const {autosomes} = all.counts;
    for (let person = 0; person < 85; ++person) {
      const codes = Array.from({length: autosomes.variants}, (_, variant) => code(0, variant, person));
      expect(autosomes.het[person]).toBe(codes.filter((is) => is === 2).length);
      expect(autosomes.missing[person]).toBe(codes.filter((is) => is === 1).length);
    }
    expect(autosomes.variants).toBe(9);
  });
});
