import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {mustHaveSequence, placeVariants, WrongSequence} from "../../../data-loaders/sources/structure/placeVariants.js";
import {parseSubstitution, shortSubstitution} from "../../../data-loaders/sources/structure/proteinChange.js";
import {readAlphaMissense} from "../../../data-loaders/sources/structure/readAlphaMissense.js";
import {readPdb} from "../../../data-loaders/sources/structure/readPdb.js";
import {lowConfidenceRegions, type ProteinModel} from "../../../src/model/structure.js";
import {itWith} from "../../require.js";
import {temporaryFolder} from "../temporary.js";
import {labelledMissense, ptenPdb, sharedFile, smallPdb} from "./pten.js";

const folder = temporaryFolder();
let model: ProteinModel;
beforeAll(async () => {
  model = await readPdb(folder.write("model.pdb", smallPdb()));
});

/** A model whose sequence was moved by some residues, as that of another protein would be. */
function moved(from: ProteinModel, by: number): ProteinModel {
  const sequence = from.sequence.slice(by) + from.sequence.slice(0, by);
  return {...from, sequence, residues: from.residues.map((residue, i) => ({...residue, aminoAcid: sequence[i]}))};
}

describe("parseSubstitution(text)", () => {
  it.each(["R130Q", "p.R130Q", "p.Arg130Gln", "p.(Arg130Gln)", "NP_000305.3:p.Arg130Gln", " p.R130Q "])(
    "reads %j as R130Q",
    (text) => expect(parseSubstitution(text)).toEqual({from: "R", position: 130, to: "Q"})
  );
  it.each(["R130*", "p.R130X", "p.Arg130Ter", "p.Arg130*"])("reads %j as a stop", (text) =>
    expect(parseSubstitution(text)).toEqual({from: "R", position: 130, to: "*"})
  );
  it.each([
    "",
    "p.?",
    "p.=",
    "R130=",
    "p.Arg130=",
    "R130R",
    "p.R130fs",
    "p.Arg130GlyfsTer4",
    "E746_A750del",
    "p.(R130Q",
    "R0Q",
    "130",
    "R130",
    "B130Q",
    "p.Xaa130Gln",
    "V600E/K",
    "r130q",
    "EXON 19 DELETION",
    "p.*404Q"
  ])("reads %j as no substitution", (text) => expect(parseSubstitution(text)).toBeNull());

  it("reads what shortSubstitution writes", () => {
    const letter = fc.constantFrom(..."ACDEFGHIKLMNPQRSTUVWY");
    fc.assert(
      fc.property(
        letter,
        fc.integer({min: 1, max: 35_000}),
        fc.constantFrom(..."ACDEFGHIKLMNPQRSTUVWY*"),
        (from, position, to) => {
          fc.pre(from !== to);
          expect(parseSubstitution(shortSubstitution({from, position, to}))).toEqual({from, position, to});
        }
      ),
      {seed: 1}
    );
  });
});

