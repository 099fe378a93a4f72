import {describe, expect, it} from "vitest";
import {readProteinSequence} from "../../../data-loaders/sources/structure/readProteinSequence.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const read = (text: string) => readProteinSequence(folder.write("p.fasta", text));

describe("readProteinSequence(input)", () => {
  it("reads one protein, with or without UniProt's header and a stop", async () => {
    expect(await read(">sp|P60484|PTEN_HUMAN Phosphatase OS=Homo sapiens\nMTAIIK\r\neiv\n\n")).toEqual({
      name: "P60484",
      sequence: "MTAIIKEIV"
    });
    expect(await read("> own protein\nMTA*\n")).toEqual({name: "own", sequence: "MTA"});
  });

  it("names the line of what it cannot read", async () => {
    const problem = (text: string) => inputErrorOf(() => read(text));
    expect(await problem("MTA\n")).toBe("p.fasta:1: does not begin with >; expected FASTA");
    expect(await problem(">a\nMTA\n>b\nMTA\n")).toBe("p.fasta:3: has a second sequence; expected one protein");
    expect(await problem(">a\nMTA\nMXA\n")).toBe('p.fasta:3: "X" is no amino acid; expected a protein\'s sequence');
    expect(await problem(">a\nMTA*\nMA\n")).toBe("p.fasta:3: goes on after a stop (*); expected one protein");
    expect(await problem(">a\nM*A\n")).toBe('p.fasta:2: "*" is no amino acid; expected a protein\'s sequence');
    expect(await problem(">a\n")).toBe("p.fasta: has no sequence; expected FASTA");
  });
});
