import type {Ancestry} from "./populations.js";

/** A gene that changes what medicines do: where its alleles differ from the reference one, and how common they are. */
export interface MedicineGene {
  gene: string;
  chrom: string;
  sites: readonly MedicineSite[];
  /** Those of the simulation, but for the reference allele, which has none of the variants and all the rest. */
  alleles: readonly MedicineAllele[];
}

export interface MedicineSite {
  rsid: string;
  /** GRCh37, 1-based, forward strand. */
  pos: number;
  ref: string;
  alt: string;
}

export interface MedicineAllele {
  /** As PharmVar and CPIC name it. */
  name: string;
  /** All on one chromosome. */
  carries: readonly string[];
  frequency: Record<Ancestry, number>;
}

/**
 * Real variants at their real places, with frequencies close to those of the 1000 Genomes Project, phase 3 (Auton et al.
 * 2015, Nature 526:68), in its five super-populations: rounded to a thousandth, the same in all populations of one of
 * them. Who has them is drawn: no genotype of anybody is in the simulation.
 *
 * Where alleles share variants, their frequencies add up to those of the variants: *3A and *3C of TPMT to rs1142345, *5
 * and *15 of SLCO1B1 to rs4149056, *15 and *37 to rs2306283. What is defined by which variants: PharmVar (Gaedigk et al.
 * 2018, Clin Pharmacol Ther 103:399), and CPIC for DPYD and VKORC1. Rarer alleles are left out.
 */
export const medicineGenes: readonly MedicineGene[] = [
  {
    gene: "DPYD",
    chrom: "1",
    sites: [
      {rsid: "rs67376798", pos: 97547947, ref: "T", alt: "A"},
      {rsid: "rs3918290", pos: 97915614, ref: "C", alt: "T"},
      {rsid: "rs56038477", pos: 98039419, ref: "C", alt: "T"},
      {rsid: "rs75017182", pos: 98045449, ref: "G", alt: "C"}
    ],
    alleles: [
      allele("c.1905+1G>A (*2A)", ["rs3918290"], [0.001, 0.001, 0, 0.005, 0.008]),
      allele("c.2846A>T", ["rs67376798"], [0.001, 0.003, 0, 0.007, 0.001]),
      allele("c.1129-5923C>G, c.1236G>A (HapB3)", ["rs56038477", "rs75017182"], [0.001, 0.006, 0, 0.024, 0.019])
    ]
  },
  {
    gene: "TPMT",
    chrom: "6",
    sites: [
      {rsid: "rs1142345", pos: 18130918, ref: "T", alt: "C"},
      {rsid: "rs1800460", pos: 18139228, ref: "C", alt: "T"}
    ],
    alleles: [
      allele("*3A", ["rs1142345", "rs1800460"], [0.003, 0.04, 0, 0.028, 0.004]),
      allele("*3C", ["rs1142345"], [0.064, 0.018, 0.022, 0.001, 0.014])
    ]
  },
  {
    gene: "CYP2C19",
    chrom: "10",
    sites: [
      {rsid: "rs12248560", pos: 96521657, ref: "C", alt: "T"},
      {rsid: "rs12769205", pos: 96535124, ref: "A", alt: "G"},
      {rsid: "rs4986893", pos: 96540410, ref: "G", alt: "A"},
      {rsid: "rs4244285", pos: 96541616, ref: "G", alt: "A"}
    ],
    alleles: [
      allele("*2", ["rs12769205", "rs4244285"], [0.17, 0.105, 0.313, 0.145, 0.358]),
      allele("*3", ["rs4986893"], [0.002, 0, 0.056, 0, 0.012]),
      allele("*17", ["rs12248560"], [0.235, 0.12, 0.015, 0.224, 0.136])
    ]
  },
  {
    gene: "CYP2C9",
    chrom: "10",
    sites: [
      {rsid: "rs1799853", pos: 96702047, ref: "C", alt: "T"},
      {rsid: "rs1057910", pos: 96741053, ref: "A", alt: "C"}
    ],
    alleles: [
      allele("*2", ["rs1799853"], [0.008, 0.099, 0.001, 0.124, 0.035]),
      allele("*3", ["rs1057910"], [0.002, 0.037, 0.034, 0.073, 0.109])
    ]
  },
  {
    gene: "SLCO1B1",
    chrom: "12",
    sites: [
      {rsid: "rs2306283", pos: 21329738, ref: "A", alt: "G"},
      {rsid: "rs4149056", pos: 21331549, ref: "T", alt: "C"}
    ],
    alleles: [
      allele("*5", ["rs4149056"], [0.001, 0.021, 0.008, 0.021, 0.003]),
      allele("*15", ["rs2306283", "rs4149056"], [0.013, 0.11, 0.115, 0.14, 0.04]),
      allele("*37", ["rs2306283"], [0.805, 0.36, 0.645, 0.26, 0.52])
    ]
  },
  {
    gene: "NUDT15",
    chrom: "13",
    sites: [{rsid: "rs116855232", pos: 48619855, ref: "C", alt: "T"}],
    alleles: [allele("*3", ["rs116855232"], [0.001, 0.045, 0.095, 0.002, 0.07])]
  },
  {
    gene: "VKORC1",
    chrom: "16",
    sites: [{rsid: "rs9923231", pos: 31107689, ref: "C", alt: "T"}],
    alleles: [allele("rs9923231", ["rs9923231"], [0.054, 0.41, 0.885, 0.388, 0.146])]
  }
];

/** `frequencies` in the order of `ancestries`. */
function allele(name: string, carries: string[], [AFR, AMR, EAS, EUR, SAS]: number[]): MedicineAllele {
  return {name, carries, frequency: {AFR, AMR, EAS, EUR, SAS}};
}
