/**
 * How two people differ, counted 128 variants at a time. A person is a row of `words` × 48 bytes: for every 128 variants
 * 16 bytes with a bit where the person is heterozygous, 16 where homozygous for alt, 16 where homozygous at all.
 */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Writes the numbers i and j of those pairs of a row of A and one of B whose distance, 4 × IBS0 + genotypes of which one
 * is heterozygous, is at most `share` × the smaller of their two heterozygous counts; returns how many pairs. With
 * `onlyAbove`, which is for A and B being the same rows, j > i. `found` has room for all pairs, 8 bytes each.
 */
export function findNear(
  rowsA: usize,
  countA: i32,
  hetsA: usize,
  rowsB: usize,
  countB: i32,
  hetsB: usize,
  words: i32,
  share: f64,
  onlyAbove: bool,
  found: usize
): i32 {
  const rowBytes = <usize>words * 48;
  let pairs = 0;
  for (let i = 0; i < countA; ++i) {
    const a = rowsA + <usize>i * rowBytes;
    const hetsOfA = load<i32>(hetsA + ((<usize>i) << 2));
    for (let j = onlyAbove ? i + 1 : 0; j < countB; ++j) {
      const limit = share * <f64>min(hetsOfA, load<i32>(hetsB + ((<usize>j) << 2)));
      if (<f64>distance(a, rowsB + <usize>j * rowBytes, words, limit) > limit) continue;
      const at = found + ((<usize>pairs) << 3);
      store<i32>(at, i);
      store<i32>(at, j, 4);
      ++pairs;
    }
  }
  return pairs;
}

/** Stops early when the distance is above the limit, and is then only known to be above it. */
function distance(a: usize, b: usize, words: i32, limit: f64): i32 {
  let sum = 0;
  // Bytes count to 248 in 31 steps.
  for (let first = 0; first < words; first += 31) {
    const end = a + <usize>min(31, words - first) * 48;
    let opposite = i8x16.splat(0);
    let oneHet = i8x16.splat(0);
    while (a < end) {
      const homA = v128.load(a, 32);
      const homB = v128.load(b, 32);
      const differ = v128.xor(v128.load(a, 16), v128.load(b, 16));
      const ibs0 = v128.and(v128.and(homA, homB), differ);
      const het = v128.or(v128.and(v128.load(a), homB), v128.and(v128.load(b), homA));
      opposite = i8x16.add(opposite, i8x16.popcnt(ibs0));
      oneHet = i8x16.add(oneHet, i8x16.popcnt(het));
      a += 48;
      b += 48;
    }
    sum += 4 * sumOf(opposite) + sumOf(oneHet);
    if (<f64>sum > limit) return sum;
  }
  return sum;
}

function sumOf(bytes: v128): i32 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(bytes);
  const quads = i32x4.extadd_pairwise_i16x8_u(pairs);
  return (
    i32x4.extract_lane(quads, 0) +
    i32x4.extract_lane(quads, 1) +
    i32x4.extract_lane(quads, 2) +
    i32x4.extract_lane(quads, 3)
  );
}

/**
 * Counts of one pair over the variants at which both have a genotype, five Int32: all; both heterozygous; opposite
 * homozygotes; only the first heterozygous; only the second.
 */
export function countPair(a: usize, b: usize, words: i32, counts: usize): void {
  let both = 0;
  let hetHet = 0;
  let ibs0 = 0;
  let hetA = 0;
  let hetB = 0;
  for (let word = 0; word < words * 48; word += 48) {
    for (let half = 0; half < 16; half += 8) {
      const at = <usize>(word + half);
      const hA = load<u64>(a + at);
      const hB = load<u64>(b + at);
      const oA = load<u64>(a + at, 32);
      const oB = load<u64>(b + at, 32);
      both += <i32>popcnt((hA | oA) & (hB | oB));
      hetHet += <i32>popcnt(hA & hB);
      ibs0 += <i32>popcnt(oA & oB & (load<u64>(a + at, 16) ^ load<u64>(b + at, 16)));
      hetA += <i32>popcnt(hA & oB);
      hetB += <i32>popcnt(oA & hB);
    }
  }
  store<i32>(counts, both);
  store<i32>(counts, hetHet, 4);
  store<i32>(counts, ibs0, 8);
  store<i32>(counts, hetA, 12);
  store<i32>(counts, hetB, 16);
}
