import {describe, expect, it} from "vitest";
import {
  allelicTable,
  dominantTable,
  recessiveTable,
  heterozygousTable,
  homozygousTable,
  type CaseControlGenotypes
} from "../../src/kernels/genotypeModels.js";
import {table} from "./caseControlTables.js";

describe("allelicTable, dominantTable, recessiveTable, heterozygousTable, homozygousTable", () => {
  it("count alleles, carriers, people with two, and one genotype against none", () => {
    const both: CaseControlGenotypes = {cases: [1, 2, 4], controls: [8, 16, 32]};
    expect(allelicTable(both)).toEqual(table([10, 4, 80, 32]));
    expect(dominantTable(both)).toEqual(table([6, 1, 48, 8]));
    expect(recessiveTable(both)).toEqual(table([4, 3, 32, 24]));
    expect(heterozygousTable(both)).toEqual(table([2, 1, 16, 8]));
    expect(homozygousTable(both)).toEqual(table([4, 1, 32, 8]));
  });
});
