import {expect, it} from "vitest";
import {hideSquares} from "../../../data-loaders/disclosure/association/hideSquares.js";
import {protectDensity, protectGenes} from "../../../data-loaders/disclosure/protect.js";
import {genesTable} from "../../../data-loaders/tables/association/genesTable.js";
import {pcaDensityTable, type DensitySquare} from "../../../data-loaders/tables/association/pcaDensityTable.js";

const square = (ancestry: string, people: number): DensitySquare => ({
  ancestry,
  pcX: 1,
  pcY: 2,
  x0: 0,
  x1: 1,
  y0: 0,
  y1: 1,
  people
});
const squares = [square("AFR", 24), square("AFR", 25), square("EUR", 74), square("SAS", 500)];
const shown = new Set(["AFR", "EUR"]);

it("hideSquares(squares, shownLevels, base) counts people down, and leaves out few and hidden ones", () => {
  expect(hideSquares(squares, shown, 25).map(({ancestry, people}) => [ancestry, people])).toEqual([
    ["AFR", 25],
    ["EUR", 50]
  ]);
});

it("protectDensity(squares, shownLevels, protection, base) is exact for open data only", () => {
  const people = (limit: number | null) => {
    const {batch, smallest} = protectDensity(squares, shown, {limit}, 25, pcaDensityTable);
    const n = batch.columns.find(({name}) => name === "n");
    return [n?.type === "int32" && [...n.values], smallest];
  };
  expect(people(20)).toEqual([[25, 50], 25]);
  expect(people(null)).toEqual([[24, 25, 74, 500], 24]);
  expect(() => protectDensity(squares, shown, {limit: 25}, 25, pcaDensityTable)).toThrow(/no more than the limit/);
});

it("protectGenes(table) takes genes and nothing else", () => {
  const gene = {chrom: "1", start: 0, end: 9, name: "G"};
  expect(protectGenes(genesTable([gene]))).toMatchObject({tally: {}, smallest: null, batch: {rows: 1}});
  expect(() => protectGenes(pcaDensityTable(squares))).toThrow(/genes has columns ancestry/);
});
