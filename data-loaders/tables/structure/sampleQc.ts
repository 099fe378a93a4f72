import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {createCounter, Genotype} from "../countGenotypes.js";

/** Reasons to leave a person out of an analysis; their sum is a person's code. */
export const SampleReason = {
  lowCallRate: 1,
  /** Heterozygosity far from that of the person's group: contamination, or inbreeding. */
  heterozygosity: 2,
  /** X chromosomes say the other sex. */
  sexDiffers: 4,
  /** X chromosomes say neither sex. */
  sexUnclear: 8
} as const;

/** Rules of thumb as the field has them; Anderson et al. 2010, Nat Protoc 5:1564, and plink1.9 --check-sex for X. */
export interface SampleLimits {
  /** Call rate below which a person is left out; default 0.97. */
  callRate?: number;
  /** Standard deviations of heterozygosity within the group; default 5. */
  heterozygositySd?: number;
  /** F on X below which somebody is taken for a woman, and above which for a man; defaults 0.2 and 0.8. */
  femaleBelow?: number;
  maleAbove?: number;
}

export interface SampleQcPeople {
  people: number;
  /** 1 = defines allele frequencies, and mean and deviation of heterozygosity. Everybody gets values. */
  included: Uint8Array;
  /** PLINK coding: 1 male, 2 female, 0 unknown. */
  sex: Uint8Array;
  /** Group (ancestry) of each person, from 0; people of −1 are one more group. */
  groups: ArrayLike<number>;
}

/** Per person, in the order of the genotypes. About single people: never leaves the loader. */
export interface SampleQc {
  /** Share of variants with a genotype, 0 to 1; variants outside the pseudoautosomal Y count for men only. */
  callRates: Float64Array;
  /** Share of autosomal genotypes that are heterozygous, over variants that vary; NaN without genotypes. */
  heterozygosity: Float64Array;
  /** Inbreeding coefficient F = (O − E) / (N − E) on autosomes: homozygous genotypes observed, expected, all. */
  inbreeding: Float64Array;
  /** F on X outside the pseudoautosomal regions: about 1 in men, 0 in women; NaN without such variants. */
  inbreedingX: Float64Array;
  /** Genotypes on Y outside the pseudoautosomal regions. */
  callsY: Int32Array;
  /** 1 male, 2 female, by F on X; 0 neither or not known. */
  sexOfX: Uint8Array;
  /** Sums of `SampleReason`; 0 = nothing against this person. */
  reasons: Uint8Array;
}

export interface SampleQcCollector {
  add(batch: Pick<GenotypeBatch, "count" | "chrom" | "ploidy" | "genotypes">): void;
  result(limits?: SampleLimits): SampleQc;
}

/**
 * Collects the quality of samples batch by batch. Expected homozygosity of a variant is 1 − 2p(1 − p), as of
 * plink1.9 --het and --check-sex without small-sample correction; on X a man counts one copy for p, and a heterozygous
 * man as missing.
 */
export async function openSampleQc({people, included, sex, groups}: SampleQcPeople): Promise<SampleQcCollector> {
  const cells = Int32Array.from({length: people}, (_, person) => (included[person] ? Number(sex[person] === 1) : -1));
  const counter = await createCounter({people, cells, cellCount: 2});
  const bytesPerVariant = Math.ceil(people / 4);
  const sums = {autosomes: sumsOf(people), x: sumsOf(people), y: sumsOf(people), others: sumsOf(people)};
  return {add, result: (limits = {}) => judge(sums, {people, included, sex, groups}, limits)};

  function add({
    count,
    chrom,
    ploidy,
    genotypes
  }: Pick<GenotypeBatch, "count" | "chrom" | "ploidy" | "genotypes">): void {
    const counts = counter.count(genotypes, count);
    const lists = {autosomes: [], x: [], y: [], others: []} as Record<Place, {at: number; hom: number}[]>;
    for (let variant = 0; variant < count; ++variant) {
      const onX = ploidy[variant] === Ploidy.menHaploid;
      const p = frequencyOf(counts.subarray(8 * variant, 8 * variant + 8), onX);
      const place = placeOf(ploidy[variant], chrom[variant], p);
      lists[place].push({at: variant * bytesPerVariant, hom: 1 - 2 * p * (1 - p)});
    }
    for (const place of ["autosomes", "x", "y", "others"] as const) addGenotypes(sums[place], lists[place], genotypes);
  }
}

type Place = "autosomes" | "x" | "y" | "others";

/** `others` count for call rates only: pseudoautosomal, mitochondrial, and those that do not vary. */
function placeOf(ploidy: number, chrom: string, frequency: number): Place {
  if (ploidy === Ploidy.menOnly) return "y";
  if (!(frequency > 0 && frequency < 1)) return "others";
  if (ploidy === Ploidy.menHaploid) return "x";
  return ploidy === Ploidy.diploid && chrom !== "X" && chrom !== "Y" ? "autosomes" : "others";
}

/** What was counted for everybody over one kind of variants. */
interface Sums {
  variants: number;
  missing: Int32Array;
  het: Int32Array;
  /** Of homozygosity expected at all variants, and of that at the missing genotypes of each person. */
  expected: number;
  expectedMissing: Float64Array;
}

function sumsOf(people: number): Sums {
  return {
    variants: 0,
    missing: new Int32Array(people),
    het: new Int32Array(people),
    expected: 0,
    expectedMissing: new Float64Array(people)
  };
}

