import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {readScoringFile} from "../../../data-loaders/sources/scores/readScoringFile.js";
import {joinScores, openScorer, scorePeople, usualScoring} from "../../../data-loaders/tables/polygenic/scorePeople.js";
import {scorePlainly} from "../../../data-loaders/tables/polygenic/scorePlainly.js";
import type {ScoringFile} from "../../../src/model/polygenic.js";
import {itWith} from "../../require.js";
import {all} from "../../sources/temporary.js";
import {batchesOf, batchOf} from "./batchOf.js";
import {data, readCohortShards, readTable} from "./readCohortShards.js";
import {scoringOf} from "./scoringOf.js";

const everybody = (total: number) => ({total, included: new Uint8Array(total).fill(1)});
const lenient = {...usualScoring, leastOverlap: 0};

describe("scorePeople(batches, scorings, people, options)", () => {
  it("adds the weight of every copy of the effect allele, and the mean for a missing genotype", async () => {
    const batch = batchOf([
      ["1:100:G:A", [0, 1, 2, NaN]],
      ["1:200:C:T", [0, 1, 2, 0]]
    ]);
    const scoring = scoringOf([
      {pos: 100, weights: [0, 0.5, 1]},
      {pos: 200, effectAllele: "C", otherAllele: "T", weights: [0, -1, -2]}
    ]);
    const {scores, reports} = await scorePeople(batchesOf(batch), [scoring], everybody(4));
    expect([...scores[0]!]).toEqual([-2, -0.5, 1, 0.5 - 2]);
    expect(reports[0]).toMatchObject({matched: 2, overlap: 1, weightShare: 1, refused: null});
    expect(reports[0].matchedBy).toMatchObject({"effect is alt": 1, "effect is ref": 1});
  });

  it("scores dominant, recessive and genotype weights, on either allele", async () => {
    const batch = batchOf([["1:100:G:A", [0, 1, 2, NaN]]]);
    const scoring = (effectAllele: string, otherAllele: string, weights: [number, number, number]): ScoringFile =>
      scoringOf([{effectAllele, otherAllele, weights, effect: "genotype"}]);
    const files = [scoring("A", "G", [0, 3, 3]), scoring("G", "A", [0, 0, 3]), scoring("A", "G", [-1, 0, 7])];
    const {scores} = await scorePeople(batchesOf(batch), files, everybody(4));
    expect(scores.map((sums) => [...sums!])).toEqual([
      [0, 3, 3, 2],
      [3, 0, 0, 1],
      [-1, 0, 7, 2]
    ]);
  });

  it("takes the mean of the cohort, of the group, or nothing for a missing genotype", async () => {
    const batch = batchOf([["1:100:G:A", [2, 2, NaN, 0, 0, NaN, NaN, 1, NaN]]]);
    const groups = Int16Array.of(0, 0, 0, 1, 1, 1, 2, -1, -1);
    const of = async (missing: "cohort" | "group" | "none") => [
      ...(await scorePeople(batchesOf(batch), [scoringOf([{}])], {...everybody(9), groups}, {...lenient, missing}))
        .scores[0]!
    ];
    expect(await of("cohort")).toEqual([2, 2, 1, 0, 0, 1, 1, 1, 1]);
    expect(await of("group")).toEqual([2, 2, 2, 0, 0, 0, 1, 1, 1]);
    expect(await of("none")).toEqual([2, 2, 0, 0, 0, 0, 0, 1, 0]);
  });

  it("takes women for having no copy on Y, whatever the imputation", async () => {
    const batch = batchOf([["Y:100:G:A", [2, NaN, 0]]], 2);
    const {scores} = await scorePeople(batchesOf(batch), [scoringOf([{chrom: "Y"}])], everybody(3));
    expect([...scores[0]!]).toEqual([2, 0, 0]);
  });

  it("gives no score to people who are left out, and takes no mean from them", async () => {
    const batch = batchOf([["1:100:G:A", [0, NaN, 2]]]);
    const people = {total: 3, included: Uint8Array.of(1, 1, 0)};
    const {scores} = await scorePeople(batchesOf(batch), [scoringOf([{}])], people);
    expect([...scores[0]!]).toEqual([0, 0, NaN]);
  });

  it("reports every row once: matched, excluded, unmatched, unsupported", async () => {
    const batch = batchOf([
      ["1:100:G:A", [0, 1]],
      ["1:200:T:A", [0, 1]],
      ["1:300:G:A", [0, 1]],
      ["1:300:G:T", [0, 1]],
      ["1:400:G:A", [NaN, NaN]],
      ["1:500:G:C", [0, 1]],
      ["1:600:C:T", [0, 1]],
      ["1:700:G:A", [0, 1]],
      ["1:700:G:A", [2, 2]]
    ]);
    const scoring = scoringOf(
      [
        {pos: 100},
        {pos: 100, effectAllele: "G", otherAllele: "A"},
        {pos: 200, otherAllele: "T"},
        {pos: 300},
        {pos: 400},
        {pos: 500},
        {pos: 600},
        {pos: 700},
        {pos: 800},
        {chrom: "2", size: 8}
      ],
      {
        unsupported: [
          {line: 99, reason: "haplotype", size: 3},
          {line: 100, reason: "diplotype", size: NaN}
        ]
      }
    );
    const {scores, reports} = await scorePeople(batchesOf(batch), [scoring], everybody(2));
    expect(reports[0]).toEqual({
      score: "S1",
      rows: 12,
      matched: 3,
      matchedBy: {
        "effect is alt": 2,
        "effect is ref": 0,
        "effect is alt, other strand": 1,
        "effect is ref, other strand": 0,
        "effect is alt, no other allele": 0,
        "effect is ref, no other allele": 0,
        "effect is alt, no other allele, other strand": 0,
        "effect is ref, no other allele, other strand": 0
      },
      excluded: {palindromic: 1, multiallelic: 1, "other strand": 0, "repeated in score": 1, "no genotypes": 1},
      unmatched: {"not in the cohort": 2, "other alleles": 1},
      unsupported: {
        haplotype: 1,
        diplotype: 1,
        interaction: 0,
        "no position": 0,
        "alleles are not bases": 0,
        repeated: 0
      },
      overlap: 0.25,
      weightShare: 3 / 20,
      cohortRepeats: 1,
      refused:
        "S1: 3 of 12 variants are matched (25 %), at least 75 % are needed; impute the missing variants, take a score made for this array, or set a smaller overlap"
    });
    expect(scores).toEqual([null]);
  });

  it("refuses below the overlap that is asked for, not at it", async () => {
    const batch = batchOf([1, 2, 3].map((i) => [`1:${i}:G:A`, [0, 1]]));
    const scoring = scoringOf([1, 2, 3, 4].map((pos) => ({pos})));
    const of = async (leastOverlap: number) =>
      (await scorePeople(batchesOf(batch), [scoring], everybody(2), {...usualScoring, leastOverlap})).reports[0]
        .refused;
    expect(await of(0.75)).toBe(null);
    expect(await of(0.751)).toMatch(/^S1: 3 of 4 variants are matched \(75 %\), at least 75.1 % are needed/);
  });

  it("reads the last row of a batch before its memory is used again", async () => {
    const memory = Buffer.alloc(1);
    async function* reused() {
      for (const pos of [100, 200]) {
        const batch = batchOf([[`1:${pos}:G:A`, pos === 100 ? [0, 1, 2, 2] : [2, 2, 2, 0]]]);
        memory.set(batch.genotypes);
        yield {...batch, genotypes: memory};
      }
    }
    const {scores} = await scorePeople(reused(), [scoringOf([{}, {pos: 200}])], everybody(4));
    expect([...scores[0]!]).toEqual([2, 3, 4, 2]);
  });

  it("adds a site once when an unsorted file comes back to it", async () => {
    const batches = batchesOf(
      batchOf([
        ["1:100:G:A", [1, 2]],
        ["1:200:G:A", [1, 2]],
        ["1:100:G:A", [1, 2]]
      ])
    );
    const {scores, reports} = await scorePeople(batches, [scoringOf([{}])], everybody(2));
    expect([[...scores[0]!], reports[0].cohortRepeats]).toEqual([[1, 2], 1]);
  });

  it("agrees with its slow twin, in one thread or several, for any genotypes", async () => {
    const base = fc.constantFrom("A", "C", "G", "T");
    const alleles = fc.tuple(base, base).filter(([a, b]) => a !== b);
    const site = fc.record({
      row: alleles,
      score: alleles,
      copies: fc.array(fc.constantFrom(0, 1, 2, NaN), {minLength: 7, maxLength: 7}),
      weight: fc.double({min: -1, max: 1, noNaN: true})
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(site, {maxLength: 12}),
        fc.array(fc.boolean(), {minLength: 7, maxLength: 7}),
        async (sites, kept) => {
          const people = {total: 7, included: Uint8Array.from(kept, Number)};
          const batches = sites.map(({row: [ref, alt], copies}, i) => batchOf([[`1:${i + 1}:${ref}:${alt}`, copies]]));
          const scoring = scoringOf([
            ...sites.map(({score: [effectAllele, otherAllele], weight}, i) => ({
              pos: i + 1,
              effectAllele,
              otherAllele,
              weights: [0, weight, 2 * weight] as const
            })),
            {pos: 99}
          ]);
          const expected = scorePlainly(batches, scoring, people.included);
          const parts = batches.map((batch) => {
            const scorer = openScorer([scoring], people, lenient);
            scorer.add(batch);
            return scorer.end();
          });
          for (const {scores} of [
            await scorePeople(batchesOf(...batches), [scoring], people, lenient),
            joinScores(parts, [scoring], people, lenient)
          ])
            scores[0]!.forEach((sum, person) =>
              kept[person] ? expect(sum).toBeCloseTo(expected[person], 12) : expect(sum).toBeNaN()
            );
        }
      ),
      {seed: 11, numRuns: 150}
    );
  });
});

