import {createHash} from "node:crypto";
import type {CheckedStructure, MissenseEffect, ProteinModel, VariantPlacement} from "../../../src/model/structure.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import type {CohortManifest} from "../manifest.js";
import {readText} from "../textFile.js";
import {mustHaveSequence, placeVariants, WrongSequence} from "./placeVariants.js";
import {fetchModel} from "./fetchModel.js";
import {readAlignedError} from "./readAlignedError.js";
import {readAlphaMissense} from "./readAlphaMissense.js";
import {readModel} from "./readModel.js";
import {readProteinSequence} from "./readProteinSequence.js";

/** All models together: pages fetch their files whole. */
const mostCharacters = 32e6;

/**
 * Reads the models of proteins that a manifest names, and places the variants of their effects at their residues.
 *
 * Errors are `InputError`s: of each file, with its line; of the manifest, where accessions differ or none is known that
 * the effects could be found by; of a model that cannot be fetched; and of a model that has not the reference sequence, or not that of the effects.
 */
export async function readStructures({
  structures,
  refuse
}: Pick<CohortManifest, "structures" | "refuse">): Promise<CheckedStructure[]> {
  const read: CheckedStructure[] = [];
  let characters = 0;
  for (const [
    i,
    {gene, accession: named, sequence, effects: table, source, licence, ...given}
  ] of structures.entries()) {
    const files = given.fetch ? await fetchModel(named!, given.fetch) : {...given, model: given.model!};
    const model = await readModel(files.model);
    if (named !== null && model.accession !== null && named !== model.accession)
      throw refuse(["structures", i, "accession"], `is ${named}, but the model says ${model.accession}`);
    const accession = named ?? model.accession;
    if (sequence) {
      const {sequence: wanted} = await readProteinSequence(sequence);
      ofSequence(files.model, () => mustHaveSequence(model, wanted));
    }
    if (table && accession === null)
      throw refuse(["structures", i, "accession"], "missing; the model gives none to find the effects by");
    const effects = table ? await readAlphaMissense(table, accession!) : [];
    const error = files.error ? await readAlignedError(files.error, model.residues.length) : null;
    const text = await wholeText(files.model);
    characters += text.length;
    if (characters > mostCharacters)
      throw refuse(["structures", i, "model"], `the models have more than ${mostCharacters / 1e6} MB; leave some out`);
    read.push({
      gene,
      accession,
      model,
      format: /^\s*(#|data_|_|loop_)/i.test(text) ? "cif" : "pdb",
      text,
      sha256: createHash("sha256").update(text).digest("hex"),
      effects,
      placement: place(files.model, model, effects),
      error,
      source,
      licence
    });
  }
  return read;
}

function place(file: InputFile, model: ProteinModel, effects: readonly MissenseEffect[]): VariantPlacement {
  return ofSequence(file, () => placeVariants(model, effects));
}

/** A wrong sequence is the model's fault: the message names its file. */
function ofSequence<T>({label}: InputFile, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof WrongSequence) throw new InputError(label, null, error.message);
    throw error;
  }
}

async function wholeText(file: InputFile): Promise<string> {
  const parts: string[] = [];
  for await (const part of readText(file)) parts.push(part);
  return parts.join("");
}
