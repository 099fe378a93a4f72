import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {createCounter, Genotype} from "../countGenotypes.js";

/** Reasons to leave a variant out of an analysis; their sum is a variant's code. */
export const VariantReason = {
  lowCallRate: 1,
  lowFrequency: 2,
  hardyWeinberg: 4
} as const;

/** Rules of thumb as the field has them; Anderson et al. 2010, Nat Protoc 5:1564. */
export interface VariantLimits {
  /** Call rate below which a variant is left out; default 0.98. */
  callRate?: number;
  /** Minor allele frequency below which it is left out; default 0: only variants that do not vary are. */
  minorFrequency?: number;
  /** Hardy–Weinberg p below which it is left out; default 1e-6. */
  hardyWeinberg?: number;
}

export interface VariantQcPeople {
  people: number;
  /** 1 = counts for call rate and frequency. */
  included: Uint8Array;
  /** 1 = counts for Hardy–Weinberg proportions too: unrelated controls, where effects and families do not disturb them. */
  controls: Uint8Array;
  /** PLINK coding: 1 male, 2 female, 0 unknown. */
  sex: Uint8Array;
}

/** Per variant of a batch. */
export interface VariantQc {
  /** Share of the people who have copies there with a genotype, 0 to 1; NaN where nobody has copies. */
  callRates: Float64Array;
  /** Frequency of alt; NaN without genotypes. */
  frequencies: Float64Array;
  /** Two-sided p in controls, on X in women; NaN where nobody has two copies or none has a genotype. */
  hardyWeinberg: Float64Array;
  /** Sums of `VariantReason`; 0 = nothing against this variant. */
  reasons: Uint8Array;
}

/**
 * Judges the variants of batches. `exactTest` gives the p-value of diploid genotype counts (homozygous ref,
 * heterozygous, homozygous alt). A heterozygous call of somebody who has one copy only counts as missing.
 */
export async function openVariantQc(
  {people, included, controls, sex}: VariantQcPeople,
  exactTest: (homRef: number, het: number, homAlt: number) => number
): Promise<(batch: Pick<GenotypeBatch, "count" | "ploidy" | "genotypes">, limits?: VariantLimits) => VariantQc> {
  // Women and unknown, men; those among them who are controls have cells of their own.
  const cells = Int32Array.from({length: people}, (_, person) =>
    included[person] ? Number(sex[person] === 1) + (controls[person] ? 2 : 0) : -1
  );
  const counter = await createCounter({people, cells, cellCount: 4});

  return ({count, ploidy, genotypes}, {callRate = 0.98, minorFrequency = 0, hardyWeinberg = 1e-6} = {}) => {
    const counts = counter.count(genotypes, count);
    const callRates = new Float64Array(count);
    const frequencies = new Float64Array(count);
    const p = new Float64Array(count);
    const reasons = new Uint8Array(count);
    const [twice, once, tested] = [new Int32Array(4), new Int32Array(4), new Int32Array(4)];
    for (let variant = 0; variant < count; ++variant) {
      const {twice: diploid, once: haploid, tested: controls} = cellsOf[ploidy[variant]];
      addCells(twice, counts, 16 * variant, diploid);
      addCells(once, counts, 16 * variant, haploid);
      addCells(tested, counts, 16 * variant, controls);
      const called = calls(twice) + once[Genotype.homRef] + once[Genotype.homAlt];
      const alt = 2 * twice[Genotype.homAlt] + twice[Genotype.het] + once[Genotype.homAlt];
      const ref = 2 * twice[Genotype.homRef] + twice[Genotype.het] + once[Genotype.homRef];
      const withCopies = calls(twice) + twice[Genotype.missing] + calls(once) + once[Genotype.missing];
      callRates[variant] = called / withCopies;
      frequencies[variant] = alt / (alt + ref);
      p[variant] =
        calls(tested) > 0 ? exactTest(tested[Genotype.homRef], tested[Genotype.het], tested[Genotype.homAlt]) : NaN;
      const minor = Math.min(frequencies[variant], 1 - frequencies[variant]);
      reasons[variant] =
        (callRates[variant] >= callRate ? 0 : VariantReason.lowCallRate) |
        (minor > 0 && minor >= minorFrequency ? 0 : VariantReason.lowFrequency) |
        (p[variant] < hardyWeinberg ? VariantReason.hardyWeinberg : 0);
    }
    return {callRates, frequencies, hardyWeinberg: p, reasons};
  };
}

/** Cells of people with two copies, with one, and of controls with two, by the code of `Ploidy`. */
const cellsOf: Record<number, {twice: number[]; once: number[]; tested: number[]}> = {
  [Ploidy.diploid]: {twice: [0, 1, 2, 3], once: [], tested: [2, 3]},
  [Ploidy.menHaploid]: {twice: [0, 2], once: [1, 3], tested: [2]},
  [Ploidy.menOnly]: {twice: [], once: [1, 3], tested: []},
  [Ploidy.haploid]: {twice: [], once: [0, 1, 2, 3], tested: []}
};

/** Adds up the counts of some cells of a variant, code by code. */
function addCells(sums: Int32Array, counts: Int32Array, variantAt: number, cells: number[]): void {
  sums.fill(0);
  for (const cell of cells) for (let code = 0; code < 4; ++code) sums[code] += counts[variantAt + 4 * cell + code];
}

function calls(codes: Int32Array): number {
  return codes[Genotype.homRef] + codes[Genotype.het] + codes[Genotype.homAlt];
}
