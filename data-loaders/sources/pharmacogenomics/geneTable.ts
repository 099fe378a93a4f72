import type {GenomeBuild} from "../../../src/model/release.js";
import {chromosomeName} from "../chromosome.js";
import type {InputFile} from "../inputFiles.js";
import {readRows, shown} from "./tableRows.js";

export interface GeneRow {
  gene: string;
  line: number;
  chrom: string;
  copyNumberVaries: boolean;
  method: "diplotype" | "score" | null;
  referenceAllele: string;
  defaults: Record<DefinedBuild, string>;
}

/** Builds that tables of definitions have columns for. */
export type DefinedBuild = "GRCh37" | "GRCh38";

const needed = [
  "Gene",
  "SV",
  "PhenotypeMethod",
  "RefAllele",
  "GRCh37Default",
  "GRCh38Default",
  "GRCh37Region"
] as const;

type Column = (typeof needed)[number] | "Target" | "GRCh38Region";

/** The build as a name of columns; throws an Error for one that no table has columns for. */
export function definedBuild(build: GenomeBuild): DefinedBuild {
  if (build === "GRCh37" || build === "GRCh38") return build;
  throw new Error(`star alleles are defined on GRCh37 and GRCh38, not on ${build}; lift the genotypes over first`);
}

/** Genes that have alleles to call; control genes and paralogs are passed over. */
export async function readGeneTable(input: InputFile): Promise<Map<string, GeneRow>> {
  const genes = new Map<string, GeneRow>();
  for (const {line, get, fail} of await readRows<Column>(input, "genes", needed, ["Target", "GRCh38Region"])) {
    const gene = get("Gene");
    if (gene === "") throw fail("Gene: missing");
    if (genes.has(gene)) throw fail(`gene ${shown(gene)} came before; each gene once`);
    if (get("Target").toUpperCase() === "FALSE" || get("RefAllele") === "") continue;
    const region = /^(?:chr)?([A-Za-z0-9]+):\d+-\d+$/.exec(get("GRCh37Region") || get("GRCh38Region"));
    if (!region) throw fail("GRCh37Region: expected chromosome:first-last, such as 10:96519437-96615962");
    genes.set(gene, {
      gene,
      line,
      chrom: chromosomeName(region[1]),
      copyNumberVaries: parseTruth(get("SV"), (value) => fail(`SV: expected TRUE or FALSE, found ${shown(value)}`)),
      method: parseMethod(get("PhenotypeMethod"), (value) =>
        fail(`PhenotypeMethod: expected Diplotype, Score or N/A, found ${shown(value)}`)
      ),
      referenceAllele: get("RefAllele"),
      defaults: {GRCh37: get("GRCh37Default"), GRCh38: get("GRCh38Default")}
    });
  }
  return genes;
}

/** TRUE or FALSE; `refuse` makes the error for anything else. */
export function parseTruth(value: string, refuse: (value: string) => Error): boolean {
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  throw refuse(value);
}

function parseMethod(value: string, refuse: (value: string) => Error): GeneRow["method"] {
  if (value === "") return null;
  if (/^diplotype$/i.test(value)) return "diplotype";
  if (/^score$/i.test(value)) return "score";
  throw refuse(value);
}
