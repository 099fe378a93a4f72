import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";
import {isAminoAcidLetter} from "./aminoAcids.js";

/**
 * The one protein of a FASTA file, plain or gzip: what UniProt calls it (the accession of `>sp|P60484|PTEN_HUMAN`, else the
 * first word) and its sequence, in capitals, without a `*` at its end. Errors name file and line.
 */
export async function readProteinSequence(input: InputFile): Promise<{name: string; sequence: string}> {
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  let name: string | null = null;
  let sequence = "";
  for await (const {number: line, text} of readLines(input)) {
    if (text.trim() === "") continue;
    if (text.startsWith(">")) {
      if (name !== null) throw fail(line, "has a second sequence; expected one protein");
      const [word] = text.slice(1).trim().split(/\s+/);
      name = /^(?:sp|tr)\|([^|]+)\|/.exec(word)?.[1] ?? word;
      continue;
    }
    if (name === null) throw fail(line, "does not begin with >; expected FASTA");
    if (sequence.endsWith("*")) throw fail(line, "goes on after a stop (*); expected one protein");
    const letters = text.trim().toUpperCase();
    const wrong = [...letters.replace(/\*$/, "")].find((letter) => !isAminoAcidLetter(letter));
    if (wrong !== undefined)
      throw fail(line, `${JSON.stringify(wrong)} is no amino acid; expected a protein's sequence`);
    sequence += letters;
  }
  sequence = sequence.replace(/\*$/, "");
  if (name === null || sequence === "") throw fail(null, "has no sequence; expected FASTA");
  return {name, sequence};
}
