import {inputFile, type InputFile} from "../../../data-loaders/sources/inputFiles.js";

/** Paths below `../shared/data`. */
export const ptenPdb = "structure/AF-P60484_PTEN.pdb";
export const labelledMissense = "structure/science.adg7492_data_s5.csv.gz";

/** A file of `../shared/data`. */
export function sharedFile(path: string): InputFile {
  return inputFile(new URL(`../../../../shared/data/${path}`, import.meta.url).pathname);
}

export interface SmallResidue {
  name: string;
  number: number;
  plddt: number;
  /** Names of its atoms. Default N, CA. */
  atoms?: readonly string[];
}

/** Five residues of a made-up protein, MARQS, with a confidence of every band. */
export const small: readonly SmallResidue[] = [
  {name: "MET", number: 1, plddt: 45},
  {name: "ALA", number: 2, plddt: 95.5},
  {name: "ARG", number: 3, plddt: 90},
  {name: "GLN", number: 4, plddt: 70},
  {name: "SER", number: 5, plddt: 50.01}
];

export const dbref = "DBREF  XXXX A    1     5  UNP    P00001   TEST_HUMAN       1      5";
export const seqres = "SEQRES   1 A    5  MET ALA ARG GLN SER";

/** ATOM records; coordinates follow from the residue and the atom. */
export function atomRecords(residues: readonly SmallResidue[], chain = "A"): string[] {
  let serial = 0;
  return residues.flatMap(({name, number, plddt, atoms = ["N", "CA"]}) =>
    atoms.map((atom, i) => {
      const [x, y, z] = [number + i / 8, -number, 10 * number].map((value) => value.toFixed(3).padStart(8));
      const place = `${name.padStart(3)} ${chain}${String(number).padStart(4)}    ${x}${y}${z}`;
      const head = `ATOM  ${String(++serial).padStart(5)}  ${atom.padEnd(3)} `;
      return `${head}${place}  1.00${plddt.toFixed(2).padStart(6)}           ${atom[0]}  `;
    })
  );
}

/** A whole PDB file. */
export function smallPdb(
  records: readonly string[] = atomRecords(small),
  head: readonly string[] = [dbref, seqres]
): string {
  return [...head, "MODEL        1", ...records, "TER", "ENDMDL", "END", ""].join("\n");
}

/** The atoms, sequence and reference of a PDB file as mmCIF, with the categories that AlphaFold DB writes. */
export function mmcifOf(pdb: string, name = "AF-P60484-F1"): string {
  const lines = pdb.split("\n");
  const cut = (line: string, from: number, to: number): string => line.slice(from, to).trim();
  const sequence = lines.filter((line) => line.startsWith("SEQRES")).flatMap((line) => cut(line, 19, 70).split(/\s+/));
  const [reference] = lines.filter((line) => line.startsWith("DBREF"));
  const atoms = lines
    .filter((line) => line.startsWith("ATOM"))
    .map((line) => {
      const residue = [cut(line, 17, 20), "A", "1", cut(line, 22, 26), "?"];
      const place = [
        [30, 38],
        [38, 46],
        [46, 54]
      ].map(([from, to]) => cut(line, from, to));
      const ends = [cut(line, 60, 66), "?", cut(line, 22, 26), "1"];
      return ["ATOM", cut(line, 6, 11), cut(line, 12, 16), ".", ...residue, ...place, "1.0", ...ends].join(" ");
    });
  return `data_${name}
#
_entry.id ${name}
_struct.title "A protein's model"
_exptl.method 'THEORETICAL MODEL'
loop_
_citation.id
_citation.title
1 'Highly accurate protein structure prediction with AlphaFold'
2
;A title
loop_ in a text field
;
_ma_target_ref_db_details.target_entity_id 1
_ma_target_ref_db_details.db_name UNP
_ma_target_ref_db_details.db_accession ${cut(reference, 33, 41)}
_ma_target_ref_db_details.seq_db_align_begin ${cut(reference, 55, 60)}
loop_
_entity_poly_seq.entity_id
_entity_poly_seq.num
_entity_poly_seq.mon_id
${sequence.map((code, i) => `1 ${i + 1} ${code}`).join("\n")}
loop_
_atom_site.group_PDB
_atom_site.id
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.label_comp_id
_atom_site.label_asym_id
_atom_site.label_entity_id
_atom_site.label_seq_id
_atom_site.pdbx_PDB_ins_code
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.occupancy
_atom_site.B_iso_or_equiv
_atom_site.pdbx_formal_charge
_atom_site.auth_seq_id
_atom_site.pdbx_PDB_model_num
${atoms.join("\n")}
#
`;
}
