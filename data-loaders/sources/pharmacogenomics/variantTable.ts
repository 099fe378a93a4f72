import type {VariantForm} from "../../../src/model/pharmacogenomics.js";
import {chromosomeName} from "../chromosome.js";
import type {InputFile} from "../inputFiles.js";
import type {DefinedBuild} from "./geneTable.js";
import {readRows, shown, type TableRow} from "./tableRows.js";
import {parseVariantName, splitNames} from "./variantName.js";

export interface VariantRow {
  gene: string;
  line: number;
  rsid: string;
  /** Per build; null = the build's reference sequence does not have the base that would make it a variant. */
  builds: Record<DefinedBuild, BuildVariant | null>;
  /** The reference sequences of the builds have different bases here. */
  buildsDiffer: boolean;
}

export interface BuildVariant {
  name: string;
  /** Minimal form of the name, then those of its synonyms. */
  forms: VariantForm[];
}

type Column =
  "Gene" | "rsID" | "Chromosome" | "Variant" | `${DefinedBuild}${"Name" | "Position" | "Allele" | "Synonym"}`;

const needed: readonly Column[] = [
  "Gene",
  "GRCh37Name",
  "GRCh38Name",
  "Chromosome",
  "GRCh37Position",
  "GRCh38Position",
  "GRCh37Allele",
  "GRCh38Allele",
  "Variant"
];

/**
 * Variants that define alleles. A name says what a build calls the variant; where the reference sequence of a build has
 * the other base, its own name is the exchange of the two, given or not.
 */
export async function readVariantTable(input: InputFile): Promise<VariantRow[]> {
  const seen = new Set<string>();
  const rows = await readRows(input, "variants", needed, ["rsID", "GRCh37Synonym", "GRCh38Synonym"]);
  return rows.map((row) => {
    const {line, get, fail} = row;
    const gene = get("Gene");
    if (gene === "") throw fail("Gene: missing");
    const builds = {GRCh37: buildVariant(row, "GRCh37"), GRCh38: buildVariant(row, "GRCh38")};
    if (!builds.GRCh37 && !builds.GRCh38) throw fail("GRCh37Name, GRCh38Name: one of them must name the variant");
    const key = `${gene} ${builds.GRCh37?.name} ${builds.GRCh38?.name}`;
    if (seen.has(key)) throw fail(`${builds.GRCh37?.name ?? builds.GRCh38?.name} came before; each variant once`);
    seen.add(key);
    const buildsDiffer = get("GRCh37Allele") !== get("GRCh38Allele");
    return {gene, line, rsid: get("rsID"), builds, buildsDiffer};
  });
}

function buildVariant({get, fail}: TableRow<Column>, build: DefinedBuild): BuildVariant | null {
  const chrom = chromosomeName(get("Chromosome"));
  const position = get(`${build}Position`);
  const ref = get(`${build}Allele`);
  const name = get(`${build}Name`) || exchangedName({get}, build);
  if (!name) return null;
  const form = parseVariantName(name);
  if (!form)
    throw fail(`${build}Name: expected chromosome-position-reference-alternate in bases, found ${shown(name)}`);
  const [, namedPosition, namedRef] = name.split("-");
  if (form.chrom !== chrom || namedPosition !== position || namedRef !== ref)
    throw fail(
      `${build}Name ${shown(name)} does not say what the columns Chromosome, ${build}Position and ${build}Allele say`
    );
  const synonyms = splitNames(get(`${build}Synonym`)).map((synonym) => {
    const other = parseVariantName(synonym);
    if (!other) throw fail(`${build}Synonym: expected names like ${name}, found ${shown(synonym)}`);
    return other;
  });
  return {name, forms: [form, ...synonyms]};
}

/** Where one build's reference carries the variant itself, the other base is the alternate one. */
function exchangedName({get}: Pick<TableRow<Column>, "get">, build: DefinedBuild): string | null {
  const other: DefinedBuild = build === "GRCh37" ? "GRCh38" : "GRCh37";
  const [own, others] = [get(`${build}Allele`), get(`${other}Allele`)];
  if (own === "" || others === "" || own === others) return null;
  return [get("Chromosome"), get(`${build}Position`), own, others].join("-");
}