describe("published sums of kg2504-chr22", () => {
  const published = () => readTable(`${data}pgs/cineca.sscore`).slice(1);
  /** Half of the last digit that is printed, with six significant ones. */
  const printed = (value: number): number => 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);

  for (const file of ["cineca_synthetic_subset.bed", "cineca_synthetic_subset.vcf.gz"])
    itWith("pgs", "kg2504-chr22")(
      `all 2,504 of PGS001229 and of the duplicate test are reproduced from ${file}`,
      async () => {
        const rows = published();
        const path = `${data}kg2504-chr22/${file}`;
        const people = everybody(rows.length);
        const scorings = [
          await readScoringFile(inputFile(`${data}pgs/PGS001229_22.txt`)),
          ...readWeights(`${data}pgs/cineca_22_additive_0.scorefile.gz`)
        ];
        const {scores, reports} = await scorePeople(readCohortShards(path, rows.length), scorings, people);
        // The VCF and the .bed hold the same people in the same order; names are only compared, never shown.
        expect(reports.map(({matched}) => matched)).toEqual([782, 782, 782]);
        for (const [score, column] of [
          [0, 0],
          [1, 0],
          [2, 1]
        ]) {
          let [off, worst] = [0, 0];
          rows.forEach((row, person) => {
            const [average, sum] = [Number(row[5 + column]), Number(row[7 + column])];
            // The averages are over 1,564 alleles: below 0.001 they have more digits of the sum than the sum itself.
            const [value, error] =
              printed(average) * 1564 < printed(sum) ? [average * 1564, printed(average) * 1564] : [sum, printed(sum)];
            const difference = Math.abs(scores[score]![person] - value);
            worst = Math.max(worst, difference);
            if (difference > Math.max(1e-6, error * 1.001)) off++;
            else if (difference > error + 1e-7) off++;
          });
          expect(off).toBe(0);
          expect(worst).toBeLessThan(5.1e-6);
        }
        const unimputed = await scorePeople(readCohortShards(path, rows.length), [scorings[0]], people, {
          ...usualScoring,
          missing: "none"
        });
        const differing = rows.filter((row, person) => Math.abs(unimputed.scores[0]![person] - Number(row[7])) > 6e-6);
        expect(differing.length).toBe(41);
      }
    );

  itWith("pgs", "kg2504-chr22")("the fast way and the slow way agree", async () => {
    const people = everybody(2504);
    const batches = await all(readCohortShards(`${data}kg2504-chr22/cineca_synthetic_subset.bed`, 2504));
    const scoring = await readScoringFile(inputFile(`${data}pgs/PGS001229_22.txt`));
    const {scores, reports} = await scorePeople(batchesOf(...batches), [scoring], people);
    const plain = scorePlainly(batches, scoring, people.included);
    expect(Math.max(...plain.map((sum, person) => Math.abs(sum - scores[0]![person])))).toBeLessThan(1e-12);
    expect(reports[0]).toMatchObject({rows: 835, matched: 782});
  });
});

