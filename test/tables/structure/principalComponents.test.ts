import fc from "fast-check";
import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {withStructureThreads} from "../../../data-loaders/release/structureThreads.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {alleleFrequencies, type PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";
import {
  principalComponents,
  projectPeople,
  standardisedGenotypes,
  type PrincipalComponents
} from "../../../data-loaders/tables/structure/principalComponents.js";
import {
  multiplyPlainly,
  openMultiplier,
  standardisePlainly
} from "../../../data-loaders/tables/structure/standardisedGenotypes.js";
import {itWith} from "../../require.js";
import {packedOf, structuredGenotypes} from "./packedOf.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const everybody = (people: number): Uint8Array => new Uint8Array(people).fill(1);

async function componentsOf(packed: PackedGenotypes, included: Uint8Array, components: number) {
  const genotypes = await standardisedGenotypes(packed, included);
  return principalComponents(genotypes, {included, components, random: randomStream(1, "test")});
}

describe("openMultiplier(people)", () => {
  it("multiplies as the plain loop does, for any people, variants and missing genotypes", async () => {
    const input = fc.record({
      people: fc.integer({min: 1, max: 150}),
      variants: fc.integer({min: 1, max: 80}),
      missing: fc.constantFrom(0, 0.02, 0.6),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({people, variants, missing, seed}) => {
        const random = randomStream(seed, "multiply");
        const packed = structuredGenotypes({people, variants, groups: 3, fst: 0.1, missing}, random);
        const frequencies = await alleleFrequencies(packed, everybody(people));
        const block = Float32Array.from({length: people * 16}, () => random() - 0.5);
        const variantSums = new Float32Array(variants * 16);
        const multiplier = await openMultiplier(people);
        const sums = multiplier.covariance(packed, frequencies, block, variantSums);
        const plain = multiplyPlainly(packed, frequencies, block);
        const size = 1 + Math.max(...plain.map(Math.abs));
        for (let i = 0; i < plain.length; ++i) expect(Math.abs(sums[i] - plain[i]) / size).toBeLessThan(1e-5);
        const weighted = multiplier.weighted(packed, frequencies, variantSums);
        for (let i = 0; i < plain.length; ++i) expect(Math.abs(weighted[i] - plain[i]) / size).toBeLessThan(1e-5);
      }),
      {seed: 20261124, numRuns: 60}
    );
  });

  it("multiplies as the plain loop does over several tiles of variants", async () => {
    const random = randomStream(2, "tiles");
    const packed = structuredGenotypes({people: 37, variants: 8200, groups: 2, fst: 0.1, missing: 0.01}, random);
    const frequencies = await alleleFrequencies(packed, everybody(37));
    const block = Float32Array.from({length: 37 * 16}, () => random() - 0.5);
    const sums = (await openMultiplier(37)).covariance(packed, frequencies, block);
    const plain = multiplyPlainly(packed, frequencies, block);
    const size = Math.max(...plain.map(Math.abs));
    for (let i = 0; i < plain.length; ++i) expect(Math.abs(sums[i] - plain[i]) / size).toBeLessThan(1e-5);
  });
});

