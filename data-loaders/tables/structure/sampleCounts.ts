import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {createCounter, Genotype} from "../countGenotypes.js";

/** What is counted of everybody, by where a variant is. Plain data: threads count their shards and these are added up. */
export type SampleCounts = Record<Place, PlaceCounts>;

/** `others` count for call rates only: pseudoautosomal, mitochondrial, and those that do not vary. */
export type Place = "autosomes" | "x" | "y" | "others";

export interface PlaceCounts {
  variants: number;
  /** Per person. */
  missing: Int32Array;
  het: Int32Array;
  /** Sum of expected homozygosity over all variants, and per person over those at which the genotype is missing. */
  expected: number;
  expectedMissing: Float64Array;
}

export interface SampleCounter {
  add(batch: Pick<GenotypeBatch, "count" | "chrom" | "ploidy" | "genotypes">): void;
  /** Of all batches so far. */
  counts: SampleCounts;
}

/**
 * Counts the genotypes of each person batch by batch. Allele frequencies, p, are those of the included people.
 * Expected homozygosity of a variant is 1 − 2p(1 − p), as of plink1.9 --het and --check-sex without small-sample
 * correction; on X a man counts one copy for p, and a heterozygous man none.
 */
export async function openSampleCounter({
  people,
  included,
  sex
}: {
  people: number;
  included: Uint8Array;
  /** PLINK coding: 1 male, 2 female, 0 unknown. */
  sex: Uint8Array;
}): Promise<SampleCounter> {
  const cells = Int32Array.from({length: people}, (_, person) => (included[person] ? Number(sex[person] === 1) : -1));
  const counter = await createCounter({people, cells, cellCount: 2});
  const bytesPerVariant = Math.ceil(people / 4);
  const counts: SampleCounts = {
    autosomes: noCounts(people),
    x: noCounts(people),
    y: noCounts(people),
    others: noCounts(people)
  };
  return {
    counts,
    add({count, chrom, ploidy, genotypes}) {
      const alleles = counter.count(genotypes, count);
      const frequencies = Float64Array.from({length: count}, (_, variant) =>
        frequencyOf(alleles.subarray(8 * variant, 8 * variant + 8), ploidy[variant] === Ploidy.menHaploid)
      );
      const placeOfVariant = Array.from(frequencies, (p, variant) => placeOf(ploidy[variant], chrom[variant], p));
      for (const place of places) {
        const at = Int32Array.from(frequencies.keys()).filter((variant) => placeOfVariant[variant] === place);
        const expected = Float64Array.from(at, (variant) => 1 - 2 * frequencies[variant] * (1 - frequencies[variant]));
        addGenotypes(counts[place], at, expected, genotypes, bytesPerVariant);
      }
    }
  };
}

/** Adds what another counter, of the same people, has counted. */
export function addSampleCounts(to: SampleCounts, more: SampleCounts): void {
  for (const place of places) {
    const sum = to[place];
    const other = more[place];
    sum.variants += other.variants;
    sum.expected += other.expected;
    for (let person = 0; person < sum.missing.length; ++person) {
      sum.missing[person] += other.missing[person];
      sum.het[person] += other.het[person];
      sum.expectedMissing[person] += other.expectedMissing[person];
    }
  }
}

const places = ["autosomes", "x", "y", "others"] as const;

function noCounts(people: number): PlaceCounts {
  return {
    variants: 0,
    missing: new Int32Array(people),
    het: new Int32Array(people),
    expected: 0,
    expectedMissing: new Float64Array(people)
  };
}

function placeOf(ploidy: number, chrom: string, frequency: number): Place {
  if (ploidy === Ploidy.menOnly) return "y";
  if (!(frequency > 0 && frequency < 1)) return "others";
  if (ploidy === Ploidy.menHaploid) return "x";
  return ploidy === Ploidy.diploid && chrom !== "X" && chrom !== "Y" ? "autosomes" : "others";
}

/** `counts`: of women and unknown, then of men. NaN where nobody has a genotype. */
function frequencyOf(counts: Int32Array, onX: boolean): number {
  const copiesOfMen = onX ? 1 : 2;
  const het = counts[Genotype.het] + (onX ? 0 : counts[4 + Genotype.het]);
  const alt = 2 * counts[Genotype.homAlt] + het + copiesOfMen * counts[4 + Genotype.homAlt];
  const ref = 2 * counts[Genotype.homRef] + het + copiesOfMen * counts[4 + Genotype.homRef];
  return alt / (alt + ref);
}

/** Columns (bytes, four people) that are counted together: what is fetched from memory is used whole. */
const columnsAtOnce = 16;

/**
 * The bytes of a column are counted by their value and told apart afterwards: one step for four people. Missing genotypes
 * are looked at one by one, since what they take away differs by variant.
 */
function addGenotypes(
  counts: PlaceCounts,
  variants: Int32Array,
  expected: Float64Array,
  genotypes: Uint8Array,
  bytesPerVariant: number
): void {
  const people = counts.missing.length;
  const seen = new Int32Array(256 * columnsAtOnce);
  counts.variants += variants.length;
  counts.expected += expected.reduce((a, b) => a + b, 0);
  for (let first = 0; first < bytesPerVariant; first += columnsAtOnce) {
    const columns = Math.min(columnsAtOnce, bytesPerVariant - first);
    seen.fill(0);
    for (let i = 0; i < variants.length; ++i) {
      const at = variants[i] * bytesPerVariant + first;
      for (let column = 0; column < columns; ++column) {
        const value = genotypes[at + column];
        ++seen[(column << 8) + value];
        if (hasMissing[value]) addMissing(counts.expectedMissing, 4 * (first + column), value, expected[i]);
      }
    }
    for (let column = 0; column < columns; ++column) {
      for (let value = 0; value < 256; ++value) {
        const times = seen[(column << 8) + value];
        const person = 4 * (first + column);
        for (let place = 0; times > 0 && place < 4 && person + place < people; ++place) {
          const code = (value >> (2 * place)) & 3;
          if (code === Genotype.missing) counts.missing[person + place] += times;
          else if (code === Genotype.het) counts.het[person + place] += times;
        }
      }
    }
  }
}

function addMissing(sums: Float64Array, person: number, byte: number, amount: number): void {
  for (let place = 0; place < 4 && person + place < sums.length; ++place)
    if (((byte >> (2 * place)) & 3) === Genotype.missing) sums[person + place] += amount;
}

/** Whether one of the four genotypes of a byte is missing. */
const hasMissing = Uint8Array.from({length: 256}, (_, byte) =>
  Number([0, 2, 4, 6].some((shift) => ((byte >> shift) & 3) === Genotype.missing))
);
