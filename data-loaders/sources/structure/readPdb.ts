import type {ProteinModel} from "../../../src/model/structure.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";
import {aminoAcidLetter} from "./aminoAcids.js";
import {collectResidues, show} from "./atoms.js";

/**
 * A predicted model from a PDB file, plain or gzip: one model of one chain, every residue of SEQRES with its α carbon,
 * pLDDT in the column of the B factor. UniProt accession and numbering come from DBREF. Errors name file and line.
 *
 * wwPDB, Atomic Coordinate Entry Format 3.30; columns below are 0-based and half-open.
 */
export async function readPdb(input: InputFile): Promise<ProteinModel> {
  const residues = collectResidues(input);
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  let accession: string | null = null;
  let firstNumber = 1;
  let offset = 0;
  let sequence = "";
  let sequenceLine = 0;
  let declared = 0;
  let models = 0;

  for await (const {number: line, text} of readLines(input)) {
    const column = (from: number, to: number): string => text.slice(from, to).trim();
    switch (column(0, 6)) {
      case "EXPDTA":
        if (/THEORETICAL/i.test(text)) break;
        throw fail(line, "is an experimental structure, whose B factors are no confidence; expected a predicted model");
      case "DBREF": {
        if (column(26, 32) !== "UNP") break;
        if (accession !== null) throw fail(line, "has a second DBREF to UniProt; expected one protein");
        accession = column(33, 41);
        firstNumber = wholeNumber(column(14, 18), "seqBegin");
        offset = wholeNumber(column(55, 60), "dbseqBegin") - firstNumber;
        break;
      }
      case "SEQRES": {
        if (sequence === "") [sequenceLine, declared] = [line, wholeNumber(column(13, 17), "numRes")];
        for (const code of column(19, 70).split(/\s+/)) sequence += letterOf(code);
        break;
      }
      case "MODEL":
        if (++models > 1) throw fail(line, "has a second model; expected one");
        break;
      case "HETATM":
        throw fail(line, "has a HETATM record; expected a predicted model of one protein chain alone");
      case "ATOM":
        if (text.length < 66) throw fail(line, `the ATOM record has ${text.length} columns, of which pLDDT needs 66`);
        residues.add({
          line,
          name: column(12, 16),
          alternative: column(16, 17),
          residueName: column(17, 20),
          chain: column(21, 22),
          residueNumber: column(22, 26),
          insertion: column(26, 27),
          x: column(30, 38),
          y: column(38, 46),
          z: column(46, 54),
          plddt: column(60, 66)
        });
    }

    function wholeNumber(value: string, name: string): number {
      if (!/^-?\d+$/.test(value)) throw fail(line, `${name}: expected a whole number`);
      return Number(value);
    }

    function letterOf(code: string): string {
      const letter = aminoAcidLetter(code);
      if (letter === null) throw fail(line, `SEQRES: ${show(code)} is no amino acid that is known here`);
      return letter;
    }
  }
  if (sequence === "") throw fail(null, "has no SEQRES records, so nothing says whether residues are missing");
  if (declared !== sequence.length)
    throw fail(sequenceLine, `SEQRES declares ${declared} residues and lists ${sequence.length}; get the file again`);
  return residues.finish({accession, firstNumber, offset, sequence, sequenceLine, sequenceName: "SEQRES"});
}
