import type {AskedAbout, AskedTrait} from "../../model/association.js";
import type {ModelFile, StructureResidue} from "../../model/structure.js";
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

export function askModel({ask}: Ask, gene: string): Promise<AskedTrait<ModelFile>> {
  const aboutModel: AskedAbout = {...about, table: "structure_models", columns: ["gene", "format", "model"]};
  return ask(null, "view", aboutModel, async (tables) => ({
    value: await tables.structureModel(gene),
    smallestCell: null
  }));
}
