import type {PgxDefinitions, PgxGene} from "../../../src/model/pharmacogenomics.js";
import type {People} from "../../sources/cohort.js";
import {copiesOf} from "../copiesOf.js";
import {assayOf, type Assay, type AssayOptions} from "./assay.js";
import {callDiplotypes, unknownCount, type DiplotypeCall} from "./callDiplotypes.js";
import type {GeneGenotypes} from "./collectGenotypes.js";

/** One gene in everybody. `callOf` is individual-level: it stays in the loaders. */
export interface GeneCalls {
  gene: PgxGene;
  assay: Assay;
  /** Variants in the files that could not be used; name and reason. */
  unusable: {variant: string; why: string}[];
  /** Each distinct set of genotypes is called once. Empty where the gene is refused. */
  calls: DiplotypeCall[];
  /** Index into `calls` per person, in the order of people; −1 = left out of all counts, without a copy, or refused. */
  callOf: Int32Array;
}

/** Calls every gene in everybody who is counted. */
export function callCohort(
  {genes}: Pick<PgxDefinitions, "genes">,
  genotypes: readonly GeneGenotypes[],
  people: Pick<People, "total" | "included" | "sex">,
  options: AssayOptions = {}
): GeneCalls[] {
  return genes.map((gene, g) => callGene(gene, genotypes[g], people, options));
}

function callGene(
  gene: PgxGene,
  genotypes: GeneGenotypes,
  {total, included, sex}: Pick<People, "total" | "included" | "sex">,
  options: AssayOptions
): GeneCalls {
  const assay = assayOf(gene, genotypes, options);
  const callOf = new Int32Array(total).fill(-1);
  const calls: DiplotypeCall[] = [];
  const unusable = [...genotypes.unusable].map(([v, why]) => ({variant: gene.variants[v].name, why}));
  if (assay.refused !== null) return {gene, assay, unusable, calls, callOf};

  const rows = assay.used.map((v) => genotypes.rows[v]);
  const counts = new Int8Array(rows.length);
  const indexOf = new Map<string, number>();
  for (let person = 0; person < total; ++person) {
    const copies = copiesOf(genotypes.ploidy, sex[person] === male);
    if (!included[person] || copies === 0) continue;
    for (const [i, row] of rows.entries())
      counts[i] = row === null ? 0 : countOfCode[(row[person >> 2] >> ((person & 3) << 1)) & 3];
    const key = `${copies} ${counts.join("")}`;
    let index = indexOf.get(key);
    if (index === undefined) {
      index = calls.push(callDiplotypes(gene, assay, counts, copies)) - 1;
      indexOf.set(key, index);
    }
    callOf[person] = index;
  }
  return {gene, assay, unusable, calls, callOf};
}

const male = 1;

/** Copies of the variant by the two bits of a genotype. */
const countOfCode = [2, unknownCount, 1, 0];
