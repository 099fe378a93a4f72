import {cholesky, solveCholesky} from "../association/cholesky.js";
import {Genotype} from "../countGenotypes.js";
import {scaleOf, type PackedGenotypes} from "../structure/alleleFrequencies.js";
import type {PrincipalComponents} from "../structure/principalComponents.js";
import {blockColumns, openMultiplier} from "../structure/standardisedGenotypes.js";

/** Where people lie along the components of a reference, before shrinkage is undone. They stay in the loaders. */
export interface Projections {
  components: number;
  /** People × components: products of standardised genotypes with unit loadings. NaN where it cannot be told. */
  along: Float64Array;
  /** Per person: length of what the components leave of the genotypes. */
  apart: Float64Array;
  /** Per person: share of variants with a genotype. */
  called: Float64Array;
}

/** People whose sums are worked on together: so many that their products fit into the cache. */
const blockPeople = 1024;

/**
 * Projects people on up to 16 components of a reference. `packed` holds the reference's variants, in any people. What
 * somebody lacks is not taken for the mean, which would draw them to the centre, but left out: coordinates are those
 * that fit the genotypes that there are by least squares, and `apart` is scaled up to all variants. The place of one
 * person does not depend on who the others are.
 */
export async function projectOnReference(
  packed: PackedGenotypes,
  {loadings, frequencies, eigenvalues}: PrincipalComponents,
  components: number
): Promise<Projections> {
  const {people, variants} = packed;
  const stride = eigenvalues.length;
  if (components > blockColumns) throw new Error(`at most ${blockColumns} components, asked for ${components}`);
  const weights = new Float32Array(variants * blockColumns);
  for (let v = 0; v < variants; ++v)
    for (let c = 0; c < components; ++c) weights[v * blockColumns + c] = loadings[v * stride + c];
  const sums = (await openMultiplier(people)).weighted(packed, frequencies, weights);
  const along = new Float64Array(people * components);
  const apart = new Float64Array(people);
  const called = new Float64Array(people);
  const pairs = (components * (components + 1)) / 2;
  for (let first = 0; first < people; first += blockPeople) {
    const count = Math.min(blockPeople, people - first);
    const {squares, missing, lost} = sumBlock(first, count);
    for (let i = 0; i < count; ++i) {
      const person = first + i;
      const observed = sums.subarray(person * blockColumns, person * blockColumns + components);
      called[person] = (variants - missing[i]) / variants;
      const fitted = fit(observed, lost.subarray(i * pairs, (i + 1) * pairs));
      along.set(fitted ?? new Float64Array(components).fill(NaN), person * components);
      const explained = observed.reduce((sum, value, c) => sum + value * (fitted?.[c] ?? NaN), 0);
      apart[person] = Math.sqrt(Math.max(0, squares[i] - explained) / called[person]);
    }
  }
  return {components, along, apart, called};

  /** Squares of standardised genotypes, how many are missing, and products of the loadings where they are. */
  function sumBlock(first: number, count: number): {squares: Float64Array; missing: Int32Array; lost: Float64Array} {
    const bytes = Math.ceil(people / 4);
    const squares = new Float64Array(count);
    const missing = new Int32Array(count);
    const lost = new Float64Array(count * pairs);
    const products = new Float64Array(pairs);
    const square = new Float64Array(4);
    for (let v = 0; v < variants; ++v) {
      const scale = scaleOf(frequencies[v]);
      const squared = (copies: number): number => ((copies - 2 * frequencies[v]) * scale) ** 2;
      [square[Genotype.homRef], square[Genotype.het], square[Genotype.homAlt]] = [squared(0), squared(1), squared(2)];
      let known = false;
      for (let i = 0; i < count; ++i) {
        const person = first + i;
        const code = (packed.genotypes[v * bytes + (person >> 2)] >> (2 * (person & 3))) & 3;
        squares[i] += square[code];
        if (code !== Genotype.missing) continue;
        if (!known) {
          for (let a = 0, at = 0; a < components; ++a)
            for (let b = a; b < components; ++b) products[at++] = loadings[v * stride + a] * loadings[v * stride + b];
          known = true;
        }
        ++missing[i];
        for (let at = 0; at < pairs; ++at) lost[i * pairs + at] += products[at];
      }
    }
    return {squares, missing, lost};
  }

  /** Solves (I − lost) x = observed: unit loadings of the variants that are there are no longer at right angles. */
  function fit(observed: Float64Array, lost: Float64Array): Float64Array | null {
    const matrix = new Float64Array(components * components);
    for (let a = 0, at = 0; a < components; ++a)
      for (let b = a; b < components; ++b) matrix[a * components + b] = Number(a === b) - lost[at++];
    const factor = cholesky(matrix, components);
    return factor && solveCholesky(factor, components, observed.slice());
  }
}
