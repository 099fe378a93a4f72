import type {Priority, ScoreRange} from "../../../src/model/pharmacogenomics.js";
import type {InputFile} from "../inputFiles.js";
import {readRows, shown} from "./tableRows.js";

export interface DiplotypeRow {
  gene: string;
  line: number;
  diplotype: string;
  phenotype: string;
}

/** Phenotypes of diplotypes, as the table spells both. */
export async function readDiplotypeTable(input: InputFile): Promise<DiplotypeRow[]> {
  return (await readRows(input, "diplotypes", ["Gene", "Diplotype", "Phenotype"])).map(({line, get, fail}) => {
    for (const column of ["Gene", "Diplotype", "Phenotype"] as const)
      if (get(column) === "") throw fail(`${column}: missing`);
    return {gene: get("Gene"), line, diplotype: get("Diplotype"), phenotype: get("Phenotype")};
  });
}

/** The two alleles of `*1/*2`; allele names may hold slashes, so only the alleles of the gene decide. */
export function splitDiplotype(diplotype: string, isAllele: (name: string) => boolean): [string, string] | undefined {
  for (let at = diplotype.indexOf("/"); at >= 0; at = diplotype.indexOf("/", at + 1)) {
    const pair: [string, string] = [diplotype.slice(0, at), diplotype.slice(at + 1)];
    if (pair.every(isAllele)) return pair;
  }
  return undefined;
}

/** How the table rates phenotypes, by gene: `Normal…` is normal, `Abnormal…` is not, `None` is not rated. */
export async function readPhenotypeTable(input: InputFile): Promise<Map<string, Map<string, Priority | null>>> {
  const genes = new Map<string, Map<string, Priority | null>>();
  for (const {get, fail} of await readRows(input, "phenotypes", ["Gene", "Phenotype", "Priority"])) {
    const [gene, phenotype] = [get("Gene"), get("Phenotype")];
    if (gene === "" || phenotype === "") throw fail(`${gene === "" ? "Gene" : "Phenotype"}: missing`);
    const ofGene = genes.get(gene) ?? new Map<string, Priority | null>();
    genes.set(gene, ofGene);
    if (ofGene.has(phenotype)) throw fail(`${shown(phenotype)} of ${gene} came before; each phenotype once`);
    ofGene.set(phenotype, parsePriority(get("Priority"), fail));
  }
  return genes;
}

function parsePriority(value: string, fail: (what: string) => Error): Priority | null {
  if (/^(none)?$/i.test(value)) return null;
  if (/^normal\b/i.test(value)) return "normal";
  if (/^abnormal\b/i.test(value)) return "abnormal";
  throw fail(`Priority: expected it to begin with Normal, Abnormal or None, found ${shown(value)}`);
}

/** Ranges of activity scores, by gene: `0 <= score < 1`, `2 == score`, `2.5 <= score`. */
export async function readEquationTable(input: InputFile): Promise<Map<string, ScoreRange[]>> {
  const genes = new Map<string, ScoreRange[]>();
  for (const {get, fail} of await readRows(input, "equations", ["Gene", "Phenotype", "Equation"])) {
    const [gene, phenotype] = [get("Gene"), get("Phenotype")];
    if (gene === "" || phenotype === "") throw fail(`${gene === "" ? "Gene" : "Phenotype"}: missing`);
    const range = parseEquation(get("Equation"));
    if (!range)
      throw fail(
        `Equation: expected such as 1 <= score < 2, 2 == score or 2.5 <= score, found ${shown(get("Equation"))}`
      );
    const ofGene = genes.get(gene) ?? [];
    const other = ofGene.find((earlier) => overlap(earlier, range));
    if (other) throw fail(`Equation: ${shown(get("Equation"))} overlaps with that of ${shown(other.phenotype)}`);
    genes.set(gene, [...ofGene, {phenotype, ...range}]);
  }
  return genes;
}

type Range = Omit<ScoreRange, "phenotype">;

function parseEquation(text: string): Range | undefined {
  const number = String.raw`(\d+(?:\.\d+)?)`;
  const exact = new RegExp(`^(?:${number} == score|score == ${number})$`).exec(text);
  if (exact) {
    const at = Number(exact[1] ?? exact[2]);
    return {least: at, includesLeast: true, most: at, includesMost: true};
  }
  const found = new RegExp(`^(?:${number} (<=?) )?score(?: (<=?) ${number})?$`).exec(text);
  if (!found || (found[1] === undefined && found[4] === undefined)) return undefined;
  const range = {
    least: found[1] === undefined ? -Infinity : Number(found[1]),
    includesLeast: found[2] === "<=",
    most: found[4] === undefined ? Infinity : Number(found[4]),
    includesMost: found[3] === "<="
  };
  return range.least < range.most ? range : undefined;
}

function overlap(a: Range, b: Range): boolean {
  const [first, second] = a.least < b.least || (a.least === b.least && a.includesLeast) ? [a, b] : [b, a];
  return second.least < first.most || (second.least === first.most && first.includesMost && second.includesLeast);
}