describe("principalComponents(genotypes, {included, components, random})", () => {
  it("finds the eigenvalues, scores and loadings of the whole matrix, decomposed at once", async () => {
    const packed = structuredGenotypes(
      {people: 90, variants: 700, groups: 4, fst: 0.15, missing: 0.02},
      randomStream(3, "whole")
    );
    const included = everybody(90).map((_, person) => Number(person % 7 !== 3));
    const found = await componentsOf(packed, included, 5);
    const {values, vectors} = decomposePlainly(packed, included, found.frequencies);
    for (let c = 0; c < 5; ++c) {
      expect(found.eigenvalues[c] / values[c]).toBeCloseTo(1, c < 3 ? 5 : 2);
      if (c < 3) expect(Math.abs(cosine(column(found.scores, 5, c), vectors[c]))).toBeGreaterThan(0.99999);
      const scores = column(found.scores, 5, c).filter((score) => !Number.isNaN(score));
      expect(Math.hypot(...scores)).toBeCloseTo(1, 6);
      expect(Math.hypot(...column(found.loadings, 5, c))).toBeCloseTo(1, 3);
    }
    expect(found.gaps[2]).toBeCloseTo(Math.min(values[1] - values[2], values[2] - values[3]) / values[2], 2);
    expect(Math.max(...found.angleLimits.slice(0, 3))).toBeLessThan(0.01);
    expect(included.every((is, person) => Number.isNaN(found.scores[5 * person]) === (is === 0))).toBe(true);
  });

  it("finds the same in threads that share the genotypes", async () => {
    const packed = structuredGenotypes(
      {people: 61, variants: 301, groups: 3, fst: 0.2, missing: 0.01},
      randomStream(4, "threads")
    );
    const included = everybody(61);
    const alone = await componentsOf(packed, included, 2);
    const genotypes = new Uint8Array(new SharedArrayBuffer(packed.genotypes.length));
    genotypes.set(packed.genotypes);
    const together = await withStructureThreads({...packed, genotypes}, included, 3, (standardised) =>
      principalComponents(standardised, {included, components: 2, random: randomStream(1, "test")})
    );
    for (const part of ["eigenvalues", "scores", "loadings"] as const)
      together[part].forEach((value, i) => expect(value).toBeCloseTo(alone[part][i], 4));
  });

  it("ends the threads when the work with them fails", async () => {
    const packed = {genotypes: new Uint8Array(new SharedArrayBuffer(8)), variants: 4, people: 8};
    const work = withStructureThreads(packed, everybody(8), 2, () => Promise.reject(new Error("no work")));
    await expect(work).rejects.toThrow("no work");
  });

  it("gives a variant that does not vary, or that nobody has, no weight", async () => {
    const packed = packedOf([
      [0, 1, 2, 0, 1, 2],
      [0, 0, 0, 0, 0, 0],
      [NaN, NaN, NaN, NaN, NaN, NaN],
      [2, 1, 1, 0, 0, 0]
    ]);
    const {loadings, usedVariants, eigenvalues} = await componentsOf(packed, everybody(6), 4);
    expect(usedVariants).toBe(2);
    expect(eigenvalues.length).toBe(2);
    expect(loadings.slice(2, 6)).toEqual(new Float64Array(4));
  });

  it("has no components where nobody is included or no variant varies", async () => {
    const packed = packedOf([[0, 1, 2]]);
    expect((await componentsOf(packed, new Uint8Array(3), 2)).eigenvalues.length).toBe(0);
    expect((await componentsOf(packedOf([[1, 1, 1]]), everybody(3), 2)).eigenvalues.length).toBe(1);
    expect((await componentsOf(packedOf([[0, 0, 0]]), everybody(3), 2)).eigenvalues.length).toBe(0);
  });

  it("refuses components below 1 and above 20", async () => {
    await expect(componentsOf(packedOf([[0, 1]]), everybody(2), 0)).rejects.toThrow(
      "components must be 1 to 20, found 0"
    );
    await expect(componentsOf(packedOf([[0, 1]]), everybody(2), 21)).rejects.toThrow("found 21");
  });

  itWith("plink1.9", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "agrees with plink1.9 --pca on HapMap 3, wherever the gap makes a component unique",
    async () => {
      const prefix = new URL("../../../../shared/data/hapmap3/HM3_thinned_autosomal_overlap", import.meta.url).pathname;
      const {values, vectors} = await plinkComponents(prefix);
      const packed = readBed(prefix);
      const found = await componentsOf(packed, everybody(packed.people), 10);
      const unique = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((c) => found.gaps[c] >= 0.01);
      expect(unique.length).toBeGreaterThanOrEqual(5);
      for (const c of unique) {
        expect(Math.abs(cosine(column(found.scores, 10, c), vectors[c]))).toBeGreaterThan(0.999);
        // plink divides by the genotypes that two people both have, we by all variants.
        expect(Math.abs(found.eigenvalues[c] / values[c] - 1)).toBeLessThan(0.01);
      }
    },
    60_000
  );
});

