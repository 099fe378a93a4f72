import {pairKey, type PgxGene, type StarAllele} from "../../../src/model/pharmacogenomics.js";

/** The alleles that one copy of a gene carries: one, or several where variants are named singly. Indices, ascending. */
export type GeneCopy = readonly number[];

/** When an activity is not known, neither is the phenotype: the word of CPIC's tables. */
const indeterminate = "Indeterminate";

/**
 * The phenotype of one or two copies of a gene; null = the tables do not say.
 * By the table of diplotypes; else by the sum of activities, where a copy with several variants has the lowest of
 * theirs (Amstutz et al. 2018, Clin Pharmacol Ther 103:210); else by function, when all pairs of the same two functions
 * have one phenotype in the table. A single copy is paired with the absent chromosome, or where there is none with
 * itself.
 */
export function phenotypeOf(gene: PgxGene, copies: readonly GeneCopy[]): string | null {
  const [first, second] = copies.length === 2 ? copies : [copies[0], absentChromosome(gene) ?? copies[0]];
  if (gene.method === "score") return byScore(gene, activityOf(gene, first), activityOf(gene, second));
  if (gene.method !== "diplotype") return null;
  const phenotypes = new Set(first.flatMap((a) => second.map((b) => ofPair(gene, a, b))));
  return phenotypes.size === 1 ? [...phenotypes][0] : null;
}

function ofPair(gene: PgxGene, a: number, b: number): string | null {
  return (
    gene.diplotypes.get(pairKey(a, b)) ?? byFunction(gene).get(functionKey(gene.alleles[a], gene.alleles[b])) ?? null
  );
}

function byScore({scores, priorities}: PgxGene, a: number | null, b: number | null): string | null {
  if (a === null || b === null) return priorities.size === 0 || priorities.has(indeterminate) ? indeterminate : null;
  const score = a + b;
  const range = scores.find(
    ({least, includesLeast, most, includesMost}) =>
      (includesLeast ? score >= least : score > least) && (includesMost ? score <= most : score < most)
  );
  return range?.phenotype ?? null;
}

function activityOf({alleles}: PgxGene, copy: GeneCopy): number | null {
  return copy.reduce<number | null>((lowest, allele) => {
    const {activity} = alleles[allele];
    return lowest === null || activity === null ? null : Math.min(lowest, activity);
  }, Infinity);
}

function absentChromosome({alleles}: PgxGene): GeneCopy | null {
  const absent = alleles.findIndex(({isAbsentChromosome}) => isAbsentChromosome);
  return absent < 0 ? null : [absent];
}

const functionTables = new WeakMap<PgxGene, Map<string, string | null>>();

/** Null = pairs of these functions have several phenotypes. */
function byFunction(gene: PgxGene): Map<string, string | null> {
  const known = functionTables.get(gene);
  if (known) return known;
  const table = new Map<string, string | null>();
  for (const [key, phenotype] of gene.diplotypes) {
    const [a, b] = key.split("/").map((place) => gene.alleles[Number(place)]);
    const functions = functionKey(a, b);
    const earlier = table.get(functions);
    table.set(functions, earlier === undefined || earlier === phenotype ? phenotype : null);
  }
  functionTables.set(gene, table);
  return table;
}

function functionKey(a: StarAllele, b: StarAllele): string {
  return [a.function, b.function].sort().join(" / ");
}
