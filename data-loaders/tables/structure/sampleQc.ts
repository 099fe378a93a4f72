import type {PlaceCounts, SampleCounts} from "./sampleCounts.js";

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
  /** 1 = defines mean and deviation of heterozygosity in the group. Everybody gets values. */
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

/** Judges everybody by what `openSampleCounter` has counted over all variants. */
export function judgeSamples(
  {autosomes, x, y, others}: SampleCounts,
  {included, sex, groups}: SampleQcPeople,
  {callRate = 0.97, heterozygositySd = 5, femaleBelow = 0.2, maleAbove = 0.8}: SampleLimits = {}
): SampleQc {
  const each = <T>(of: (person: number) => T): T[] => Array.from({length: included.length}, (_, person) => of(person));
  const everywhere = [autosomes, x, others];
  const callRates = Float64Array.from(
    each((person) => {
      const places = sex[person] === 1 ? [...everywhere, y] : everywhere;
      const variants = places.reduce((sum, place) => sum + place.variants, 0);
      return 1 - places.reduce((sum, {missing}) => sum + missing[person], 0) / variants;
    })
  );
  const called = ({variants, missing}: PlaceCounts, person: number): number => variants - missing[person];
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

function inbreedingOf({variants, missing, het, expected, expectedMissing}: PlaceCounts, person: number): number {
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
