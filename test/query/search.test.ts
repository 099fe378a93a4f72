import {describe, expect, it} from "vitest";
import {parseSearch} from "../../src/query/search.js";

const genes = ["APOE", "C1orf112", "HLA-A"];

describe("parseSearch(text, genes)", () => {
  it.each([
    ["", []],
    ["rs7412", [{kind: "rsid", ids: ["rs7412"]}]],
    ["RS7412, syn000123", [{kind: "rsid", ids: ["rs7412", "syn000123"]}]],
    ["1-55516888-g-ga", [{kind: "variant", ids: ["1-55516888-G-GA"]}]],
    ["chr1:55516888:G:A", [{kind: "variant", ids: ["1-55516888-G-A"]}]],
    ["chrX:2700157G>A", [{kind: "variant", ids: ["X-2700157-G-A"]}]],
    ["chrM-73-A-G", [{kind: "variant", ids: ["MT-73-A-G"]}]],
    ["22-100-A-<DEL>", [{kind: "variant", ids: ["22-100-A-<DEL>"]}]],
    ["1-1-A-*", [{kind: "variant", ids: ["1-1-A-*"]}]],
    ["chr19:44,905,791-44,909,393", [{kind: "region", chrom: "19", start: 44905791, end: 44909393}]],
    ["19:20-10", [{kind: "region", chrom: "19", start: 10, end: 20}]],
    ["x:5000", [{kind: "region", chrom: "X", start: 5000, end: 5000}]],
    ["chr07", [{kind: "region", chrom: "7", start: 1, end: 2147483647}]],
    ["apoe", [{kind: "gene", names: ["APOE"]}]],
    ["apoe c1ORF112", [{kind: "gene", names: ["APOE", "C1orf112"]}]],
    ["hla-a", [{kind: "gene", names: ["HLA-A"]}]],
    ["APO", [{kind: "text", text: "APO"}]],
    ["% OR 1=1", [{kind: "text", text: "% OR 1=1"}]]
  ])("reads %j", (text, filters) => {
    expect(parseSearch(text, genes).filters).toEqual(filters);
  });

  it("says in words what it looks for", () => {
    expect(parseSearch("apoe", genes).words).toBe("gene APOE");
    expect(parseSearch("chr7", genes).words).toBe("chromosome 7");
    expect(parseSearch("7:5", genes).words).toBe("position 7:5");
    expect(parseSearch("zzz", genes).words).toBe("“zzz” in an id or gene");
  });
});
