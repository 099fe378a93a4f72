/** Codes of a genotype in packed genotypes: those of `tables/countGenotypes.ts`, which disclosure may not import. */
export const GenotypeCode = {homAlt: 0, missing: 1, het: 2, homRef: 3} as const;
