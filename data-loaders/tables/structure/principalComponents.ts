import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {alleleFrequencies, scaleOf, type PackedGenotypes} from "./alleleFrequencies.js";
import {blockColumns, openMultiplier} from "./standardisedGenotypes.js";

/** Products with the standardised genotypes of a cohort, wherever they are worked out: here, or in several threads. */
export interface StandardisedGenotypes {
  people: number;
  variants: number;
  /** Of alt in the included people, per variant; see `alleleFrequencies`. */
  frequencies: Float64Array;
  /** As `Multiplier.covariance`; `variantSums` is there when it was asked for, and valid until the next product. */
  covariance(
    block: Float32Array,
    withVariantSums: boolean
  ): Promise<{personSums: Float64Array; variantSums?: Float32Array}>;
}

export interface ComponentOptions {
  /** 1 = defines the components; 0 = is left out (to be projected), as relatives are. */
  included: Uint8Array;
  /** Components asked for, 1 to 20. */
  components: number;
  /** Uniform numbers in [0, 1), seeded: the start of the search. */
  random: () => number;
  /** Products with the genotypes at most; default 40. */
  maximumProducts?: number;
}

export interface PrincipalComponents {
  /**
   * Of the genetic relationship matrix Z Zᵀ / m of the included people, m variants that vary in them: descending.
   * As many as components; fewer where there are fewer included people or variants.
   */
  eigenvalues: Float64Array;
  /** People × components, row by row: unit eigenvectors over the included people, NaN for those left out. */
  scores: Float64Array;
  /** Variants × components, row by row: unit vectors; 0 where a variant does not vary. */
  loadings: Float64Array;
  /** Of alt in the included people, per variant: with the loadings all that `projectPeople` needs. */
  frequencies: Float64Array;
  /** Variants that vary in the included people. */
  usedVariants: number;
  /** Distance to the nearest other eigenvalue, as a share of the eigenvalue. */
  gaps: Float64Array;
  /**
   * Upper limit of the sine of the angle between a component and the exact one: residual / gap (Davis & Kahan).
   * A component whose eigenvalue has no gap is one of many that would do as well, and its limit is no better than 1.
   */
  angleLimits: Float64Array;
  /** Products with the genotypes that were needed. */
  products: number;
}

/**
 * A component whose eigenvalue is closer than this share of it to another is one of many that would do as well, as
 * all are that hold noise: it is not searched to the end.
 */
export const uniqueGap = 0.01;

/** A sine of the angle at which a component is as good as exact: |cosine| above 0.9999. */
const angleGoal = 0.01;

/**
 * Principal components of standardised genotypes by randomised block Krylov iteration: a block of 16 random vectors is
 * multiplied with Z Zᵀ again and again, everything that comes out is kept as one orthonormal basis, and the largest
 * eigenvectors are looked for in it. It stops when the components that are unique are as good as exact.
 * Give autosomal variants that are not in strong LD: long stretches of LD make components of their own.
 *
 * Musco & Musco 2015, arXiv:1504.05477; Halko, Martinsson & Tropp 2011, SIAM Rev 53:217. Standardisation as in
 * Patterson, Price & Reich 2006, PLoS Genet 2:e190, with 2p(1 − p) for the variance and missing genotypes at the mean.
 * The sign of a component is arbitrary; it is chosen so that its largest score is positive.
 */
