import {compileKernel} from "../../compileKernel.js";

/** The kernel with memory of its own: one for each text that is read at the same time. */
export interface GenotypeKernel {
  memory: WebAssembly.Memory;
  /** First byte of `memory` that is free. */
  heapBase: number;
  /** See packGenotypes.as.ts; addresses are byte offsets into `memory`. */
  pack(
    calls: number,
    people: number,
    alts: number,
    alt: number,
    halfCalls: boolean,
    out: number,
    scratch: number
  ): number;
  straighten(from: number, end: number, gtIndex: number, people: number, haploid: number, out: number): number;
}

/** Bytes that `pack` needs at its `scratch` address. */
export const scratchBytes = 64;

/** More alternate alleles than this in a row need two digits, or `9`, which the kernel does not read. */
export const maxKernelAlts = 8;

let compiled: Promise<WebAssembly.Module> | undefined;

export async function openGenotypeKernel(): Promise<GenotypeKernel> {
  compiled ??= compileKernel(new URL("./packGenotypes.as.ts", import.meta.url));
  const {memory, heapBase, pack, straighten} = (await WebAssembly.instantiate(await compiled)).exports as unknown as {
    memory: WebAssembly.Memory;
    heapBase(): number;
    pack: GenotypeKernel["pack"];
    straighten: GenotypeKernel["straighten"];
  };
  return {memory, heapBase: (heapBase() + 63) & ~63, pack, straighten};
}
