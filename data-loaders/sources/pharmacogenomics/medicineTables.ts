import type {GeneMedicine, PgxGene, Priority, Recommendation} from "../../../src/model/pharmacogenomics.js";
import type {InputFile} from "../inputFiles.js";
import {rateRecommendations, recommendationClasses, type RecommendationRow} from "./rateRecommendations.js";
import {readRows, shown} from "./tableRows.js";

/**
 * Recommendations by medicine and phenotype. A column `Class`, where the table has one, says what a recommendation
 * means (see `RecommendationClass`); else that is told from the phenotypes and texts.
 */
export async function readRecommendationTable(
  input: InputFile,
  priorities: ReadonlyMap<string, PgxGene["priorities"]>
): Promise<Recommendation[]> {
  const needed = ["Drug", "Gene1", "Phenotype1", "Gene2", "Phenotype2", "Recommendation"] as const;
  type Column = (typeof needed)[number] | "Class";
  const seen = new Set<string>();
  const rows = await readRows<Column>(input, "recommendations", needed, ["Class"]);
  const found = rows.map(({get, fail}): RecommendationRow => {
    const medicine = get("Drug");
    if (medicine === "") throw fail("Drug: missing");
    const when = (
      [
        ["Gene1", "Phenotype1"],
        ["Gene2", "Phenotype2"]
      ] as const
    ).flatMap(([geneColumn, column]) => {
      const gene = noneAsEmpty(get(geneColumn));
      const phenotype = noneAsEmpty(get(column));
      if (gene === "" && phenotype !== "") throw fail(`${geneColumn}: missing, but ${column} is ${shown(phenotype)}`);
      return gene === "" ? [] : [{gene, phenotype: phenotype || null}];
    });
    if (when.length === 0) throw fail("Gene1: missing");
    const key = JSON.stringify([medicine, when]);
    if (seen.has(key)) throw fail(`${medicine} with these phenotypes came before; each combination once`);
    seen.add(key);
    const given = recommendationClasses.find((name) => name === get("Class").toLowerCase());
    if (get("Class") !== "" && !given)
      throw fail(`Class: expected one of ${recommendationClasses.join(", ")}, found ${shown(get("Class"))}`);
    return {medicine, when, text: noneAsEmpty(get("Recommendation")) || null, given: given ?? null};
  });
  return rateRecommendations(found, (gene, phenotype): Priority | null => priorities.get(gene)?.get(phenotype) ?? null);
}

/** Pairs of gene and medicine with CPIC's level of evidence. */
export async function readCpicTable(input: InputFile): Promise<GeneMedicine[]> {
  return (await readRows(input, "genes and medicines", ["Gene", "Drug", "CPICLevel"])).map(({get, fail}) => {
    const [gene, medicine, level] = [get("Gene"), get("Drug"), get("CPICLevel")];
    if (gene === "" || medicine === "") throw fail(`${gene === "" ? "Gene" : "Drug"}: missing`);
    if (!/^([A-D](\/[A-D])?)?$/.test(level))
      throw fail(`CPICLevel: expected A to D, or two of them such as B/C, found ${shown(level)}`);
    return {gene, medicine, level};
  });
}

function noneAsEmpty(value: string): string {
  return /^none$/i.test(value) ? "" : value;
}
