import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";
import {readLines} from "./textFile.js";

/**
 * Ids of people who have withdrawn: one a line; lines that begin with # are comments.
 * An id that is nowhere in the cohort is an error, since a mistyped id would leave a person in; so is an empty file,
 * since a list that was lost looks the same.
 */
export async function readWithdrawn(input: InputFile, isKnown: (id: string) => boolean): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const {number, text} of readLines(input)) {
    const id = text.trim();
    if (id === "" || id.startsWith("#")) continue;
    if (!isKnown(id))
      throw new InputError(
        input.label,
        number,
        "this id is neither in the genotypes nor in the sample file; one id a line, no header; correct it or take it out"
      );
    ids.add(id);
  }
  return ids;
}