export async function principalComponents(
  genotypes: StandardisedGenotypes,
  {included, components, random, maximumProducts = 40}: ComponentOptions
): Promise<PrincipalComponents> {
  const {people, variants, frequencies} = genotypes;
  if (included.length !== people) throw new Error(`inclusion of ${included.length} people, genotypes of ${people}`);
  if (!(components >= 1 && components <= 20)) throw new Error(`components must be 1 to 20, found ${components}`);
  const usedVariants = frequencies.reduce((sum, frequency) => sum + Number(scaleOf(frequency) > 0), 0);
  const members = Int32Array.from(included.keys()).filter((person) => included[person]);
  const count = Math.min(components, members.length, usedVariants);
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  let next: Float64Array[] = Array.from({length: blockColumns}, () => Float64Array.from(members, () => random() - 0.5));
  const projected: number[][] = [];
  let found: Ritz = {values: new Float64Array(), vectors: [], residuals: new Float64Array()};
  let products = 0;
  let searched = 0;
  while (count > 0 && products < maximumProducts) {
    const fresh = orthonormalise(next, basis);
    if (fresh.length === 0) break;
    next = (await multiply(fresh)).images;
    ++products;
    for (const [i, vector] of fresh.entries()) {
      basis.push(vector);
      images.push(next[i]);
      projected.push(basis.map((other) => dot(other, next[i])));
    }
    // Decomposing a large matrix takes as long as a product: it is done after every second one only.
    if (basis.length > 160 && products % 2 === 1 && products < maximumProducts) continue;
    if (basis.length < count + 2 && basis.length < members.length) continue;
    const before = found.values;
    found = largestIn(projected, basis, images, count);
    searched = basis.length;
    if (found.residuals.every((residual, i) => isSettled(residual, i, found.values, before))) break;
  }
  if (searched < basis.length) found = largestIn(projected, basis, images, count);

  const loadings = new Float64Array(variants * count);
  for (let first = 0; first < count; first += blockColumns) {
    const some = found.vectors.slice(first, first + blockColumns);
    const {variantSums} = await multiply(some, true);
    for (let c = 0; c < some.length; ++c) {
      const length = Math.sqrt(usedVariants * found.values[first + c]);
      for (let v = 0; v < variants; ++v)
        loadings[v * count + first + c] = length > 0 ? variantSums![v * blockColumns + c] / length : 0;
    }
  }
  const scores = new Float64Array(people * count).fill(NaN);
  found.vectors.forEach((vector, c) => vector.forEach((score, i) => (scores[members[i] * count + c] = score)));
  return {
    eigenvalues: found.values.slice(0, count),
    scores,
    loadings,
    frequencies,
    usedVariants,
    gaps: Float64Array.from({length: count}, (_, i) => gapOf(found.values, i) / found.values[i]),
    angleLimits: found.residuals.map((residual, i) => Math.min(1, residual / gapOf(found.values, i))),
    products
  };

  /** The relationship matrix times up to 16 vectors over the included people. */
  async function multiply(
    vectors: Float64Array[],
    withVariantSums = false
  ): Promise<{images: Float64Array[]; variantSums?: Float32Array}> {
    const block = new Float32Array(people * blockColumns);
    vectors.forEach((vector, c) => vector.forEach((value, i) => (block[members[i] * blockColumns + c] = value)));
    const {personSums, variantSums} = await genotypes.covariance(block, withVariantSums);
    return {
      images: vectors.map((_, c) =>
        Float64Array.from(members, (person) => personSums[person * blockColumns + c] / usedVariants)
      ),
      variantSums
    };
  }
}

/** Standardised genotypes in this thread. */
export async function standardisedGenotypes(
  packed: PackedGenotypes,
  included: Uint8Array
): Promise<StandardisedGenotypes> {
  const frequencies = await alleleFrequencies(packed, included);
  const multiplier = await openMultiplier(packed.people);
  return {
    people: packed.people,
    variants: packed.variants,
    frequencies,
    covariance: async (block, withVariantSums) => {
      const variantSums = withVariantSums ? new Float32Array(packed.variants * blockColumns) : undefined;
      return {personSums: multiplier.covariance(packed, frequencies, block, variantSums), variantSums};
    }
  };
}

/**
 * Scores of people on components that others defined: people × components, row by row, on the scale of `scores`; for
 * the people who defined them these are their scores again. `packed` holds the same variants, in any people.
 * A missing genotype counts as the mean.
 *
 * Projections are shrunk towards 0 wherever variants are not many more than people, as part of a component fits the
 * noise of those who defined it: by about the share of the eigenvalue that is noise, so hardly for components between
 * continents, strongly for weak ones (Lee, Zou & Wright 2010, Ann Stat 38:3605). Do not compare weak components of
 * projected people with those of the others.
 */
