import {Ploidy} from "../cohort.js";
import {maxKernelAlts, openGenotypeKernel, scratchBytes, type GenotypeKernel} from "./genotypeKernel.js";
import {packCalls, type Calls} from "./genotypeCodes.js";
import {parseCalls} from "./parseCalls.js";
import type {FixedFields} from "./parseFixedFields.js";

/** Reads the genotypes of rows whose text lies in `memory`, from `textBase` on. */
export interface GenotypeReader {
  memory: WebAssembly.Memory;
  textBase: number;
  /**
   * Writes the codes of every alternate allele of a row that ends at `end` into the bytes that `out` gives for it, called
   * once each: 1, 2, … (a row without any: 1 as well). Throws a RowProblem before the first.
   */
  read(text: Buffer, end: number, row: FixedFields, ploidy: number, out: (alt: number) => Uint8Array): void;
}

/** `sex`: PLINK coding, 1 male. */
export async function openGenotypeReader(people: number, sex: Uint8Array): Promise<GenotypeReader> {
  const kernel = await openGenotypeKernel();
  const men = sex.map((code) => (code === 1 ? 1 : 0));
  const calls: Calls = {first: new Int32Array(people), second: new Int32Array(people)};
  const packed = kernel.heapBase + scratchBytes;
  const stride = Math.ceil(people / 4);
  return {
    memory: kernel.memory,
    textBase: packed + stride,
    read(text, end, row, ploidy, out) {
      const menHaploid = ploidy === Ploidy.menHaploid || ploidy === Ploidy.menOnly;
      const variants = Math.max(1, row.alts.length);
      // What the kernel cannot read does not depend on the allele: it fails at the first one or not at all.
      if (hasPlainShape(row, end, people) && packPlainCalls(kernel, row, people, 1, menHaploid, packed)) {
        out(1).set(new Uint8Array(kernel.memory.buffer, packed, stride));
        for (let alt = 2; alt <= variants; ++alt) {
          packPlainCalls(kernel, row, people, alt, menHaploid, packed);
          out(alt).set(new Uint8Array(kernel.memory.buffer, packed, stride));
        }
        return;
      }
      parseCalls(text, row.genotypesFrom, end, row.gtIndex, row.alts.length, calls);
      for (let alt = 1; alt <= variants; ++alt) packCalls(calls, alt, menHaploid ? men : null, out(alt));
    }
  };
}

/** Whether the genotypes have as many bytes as when each is `a/b` or `a|b` with alleles of one digit. */
function hasPlainShape({gtOnly, alts, genotypesFrom}: FixedFields, end: number, people: number): boolean {
  return gtOnly && alts.length <= maxKernelAlts && end - genotypesFrom === people * 4 - 1;
}

function packPlainCalls(
  kernel: GenotypeKernel,
  {genotypesFrom, alts}: FixedFields,
  people: number,
  alt: number,
  halfCalls: boolean,
  out: number
): boolean {
  return kernel.pack(genotypesFrom, people, alts.length, alt, halfCalls, out, kernel.heapBase) !== 0;
}
