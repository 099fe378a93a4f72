import type {Block} from "./drawBlock.js";
import type {Roster} from "./drawPeople.js";
import {gaussianTable, normalQuantile} from "./gaussian.js";
import {loseCalls} from "./loseCalls.js";
import {populations} from "./populations.js";
import {nextWord, randomStream, streamState} from "./randomStream.js";

/**
 * Genotypes of everybody at the variants of one block, in the coding of `GenotypeBatch`, `ceil(people / 4)` bytes per
 * variant, written to the front of `into`.
 *
 * Each chromosome carries a latent standard normal value that moves along the block as a first-order autoregression,
 * z ← ρ·z + √(1 − ρ²)·noise; it has the alternate allele where z lies below the quantile of the population's frequency.
 * So frequencies are exact, neighbours are in linkage disequilibrium, and people are independent: Hardy–Weinberg
 * proportions hold within each population. A man has his first chromosome twice where `haploid` says so.
 */
export function drawGenotypes(
  seed: number,
  index: number,
  block: Block,
  roster: Roster,
  haploid: (j: number) => boolean,
  into: Uint8Array
): void {
  const people = roster.sex.length;
  const bytes = Math.ceil(people / 4);
  const state = streamState(seed, "genotypes", index);
  const missing = randomStream(seed, "missing", index);
  const z = startChromosomes(people, state);
  for (let j = 0; j < block.count; ++j) {
    const row = into.subarray(j * bytes, (j + 1) * bytes);
    drawVariant(block, j, roster, haploid(j), z, state, row);
    loseCalls(row, people, block.missing[j], missing);
  }
}

/** Two values per person. Sums of two table entries, so that even rare frequencies are met exactly. */
function startChromosomes(people: number, state: Int32Array): Float64Array {
  const table = gaussianTable();
  const z = new Float64Array(2 * people);
  for (let i = 0; i < z.length; ++i) {
    const word = nextWord(state);
    z[i] = (table[word & 0xffff] + table[word >>> 16]) * Math.SQRT1_2;
  }
  return z;
}

/** Moves every chromosome on by one variant. The generator is sfc32 as in `nextWord`, inlined: this is the hot loop. */
function drawVariant(
  block: Block,
  j: number,
  {population, sex}: Roster,
  menHaploid: boolean,
  z: Float64Array,
  state: Int32Array,
  row: Uint8Array
): void {
  const n = populations.length;
  const rho = new Float64Array(n);
  const noise = new Float64Array(n);
  const low = new Float64Array(n);
  for (let p = 0; p < n; ++p) {
    rho[p] = j === 0 ? 1 : block.correlation[j * n + p];
    noise[p] = Math.sqrt(1 - rho[p] * rho[p]);
    low[p] = Math.max(-20, Math.min(20, normalQuantile(block.frequency[j * n + p])));
  }
  const sign = block.sign[j];
  const table = gaussianTable();
  const people = population.length;
  let [a, b, c, d] = state;
  for (let i = 0, byte = 0; i < people; ++byte) {
    let code = 0;
    for (let shift = 0; shift < 8 && i < people; shift += 2, ++i) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      const p = population[i];
      const first = rho[p] * z[2 * i] + noise[p] * table[t & 0xffff];
      const second = rho[p] * z[2 * i + 1] + noise[p] * table[t >>> 16];
      z[2 * i] = first;
      z[2 * i + 1] = second;
      // The sign bit of a fixed-point difference: a comparison without a branch, which no processor could predict.
      const one = ((sign * first - low[p]) * 67108864) >>> 31;
      const two = menHaploid && sex[i] === 1 ? one : ((sign * second - low[p]) * 67108864) >>> 31;
      // Alternate alleles 0, 1, 2 are coded 3, 2, 0.
      code |= (3 - one - two - (one & two)) << shift;
    }
    row[byte] = code;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}
