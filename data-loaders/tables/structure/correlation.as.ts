/**
 * Correlation of the genotypes of two variants from bit counts, 128 people at a time. A variant is a row of `words` × 48
 * bytes: for every 128 people 16 bytes with a bit where somebody has a genotype, 16 where alt is homozygous, 16 where
 * either allele is.
 */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Sorts a packed variant into such a row. `mask` has a bit for each person who counts, and none behind the last;
 * `packed` is read in steps of 8 bytes, to the end of `words` × 32.
 */
export function sortBits(packed: usize, mask: usize, words: i32, row: usize): void {
  for (let word = 0; word < words; ++word) {
    for (let part: usize = 0; part < 4; ++part) {
      const genotypes = load<u64>(packed + (part << 3));
      const counted = load<u32>(mask + (part << 2));
      const first = everySecond(genotypes);
      const second = everySecond(genotypes >> 1);
      const at = row + (part << 2);
      store<u32>(at, counted & (second | ~first));
      store<u32>(at, counted & ~(second | first), 16);
      store<u32>(at, counted & ~(second ^ first), 32);
    }
    packed += 32;
    mask += 16;
    row += 48;
  }
}

/** Bits 0, 2, 4, … of a word, put together. */
function everySecond(word: u64): u32 {
  const mask1 = ((<u64>0x55555555) << 32) | 0x55555555;
  const mask2 = ((<u64>0x33333333) << 32) | 0x33333333;
  const mask4 = ((<u64>0x0f0f0f0f) << 32) | 0x0f0f0f0f;
  const mask8 = ((<u64>0x00ff00ff) << 32) | 0x00ff00ff;
  const mask16 = ((<u64>0x0000ffff) << 32) | 0x0000ffff;
  word &= mask1;
  word = (word | (word >> 1)) & mask2;
  word = (word | (word >> 2)) & mask4;
  word = (word | (word >> 4)) & mask8;
  word = (word | (word >> 8)) & mask16;
  return <u32>(word | (word >> 16));
}

/** r² over the people who have both genotypes; NaN where one of the two does not vary in them. */
export function squaredCorrelation(a: usize, b: usize, words: i32): f64 {
  let both: i64 = 0;
  let products: i64 = 0;
  let sumA: i64 = 0;
  let sumB: i64 = 0;
  let squaresA: i64 = 0;
  let squaresB: i64 = 0;
  // Alt homozygous counts 1, heterozygous 0, ref homozygous −1. Bytes count to 248 in 31 steps.
  for (let first = 0; first < words; first += 31) {
    const end = a + <usize>min(31, words - first) * 48;
    let called = i8x16.splat(0);
    let homBoth = i8x16.splat(0);
    let opposite = i8x16.splat(0);
    let altA = i8x16.splat(0);
    let altB = i8x16.splat(0);
    let homA = i8x16.splat(0);
    let homB = i8x16.splat(0);
    while (a < end) {
      const calledA = v128.load(a);
      const calledB = v128.load(b);
      const homozygousA = v128.load(a, 32);
      const homozygousB = v128.load(b, 32);
      const homozygous = v128.and(homozygousA, homozygousB);
      const differ = v128.xor(v128.load(a, 16), v128.load(b, 16));
      called = i8x16.add(called, i8x16.popcnt(v128.and(calledA, calledB)));
      homBoth = i8x16.add(homBoth, i8x16.popcnt(homozygous));
      opposite = i8x16.add(opposite, i8x16.popcnt(v128.and(homozygous, differ)));
      altA = i8x16.add(altA, i8x16.popcnt(v128.and(v128.load(a, 16), calledB)));
      altB = i8x16.add(altB, i8x16.popcnt(v128.and(v128.load(b, 16), calledA)));
      homA = i8x16.add(homA, i8x16.popcnt(v128.and(homozygousA, calledB)));
      homB = i8x16.add(homB, i8x16.popcnt(v128.and(homozygousB, calledA)));
      a += 48;
      b += 48;
    }
    both += sumOf(called);
    products += sumOf(homBoth) - 2 * sumOf(opposite);
    sumA += 2 * sumOf(altA) - sumOf(homA);
    sumB += 2 * sumOf(altB) - sumOf(homB);
    squaresA += sumOf(homA);
    squaresB += sumOf(homB);
  }
  const covariance = <f64>(both * products - sumA * sumB);
  return (covariance * covariance) / (<f64>(both * squaresA - sumA * sumA) * <f64>(both * squaresB - sumB * sumB));
}

function sumOf(bytes: v128): i64 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(bytes);
  const quads = i32x4.extadd_pairwise_i16x8_u(pairs);
  return (
    i32x4.extract_lane(quads, 0) +
    i32x4.extract_lane(quads, 1) +
    i32x4.extract_lane(quads, 2) +
    i32x4.extract_lane(quads, 3)
  );
}
