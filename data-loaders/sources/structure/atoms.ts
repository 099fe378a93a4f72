import type {ProteinModel, Residue} from "../../../src/model/structure.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {aminoAcidLetter} from "./aminoAcids.js";

/** An atom as a file gives it: text, not yet checked. */
export interface AtomText {
  line: number;
  name: string;
  /** Alternative location; empty = only one. */
  alternative: string;
  residueName: string;
  chain: string;
  residueNumber: string;
  insertion: string;
  x: string;
  y: string;
  z: string;
  plddt: string;
}

/** What a file says about its protein beside the atoms. */
export interface ChainFacts {
  accession: string | null;
  /** The number that the first residue has in the file. */
  firstNumber: number;
  /** What to add to a residue's number in the file to get its position in the reference sequence. */
  offset: number;
  /** One letter per residue, from SEQRES or entity_poly, with the line where it begins. */
  sequence: string;
  sequenceLine: number;
  /** How messages call the source of the sequence. */
  sequenceName: string;
}

/** Gathers the α carbons of one chain; every atom is checked when it comes. */
export interface ResidueCollector {
  add(atom: AtomText): void;
  /** The model, once sequence and atoms agree. */
  finish(facts: ChainFacts): ProteinModel;
}

export function collectResidues(input: InputFile): ResidueCollector {
  const residues: (Residue & {line: number})[] = [];
  let chain: string | null = null;
  let number = 0;
  let name = "";
  let hasAlphaCarbon = true;
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);

  return {
    add(atom) {
      if (!/^-?\d+$/.test(atom.residueNumber)) throw fail(atom.line, "residue number: expected a whole number");
      const at = Number(atom.residueNumber);
      if (chain !== null && atom.chain !== chain)
        throw fail(
          atom.line,
          `has a second chain ${show(atom.chain)}; expected a model of one chain, as AlphaFold DB has`
        );
      if (atom.alternative !== "") throw fail(atom.line, "has an alternative location; expected a predicted model");
      if (atom.insertion !== "") throw fail(atom.line, "has an insertion code; expected residues numbered 1, 2, 3, …");
      const letter = aminoAcidLetter(atom.residueName);
      if (letter === null) throw fail(atom.line, `${show(atom.residueName)} is no amino acid that is known here`);
      if (chain === null || at !== number) {
        if (!hasAlphaCarbon) throw fail(atom.line, `residue ${number} before this line has no CA atom`);
        if (chain !== null && at !== number + 1)
          throw fail(atom.line, `residue ${at} follows ${number}; expected every residue once, in order`);
        [chain, number, name, hasAlphaCarbon] = [atom.chain, at, atom.residueName, false];
      }
      if (atom.residueName !== name)
        throw fail(atom.line, `residue ${at} is ${show(name)} and ${show(atom.residueName)}`);
      const [x, y, z, plddt] = [atom.x, atom.y, atom.z, atom.plddt].map((text, i) => {
        const value = /^-?\d+(\.\d*)?$/.test(text) ? Number(text) : NaN;
        if (Number.isNaN(value)) throw fail(atom.line, `${["x", "y", "z", "pLDDT"][i]}: expected a number`);
        return value;
      });
      if (plddt < 0 || plddt > 100)
        throw fail(atom.line, `pLDDT ${plddt} is not within 0–100; are these the B factors of an experiment?`);
      if (atom.name !== "CA") return;
      if (hasAlphaCarbon) throw fail(atom.line, `residue ${at} has a second CA atom`);
      hasAlphaCarbon = true;
      residues.push({position: at, aminoAcid: letter, x, y, z, plddt, line: atom.line});
    },
    finish({accession, firstNumber, offset, sequence, sequenceLine, sequenceName}) {
      if (residues.length === 0) throw fail(null, "has no atoms of amino acids; expected a predicted model");
      if (!hasAlphaCarbon) throw fail(null, `the last residue, ${number}, has no CA atom`);
      if (residues[0].position !== firstNumber)
        throw fail(residues[0].line, `the first residue is ${residues[0].position}; expected ${firstNumber}`);
      const differing = residues.find((residue, i) => sequence[i] !== undefined && sequence[i] !== residue.aminoAcid);
      if (differing)
        throw fail(
          differing.line,
          `residue ${differing.position} is ${differing.aminoAcid} here, but ${sequence[residues.indexOf(differing)]} in ` +
            `${sequenceName} (line ${sequenceLine}); get the file again`
        );
      if (sequence.length !== residues.length)
        throw fail(
          sequenceLine,
          `${sequenceName} has ${sequence.length} residues, but atoms are given of ${residues.length}; ` +
            "expected a predicted model of the whole chain"
        );
      if (residues.every(({plddt}) => plddt <= 1))
        throw fail(null, "no pLDDT is above 1; this reader expects values from 0 to 100, so multiply them by 100");
      return {
        accession,
        sequence,
        residues: residues.map(({position, aminoAcid, x, y, z, plddt}) => ({
          position: position + offset,
          aminoAcid,
          x,
          y,
          z,
          plddt
        })),
        meanPlddt: residues.reduce((sum, {plddt}) => sum + plddt, 0) / residues.length
      };
    }
  };
}

/** A word of a public structure file, short enough for a message. */
export function show(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
