import type {z} from "zod";
import type {manifestSchema} from "./manifestSchema.js";

/** How associations are computed, as a manifest says or as the field does. */
export interface AssociationOptions {
  /** Names of columns of the sample file; null = age and sex, where they are known. */
  covariates: string[] | null;
  /** Principal components that are covariates too, 0–20. */
  pcs: number;
  /** Missing genotypes: replaced by the mean of the group, or their people dropped for that variant. */
  missing: "mean" | "drop";
  /** Variants with a rarer allele than this in a group, as a share and as copies, are not tested there. */
  mafMin: number;
  macMin: number;
  /** Variants and people with a smaller share of called genotypes are left out. */
  callRateMin: number;
  /** Variants of the autosomes with a smaller exact Hardy–Weinberg p-value in a group are not tested there. */
  hweMin: number;
  /** Of two people with a larger KING kinship one is not analysed, and only placed on the components of the others. */
  kinshipMax: number;
  /** Score tests with a smaller p-value are refined by saddlepoint or Firth. */
  spaP: number;
  /** Variants with a smaller p-value make a locus with those around them, up to `lociBp` away. */
  lociP: number;
  lociBp: number;
}

/**
 * Defaults: call rate and Hardy–Weinberg limit as in Marees and others 2018, Int J Methods Psychiatr Res 27:e1608, the
 * former loosened to 95 % as biobanks do; kinship up to second degree as in Manichaikul and others 2010, Bioinformatics
 * 26:2867; refined below p = 0.05 as in Zhou and others 2018, Nat Genet 50:1335.
 */
export function associationOptions(given: z.output<typeof manifestSchema>["association"]): AssociationOptions {
  return {
    covariates: given?.covariates ?? null,
    pcs: given?.pcs ?? 10,
    missing: given?.missing ?? "mean",
    mafMin: given?.maf_min ?? 0.001,
    macMin: given?.mac_min ?? 20,
    callRateMin: given?.call_rate_min ?? 0.95,
    hweMin: given?.hwe_min ?? 1e-6,
    kinshipMax: given?.kinship_max ?? 0.0884,
    spaP: given?.spa_p ?? 0.05,
    lociP: given?.loci_p ?? 1e-6,
    lociBp: 1000 * (given?.loci_kb ?? 250)
  };
}