describe("scores of the PGS Catalog over kg1126", () => {
  itWith("pgs", "kg1126")("are refused with their reports: few of their variants are in this subset", async () => {
    const files = ["PGS000001_hmPOS_GRCh37.txt", "PGS000002_hmPOS_GRCh37.txt.gz", "PGS000802_hmPOS_GRCh37.txt"];
    const scorings = await Promise.all(files.map((file) => readScoringFile(inputFile(`${data}pgs/${file}`))));
    async function* chromosomes() {
      for (let chrom = 1; chrom <= 22; ++chrom)
        yield* readCohortShards(`${data}kg1126/1KG_phase3_subset_chr${chrom}.vcf.gz`, 1126);
    }
    const {scores, reports} = await scorePeople(chromosomes(), scorings, everybody(1126));
    expect(scores).toEqual([null, null, null]);
    for (const report of reports) {
      const {matched, excluded, unmatched, rows} = report;
      const all = [...Object.values(excluded), ...Object.values(unmatched)].reduce(
        (sum, count) => sum + count,
        matched
      );
      expect(all).toBe(rows);
      expect(report.refused).toMatch(
        /^PGS000\d+: \d+ of \d+ variants are matched \([\d.]+ %\), at least 75 % are needed/
      );
    }
  });
});

describe("plink2 --score", () => {
  itWith("plink2", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "gives the sums of two scores over HapMap 3, with its missing genotypes",
    async () => {
      const prefix = `${data}hapmap3/HM3_thinned_autosomal_overlap`;
      const bim = readTable(`${prefix}.bim`);
      const people = everybody(readTable(`${prefix}.fam`).length);
      const weight = (i: number, k: number): number => Math.round(1e4 * Math.sin(i * (k + 1) + k)) / 1e4;
      const effect = (i: number): string => bim[i][i % 3 === 0 ? 5 : 4];
      const folder = mkdtempSync(join(tmpdir(), "covenant-score-"));
      try {
        const text = bim.map((row, i) => [row[1], effect(i), weight(i, 0), weight(i, 1)].join("\t"));
        writeFileSync(join(folder, "s.txt"), `ID\tA1\tW0\tW1\n${text.join("\n")}\n`);
        execFileSync(
          "plink2",
          `--bfile ${prefix} --score ${folder}/s.txt header-read cols=+scoresums --score-col-nums 3-4 --out ${folder}/s --threads 1`.split(
            " "
          ),
          {stdio: "pipe"}
        );
        const [header, ...rows] = readTable(join(folder, "s.sscore"));
        const scorings = [0, 1].map((k) =>
          scoringOf(
            bim.map(([chrom, , , pos, a1, a2], i) => ({
              chrom,
              pos: Number(pos),
              effectAllele: effect(i),
              otherAllele: effect(i) === a1 ? a2 : a1,
              weights: [0, weight(i, k), 2 * weight(i, k)] as const,
              size: Math.abs(weight(i, k))
            }))
          )
        );
        const {scores, reports} = await scorePeople(readCohortShards(`${prefix}.bed`, people.total), scorings, people, {
          ...usualScoring,
          palindromic: "keep",
          multiallelic: "keep"
        });
        expect(reports.map(({matched}) => matched)).toEqual([bim.length, bim.length]);
        for (const k of [0, 1]) {
          const column = header.indexOf(`W${k}_SUM`);
          const most = Math.max(
            ...rows.map(
              (row, i) => Math.abs(Number(row[column]) - scores[k]![i]) / Math.max(1, Math.abs(scores[k]![i]))
            )
          );
          // Six significant digits are printed.
          expect(most).toBeLessThan(6e-6);
        }
      } finally {
        rmSync(folder, {recursive: true});
      }
    }
  );

  itWith(
    "plink1.9",
    "plink2",
    "eur503-chr20/reference.vcf.gz"
  )("gives the sums of dominant and recessive scores over a dense region", async () => {
    const folder = mkdtempSync(join(tmpdir(), "covenant-score-"));
    try {
      const run = (program: string, options: string): unknown =>
        execFileSync(program, options.split(" "), {stdio: "pipe"});
      const prefix = join(folder, "e");
      run(
        "plink1.9",
        `--vcf ${data}eur503-chr20/reference.vcf.gz --biallelic-only --snps-only --maf 0.05 --make-bed --out ${prefix}`
      );
      const bim = readTable(`${prefix}.bim`).map((row, i) => [row[0], `v${i}`, ...row.slice(2)]);
      writeFileSync(`${prefix}.bim`, `${bim.map((row) => row.join("\t")).join("\n")}\n`);
      const people = everybody(readTable(`${prefix}.fam`).length);
      const effect = (i: number): string => bim[i][i % 2 === 0 ? 5 : 4];
      const weight = (i: number): number => Math.round(1e4 * Math.sin(i)) / 1e4;
      writeFileSync(
        join(folder, "s.txt"),
        `ID\tA1\tW\n${bim.map((row, i) => `${row[1]}\t${effect(i)}\t${weight(i)}`).join("\n")}\n`
      );
      for (const mode of ["dominant", "recessive"] as const) {
        run(
          "plink2",
          `--bfile ${prefix} --score ${folder}/s.txt header-read ${mode} cols=+scoresums --out ${folder}/s`
        );
        const [header, ...rows] = readTable(join(folder, "s.sscore"));
        const scoring = scoringOf(
          bim.map(([chrom, , , pos, a1, a2], i) => ({
            chrom,
            pos: Number(pos),
            effectAllele: effect(i),
            otherAllele: effect(i) === a1 ? a2 : a1,
            weights: [0, mode === "dominant" ? weight(i) : 0, weight(i)] as const,
            effect: mode
          }))
        );
        const {scores, reports} = await scorePeople(
          readCohortShards(`${prefix}.bed`, people.total),
          [scoring],
          people,
          {
            ...usualScoring,
            palindromic: "keep",
            multiallelic: "keep"
          }
        );
        expect(reports[0].matched).toBe(bim.length);
        rows.forEach((row, i) => {
          const sum = Number(row[header.indexOf("W_SUM")]);
          expect(Math.abs(sum - scores[0]![i])).toBeLessThan(6e-6 * Math.max(1, Math.abs(sum)));
        });
      }
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});

/** The scores of a plink2 score file whose ids are chrom:pos:ref:alt. */
function readWeights(path: string): ScoringFile[] {
  const [header, ...rows] = gunzipSync(readFileSync(path))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return header.slice(2).map((_, k) =>
    scoringOf(
      rows.map(([id, effectAllele, ...weights]) => {
        const [chrom, pos, ref, alt] = id.split(":");
        const weight = Number(weights[k]);
        return {
          chrom,
          pos: Number(pos),
          effectAllele,
          otherAllele: effectAllele === alt ? ref : alt,
          weights: [0, weight, 2 * weight] as const,
          size: Math.abs(weight)
        };
      })
    )
  );
}
