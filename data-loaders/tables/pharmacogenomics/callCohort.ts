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
  const calls: DiplotypeCall[] = [];
  const unusable = [...genotypes.unusable].map(([v, why]) => ({variant: gene.variants[v].name, why}));
  if (assay.refused !== null) return {gene, assay, unusable, calls, callOf: new Int32Array(total).fill(-1)};

  const rows = assay.used.map((v) => genotypes.rows[v]);
  const copiesOfPerson = (person: number): 0 | 1 | 2 =>
    included[person] ? copiesOf(genotypes.ploidy, sex[person] === male) : 0;
  const {kindOf, examples} = kindsOfPeople(rows, total, copiesOfPerson);
  for (const person of examples) {
    const counts = Int8Array.from(rows, (row) => (row === null ? 0 : countOfCode[codeAt(row, person)]));
    calls.push(callDiplotypes(gene, assay, counts, copiesOfPerson(person) as 1 | 2));
  }
  return {gene, assay, unusable, calls, callOf: kindOf};
}

/**
 * People with the same genotypes and as many copies are of one kind: a number from 0 per person, −1 without a copy, and
 * somebody of each kind. Kinds are divided by one variant after the other.
 */
function kindsOfPeople(
  rows: readonly (Uint8Array | null)[],
  total: number,
  copiesOfPerson: (person: number) => number
): {kindOf: Int32Array; examples: number[]} {
  const kindOf = Int32Array.from({length: total}, (_, person) => copiesOfPerson(person) - 1);
  let kinds = 2;
  for (const row of [...rows, null]) {
    const next = new Int32Array(kinds * 4).fill(-1);
    kinds = 0;
    for (let person = 0; person < total; ++person) {
      if (kindOf[person] < 0) continue;
      const key = kindOf[person] * 4 + (row === null ? 0 : codeAt(row, person));
      if (next[key] < 0) next[key] = kinds++;
      kindOf[person] = next[key];
    }
  }
  const examples = Array.from({length: kinds}, () => -1);
  for (let person = total - 1; person >= 0; --person) if (kindOf[person] >= 0) examples[kindOf[person]] = person;
  return {kindOf, examples};
}

function codeAt(row: Uint8Array, person: number): number {
  return (row[person >> 2] >> ((person & 3) << 1)) & 3;
}

const male = 1;

/** Copies of the variant by the two bits of a genotype. */
const countOfCode = [2, unknownCount, 1, 0];
