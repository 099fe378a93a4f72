/** Who carries one copy only at a variant. */
export const Ploidy = {
  /** Autosomes, pseudoautosomal regions. */
  diploid: 0,
  /** X outside the pseudoautosomal regions: men haploid, women and unknown diploid. */
  menHaploid: 1,
  /** Y outside the pseudoautosomal regions: men haploid, nobody else counted. */
  menOnly: 2,
  /** Mitochondrial: everybody haploid. */
  haploid: 3
} as const;
