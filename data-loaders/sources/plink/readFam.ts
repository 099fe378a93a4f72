import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";

/** People of a .fam file, in order. */
export interface FamPeople {
  /** Column 2 (IID), the id that sample files are joined by. */
  ids: string[];
  /** Column 5: 1 male, 2 female, anything else 0 (unknown). */
  sex: Uint8Array;
}

/** Reads a PLINK .fam file: six columns (FID, IID, father, mother, sex, phenotype), separated by tabs or spaces. */
export async function readFam(input: InputFile): Promise<FamPeople> {
  const ids: string[] = [];
  const sex: number[] = [];
  const lineOf = new Map<string, number>();
  for await (const {number, text} of readLines(input)) {
    if (text.trim() === "") continue;
    const fields = text.trim().split(/\s+/);
    if (fields.length !== 6)
      throw new InputError(input.label, number, `expected the 6 columns of a .fam file, found ${fields.length}`);
    const [, id, , , sexCode] = fields;
    const earlier = lineOf.get(id);
    if (earlier !== undefined)
      throw new InputError(input.label, number, `same individual id (column 2) as line ${earlier}; ids must differ`);
    lineOf.set(id, number);
    ids.push(id);
    sex.push(sexCode === "1" ? 1 : sexCode === "2" ? 2 : 0);
  }
  if (ids.length === 0) throw new InputError(input.label, null, "holds no people");
  return {ids, sex: Uint8Array.from(sex)};
}
