import {compileKernel} from "../../compileKernel.js";

/** Values of people that are summed up by genotype, person by person. */
export interface PeopleColumns {
  /** People of the genotypes, in their order. */
  people: number;
  columns: number;
  /** `people × columns`; 0 for whoever is not analysed. */
  values: Float64Array;
  /** The column that is multiplied by the square of the dosage; -1 = none. */
  squared: number;
}

/** Per variant and column; `variants × columns`. Valid until the next call. */
export interface ColumnSums {
  /** Σ dosage × value over people with a genotype; of the column `squared`, Σ dosage² × value. */
  dosage: Float64Array;
  /** Σ value over people whose genotype is missing. */
  missing: Float64Array;
  /** Whether anybody's genotype is missing, analysed or not. */
  anyMissing: Uint8Array;
}

export interface ColumnSummer {
  readonly columns: number;
  /** `genotypes` holds `variants × ceil(people / 4)` bytes, as `GenotypeBatch` has them; dosage counts the allele alt. */
  sum(genotypes: Uint8Array, variants: number): ColumnSums;
}

/** Columns that the kernel sums together. */
const panelColumns = 8;

/** Bytes of a genotype row whose tables (16 KB each) should stay in the L2 cache. */
const tablePositions = 12;

/** Variants that pass by one set of tables: making the tables costs as much as 256 additions a byte. */
const chunkVariants = 4096;

/** Memory for genotypes of one chunk, bytes. */
const chunkBytes = 8 * 1024 * 1024;

/** Opens a summer with a SIMD kernel; `sumColumnsPlainly` is the same in plain TypeScript. */
export async function openColumnSummer({people, columns, values, squared}: PeopleColumns): Promise<ColumnSummer> {
  const {memory, heapBase, addDosageSums, addMissingSums} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./columnSums.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const bytesPerVariant = Math.ceil(people / 4);
  const rows = bytesPerVariant * 4;
  const panels = Math.ceil(columns / panelColumns);
  const chunk = Math.max(64, Math.min(chunkVariants, Math.floor(chunkBytes / Math.max(1, bytesPerVariant))));
  const valuesAt = align(heapBase());
  const panelBytes = rows * panelColumns * 8;
  const tablesAt = align(valuesAt + panels * panelBytes);
  const sumsAt = tablesAt + tablePositions * 256 * panelColumns * 8;
  const sumBytes = chunk * panelColumns * 8;
  const countsAt = sumsAt + sumBytes;
  const genotypesAt = align(countsAt + chunk * 4);
  const end = genotypesAt + chunk * bytesPerVariant + 16;
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  for (let panel = 0; panel < panels; ++panel) {
    const into = new Float64Array(memory.buffer, valuesAt + panel * panelBytes, rows * panelColumns);
    const first = panel * panelColumns;
    const width = Math.min(panelColumns, columns - first);
    for (let person = 0; person < people; ++person)
      for (let c = 0; c < width; ++c) into[person * panelColumns + c] = values[person * columns + first + c];
  }
  const input = new Uint8Array(memory.buffer, genotypesAt, chunk * bytesPerVariant);
  const panelSums = new Float64Array(memory.buffer, sumsAt, chunk * panelColumns);
  const counts = new Int32Array(memory.buffer, countsAt, chunk);
  let sums: ColumnSums = noSums(0, columns);

  return {
    columns,
    sum(genotypes, variants) {
      if (sums.anyMissing.length < variants) sums = noSums(variants, columns);
      for (let first = 0; first < variants; first += chunk) {
        const n = Math.min(chunk, variants - first);
        input.set(genotypes.subarray(first * bytesPerVariant, (first + n) * bytesPerVariant));
        for (let panel = 0; panel < panels; ++panel) {
          const panelAt = valuesAt + panel * panelBytes;
          const from = panel * panelColumns;
          const squaredHere = squared >= from && squared < from + panelColumns ? squared - from : -1;
          addMissingSums(genotypesAt, bytesPerVariant, n, panelAt, sumsAt, countsAt);
          scatter(sums.missing, first, n, from);
          panelSums.fill(0, 0, n * panelColumns);
          addDosageSums(genotypesAt, bytesPerVariant, n, panelAt, squaredHere, tablePositions, tablesAt, sumsAt);
          scatter(sums.dosage, first, n, from);
        }
        for (let variant = 0; variant < n; ++variant) sums.anyMissing[first + variant] = counts[variant] > 0 ? 1 : 0;
      }
      return sums;
    }
  };

  function scatter(into: Float64Array, first: number, n: number, from: number): void {
    const width = Math.min(panelColumns, columns - from);
    for (let variant = 0; variant < n; ++variant)
      for (let c = 0; c < width; ++c)
        into[(first + variant) * columns + from + c] = panelSums[variant * panelColumns + c];
  }
}

/** The slow and obvious twin of the kernel: its oracle. */
export function sumColumnsPlainly(
  {people, columns, values, squared}: PeopleColumns,
  genotypes: Uint8Array,
  variants: number
): ColumnSums {
  const sums = noSums(variants, columns);
  const bytesPerVariant = Math.ceil(people / 4);
  for (let variant = 0; variant < variants; ++variant)
    for (let person = 0; person < people; ++person) {
      const code = (genotypes[variant * bytesPerVariant + (person >> 2)] >> (2 * (person & 3))) & 3;
      const copies = [2, NaN, 1, 0][code];
      if (code === 1) sums.anyMissing[variant] = 1;
      for (let c = 0; c < columns; ++c) {
        const value = values[person * columns + c];
        if (code === 1) sums.missing[variant * columns + c] += value;
        else sums.dosage[variant * columns + c] += (c === squared ? copies * copies : copies) * value;
      }
    }
  return sums;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  addDosageSums(
    genotypes: number,
    bytesPerVariant: number,
    variants: number,
    values: number,
    squared: number,
    positions: number,
    tables: number,
    sums: number
  ): void;
  addMissingSums(
    genotypes: number,
    bytesPerVariant: number,
    variants: number,
    values: number,
    sums: number,
    counts: number
  ): void;
}

function noSums(variants: number, columns: number): ColumnSums {
  return {
    dosage: new Float64Array(variants * columns),
    missing: new Float64Array(variants * columns),
    anyMissing: new Uint8Array(variants)
  };
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
