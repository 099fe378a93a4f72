/** One-letter codes of the twenty amino acids and selenocysteine by their three-letter codes, in capitals. IUPAC-IUB 1983. */
const letters: Readonly<Record<string, string>> = {
  ALA: "A",
  ARG: "R",
  ASN: "N",
  ASP: "D",
  CYS: "C",
  GLN: "Q",
  GLU: "E",
  GLY: "G",
  HIS: "H",
  ILE: "I",
  LEU: "L",
  LYS: "K",
  MET: "M",
  PHE: "F",
  PRO: "P",
  SER: "S",
  THR: "T",
  TRP: "W",
  TYR: "Y",
  VAL: "V",
  SEC: "U"
};

/** Null where no such amino acid is known. Any case. */
export function aminoAcidLetter(threeLetters: string): string | null {
  return letters[threeLetters.toUpperCase()] ?? null;
}

export function isAminoAcidLetter(letter: string): boolean {
  return letter.length === 1 && "ACDEFGHIKLMNPQRSTUVWY".includes(letter);
}
