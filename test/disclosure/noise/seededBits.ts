import {uniformFrom, type RandomBits} from "../../../data-loaders/disclosure/noise/randomBits.js";

/** Repeatable bits, for tests only: xoshiro128** (Blackman & Vigna 2021), its state filled from the seed by splitmix32. */
export function seededBits(seed: number): RandomBits {
  const word = seededWords(seed);
  return uniformFrom((block) => block.forEach((_, i) => (block[i] = word())));
}

/** Repeatable numbers in [0, 1), multiples of 2^-32. */
export function seededRandom(seed: number): () => number {
  const word = seededWords(seed);
  return () => word() / 0x100000000;
}

function seededWords(seed: number): () => number {
  let at = seed >>> 0;
  const split = (): number => {
    at = (at + 0x9e3779b9) >>> 0;
    let z = at;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  const state = Uint32Array.from({length: 4}, split);
  return () => {
    const product = Math.imul(state[1], 5);
    const value = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return value;
  };
}
