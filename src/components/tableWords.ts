import type {ReleasedTable, TableName, Tier} from "../model/release.js";

interface TableWords {
  title: string;
  sentence: string;
}

/** What each released table holds, for readers who have not met it, and what its columns mean. */
export const tableWords: Record<TableName, TableWords> = {
  variants: {
    title: "Variants",
    sentence: "One row per alternate allele: where it is, what changes, its names and its gene."
  },
  genotype_counts: {
    title: "Genotype counts",
    sentence: "How many people of each group carry no, one or two copies of an allele, one row per variant and group."
  },
  allele_counts: {
    title: "Allele counts",
    sentence: "How often an allele was seen in each genetic ancestry group, and among how many."
  },
  association: {
    title: "Associations",
    sentence:
      "Variants that go with a trait, rounded: how many people were compared, how large the effect is, and how sure it is."
  },
  manhattan: {
    title: "Associations at a glance",
    sentence:
      "Where in the genome a trait is associated, in few rows: single variants high up, counts of variants below."
  },
  qq: {
    title: "Quantiles of p-values",
    sentence: "Whether p-values are as chance would have them, by how common the variants are."
  },
  loci: {
    title: "Associated loci",
    sentence: "Stretches of the genome that are associated most clearly, each by its leading variant and nearest gene."
  },
  ld: {
    title: "Linkage disequilibrium",
    sentence: "How far the variants of an associated locus go together, in each genetic ancestry group."
  },
  pca_density: {
    title: "Density of principal components",
    sentence: "How many people of each group lie where by their genotypes; rounded down, and nobody alone."
  },
  equity_genomics: {
    title: "Groups compared",
    sentence:
      "How well each genetic ancestry group is measured, what can be found in it, how far groups lie apart, and whether findings carry over."
  },
  pgx_phenotypes: {
    title: "Metabolizer types",
    sentence:
      "In each genetic ancestry group, the share of people whose genes handle medicines in one way or another; with noise, and few people withheld."
  },
  pgx_results: {
    title: "Medicines",
    sentence:
      "In each genetic ancestry group, the share of people for whom a guideline would change how a medicine is used; with noise, and few people withheld."
  },
  pgx_genes: {
    title: "Genes of medicines",
    sentence: "Which alleles the genotype files can tell, and which not, and why. Nothing about people."
  },
  genes: {title: "Genes", sentence: "Where genes begin and end. Nothing about people."},
  structure_residues: {
    title: "Residues of protein models",
    sentence:
      "How sure a predicted model is of each residue of a protein, and what changes there are predicted to do. Nothing about people."
  },
  structure_models: {
    title: "Protein models",
    sentence: "Predicted models of proteins, as their files give them. Nothing about people."
  },
  structure_errors: {
    title: "Aligned error of protein models",
    sentence:
      "How far off a model expects one stretch of a protein to be once another is laid in place. Nothing about people."
  },
  structure_frequencies: {
    title: "Changes of proteins",
    sentence:
      "How often the variants that change a residue of a modelled protein were seen in each genetic ancestry group; counts as in the table of allele counts."
  },
  tumour_resistance: {
    title: "Mutations and resistance",
    sentence:
      "For each treatment and mutation, whether tumours with it were resistant more often; with noise, and few people withheld."
  },
  tumour_pairs: {
    title: "Tumours before and after treatment",
    sentence:
      "For each treatment, in how many people a mutation came or went between two tumours; with noise, and few people withheld."
  },
  tumour_cooccurrence: {
    title: "Genes mutated together",
    sentence:
      "For each pair of genes, whether the same tumours have both mutated, or one excludes the other; with noise, and few people withheld."
  },
  tumour_oncoprint: {
    title: "Mutated genes by group",
    sentence:
      "In each genetic ancestry group, the share of people whose tumour has a gene mutated, by class of mutation; with noise, and few people withheld."
  },
  tumour_evidence: {
    title: "Evidence about mutations",
    sentence: "What others have published about the mutations and treatments of these tables. Nothing about people."
  },
  people: {title: "People", sentence: "How many people each group has. Nothing about variants."},
  people_margins: {
    title: "People by every combination",
    sentence:
      "How many people have each combination of any of the cohort’s characteristics, bands of age included. Nothing about variants."
  },
  representation: {
    title: "Representation",
    sentence:
      "How many people of the cohort are in each group, beside the share of that group among those it should serve."
  },
  equity: {
    title: "Equity indicators",
    sentence: "What was measured in subgroups of other populations, as tables of the cohort’s manifest give it."
  },
  polygenic_scores: {
    title: "Polygenic scores",
    sentence:
      "How well each score does in each genetic ancestry group, how its values are spread there, and which of its variants the cohort has; nobody’s score."
  }
};

/** Who can open a table, after its title: `Allele counts, open to everybody`. */
export const tierWords: Record<Tier, string> = {public: "open to everybody", registered: "for named readers"};

