/**
 * State of an independent random stream, four 32-bit words: the same seed and keys give the same stream in any
 * thread and in any order of use. Streams are sfc32 (Chris Doty-Humphrey, PractRand), started 12 steps in.
 */
export function streamState(seed: number, ...keys: (string | number)[]): Int32Array {
  let h = mix(seed | 0);
  for (const key of keys) {
    if (typeof key === "number") h = mix(h ^ mix(key + 0x9e3779b9));
    else for (let i = 0; i < key.length; ++i) h = mix(h ^ Math.imul(key.charCodeAt(i) + 1, 0x85ebca6b));
  }
  const state = new Int32Array([h, mix(h + 0x9e3779b9), mix(h + 0x3c6ef372), 1]);
  for (let i = 0; i < 12; ++i) nextWord(state);
  return state;
}

/** Numbers in [0, 1) with 32 random bits, one after another. */
export function randomStream(seed: number, ...keys: (string | number)[]): () => number {
  const state = streamState(seed, ...keys);
  return () => (nextWord(state) >>> 0) / 4294967296;
}

/** Advances an sfc32 state and returns its next 32 bits, signed. `drawGenotypes` has this inlined. */
export function nextWord(s: Int32Array): number {
  const t = (((s[0] + s[1]) | 0) + s[3]) | 0;
  s[3] = (s[3] + 1) | 0;
  s[0] = s[1] ^ (s[1] >>> 9);
  s[1] = (s[2] + (s[2] << 3)) | 0;
  s[2] = ((s[2] << 21) | (s[2] >>> 11)) + t;
  return t;
}

/** Uniform integer in [0, n). */
export function randomIndex(random: () => number, n: number): number {
  return Math.floor(random() * n);
}

/** Shuffles in place (Fisher–Yates) and returns the array. */
export function shuffle<T extends Uint8Array | Int32Array>(array: T, random: () => number): T {
  for (let i = array.length - 1; i > 0; --i) {
    const j = randomIndex(random, i + 1);
    const value = array[i];
    array[i] = array[j];
    array[j] = value;
  }
  return array;
}

/** The 32-bit finalizer of MurmurHash3 (Austin Appleby, public domain). */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
