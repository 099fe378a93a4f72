import type {ProteinModel} from "../../../src/model/structure.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";
import {readMmcif} from "./readMmcif.js";
import {readPdb} from "./readPdb.js";

/** A predicted model, mmCIF or PDB: told by the first line that says something. */
export async function readModel(input: InputFile): Promise<ProteinModel> {
  for await (const {text} of readLines(input)) {
    if (text.trim() === "" || text.startsWith("#")) continue;
    return /^(data_|_|loop_)/i.test(text) ? readMmcif(input) : readPdb(input);
  }
  return readPdb(input);
}
