import {randomFillSync} from "node:crypto";

/** A source of independent, uniformly distributed integers. */
export interface RandomBits {
  /** An integer in [0, n), each equally likely; n is an integer in [1, 2^53]. */
  uniform(n: number): number;
}

/** Words of 32 bits that are drawn from the operating system's generator at a time. */
const blockWords = 16384;

/** Bits of the cryptographic generator of Node. They cannot be repeated: there is no seed to keep or to lose. */
export function cryptoBits(): RandomBits {
  return uniformFrom((block) => void randomFillSync(block));
}

/**
 * Integers from 32-bit words. The shortest run of bits that can hold n - 1 is drawn anew until it is below n, so none is
 * more likely than another. A word is overwritten once it is read: what is left in memory tells nothing about the past.
 */
export function uniformFrom(fill: (block: Uint32Array) => void): RandomBits {
  const block = new Uint32Array(blockWords);
  let next = blockWords;

  function word(): number {
    if (next === blockWords) {
      fill(block);
      next = 0;
    }
    const value = block[next];
    block[next++] = 0;
    return value;
  }

  function uniform(n: number): number {
    if (n > 0x100000000) return uniformWide(n);
    if (n === 1) return 0;
    if (!(n > 1) || !Number.isInteger(n)) throw new RangeError(`uniform: n must be an integer in [1, 2^53], not ${n}`);
    const shift = Math.clz32(n - 1);
    let value = word() >>> shift;
    while (value >= n) value = word() >>> shift;
    return value;
  }

  function uniformWide(n: number): number {
    if (n > 2 ** 53 || !Number.isInteger(n))
      throw new RangeError(`uniform: n must be an integer in [1, 2^53], not ${n}`);
    const shift = Math.clz32(Math.floor((n - 1) / 0x100000000));
    for (;;) {
      const value = (word() >>> shift) * 0x100000000 + word();
      if (value < n) return value;
    }
  }

  return {uniform};
}
