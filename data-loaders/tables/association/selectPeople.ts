import {compileKernel} from "../../compileKernel.js";

export interface PeopleSelector {
  /** Bytes of one variant of those who were chosen. */
  readonly bytesPerVariant: number;
  /** Genotypes of the chosen people of `variants` variants, coded as before; valid until the next call. */
  select(genotypes: Uint8Array, variants: number): Uint8Array;
}

/** Memory for genotypes that are packed at a time, bytes. */
const chunkBytes = 1024 * 1024;

/** Packs the genotypes of `chosen` (indices into `people`, in the order wanted) out of those of all people. */
export async function openPeopleSelector(people: number, chosen: Int32Array): Promise<PeopleSelector> {
  if (chosen.length === people && chosen.every((person, i) => person === i))
    return {
      bytesPerVariant: Math.ceil(people / 4),
      select: (genotypes, variants) => genotypes.subarray(0, variants * Math.ceil(people / 4))
    };
  const {memory, heapBase, select} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./selectPeople.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const from = Math.ceil(people / 4);
  const to = Math.ceil(chosen.length / 4);
  const chunk = Math.max(1, Math.floor(chunkBytes / Math.max(1, from)));
  const peopleAt = Math.ceil(heapBase() / 64) * 64;
  const genotypesAt = peopleAt + to * 16;
  const outAt = genotypesAt + chunk * from;
  memory.grow(Math.max(0, Math.ceil((outAt + chunk * to - memory.buffer.byteLength) / 65536)));
  const indices = new Int32Array(memory.buffer, peopleAt, to * 4).fill(-1);
  indices.set(chosen);
  let selected = new Uint8Array(0);

  return {
    bytesPerVariant: to,
    select(genotypes, variants) {
      if (selected.length < variants * to) selected = new Uint8Array(variants * to);
      for (let first = 0; first < variants; first += chunk) {
        const n = Math.min(chunk, variants - first);
        new Uint8Array(memory.buffer, genotypesAt, n * from).set(genotypes.subarray(first * from, (first + n) * from));
        select(genotypesAt, from, n, peopleAt, to * 4, outAt);
        selected.set(new Uint8Array(memory.buffer, outAt, n * to), first * to);
      }
      return selected.subarray(0, variants * to);
    }
  };
}

/** The slow and obvious twin of the kernel: its oracle. */
export function selectPeoplePlainly(
  people: number,
  chosen: Int32Array,
  genotypes: Uint8Array,
  variants: number
): Uint8Array {
  const [from, to] = [Math.ceil(people / 4), Math.ceil(chosen.length / 4)];
  const selected = new Uint8Array(variants * to);
  for (let variant = 0; variant < variants; ++variant)
    chosen.forEach((person, i) => {
      const code = (genotypes[variant * from + (person >> 2)] >> (2 * (person & 3))) & 3;
      selected[variant * to + (i >> 2)] |= code << (2 * (i & 3));
    });
  return selected;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  select(
    genotypes: number,
    bytesPerVariant: number,
    variants: number,
    people: number,
    count: number,
    out: number
  ): void;
}