describe("placeVariants(model, variants)", () => {
  it("places substitutions at their residues with the confidence there", () => {
    expect(placeVariants(model, ["M1V", "p.Ala2Thr", "R3Q", "p.Q4fs", "p.Ser5Ter"])).toEqual({
      placed: [
        {variant: 0, from: "M", position: 1, to: "V", plddt: 45, band: "very low", interpretable: false},
        {variant: 1, from: "A", position: 2, to: "T", plddt: 95.5, band: "very high", interpretable: true},
        {variant: 2, from: "R", position: 3, to: "Q", plddt: 90, band: "confident", interpretable: true},
        {variant: 4, from: "S", position: 5, to: "*", plddt: 50.01, band: "low", interpretable: false}
      ],
      mismatches: [],
      notSubstitutions: [3]
    });
  });

  it("reports another reference residue, and a position beyond the end", () => {
    const {placed, mismatches} = placeVariants(model, ["R3Q", "K3Q", "R6Q"], 0.7);
    expect(placed).toHaveLength(1);
    expect(mismatches).toEqual([
      {variant: 1, from: "K", position: 3, to: "Q", found: "R"},
      {variant: 2, from: "R", position: 6, to: "Q", found: null}
    ]);
  });

  it("refuses all above the share of mismatches that may be, and none at it", () => {
    const variants = [...Array.from({length: 19}, () => "R3Q"), "K3Q"];
    expect(placeVariants(model, variants).mismatches).toHaveLength(1);
    expect(() => placeVariants(model, variants.slice(1))).toThrow(WrongSequence);
    expect(() => placeVariants(model, ["K3Q"])).toThrow(
      "1 of 1 variants have another reference residue than the model of P00001 (such as K3Q, where it has R); " +
        "give the model of the sequence that they were described on"
    );
  });

  it("places nothing where nothing is given", () => {
    expect(placeVariants(model, [])).toEqual({placed: [], mismatches: [], notSubstitutions: []});
  });

  it("every variant is placed, reported or no substitution, once", () => {
    const change = fc.tuple(
      fc.constantFrom(..."MARQSK"),
      fc.integer({min: 1, max: 8}),
      fc.constantFrom("W", "*", "fs")
    );
    fc.assert(
      fc.property(fc.array(change, {maxLength: 20}), (changes) => {
        const {placed, mismatches, notSubstitutions} = placeVariants(
          model,
          changes.map((c) => c.join("")),
          1
        );
        const found = [...placed, ...mismatches].map(({variant}) => variant);
        expect([...found, ...notSubstitutions].sort((a, b) => a - b)).toEqual([...changes.keys()]);
        for (const {from, position} of placed) expect(model.sequence[position - 1]).toBe(from);
        for (const {from, position} of mismatches) expect(model.sequence[position - 1]).not.toBe(from);
      }),
      {seed: 1}
    );
  });

  itWith(ptenPdb, labelledMissense)("places PTEN's 141 labelled variants at the right residues", async () => {
    const pten = await readPdb(sharedFile(ptenPdb));
    const effects = await readAlphaMissense(sharedFile(labelledMissense), "P60484");
    expect(effects).toHaveLength(141);
    const {placed, mismatches} = placeVariants(pten, effects);
    expect(mismatches).toEqual([]);
    expect(placed).toHaveLength(141);
    for (const {variant, from, position} of placed) {
      expect(effects[variant].position).toBe(position);
      expect(pten.residues[position - 1]).toMatchObject({position, aminoAcid: from});
    }
    // zcat … | awk -F, '$3=="P60484:R130Q"'
    expect(placed.some(({from, position, to}) => `${from}${position}${to}` === "R130Q")).toBe(true);
  });

  itWith(ptenPdb, labelledMissense)(
    "refuses PTEN's variants on a wrong sequence, and another protein's on PTEN",
    async () => {
      const pten = await readPdb(sharedFile(ptenPdb));
      const effects = await readAlphaMissense(sharedFile(labelledMissense), "P60484");
      expect(() => placeVariants(moved(pten, 1), effects)).toThrow(
        /^\d+ of 141 variants have another reference residue/
      );
      const others = await readAlphaMissense(sharedFile(labelledMissense), "P04637");
      expect(others.length).toBeGreaterThan(20);
      expect(() => placeVariants(pten, others)).toThrow(WrongSequence);
    }
  );
});

describe("mustHaveSequence(model, sequence)", () => {
  it("takes the very sequence alone, and says where another differs", () => {
    expect(() => mustHaveSequence(model, "MARQS")).not.toThrow();
    const message = (sequence: string) => {
      try {
        mustHaveSequence(model, sequence);
      } catch (error) {
        return (error as Error).message;
      }
      return null;
    };
    const start = "the model of P00001 is not of this sequence: ";
    expect(message("MAKQS")).toBe(`${start}residue 3 is R in the model and K there`);
    expect(message("MAR")).toBe(`${start}residue 4 is Q in the model and absent there`);
    expect(message("MARQSS")).toBe(`${start}the model ends after 5 of 6 residues`);
  });
});

describe("lowConfidenceRegions(residues)", () => {
  it("finds the runs that are not interpretable", () => {
    expect(lowConfidenceRegions(model.residues)).toEqual([
      {start: 1, end: 1, meanPlddt: 45},
      {start: 4, end: 5, meanPlddt: (70 + 50.01) / 2}
    ]);
  });

  itWith(ptenPdb)("finds PTEN's disordered tail", async () => {
    const regions = lowConfidenceRegions((await readPdb(sharedFile(ptenPdb))).residues);
    const last = regions.at(-1)!;
    // The C-terminal tail, residues 352–403, is disordered: Lee et al. 1999, Cell 99:323.
    expect(last.end).toBe(403);
    expect(Math.abs(last.start - 352)).toBeLessThan(5);
    expect(last.meanPlddt).toBeLessThan(50);
  });
});
