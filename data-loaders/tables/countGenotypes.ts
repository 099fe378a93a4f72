import {compileKernel} from "../compileKernel.js";

/** Codes of a genotype in `GenotypeBatch.genotypes`, and the order of the four counts of a cell. */
export const Genotype = {homAlt: 0, missing: 1, het: 2, homRef: 3} as const;

export interface GenotypeCounter {
  readonly cellCount: number;
  /**
   * Genotype counts of every cell: `variants × cellCount × 4`, variant-major, the four in the order of `Genotype`.
   * `genotypes` holds `variants × ceil(people / 4)` bytes or more, as `GenotypeBatch` has them.
   * The counts are written to the beginning of `into` where it is given: new memory costs as much as counting.
   */
  count(genotypes: Uint8Array, variants: number, into?: Int32Array): Int32Array;
}

/** `cells` has the cell of every person, 0 ≤ cell < `cellCount`; -1 = not counted. A person is in one cell at most. */
export interface CellsOfPeople {
  people: number;
  cells: Int32Array;
  cellCount: number;
}

/** Bytes of genotypes that are brought into the kernel's memory at a time: they should stay in the L2 cache. */
const chunkBytes = 256 * 1024;

/** People whose transposed tile of 16 variants (4 bytes each) should stay in the L1 cache beside the plan. */
const blockPeople = 4096;

/** The largest number of people that lanes of 8 bits can count. */
const segmentPeople = 255;

const counters = new WeakMap<Int32Array, Promise<GenotypeCounter>>();

/**
 * Counts all cells in one pass with a SIMD kernel; `countGenotypesPlainly` is the same in plain TypeScript.
 * A thread that asks again with the same `cells` array gets the same counter, so a task may ask for every shard.
 */
export function createCounter(people: CellsOfPeople): Promise<GenotypeCounter> {
  let counter = counters.get(people.cells);
  if (!counter) counters.set(people.cells, (counter = openCounter(people)));
  return counter;
}

/** Up to so many cells are counted under masks, a pass each; more in one pass over transposed tiles. */
const fewCells = 4;

/** Bytes that the kernel of masks sums in one step. */
const maskStep = 96;

async function openCounter(people: CellsOfPeople): Promise<GenotypeCounter> {
  return people.cellCount <= fewCells ? openMaskedCounter(people) : openTiledCounter(people);
}

async function openMaskedCounter({people, cells, cellCount}: CellsOfPeople): Promise<GenotypeCounter> {
  if (cells.length !== people) throw new Error(`cells for ${cells.length} people, genotypes of ${people}`);
  const bytesPerVariant = Math.ceil(people / 4);
  const stride = maskStep * Math.ceil(bytesPerVariant / maskStep);
  const chunkVariants = Math.max(1, Math.floor(chunkBytes / Math.max(1, bytesPerVariant)));
  const {memory, heapBase, countMasked} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./countMasked.as.ts", import.meta.url)))
  ).exports as unknown as MaskedKernel;
  const masksAt = align(heapBase());
  const peopleAt = masksAt + cellCount * stride;
  const countsAt = align(peopleAt + cellCount * 4);
  const genotypesAt = align(countsAt + chunkVariants * cellCount * 16);
  const end = genotypesAt + chunkVariants * bytesPerVariant + stride + 16;
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  const masks = new Uint8Array(memory.buffer, masksAt, cellCount * stride);
  const sizes = new Int32Array(memory.buffer, peopleAt, cellCount);
  cells.forEach((cell, person) => {
    if (cell < 0) return;
    masks[cell * stride + (person >> 2)] |= 3 << (2 * (person & 3));
    ++sizes[cell];
  });
  const input = new Uint8Array(memory.buffer, genotypesAt, chunkVariants * bytesPerVariant);
  const output = new Int32Array(memory.buffer, countsAt, chunkVariants * cellCount * 4);
  return inChunks(cellCount, bytesPerVariant, chunkVariants, input, output, (n) =>
    countMasked(genotypesAt, bytesPerVariant, n, masksAt, stride, peopleAt, cellCount, countsAt)
  );
}

