import {compileKernel} from "../compileKernel.js";
import {ancestryGroups} from "./ancestryGroups.js";
import {copiesOf} from "./copiesOf.js";
import {Genotype} from "./countGenotypes.js";
import type {StrataLayout} from "./strataLayout.js";

/**
 * Exact counts of some variants, variant-major: the first six have a value per combination of strata, `ac` and `an` one
 * per ancestry. `hemi…`: people who have one copy only; `ac` copies of the alternate allele among `an` called ones.
 * One copy have men on X and Y outside the pseudoautosomal regions, and everybody on MT; a heterozygous call of somebody
 * with one copy is missing, as for plink2 --geno-counts, and nobody but men is counted on Y.
 */
export interface DividedCounts {
  homRef: Int32Array;
  het: Int32Array;
  homAlt: Int32Array;
  hemiRef: Int32Array;
  hemiAlt: Int32Array;
  missing: Int32Array;
  ac: Int32Array;
  an: Int32Array;
}

/** `counts` are those of `createCounter` for the layout's cells; `ploidy` (codes of `Ploidy`) has a code per variant. */
export type DivideCounts = (counts: Int32Array, ploidy: Uint8Array) => DividedCounts;

/** `divideCountsPlainly` by a kernel. What it returns is valid until it is called again. */
export async function openDivider(layout: StrataLayout): Promise<DivideCounts> {
  const {memory, heapBase, divide} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./divideCounts.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const {rowOfCell, groupOfCell, cellIsMale, groups} = rowsOfCells(layout);
  const rows = layout.combinations.length;
  const cells = layout.cellCount;
  const copiesAt = align(heapBase());
  const planAt = align(copiesAt + copiesTable.length);
  const countsAt = align(planAt + cells * 16);

  return (counts, ploidy) => {
    const variants = ploidy.length;
    const ploidyAt = countsAt + variants * cells * 16;
    const outAt = align(ploidyAt + variants);
    const missing = outAt + variants * (6 * rows + 2 * groups) * 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    new Uint8Array(memory.buffer, copiesAt).set(copiesTable);
    const plan = new Int32Array(memory.buffer, planAt, cells * 4);
    for (let cell = 0; cell < cells; ++cell) plan.set([rowOfCell[cell], groupOfCell[cell], cellIsMale[cell]], cell * 4);
    new Int32Array(memory.buffer, countsAt).set(counts.subarray(0, variants * cells * 4));
    new Uint8Array(memory.buffer, ploidyAt).set(ploidy);
    divide(countsAt, ploidyAt, variants, planAt, cells, rows, groups, copiesAt, outAt);

    let at = outAt;
    const column = (length: number): Int32Array => {
      const values = new Int32Array(memory.buffer, at, length);
      at += values.byteLength;
      return values;
    };
    return {
      homRef: column(variants * rows),
      het: column(variants * rows),
      homAlt: column(variants * rows),
      hemiRef: column(variants * rows),
      hemiAlt: column(variants * rows),
      missing: column(variants * rows),
      ac: column(variants * groups),
      an: column(variants * groups)
    };
  };
}

/** The slow and obvious twin of the kernel: its oracle. */
export function divideCountsPlainly(counts: Int32Array, ploidy: Uint8Array, layout: StrataLayout): DividedCounts {
  const {rowOfCell, groupOfCell, cellIsMale, groups} = rowsOfCells(layout);
  const rows = layout.combinations.length;
  const perRow = (): Int32Array => new Int32Array(ploidy.length * rows);
  const perGroup = (): Int32Array => new Int32Array(ploidy.length * groups);
  const divided: DividedCounts = {
    homRef: perRow(),
    het: perRow(),
    homAlt: perRow(),
    hemiRef: perRow(),
    hemiAlt: perRow(),
    missing: perRow(),
    ac: perGroup(),
    an: perGroup()
  };
  for (let variant = 0, at = 0; variant < ploidy.length; ++variant) {
    for (let cell = 0; cell < layout.cellCount; ++cell, at += 4) {
      const row = variant * rows + rowOfCell[cell];
      const group = variant * groups + groupOfCell[cell];
      const copies = copiesOf(ploidy[variant], cellIsMale[cell] === 1);
      const homRef = counts[at + Genotype.homRef];
      const het = counts[at + Genotype.het];
      const homAlt = counts[at + Genotype.homAlt];
      const missing = counts[at + Genotype.missing];
      if (copies === 2) {
        divided.homRef[row] += homRef;
        divided.het[row] += het;
        divided.homAlt[row] += homAlt;
        divided.missing[row] += missing;
        divided.ac[group] += het + 2 * homAlt;
        divided.an[group] += 2 * (homRef + het + homAlt);
      } else if (copies === 1) {
        divided.hemiRef[row] += homRef;
        divided.hemiAlt[row] += homAlt;
        divided.missing[row] += missing + het;
        divided.ac[group] += homAlt;
        divided.an[group] += homRef + homAlt;
      }
    }
  }
  return divided;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  divide(
    counts: number,
    ploidy: number,
    variants: number,
    plan: number,
    cells: number,
    rows: number,
    groups: number,
    copies: number,
    out: number
  ): void;
}

/** `copiesOf` for the four codes of ploidy: others, then men. */
const copiesTable = Uint8Array.from({length: 8}, (_, i) => copiesOf(i >> 1, (i & 1) === 1));

/** Which row of a variant each cell adds to, in both tables of counts, and whether it is one of men. */
function rowsOfCells(layout: StrataLayout): {
  rowOfCell: Int32Array;
  groupOfCell: Int32Array;
  cellIsMale: Uint8Array;
  groups: number;
} {
  const {levelCodes, groupOfCombination} = ancestryGroups(layout);
  const rowOfCell = new Int32Array(layout.cellCount);
  const groupOfCell = new Int32Array(layout.cellCount);
  const cellIsMale = new Uint8Array(layout.cellCount);
  layout.combinations.forEach(({maleCell, otherCell}, row) => {
    for (const cell of [maleCell, otherCell].filter((cell) => cell >= 0)) {
      rowOfCell[cell] = row;
      groupOfCell[cell] = groupOfCombination[row];
      cellIsMale[cell] = Number(cell === maleCell);
    }
  });
  return {rowOfCell, groupOfCell, cellIsMale, groups: levelCodes.length};
}

function align(address: number): number {
  return (address + 15) & ~15;
}
