import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {readPdb} from "../../../data-loaders/sources/structure/readPdb.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";
import {atomRecords, dbref, ptenPdb, seqres, sharedFile, small, smallPdb} from "./pten.js";

const folder = temporaryFolder();

async function problem(content: string): Promise<string> {
  return inputErrorOf(() => readPdb(folder.write("model.pdb", content)));
}

/** The ATOM records with some columns of one of them replaced. */
function changed(record: number, from: number, text: string): string[] {
  const records = atomRecords(small);
  records[record] = records[record].slice(0, from) + text + records[record].slice(from + text.length);
  return records;
}

describe("readPdb(input)", () => {
  it("reads residues with the place and pLDDT of their α carbons", async () => {
    const model = await readPdb(folder.write("model.pdb", smallPdb()));
    expect(model.accession).toBe("P00001");
    expect(model.sequence).toBe("MARQS");
    expect(model.residues[2]).toEqual({position: 3, aminoAcid: "R", x: 3.125, y: -3, z: 30, plddt: 90});
    expect(model.meanPlddt).toBeCloseTo((45 + 95.5 + 90 + 70 + 50.01) / 5, 12);
  });

  it("reads gzip and CRLF alike", async () => {
    const model = await readPdb(folder.write("model.pdb", smallPdb()));
    expect(await readPdb(folder.write("crlf.pdb", smallPdb().replaceAll("\n", "\r\n")))).toEqual(model);
    expect(await readPdb(folder.write("model.pdb.gz", gzipSync(smallPdb())))).toEqual(model);
  });

  it("numbers residues as the reference sequence does, where the model is a part of it", async () => {
    const part = dbref.replace("     1      5", "   201    205");
    const {residues} = await readPdb(folder.write("part.pdb", smallPdb(atomRecords(small), [part, seqres])));
    expect(residues.map(({position}) => position)).toEqual([201, 202, 203, 204, 205]);
    const own = part.replace("A    1     5", "A  201   205");
    const records = atomRecords(small.map((residue) => ({...residue, number: residue.number + 200})));
    const numbered = await readPdb(folder.write("part.pdb", smallPdb(records, [own, seqres])));
    expect(numbered.residues.map(({position}) => position)).toEqual([201, 202, 203, 204, 205]);
  });

  it("has no accession without DBREF", async () => {
    expect((await readPdb(folder.write("own.pdb", smallPdb(atomRecords(small), [seqres])))).accession).toBeNull();
  });

  it("refuses atoms whose residue is not that of SEQRES", async () => {
    const wrong = seqres.replace("ARG", "LYS");
    expect(await problem(smallPdb(atomRecords(small), [dbref, wrong]))).toBe(
      "model.pdb:9: residue 3 is R here, but K in SEQRES (line 2); get the file again"
    );
  });

  it("refuses a chain of which residues are missing", async () => {
    expect(await problem(smallPdb(atomRecords(small.slice(0, 4))))).toBe(
      "model.pdb:2: SEQRES has 5 residues, but atoms are given of 4; expected a predicted model of the whole chain"
    );
    expect(await problem(smallPdb(atomRecords(small.filter(({number}) => number !== 3))))).toBe(
      "model.pdb:8: residue 4 follows 2; expected every residue once, in order"
    );
    expect(await problem(smallPdb(atomRecords(small.slice(1))))).toBe(
      "model.pdb:5: the first residue is 2; expected 1"
    );
    const noCa = small.map((residue) => (residue.number === 2 ? {...residue, atoms: ["N"]} : residue));
    expect(await problem(smallPdb(atomRecords(noCa)))).toBe("model.pdb:7: residue 2 before this line has no CA atom");
    const twice = small.map((residue) => (residue.number === 2 ? {...residue, atoms: ["CA", "CA"]} : residue));
    expect(await problem(smallPdb(atomRecords(twice)))).toBe("model.pdb:7: residue 2 has a second CA atom");
    const lastNoCa = small.map((residue) => (residue.number === 5 ? {...residue, atoms: ["N"]} : residue));
    expect(await problem(smallPdb(atomRecords(lastNoCa)))).toBe("model.pdb: the last residue, 5, has no CA atom");
  });

  it("refuses a file without SEQRES, or with less than SEQRES declares", async () => {
    expect(await problem(smallPdb(atomRecords(small), [dbref]))).toBe(
      "model.pdb: has no SEQRES records, so nothing says whether residues are missing"
    );
    expect(await problem(smallPdb(atomRecords(small), [dbref, seqres.replace(" SER", "")]))).toBe(
      "model.pdb:2: SEQRES declares 5 residues and lists 4; get the file again"
    );
  });

  it.each([
    [
      "a second chain",
      changed(4, 21, "B"),
      'has a second chain "B"; expected a model of one chain, as AlphaFold DB has'
    ],
    ["an alternative location", changed(4, 16, "A"), "has an alternative location; expected a predicted model"],
    ["an insertion code", changed(4, 26, "A"), "has an insertion code; expected residues numbered 1, 2, 3, …"],
    ["an unknown residue", changed(4, 17, "UNK"), '"UNK" is no amino acid that is known here'],
    ["two names", changed(5, 17, "LYS"), 'residue 3 is "ARG" and "LYS"'],
    ["no number", changed(4, 22, "  x3"), "residue number: expected a whole number"],
    ["a coordinate that is no number", changed(4, 38, "   1.2.3"), "y: expected a number"],
    ["no pLDDT", changed(4, 60, "      "), "pLDDT: expected a number"],
    [
      "a pLDDT above 100",
      changed(4, 60, "100.01"),
      "pLDDT 100.01 is not within 0–100; are these the B factors of an experiment?"
    ],
    [
      "a short record",
      changed(4, 0, "").map((r, i) => (i === 4 ? r.slice(0, 60) : r)),
      "the ATOM record has 60 columns, of which pLDDT needs 66"
    ],
    ["a ligand", changed(4, 0, "HETATM"), "has a HETATM record; expected a predicted model of one protein chain alone"]
  ])("refuses %s, with the line", async (_, records, what) => {
    expect(await problem(smallPdb(records))).toMatch(/^model\.pdb:(8|9): /);
    expect((await problem(smallPdb(records))).replace(/^model\.pdb:\d+: /, "")).toBe(what);
  });

  it("refuses experiments, a second model, a second protein, and confidence from 0 to 1", async () => {
    expect(await problem(smallPdb(atomRecords(small), ["EXPDTA    X-RAY DIFFRACTION", dbref, seqres]))).toBe(
      "model.pdb:1: is an experimental structure, whose B factors are no confidence; expected a predicted model"
    );
    expect(await problem(smallPdb(["MODEL        2", ...atomRecords(small)]))).toBe(
      "model.pdb:4: has a second model; expected one"
    );
    expect(await problem(smallPdb(atomRecords(small), [dbref, dbref, seqres]))).toBe(
      "model.pdb:2: has a second DBREF to UniProt; expected one protein"
    );
    expect(await problem(smallPdb(atomRecords(small.map((r) => ({...r, plddt: r.plddt / 100})))))).toBe(
      "model.pdb: no pLDDT is above 1; this reader expects values from 0 to 100, so multiply them by 100"
    );
  });

  itWith(ptenPdb)("reads PTEN's 403 residues with mean pLDDT 83.2", async () => {
    const model = await readPdb(sharedFile(ptenPdb));
    expect(model.accession).toBe("P60484");
    expect(model.residues).toHaveLength(403);
    expect(model.residues.map(({position}) => position)).toEqual(Array.from({length: 403}, (_, i) => i + 1));
    // awk '/^ATOM/ && substr($0,13,4)==" CA "{s+=substr($0,61,6);n++}END{print n,s/n}': 403 83.2472
    expect(model.meanPlddt).toBeCloseTo(83.2472, 4);
    // UniProt P60484: the phosphatase motif HCKAGKGR at 123–130.
    expect(model.sequence.slice(122, 130)).toBe("HCKAGKGR");
    expect(model.residues[0]).toEqual({position: 1, aminoAcid: "M", x: 23.499, y: -17.227, z: -6.56, plddt: 54.96});
  });
});