async function openTiledCounter({people, cells, cellCount}: CellsOfPeople): Promise<GenotypeCounter> {
  const plan = planSegments({people, cells, cellCount});
  const bytesPerVariant = Math.ceil(people / 4);
  const chunkVariants = Math.max(16, Math.floor(chunkBytes / Math.max(1, bytesPerVariant)) & ~15);
  const {memory, heapBase, count} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./countGenotypes.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;

  const tileAt = align(heapBase());
  const planAt = tileAt + blockPeople * 4;
  const genotypesAt = align(planAt + plan.byteLength);
  const countsAt = align(genotypesAt + chunkVariants * bytesPerVariant + 16);
  const end = countsAt + chunkVariants * cellCount * 16;
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  new Int32Array(memory.buffer, planAt, plan.length).set(plan);
  const input = new Uint8Array(memory.buffer, genotypesAt, chunkVariants * bytesPerVariant);
  const output = new Int32Array(memory.buffer, countsAt, chunkVariants * cellCount * 4);

  return inChunks(cellCount, bytesPerVariant, chunkVariants, input, output, (n) =>
    count(genotypesAt, bytesPerVariant, n, planAt, cellCount, countsAt, tileAt)
  );
}

/** Brings some variants at a time into a kernel's memory, `input`, and takes their counts from there, `output`. */
function inChunks(
  cellCount: number,
  bytesPerVariant: number,
  chunkVariants: number,
  input: Uint8Array,
  output: Int32Array,
  countChunk: (variants: number) => void
): GenotypeCounter {
  return {
    cellCount,
    count(genotypes, variants, into) {
      const size = variants * cellCount * 4;
      const counts = into?.subarray(0, size) ?? new Int32Array(size);
      for (let first = 0; first < variants; first += chunkVariants) {
        const n = Math.min(chunkVariants, variants - first);
        input.set(genotypes.subarray(first * bytesPerVariant, (first + n) * bytesPerVariant));
        countChunk(n);
        counts.set(output.subarray(0, n * cellCount * 4), first * cellCount * 4);
      }
      return counts;
    }
  };
}

/** The slow and obvious twin of the kernel: its oracle. */
export function countGenotypesPlainly(
  genotypes: Uint8Array,
  variants: number,
  {people, cells, cellCount}: CellsOfPeople
): Int32Array {
  const counts = new Int32Array(variants * cellCount * 4);
  const bytesPerVariant = Math.ceil(people / 4);
  for (let variant = 0; variant < variants; ++variant) {
    for (let person = 0; person < people; ++person) {
      if (cells[person] < 0) continue;
      const code = (genotypes[variant * bytesPerVariant + (person >> 2)] >> (2 * (person & 3))) & 3;
      ++counts[(variant * cellCount + cells[person]) * 4 + code];
    }
  }
  return counts;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  count(
    genotypes: number,
    bytesPerVariant: number,
    variants: number,
    plan: number,
    cells: number,
    counts: number,
    tile: number
  ): void;
}

interface MaskedKernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  countMasked(
    genotypes: number,
    bytesPerVariant: number,
    variants: number,
    masks: number,
    stride: number,
    people: number,
    cells: number,
    counts: number
  ): void;
}

/** The kernel's work list; its form is described in countGenotypes.as.ts. */
function planSegments({people, cells, cellCount}: CellsOfPeople): Int32Array {
  if (cells.length !== people) throw new Error(`cells for ${cells.length} people, genotypes of ${people}`);
  const plan: number[] = [];
  for (let block = 0; block < people; block += blockPeople) {
    const blockEnd = Math.min(people, block + blockPeople);
    const members: number[][] = Array.from({length: cellCount}, () => []);
    for (let person = block; person < blockEnd; ++person) if (cells[person] >= 0) members[cells[person]].push(person);
    const header = plan.push(block >> 2, (blockEnd - block + 3) >> 2, 0) - 1;
    members.forEach((inCell, cell) => {
      for (let first = 0; first < inCell.length; first += segmentPeople) {
        const segment = inCell.slice(first, first + segmentPeople);
        const byPlace = [0, 1, 2, 3].map((place) => segment.filter((person) => (person & 3) === place));
        plan.push(cell, segment.length, ...byPlace.map((some) => some.length));
        for (const some of byPlace) plan.push(...some.map((person) => ((person - block) >> 2) * 16));
        ++plan[header];
      }
    });
  }
  plan.push(0, 0, 0);
  return Int32Array.from(plan);
}

function align(address: number): number {
  return (address + 63) & ~63;
}
