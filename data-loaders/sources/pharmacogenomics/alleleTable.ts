import type {InputFile} from "../inputFiles.js";
import {parseTruth, type DefinedBuild} from "./geneTable.js";
import {readRows, shown} from "./tableRows.js";
import {splitNames} from "./variantName.js";

export interface AlleleRow {
  gene: string;
  line: number;
  name: string;
  activity: number | null;
  function: string;
  /** Names of variants. `core`: those that an allele has; `tag`: those that a copy of it may have beside them. */
  core: Record<DefinedBuild, string[]>;
  tag: Record<DefinedBuild, string[]>;
  structural: boolean;
}

/** Alleles of all genes, in the order of the file. */
export async function readAlleleTable(input: InputFile): Promise<AlleleRow[]> {
  const seen = new Set<string>();
  const needed = ["Gene", "StarAllele", "ActivityScore", "Function", "GRCh37Core", "GRCh38Core", "SV"] as const;
  const rows = await readRows<(typeof needed)[number] | "GRCh37Tag" | "GRCh38Tag">(input, "alleles", needed, [
    "GRCh37Tag",
    "GRCh38Tag"
  ]);
  return rows.map(({line, get, fail}) => {
    const [gene, name] = [get("Gene"), get("StarAllele")];
    if (gene === "" || name === "") throw fail(`${gene === "" ? "Gene" : "StarAllele"}: missing`);
    if (seen.has(`${gene} ${name}`)) throw fail(`allele ${shown(name)} of ${gene} came before; each allele once`);
    seen.add(`${gene} ${name}`);
    const score = get("ActivityScore");
    if (score !== "" && !/^\d+(\.\d+)?$/.test(score))
      throw fail(`ActivityScore: expected a number from 0, or N/A, found ${shown(score)}`);
    return {
      gene,
      line,
      name,
      activity: score === "" ? null : Number(score),
      function: get("Function"),
      core: {GRCh37: splitNames(get("GRCh37Core")), GRCh38: splitNames(get("GRCh38Core"))},
      tag: {GRCh37: splitNames(get("GRCh37Tag")), GRCh38: splitNames(get("GRCh38Tag"))},
      structural: parseTruth(get("SV"), (value) => fail(`SV: expected TRUE or FALSE, found ${shown(value)}`))
    };
  });
}
