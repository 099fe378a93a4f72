/** Centred genotypes of groups of people, added up so that nobody weighs more than the clip. */
export interface ClippedSums {
  variants: number;
  pools: number;
  /** Steps per allele copy. */
  grid: number;
  /** Sums in steps of the grid: integers, variants × pools. */
  sums: Float64Array;
  /** Per pool: how many people were scaled down. */
  clipped: Int32Array;
  /** Per pool: no person's contribution (integers, in steps of the grid) has an L2 norm above this integer. */
  sensitivity: Float64Array;
}

export interface PooledGenotypes {
  /** Two bits a person, variant-major, `ceil(people / 4)` bytes a variant, as `GenotypeBatch` has them. */
  genotypes: Uint8Array;
  variants: number;
  people: number;
  /** Per person: index of the pool; -1 = not counted. */
  poolOf: Int16Array;
  pools: number;
  /** Public frequency of `alt` per variant and pool, variants × pools, in [0, 1]; must not come from the cohort. */
  frequencies: Float64Array;
}

/** Norms are compared with a clip that is lower by this much, more than the rounding of 2^22 sums of doubles can add. */
const margin = 2 ** -30;
const mostVariants = 2 ** 22;

/** Copies of `alt` by code of a genotype; a missing call is as good as the expectation and adds nothing. */
const copies = [2, null, 1, 0];

/**
 * For each variant j and pool: Σ_i round(grid · min(1, c/‖x_i - 2p‖) · (x_ij - 2p_j)), x = copies of `alt`, p = public
 * frequency, c = the pool's `clip` in allele copies. Missing calls contribute 0. Rounding moves each of m coordinates by
 * at most ½, so a person's contribution stays within grid·c + √m/2. Neighbours are the pool with and without the
 * genotypes of one person; the number of people is public.
 */
export function clippedSums(input: PooledGenotypes, clip: ArrayLike<number>, grid = 4096): ClippedSums {
  const {genotypes, variants, people, poolOf, pools, frequencies} = input;
  if (poolOf.length !== people) throw new Error(`pools of ${poolOf.length} people, genotypes of ${people}`);
  if (frequencies.length !== variants * pools)
    throw new Error(`${frequencies.length} frequencies for ${variants} variants × ${pools} pools`);
  if (variants > mostVariants) throw new RangeError(`${variants} variants, at most ${mostVariants} can be summed`);
  if (!Number.isInteger(grid) || grid < 1 || people * 2 * grid > 2 ** 53)
    throw new RangeError(`grid ${grid} for ${people} people: sums must be integers below 2^53`);
  const bytesPerVariant = Math.ceil(people / 4);
  if (genotypes.length < variants * bytesPerVariant)
    throw new Error(`${genotypes.length} bytes of genotypes, ${variants * bytesPerVariant} expected`);

  const sums = new Float64Array(variants * pools);
  const clipped = new Int32Array(pools);
  const sensitivity = new Float64Array(pools);
  for (let pool = 0; pool < pools; ++pool) {
    if (!(clip[pool] > 0 && grid * clip[pool] < 2 ** 52))
      throw new RangeError(`clip of pool ${pool} must be above 0 and below 2^52 steps of the grid, not ${clip[pool]}`);
    const members = membersOf(poolOf, pool);
    const squares = squaredNorms(input, members, pool);
    const limit = clip[pool] * (1 - margin);
    const whole = members.filter((_, i) => Math.sqrt(squares[i]) <= limit);
    const outer = members.filter((_, i) => Math.sqrt(squares[i]) > limit);
    const scales = Float64Array.from(
      squares.filter((square) => Math.sqrt(square) > limit),
      (square) => (grid * limit) / Math.sqrt(square)
    );
    for (let variant = 0; variant < variants; ++variant) {
      const row = genotypes.subarray(variant * bytesPerVariant, (variant + 1) * bytesPerVariant);
      const deviations = deviationsOf(frequencies[variant * pools + pool]);
      sums[variant * pools + pool] = addWhole(row, whole, deviations, grid) + addScaled(row, outer, deviations, scales);
    }
    clipped[pool] = outer.length;
    sensitivity[pool] = Math.ceil(grid * clip[pool] + Math.sqrt(variants) / 2);
  }
  return {variants, pools, grid, sums, clipped, sensitivity};
}

/** 1.1 times the expected norm of a person's centred genotypes, √Σ2p(1-p): leaves nearly everybody as they are. */
export function clipNorm(frequencies: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < frequencies.length; ++i) sum += 2 * frequencies[i] * (1 - frequencies[i]);
  return 1.1 * Math.sqrt(sum);
}

function membersOf(poolOf: Int16Array, pool: number): Int32Array {
  const members: number[] = [];
  for (let person = 0; person < poolOf.length; ++person) if (poolOf[person] === pool) members.push(person);
  return Int32Array.from(members);
}

/** x - 2p by code of a genotype. */
function deviationsOf(p: number): Float64Array {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`frequency must be in [0, 1], not ${p}`);
  return Float64Array.from(copies, (x) => (x === null ? 0 : x - 2 * p));
}

function squaredNorms(
  {genotypes, variants, people, pools, frequencies}: PooledGenotypes,
  members: Int32Array,
  pool: number
): Float64Array {
  const squares = new Float64Array(members.length);
  const bytesPerVariant = Math.ceil(people / 4);
  for (let variant = 0; variant < variants; ++variant) {
    const byCode = deviationsOf(frequencies[variant * pools + pool]).map((deviation) => deviation ** 2);
    const start = variant * bytesPerVariant;
    for (let i = 0; i < members.length; ++i) {
      const person = members[i];
      squares[i] += byCode[(genotypes[start + (person >> 2)] >> (2 * (person & 3))) & 3];
    }
  }
  return squares;
}

function addWhole(row: Uint8Array, members: Int32Array, deviations: Float64Array, grid: number): number {
  const byCode = deviations.map((deviation) => Math.round(grid * deviation));
  let sum = 0;
  for (let i = 0; i < members.length; ++i) {
    const person = members[i];
    sum += byCode[(row[person >> 2] >> (2 * (person & 3))) & 3];
  }
  return sum;
}

function addScaled(row: Uint8Array, members: Int32Array, deviations: Float64Array, scales: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < members.length; ++i) {
    const person = members[i];
    sum += Math.round(scales[i] * deviations[(row[person >> 2] >> (2 * (person & 3))) & 3]);
  }
  return sum;
}