/** `counts`: of women and unknown, then of men. NaN where nobody has a genotype. */
function frequencyOf(counts: Int32Array, onX: boolean): number {
  const copiesOfMen = onX ? 1 : 2;
  const het = counts[Genotype.het] + (onX ? 0 : counts[4 + Genotype.het]);
  const alt = 2 * counts[Genotype.homAlt] + het + copiesOfMen * counts[4 + Genotype.homAlt];
  const ref = 2 * counts[Genotype.homRef] + het + copiesOfMen * counts[4 + Genotype.homRef];
  return alt / (alt + ref);
}

/**
 * Bytes of one column (four people) are counted by their value and told apart afterwards: one step for four people.
 * Missing genotypes are looked at one by one, since what they take away differs by variant.
 */
function addGenotypes(sums: Sums, variants: {at: number; hom: number}[], genotypes: Uint8Array): void {
  const people = sums.missing.length;
  const seen = new Int32Array(256);
  sums.variants += variants.length;
  for (const {hom} of variants) sums.expected += hom;
  for (let byte = 0; 4 * byte < people; ++byte) {
    seen.fill(0);
    for (const {at, hom} of variants) {
      const value = genotypes[at + byte];
      ++seen[value];
      if (hasMissing[value]) {
        for (let person = 4 * byte, left = value; person < people && person < 4 * byte + 4; ++person, left >>= 2)
          if ((left & 3) === Genotype.missing) sums.expectedMissing[person] += hom;
      }
    }
    for (let value = 0; value < 256; ++value) {
      if (seen[value] === 0) continue;
      for (let person = 4 * byte, left = value; person < people && person < 4 * byte + 4; ++person, left >>= 2) {
        if ((left & 3) === Genotype.missing) sums.missing[person] += seen[value];
        else if ((left & 3) === Genotype.het) sums.het[person] += seen[value];
      }
    }
  }
}

/** Whether one of the four genotypes of a byte is missing. */
const hasMissing = Uint8Array.from({length: 256}, (_, byte) =>
  Number([0, 2, 4, 6].some((shift) => ((byte >> shift) & 3) === Genotype.missing))
);

function judge(
  {autosomes, x, y, others}: {autosomes: Sums; x: Sums; y: Sums; others: Sums},
  {people, included, sex, groups}: SampleQcPeople,
  {callRate = 0.97, heterozygositySd = 5, femaleBelow = 0.2, maleAbove = 0.8}: SampleLimits
): SampleQc {
  const each = <T>(of: (person: number) => T): T[] => Array.from({length: people}, (_, person) => of(person));
  const everywhere = [autosomes, x, others];
  const callRates = Float64Array.from(
    each((person) => {
      const places = sex[person] === 1 ? [...everywhere, y] : everywhere;
      const variants = places.reduce((sum, place) => sum + place.variants, 0);
      return 1 - places.reduce((sum, {missing}) => sum + missing[person], 0) / variants;
    })
  );
  const called = ({variants, missing}: Sums, person: number): number => variants - missing[person];
  const heterozygosity = Float64Array.from(each((person) => autosomes.het[person] / called(autosomes, person)));
  const inbreedingX = Float64Array.from(each((person) => inbreedingOf(x, person)));
  const sexOfX = Uint8Array.from(inbreedingX, (f) => (f < femaleBelow ? 2 : f > maleAbove ? 1 : 0));
  const spread = spreadByGroup(heterozygosity, included, groups);
  const reasons = Uint8Array.from(
    each((person) => {
      const {mean, sd} = spread.get(Math.max(-1, groups[person])) ?? {mean: NaN, sd: NaN};
      const far = Math.abs(heterozygosity[person] - mean) > heterozygositySd * sd;
      const differs = sex[person] !== 0 && sexOfX[person] !== 0 && sex[person] !== sexOfX[person];
      const unclear = sexOfX[person] === 0 && !Number.isNaN(inbreedingX[person]);
      return (
        // Without any variant the call rate is not known, and nobody passes.
        (callRates[person] >= callRate ? 0 : SampleReason.lowCallRate) |
        (far ? SampleReason.heterozygosity : 0) |
        (differs ? SampleReason.sexDiffers : 0) |
        (unclear ? SampleReason.sexUnclear : 0)
      );
    })
  );
  return {
    callRates,
    heterozygosity,
    inbreeding: Float64Array.from(each((person) => inbreedingOf(autosomes, person))),
    inbreedingX,
    callsY: Int32Array.from(each((person) => called(y, person))),
    sexOfX,
    reasons
  };
}

function inbreedingOf({variants, missing, het, expected, expectedMissing}: Sums, person: number): number {
  const called = variants - missing[person];
  const expectedHere = expected - expectedMissing[person];
  return called > 0 ? (called - het[person] - expectedHere) / (called - expectedHere) : NaN;
}

/** Mean and standard deviation (n − 1) of the included people of each group. */
function spreadByGroup(
  values: Float64Array,
  included: Uint8Array,
  groups: ArrayLike<number>
): Map<number, {mean: number; sd: number}> {
  const members = new Map<number, number[]>();
  values.forEach((value, person) => {
    if (!included[person] || Number.isNaN(value)) return;
    const group = Math.max(-1, groups[person]);
    members.set(group, members.get(group) ?? []);
    members.get(group)!.push(value);
  });
  return new Map(
    [...members].map(([group, some]) => {
      const mean = some.reduce((sum, value) => sum + value, 0) / some.length;
      const squares = some.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [group, {mean, sd: Math.sqrt(squares / (some.length - 1))}];
    })
  );
}
