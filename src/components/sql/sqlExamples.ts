/** Queries to begin with; each is right for the tables that everybody sees and for those that a key opens. */
export const sqlExamples: readonly {label: string; text: string}[] = [
  {
    label: "Variants of each chromosome",
    text: "SELECT chrom, count(*) AS variants\nFROM variants\nGROUP BY chrom\nORDER BY variants DESC"
  },
  {
    label: "Frequencies of one gene",
    text: "SELECT v.variant_id, v.gene, a.ancestry, a.ac / a.an AS frequency\nFROM allele_counts a JOIN variants v USING (variant_id)\nWHERE v.gene <> ''\nORDER BY v.gene, v.pos, a.ancestry\nLIMIT 50"
  },
  {
    label: "Difference between two groups",
    text: "SELECT a.variant_id, a.ac / a.an - b.ac / b.an AS difference\nFROM allele_counts a JOIN allele_counts b USING (variant_id)\nWHERE a.ancestry = 'AFR' AND b.ancestry = 'EUR'\nORDER BY difference DESC\nLIMIT 20"
  }
];