/** The same for one file of a release, which may have a table of that name twice: then the title says whose it is. */
export function fileWords(table: ReleasedTable, tables: readonly ReleasedTable[]): TableWords {
  const {name, tier} = table;
  const known = tableWords[name] ?? {title: name, sentence: ""};
  const words = table.trait === undefined ? known : {title: `${known.title}: ${table.trait}`, sentence: traitSentence};
  if (!tables.some((other) => other.name === name && other.tier !== tier)) return words;
  return {title: `${words.title}, ${tierWords[tier]}`, sentence: `${words.sentence} ${partWords(table)}`};
}

/** Of a file of associations with all variants, which there is for each trait. */
const traitSentence =
  "How each variant goes with the trait, by genetic ancestry group and put together: effect, standard error and p-value.";

function partWords({name, tier, columns}: ReleasedTable): string {
  if (tier === "registered") return name === "variants" ? "All variants." : "All variants; small counts are withheld.";
  if (name === "association") return "Only the few that fit into the privacy budget.";
  const noise = columns.some((column) => column.name === "noise_sd") ? " The counts carry noise." : "";
  return `Only a fixed list of common variants.${noise}`;
}

/** Meanings of columns by name; a name means the same in every table. */
export const columnWords: Record<string, string> = {
  variant_id: "The variant: chromosome, position, reference allele and alternate allele, joined by hyphens",
  chrom: "Chromosome, as in the input without “chr”: 1–22, X, Y, MT",
  pos: "Position of the first base of the reference allele, counted from 1",
  ref: "Reference allele",
  alt: "Alternate allele: the one that is counted",
  rsid: "Name in dbSNP (rs…), or of the simulation (syn…); empty when there is none",
  gene: "Gene whose interval holds the position; empty outside genes",
  ancestry: "Genetic ancestry group: similarity to a reference panel, as the cohort assigned it",
  sex: "Sex as recorded in the cohort",
  status: "Case or control, as the cohort defines it",
  population:
    "Population label of the cohort; of equity indicators, people in the subgroup, or numbers in proportion to them",
  hom_ref: "People with two copies of the reference allele",
  het: "People with one copy of each",
  hom_alt: "People with two copies of the alternate allele",
  hemi_ref: "People who have one copy there (men on X, everybody on MT) and carry the reference allele",
  hemi_alt: "People who have one copy there and carry the alternate allele",
  missing: "People whose genotype was not called",
  ac: "Allele count: copies of the alternate allele",
  an: "Allele number: copies of either allele that were called",
  noise_sd: "Standard deviation of the noise that was added to counts: copies of an allele, or people",
  trait: "The trait, by its ontology id",
  n_case: "People with the trait who were compared",
  n_control: "People without it who were compared",
  odds_ratio:
    "Odds ratio: for each copy of the alternate allele, to two significant figures; or of tumours, for a mutation",
  p_bin: "Range in which the p-value lies, such as <5e-8",
  method: "How the association was computed",
  eaf: "Frequency of the alternate allele among the people analysed",
  beta: "Effect of each copy of the alternate allele: log odds, or units of the trait",
  se: "Standard error of the effect, or of the value of an equity indicator",
  z: "Effect over its standard error",
  minus_log10_p: "−log10 of the p-value: 7.3 is genome-wide significance",
  i2: "Share of the differences between groups that is no chance, 0 to 1",
  minus_log10_p_het: "−log10 of the p-value that groups have one effect (Cochran’s Q)",
  beta_random: "Effect where groups may differ (DerSimonian–Laird)",
  se_random: "Standard error of that effect",
  n_variants: "Variants, or loci, that the row stands for",
  maf_stratum: "Range of frequencies of the rarer allele",
  expected: "−log10 p as chance would have it",
  observed: "−log10 p as it is",
  lambda: "Genomic inflation: median χ² over what chance would give",
  locus: "Number of the locus, counted from 1 in genome order",
  start: "Where it starts: first position of a locus, counted from 1; of a gene, counted from 0",
  end: "Where it ends: last position of a locus; of a gene, the position before which it ends",
  distance_bp: "Bases between the leading variant and the nearest gene; 0 inside it",
  variable: "What divides people into groups, such as ancestry",
  level: "The group",
  reference_share: "Share of the group among the people whom the cohort should serve, 0 to 1; empty when unknown",
  reference: "Who these people are, and the source of their number",
  accession: "Accession of the protein in UniProt, such as P60484",
  residue: "Residue of the protein’s reference sequence, counted from 1",
  amino_acid: "The residue’s amino acid in the table of effects, or in the model where there is no change",
  plddt:
    "How sure the model is of the residue’s place, 0 to 100 (pLDDT); empty where the model has another amino acid there",
  band: "Confidence: very high (above 90), confident (above 70), low (above 50) or very low",
  interpretable: "Whether the place says anything about a change there: yes above a pLDDT of 70",
  change: "Amino acid that a variant puts there, * = stop; empty: no variant is given at this residue",
  change_variant: "A variant that makes the change, on the assembly of column genome; empty where none is given",
  genome: "Assembly of that variant, as the table of effects says it: GRCh37 or GRCh38; empty where it does not",
  am_pathogenicity: "Predicted effect of the change, 0 (benign) to 1 (pathogenic), by AlphaMissense",
  am_class: "The authors’ class of that prediction",
  label: "How others classified the change: benign or pathogenic; empty when they did not",
  aligned_from: "First residue of the stretch that is laid in place",
  aligned_to: "Last residue of that stretch",
  scored_from: "First residue of the stretch whose place is judged",
  scored_to: "Last residue of that stretch",
  error: "Expected error of its place, in ångström: mean over both stretches",
  error_max: "The largest error that the prediction can give, in ångström",
  licence: "Terms under which the file may be used",
  format: "pdb or cif",
  model_sha256: "SHA-256 of the file",
  model: "The file, as it was given",
  setting: "Whom the value is about, such as a country or a survey",
  date: "Year or period of the value; empty where the table has only one",
  source: "Where the value comes from",
  indicator: "What was measured",
  dimension: "What divides people into subgroups",
  subgroup: "The subgroup",
  subgroup_order: "Place of the subgroup in its dimension, 1 = most disadvantaged; empty where there is no order",
  ci_lb: "Lower end of the 95 % interval",
  ci_ub: "Upper end of the 95 % interval",
  setting_average: "Value over all subgroups",
  favourable_indicator: "1 = more is better, 0 = less is better",
  ordered_dimension: "1 = the subgroups have an order",
  indicator_scale: "Greatest value possible, 100 for percentages; 1 where there is none",
  reference_subgroup: "1 = the subgroup that others are compared with",
  synthetic: "1 = about people who never lived",
  variant_a: "One variant of the pair",
  variant_b: "The other variant of the pair",
  r2: "Squared correlation of the two variants, 0 to 1",
  pc_x: "Which principal component goes to the right, counted from 1",
  pc_y: "Which principal component goes up, counted from 1",
  x0: "Left edge of the rectangle",
  x1: "Right edge of the rectangle",
  y0: "Lower edge of the rectangle",
  y1: "Upper edge of the rectangle",
  name: "Symbol of the gene",
  age: "Band of age in years; “all” where the row is not divided by it",
  measure: "What the row says of the group; the page Methods has them all",
  other_ancestry: "The group it is compared with, or in which a finding was made first; empty: none, or any other",
  bin: "Frequency of the rarer allele, or what became of the loci",
  estimate: "The number, in the unit of the row or of the indicator; empty when withheld",
  low: "Lower end of its 95 % interval; empty: none, or no limit",
  high: "Upper end of its 95 % interval; empty: none, or no limit",
  unit: "Unit of the number",
  n: "People",
  treatment: "Medicine, or several joined by +, as the cohort’s table names it",
  protein_change: "Change of the protein, such as T790M; empty: any mutation of the gene that changes its protein",
  mutated_resistant: "People with the mutation whose tumour was resistant; empty when withheld",
  mutated_sensitive: "People with the mutation whose tumour was sensitive; empty when withheld",
  other_resistant: "People without it whose tumour was resistant; empty when withheld",
  other_sensitive: "People without it whose tumour was sensitive; empty when withheld",
  kept: "People whose tumour had the mutation both before and after treatment; empty when withheld",
  both_genes: "People with both genes mutated; empty when withheld",
  gained: "People whose tumour had the mutation after treatment only; empty when withheld",
  lost: "People whose tumour had it before treatment only; empty when withheld",
  neither: "People with neither; empty when withheld",
  gene_a: "One gene of the pair",
  gene_b: "The other gene of the pair",
  only_a: "People with the one gene mutated only; empty when withheld",
  only_b: "People with the other gene mutated only; empty when withheld",
  mutation_class: "What the mutation does to the protein; empty: anything; multiple: two or more of them",
  minus_log10_q: "−log10 of the false discovery rate at which it is found",
  minus_log10_holm: "−log10 of the p-value corrected for all tests (Holm)",
  minus_log10_p_adjusted: "−log10 of the p-value adjusted for the cohort’s covariates",
  minus_log10_q_adjusted: "−log10 of the false discovery rate, adjusted for the cohort’s covariates",
  minus_log10_mid_p: "−log10 of the mid-p of McNemar’s test; empty where counts carry noise",
  exact: "Whether the evidence is about this very mutation: yes, or no for another one of the gene",
  evidence_id: "The item of evidence, as its table numbers it",
  evidence_variant: "The mutation that it is about, as its table writes it",
  disease: "The disease that it is about",
  medicines: "The medicines that it is about",
  interaction: "How several medicines were given",
  evidence_level: "A validated, B clinical, C case study, D preclinical, E inferential",
  supports: "Whether the study supports the significance: yes, or no where it speaks against it",
  significance: "What the mutation is said to mean for the medicine",
  citation: "The publication"
};
