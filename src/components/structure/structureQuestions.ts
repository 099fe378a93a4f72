import type {AskedAbout, AskedTrait} from "../../model/association.js";
import type {ChangeFrequency, ErrorSquare, ModelFile, StructureResidue} from "../../model/structure.js";
import type {StructureEffects} from "./structureEffects.js";

type Ask = Pick<StructureEffects, "ask">;

/** Public knowledge: no variant and nobody of the cohort is named. */
const about = {filters: [], variants: 0, together: true};

const aboutResidues: AskedAbout = {
  ...about,
  table: "structure_residues",
  columns: ["gene", "residue", "amino_acid", "plddt", "change", "am_pathogenicity", "label"]
};

export function askResidues({ask}: Ask): Promise<AskedTrait<StructureResidue[]>> {
  return ask(null, "view", aboutResidues, async (tables) => ({
    value: await tables.structureResidues(),
    smallestCell: null
  }));
}

/** Whether what is shown of residues may be taken away. */
export function askToTakeResidues({ask}: Ask): Promise<AskedTrait<boolean>> {
  return ask(null, "export", aboutResidues, async () => ({value: true, smallestCell: null}));
}

/** Predicted aligned error of a gene's model. */
export function askErrors({ask}: Ask, action: "view" | "export", gene: string): Promise<AskedTrait<ErrorSquare[]>> {
  const columns = ["gene", "aligned_from", "aligned_to", "scored_from", "scored_to", "error"];
  const aboutErrors: AskedAbout = {...about, table: "structure_errors", columns};
  return ask(null, action, aboutErrors, async (tables) => ({
    value: await tables.structureErrors(gene),
    smallestCell: null
  }));
}

/**
 * How often changes of a gene's protein were seen in the cohort, in each genetic ancestry group. `known`: how many variants
 * they are, once they were looked at.
 */
export function askFrequencies(
  {ask}: Ask,
  action: "view" | "export",
  gene: string,
  known: number | null = null
): Promise<AskedTrait<ChangeFrequency[]>> {
  const columns = ["gene", "residue", "change", "variant_id", "ancestry", "ac", "an"];
  const aboutFrequencies: AskedAbout = {table: "structure_frequencies", columns, filters: ["gene"], variants: known};
  return ask(null, action, aboutFrequencies, async (tables) => {
    const value = await tables.structureFrequencies(gene);
    return {value, smallestCell: smallestCount(value), variants: variantsOf(value)};
  });
}

/** How many variants the rows are of. */
export function variantsOf(rows: readonly ChangeFrequency[]): number {
  return new Set(rows.map(({variantId}) => variantId)).size;
}

/** Of copies of either allele that are shown exactly; a number with noise is no number of people. */
function smallestCount(rows: readonly ChangeFrequency[]): number | null {
  const counts = rows
    .flatMap(({ac, an, noiseSd}) => (ac === null || an === null || noiseSd !== null ? [] : [ac, an - ac]))
    .filter((count) => count > 0);
  return counts.length > 0 ? Math.min(...counts) : null;
}

export function askModel({ask}: Ask, gene: string): Promise<AskedTrait<ModelFile>> {
  const aboutModel: AskedAbout = {...about, table: "structure_models", columns: ["gene", "format", "model"]};
  return ask(null, "view", aboutModel, async (tables) => ({
    value: await tables.structureModel(gene),
    smallestCell: null
  }));
}
