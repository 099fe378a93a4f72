/** Codes of the 1000 Genomes super-populations (Auton et al. 2015, Nature 526:68), alphabetical. */
export const ancestries = ["AFR", "AMR", "EAS", "EUR", "SAS"] as const;
export type Ancestry = (typeof ancestries)[number];

/**
 * Drift of each ancestry from the shared ancestral frequencies, as F_ST of the Balding–Nichols model.
 * With independent drift Hudson's F_ST between two ancestries is the mean of their values. These are the values whose
 * ten means fit best (least squares; largest residual 0.014) the F_ST that plink2 measures between the 1000 Genomes
 * super-populations on 1,126 people and 22 autosomes: `plink2 --fst super_pop method=hudson`, e.g. AFR–EUR 0.115,
 * EAS–EUR 0.104, EUR–SAS 0.034. AMR is small because admixed people stand between the others.
 */
export const ancestryDrift: Record<Ancestry, number> = {AFR: 0.174, AMR: 0.004, EAS: 0.13, EUR: 0.05, SAS: 0.029};

/**
 * How far linkage disequilibrium reaches, relative to Europe. It reaches markedly less far in Africa (Reich et al. 2001,
 * Nature 411:199); the factors are ours.
 */
export const linkageReach: Record<Ancestry, number> = {AFR: 0.5, AMR: 1, EAS: 1.1, EUR: 1, SAS: 1};

export interface Population {
  code: string;
  name: string;
  ancestry: Ancestry;
  /**
   * Drift from its ancestry, fitted within each ancestry as `ancestryDrift`, at least 0.0005. F_ST of pairs that the
   * 1,126 people lack comes from the frequencies of 30,000 HapMap3 SNPs, scaled to agree on the pairs they have.
   */
  drift: number;
  /** Share of the cohort. Europeans are over-represented, as in the biobanks of today. The shares add up to 1, and are ours. */
  share: number;
}

/** The 26 populations of 1000 Genomes phase 3, ordered by ancestry and code. */
export const populations: readonly Population[] = [
  {code: "ACB", name: "African Caribbean", ancestry: "AFR", drift: 0.0026, share: 0.012},
  {code: "ASW", name: "African Ancestry SW", ancestry: "AFR", drift: 0.0173, share: 0.045},
  {code: "ESN", name: "Esan", ancestry: "AFR", drift: 0.0032, share: 0.01},
  {code: "GWD", name: "Gambian Mandinka", ancestry: "AFR", drift: 0.0024, share: 0.008},
  {code: "LWK", name: "Luhya", ancestry: "AFR", drift: 0.0057, share: 0.01},
  {code: "MSL", name: "Mende", ancestry: "AFR", drift: 0.0032, share: 0.005},
  {code: "YRI", name: "Yoruba", ancestry: "AFR", drift: 0.0013, share: 0.02},
  {code: "CLM", name: "Colombian", ancestry: "AMR", drift: 0.0038, share: 0.02},
  {code: "MXL", name: "Mexican Ancestry", ancestry: "AMR", drift: 0.0005, share: 0.04},
  {code: "PEL", name: "Peruvian", ancestry: "AMR", drift: 0.0585, share: 0.01},
  {code: "PUR", name: "Puerto Rican", ancestry: "AMR", drift: 0.033, share: 0.03},
  {code: "CDX", name: "Dai Chinese", ancestry: "EAS", drift: 0.0088, share: 0.006},
  {code: "CHB", name: "Han Chinese", ancestry: "EAS", drift: 0.0036, share: 0.03},
  {code: "CHS", name: "Southern Han Chinese", ancestry: "EAS", drift: 0.0005, share: 0.02},
  {code: "JPT", name: "Japanese", ancestry: "EAS", drift: 0.0172, share: 0.022},
  {code: "KHV", name: "Kinh Vietnamese", ancestry: "EAS", drift: 0.0041, share: 0.012},
  {code: "CEU", name: "CEPH", ancestry: "EUR", drift: 0.0005, share: 0.24},
  {code: "FIN", name: "Finnish", ancestry: "EUR", drift: 0.0187, share: 0.06},
  {code: "GBR", name: "British", ancestry: "EUR", drift: 0.0006, share: 0.22},
  {code: "IBS", name: "Iberian", ancestry: "EUR", drift: 0.0039, share: 0.05},
  {code: "TSI", name: "Toscani", ancestry: "EUR", drift: 0.0063, share: 0.06},
  {code: "BEB", name: "Bengali", ancestry: "SAS", drift: 0.0071, share: 0.012},
  {code: "GIH", name: "Gujarati", ancestry: "SAS", drift: 0.0068, share: 0.02},
  {code: "ITU", name: "Telugu", ancestry: "SAS", drift: 0.002, share: 0.012},
  {code: "PJL", name: "Punjabi", ancestry: "SAS", drift: 0.0063, share: 0.016},
  {code: "STU", name: "Tamil", ancestry: "SAS", drift: 0.0022, share: 0.01}
];

/** Index into `ancestries` per population. */
export const ancestryOfPopulation: readonly number[] = populations.map((p) => ancestries.indexOf(p.ancestry));