export async function projectPeople(
  packed: PackedGenotypes,
  {eigenvalues, loadings, frequencies, usedVariants}: PrincipalComponents
): Promise<Float64Array> {
  const count = eigenvalues.length;
  const multiplier = await openMultiplier(packed.people);
  const scores = new Float64Array(packed.people * count);
  for (let first = 0; first < count; first += blockColumns) {
    const columns = Math.min(blockColumns, count - first);
    const weights = new Float32Array(packed.variants * blockColumns);
    for (let v = 0; v < packed.variants; ++v)
      for (let c = 0; c < columns; ++c) weights[v * blockColumns + c] = loadings[v * count + first + c];
    const sums = multiplier.weighted(packed, frequencies, weights);
    for (let c = 0; c < columns; ++c) {
      const length = Math.sqrt(usedVariants * eigenvalues[first + c]);
      for (let person = 0; person < packed.people; ++person)
        scores[person * count + first + c] = length > 0 ? sums[person * blockColumns + c] / length : 0;
    }
  }
  return scores;
}

/** Whether a component is as good as exact, or has an eigenvalue that stands still among others. */
function isSettled(residual: number, i: number, values: Float64Array, before: Float64Array): boolean {
  const gap = gapOf(values, i);
  const near = uniqueGap * values[i];
  return residual <= angleGoal * gap || (gap < near && values[i] - before[i] < near / 2);
}

interface Ritz {
  /** Descending: those asked for and, where there is one, the next. */
  values: Float64Array;
  vectors: Float64Array[];
  /** Length of A u − λ u. */
  residuals: Float64Array;
}

/**
 * The largest eigenvalues and vectors that a matrix A has in the span of `basis`, given A × basis as `images` and
 * basisᵀ × A × basis as the rows of its lower triangle.
 */
function largestIn(projected: number[][], basis: Float64Array[], images: Float64Array[], count: number): Ritz {
  const size = basis.length;
  const small = new Matrix(
    projected.map((_, i) => projected.map((_, j) => (j <= i ? projected[i][j] : projected[j][i])))
  );
  const decomposed = new EigenvalueDecomposition(small, {assumeSymmetric: true});
  const ascending = decomposed.realEigenvalues;
  const values = Float64Array.from(ascending.slice(-count - 1).reverse());
  const coordinates = Array.from({length: count}, (_, i) => decomposed.eigenvectorMatrix.getColumn(size - 1 - i));
  const vectors = coordinates.map((of) => turned(combine(basis, of)));
  const residuals = Float64Array.from(coordinates, (of, i) => {
    const image = combine(images, of);
    const vector = combine(basis, of);
    return Math.hypot(...image.map((value, person) => value - values[i] * vector[person]));
  });
  return {values, vectors, residuals};
}

/** Distance from an eigenvalue to its nearest neighbour; infinite for an only one. */
function gapOf(values: Float64Array, i: number): number {
  const above = i > 0 ? values[i - 1] - values[i] : Infinity;
  const below = i + 1 < values.length ? values[i] - values[i + 1] : Infinity;
  return Math.min(above, below);
}

/** Vectors of length 1 at right angles to each other and to the basis; those that add nothing are dropped. */
function orthonormalise(vectors: Float64Array[], basis: Float64Array[]): Float64Array[] {
  const fresh: Float64Array[] = [];
  for (const given of vectors) {
    const vector = given.slice();
    const before = Math.sqrt(dot(vector, vector));
    // Once is not enough: what is left after the first time is small and has lost its right angle.
    for (let time = 0; time < 2; ++time) {
      for (const other of [basis, fresh].flat()) addTo(vector, other, -dot(vector, other));
    }
    const after = Math.sqrt(dot(vector, vector));
    if (after > 1e-6 * before) fresh.push(vector.map((value) => value / after));
  }
  return fresh;
}

function combine(vectors: Float64Array[], factors: number[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  vectors.forEach((vector, i) => addTo(sum, vector, factors[i]));
  return sum;
}

function addTo(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; ++i) sum[i] += factor * vector[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += a[i] * b[i];
  return sum;
}

/** The same vector, or its negative, with the number farthest from 0 positive. */
function turned(vector: Float64Array): Float64Array {
  const farthest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return farthest < 0 ? vector.map((value) => -value) : vector;
}
