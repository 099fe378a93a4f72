/**
 * Genotype counts of a few groups of people over .bed-coded bytes, by population counts under masks: each group costs a
 * pass over the bytes, so this is for few groups, where `countGenotypes.as.ts` is for many.
 */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * `masks`: per cell `stride` bytes, both bits of a code set for its people; `people`: how many these are (i32 per cell).
 * `bytesPerVariant` may be read past by 15 bytes, which the masks hide. `counts`: variants × cells × 4, Int32, in the
 * order of the codes.
 */
export function countMasked(
  genotypes: usize,
  bytesPerVariant: i32,
  variants: i32,
  masks: usize,
  stride: i32,
  people: usize,
  cells: i32,
  counts: usize
): void {
  const low = i8x16.splat(0x55);
  for (let variant = 0; variant < variants; ++variant) {
    const row = genotypes + <usize>variant * <usize>bytesPerVariant;
    for (let cell = 0; cell < cells; ++cell) {
      const mask = masks + <usize>cell * <usize>stride;
      let ones: i32 = 0;
      let twos: i32 = 0;
      let both: i32 = 0;
      for (let first = 0; first < stride; first += 480) {
        const end = min(stride, first + 480);
        // Thirty vectors: no byte of a sum goes past 120.
        let one = i8x16.splat(0);
        let two = i8x16.splat(0);
        let three = i8x16.splat(0);
        for (let byte = first; byte < end; byte += 16) {
          const codes = v128.and(v128.load(row + <usize>byte), v128.load(mask + <usize>byte));
          const lower = v128.and(codes, low);
          const upper = v128.and(i16x8.shr_u(codes, 1), low);
          one = i8x16.add(one, i8x16.popcnt(lower));
          two = i8x16.add(two, i8x16.popcnt(upper));
          three = i8x16.add(three, i8x16.popcnt(v128.and(lower, upper)));
        }
        ones += sum(one);
        twos += sum(two);
        both += sum(three);
      }
      const out = counts + ((<usize>(variant * cells + cell)) << 4);
      store<i32>(out, load<i32>(people + ((<usize>cell) << 2)) - ones - twos + both);
      store<i32>(out, ones - both, 4);
      store<i32>(out, twos - both, 8);
      store<i32>(out, both, 12);
    }
  }
}

/** Of 16 unsigned bytes. */
function sum(bytes: v128): i32 {
  const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return (
    i32x4.extract_lane(words, 0) +
    i32x4.extract_lane(words, 1) +
    i32x4.extract_lane(words, 2) +
    i32x4.extract_lane(words, 3)
  );
}