describe("principalComponents of genotypes without a missing one", () => {
  itWith("plink1.9", "kg1126/1KG_phase3_subset_chr1.vcf.gz")(
    "gives the eigenvalues that plink1.9 --pca prints, for 1000 Genomes",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        const vcf = new URL("../../../../shared/data/kg1126/1KG_phase3_subset_chr1.vcf.gz", import.meta.url).pathname;
        run("plink1.9", `--vcf ${vcf} --biallelic-only --maf 0.05 --make-bed`);
        run("plink1.9", `--bfile ${prefix} --pca 4`);
        const packed = readBed(prefix);
        const found = await componentsOf(packed, everybody(packed.people), 4);
        const unique = [0, 1, 2, 3].filter((c) => found.gaps[c] >= 0.05);
        expect(unique.slice(0, 2)).toEqual([0, 1]);
        for (const c of unique) expect(found.eigenvalues[c] / Number(lines("eigenval")[c])).toBeCloseTo(1, 5);
      }),
    60_000
  );
});

describe("projectPeople(packed, components)", () => {
  it("gives those who define the components their own scores", async () => {
    const packed = structuredGenotypes(
      {people: 60, variants: 400, groups: 3, fst: 0.2, missing: 0.03},
      randomStream(5, "project")
    );
    const found = await componentsOf(packed, everybody(60), 2);
    const projected = await projectPeople(packed, found);
    projected.forEach((score, i) => expect(score).toBeCloseTo(found.scores[i], 4));
  });

  it("puts people who were left out with their group, in 18 components too", async () => {
    const packed = structuredGenotypes(
      {people: 150, variants: 3000, groups: 3, fst: 0.2, missing: 0.01},
      randomStream(6, "left out")
    );
    const included = everybody(150).map((_, person) => Number(person >= 30));
    const found = await componentsOf(packed, included, 18);
    const projected = await projectPeople(packed, found);
    const meanOf = (group: number, c: number): number => {
      const members = [...included.keys()].filter((person) => person >= 30 && person % 3 === group);
      return members.reduce((sum, person) => sum + found.scores[18 * person + c], 0) / members.length;
    };
    for (let person = 0; person < 30; ++person) {
      const distances = [0, 1, 2].map((group) =>
        Math.hypot(projected[18 * person] - meanOf(group, 0), projected[18 * person + 1] - meanOf(group, 1))
      );
      expect(distances.indexOf(Math.min(...distances))).toBe(person % 3);
    }
  });
});

/** Eigenvalues and vectors of the relationship matrix, largest first: the oracle. */
function decomposePlainly(packed: PackedGenotypes, included: Uint8Array, frequencies: Float64Array) {
  const rows = standardisePlainly(packed, frequencies).filter((row) => row.some((value) => value !== 0));
  const masked = rows.map((row) => Array.from(row, (value, person) => value * included[person]));
  const z = new Matrix(masked);
  const decomposed = new EigenvalueDecomposition(z.transpose().mmul(z).div(rows.length), {assumeSymmetric: true});
  const last = packed.people - 1;
  return {
    values: [...decomposed.realEigenvalues].reverse(),
    vectors: Array.from({length: 6}, (_, c) => decomposed.eigenvectorMatrix.getColumn(last - c))
  };
}

function plinkComponents(prefix: string): Promise<{values: number[]; vectors: number[][]}> {
  return inPlinkFolder(async ({run, lines}) => {
    run("plink1.9", `--bfile ${prefix} --pca 10`);
    const rows = lines("eigenvec").map((line) => line.split(" ").slice(2).map(Number));
    return {values: lines("eigenval").map(Number), vectors: rows[0].map((_, c) => rows.map((row) => row[c]))};
  });
}

function column(table: PrincipalComponents["scores"], columns: number, c: number): number[] {
  return [...table].filter((_, i) => i % columns === c);
}

/** Of the angle between two vectors; people without a score are left out. */
function cosine(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => (Number.isNaN(value) ? sum : sum + value * b[i]), 0);
}
