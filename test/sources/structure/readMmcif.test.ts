import {readFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {readMmcif} from "../../../data-loaders/sources/structure/readMmcif.js";
import {readModel} from "../../../data-loaders/sources/structure/readModel.js";
import {readPdb} from "../../../data-loaders/sources/structure/readPdb.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";
import {mmcifOf, ptenPdb, sharedFile, smallPdb} from "./pten.js";

const folder = temporaryFolder();
const cif = mmcifOf(smallPdb());

async function read(content: string) {
  return readMmcif(folder.write("model.cif", content));
}

async function problem(content: string): Promise<string> {
  return inputErrorOf(() => read(content));
}

/** 1-based line of the first line that begins so. */
function lineOf(start: string, text = cif): number {
  return text.split("\n").findIndex((line) => line.startsWith(start)) + 1;
}

describe("readMmcif(input)", () => {
  it("reads the same as the PDB file", async () => {
    expect(await read(cif)).toEqual(await readPdb(folder.write("model.pdb", smallPdb())));
  });

  it("numbers residues as the reference sequence does, from either category", async () => {
    const part = cif.replace("seq_db_align_begin 1", "seq_db_align_begin 201");
    expect((await read(part)).residues[0].position).toBe(201);
    const entry = cif
      .replace(/_ma_target_ref_db_details.*\n/g, "")
      .replace(
        "loop_\n_entity_poly_seq",
        "_struct_ref.id 1\n_struct_ref.db_name UNP\n_struct_ref.pdbx_db_accession P00001\n" +
          "_struct_ref_seq.ref_id 1\n_struct_ref_seq.db_align_beg 11\n_struct_ref_seq.seq_align_beg 1\nloop_\n_entity_poly_seq"
      );
    const model = await read(entry);
    expect([model.accession, model.residues[0].position]).toEqual(["P00001", 11]);
  });

  it("takes the sequence of entity_poly where no residues are listed, and refuses one that differs from the list", async () => {
    const poly = (letters: string) =>
      `_entity_poly.entity_id 1\n_entity_poly.pdbx_seq_one_letter_code_can\n;${letters}\n;\n`;
    const listed = cif.slice(cif.indexOf("loop_\n_entity_poly_seq"), cif.indexOf("loop_\n_atom_site"));
    expect((await read(cif.replace(listed, poly("MAR\nQS")))).sequence).toBe("MARQS");
    expect(await problem(cif.replace(listed, poly("MARQT")))).toMatch(
      /^model\.cif:\d+: residue 5 is S here, but T in entity_poly/
    );
    expect(await problem(cif.replace(listed, poly("MARQT") + listed))).toMatch(
      /entity_poly_seq and entity_poly give different sequences; get the file again$/
    );
    expect(await problem(cif.replace(listed, ""))).toBe(
      "model.cif: has neither entity_poly_seq nor entity_poly, so nothing says whether residues are missing"
    );
    expect(await problem(cif.replace(listed, poly("MA1QS")))).toMatch(/letters that are no amino acids$/);
  });

  it("refuses a wrong sequence", async () => {
    expect(await problem(cif.replace("1 3 ARG", "1 3 LYS"))).toBe(
      `model.cif:${lineOf("ATOM 6 ")}: residue 3 is R here, but K in entity_poly_seq (line ${lineOf("1 1 MET")}); get the file again`
    );
  });

  it("names the line of what it cannot read", async () => {
    const atom = cif.split("\n").find((line) => line.startsWith("ATOM 5 "))!;
    const at = `model.cif:${lineOf("ATOM 5 ")}`;
    const withAtom = (text: string) => cif.replace(atom, text);
    expect(await problem(withAtom(atom.replace("ATOM", "HETATM")))).toBe(
      `${at}: has a HETATM record; expected a predicted model of one protein chain alone`
    );
    expect(await problem(withAtom(atom.replace(/1$/, "2")))).toBe(`${at}: has a second model; expected one`);
    expect(await problem(withAtom(atom.replace(" A 1 ", " B 1 ")))).toMatch(/has a second chain "B"/);
    expect(await problem(withAtom(atom.replace("90.00", "?")))).toBe(`${at}: pLDDT: expected a number`);
    expect(await problem(cif.replace("_atom_site.B_iso_or_equiv\n", "_atom_site.B_iso\n"))).toBe(
      `model.cif:${lineOf("ATOM 1 ")}: _atom_site has no item B_iso_or_equiv`
    );
    expect(await problem(cif.replace(/ 1\n#\n$/, "\n#\n"))).toMatch(/a row of _atom_site ends before its 17 values$/);
    expect(await problem(cif.replace("THEORETICAL MODEL", "X-RAY DIFFRACTION"))).toBe(
      `model.cif:${lineOf("_exptl")}: is an experimental structure, whose B factors are no confidence; expected a predicted model`
    );
    expect(await problem(cif.replace('"A protein\'s model"', "'A protein"))).toBe(
      `model.cif:${lineOf("_struct.title")}: a quote (') opens and never closes`
    );
    expect(await problem(cif.slice(0, cif.indexOf("loop_ in a text field")))).toBe(
      `model.cif:${lineOf(";A title")}: a text field (;) begins here and never ends`
    );
    expect(await problem(cif.replace("data_AF-P60484-F1\n", ""))).toBe(
      "model.cif:2: does not begin with a data block (data_…); expected mmCIF"
    );
    expect(await problem(`${cif}data_second\n`)).toMatch(/has a second data block; expected one model$/);
    expect(await problem("# nothing\n")).toBe("model.cif: has no data block (data_…); expected mmCIF");
    expect(await problem(cif.replace("_entry.id AF-P60484-F1", "_entry.id"))).toBe(
      'model.cif:3: "_entry.id" has no value'
    );
    expect(await problem(cif.replace("_entry.id", "_entryid"))).toBe(
      'model.cif:3: "_entryid" is no name of mmCIF: expected _category.item'
    );
  });

  itWith(ptenPdb)("reads PTEN, written as mmCIF, as the PDB file", async () => {
    const pdb = readFileSync(sharedFile(ptenPdb).file, "utf8");
    const model = await read(mmcifOf(pdb));
    expect(model).toEqual(await readPdb(sharedFile(ptenPdb)));
    expect(model.residues).toHaveLength(403);
  });
});

describe("readModel(input)", () => {
  it("tells mmCIF from PDB by the first line", async () => {
    const model = await readPdb(folder.write("model.pdb", smallPdb()));
    expect(await readModel(folder.write("a", smallPdb()))).toEqual(model);
    expect(await readModel(folder.write("b", gzipSync(`# comment\n\n${cif}`)))).toEqual(model);
    expect(await inputErrorOf(() => readModel(folder.write("c", "hello\n")))).toBe(
      "c: has no SEQRES records, so nothing says whether residues are missing"
    );
  });
});
