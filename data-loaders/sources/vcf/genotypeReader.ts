import {Ploidy} from "../cohort.js";
import {maxKernelAlts, openGenotypeKernel, scratchBytes} from "./genotypeKernel.js";
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

/**
 * Three ways lead to the same codes. Rows of four bytes a person are packed as they are; rows of any FORMAT with alleles
 * of one digit are first written like that; all others, and those with an error, are parsed in TypeScript.
 * `sex`: PLINK coding, 1 male.
 */
export async function openGenotypeReader(people: number, sex: Uint8Array): Promise<GenotypeReader> {
  const {memory, heapBase, pack, straighten} = await openGenotypeKernel();
  const stride = Math.ceil(people / 4);
  const packedAt = heapBase + scratchBytes;
  const menAt = packedAt + stride;
  const nobodyAt = menAt + people;
  const straightAt = nobodyAt + people;
  const textBase = straightAt + 4 * people;
  memory.grow(Math.ceil(textBase / 65536));
  const men = sex.map((code) => (code === 1 ? 1 : 0));
  new Uint8Array(memory.buffer, menAt, people).set(men);
  const calls: Calls = {first: new Int32Array(people), second: new Int32Array(people)};

  function packAll(at: number, {alts}: FixedFields, halfCalls: boolean, out: (alt: number) => Uint8Array): boolean {
    for (let alt = 1; alt <= Math.max(1, alts.length); ++alt) {
      // What the kernel cannot read does not depend on the allele: it fails at the first one or not at all.
      if (!pack(at, people, alts.length, alt, halfCalls, packedAt, heapBase)) return false;
      out(alt).set(new Uint8Array(memory.buffer, packedAt, stride));
    }
    return true;
  }

  return {
    memory,
    textBase,
    read(text, end, row, ploidy, out) {
      const {alts, gtOnly, gtIndex, genotypesFrom} = row;
      const menHaploid = ploidy === Ploidy.menHaploid || ploidy === Ploidy.menOnly;
      if (alts.length <= maxKernelAlts) {
        const isStraight = gtOnly && end - genotypesFrom === people * 4 - 1;
        if (isStraight && packAll(genotypesFrom, row, menHaploid, out)) return;
        const haploidAt = menHaploid ? menAt : nobodyAt;
        const straightened = straighten(genotypesFrom, end, gtIndex, people, haploidAt, straightAt);
        if (straightened && packAll(straightAt, row, false, out)) return;
      }
      parseCalls(text, genotypesFrom, end, gtIndex, alts.length, calls);
      for (let alt = 1; alt <= Math.max(1, alts.length); ++alt)
        packCalls(calls, alt, menHaploid ? men : null, out(alt));
    }
  };
}
