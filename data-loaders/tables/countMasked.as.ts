/**
 * Genotype counts of a few groups of people over .bed-coded bytes, by population counts under masks: each group costs a
 * pass over the bytes, so this is for few groups, where `countGenotypes.as.ts` is for many.
 */
export function heapBase(): usize {
  return __heap_base;
}

/** Bytes that are summed in one step: six vectors. */
const step = 96;

/** Steps after which a byte of a sum is at most 240. */
const stepsOfBytes = 10;

/**
 * `masks`: per cell `stride` bytes, both bits of a code set for its people; `people`: how many these are (i32 per cell).
 * `stride` is a multiple of 96, and so many bytes of each variant are read: the masks hide what is past its end.
 * `counts`: variants × cells × 4, Int32, in the order of the codes.
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
  for (let variant = 0; variant < variants; ++variant) {
    const row = genotypes + <usize>variant * <usize>bytesPerVariant;
    for (let cell = 0; cell < cells; ++cell) {
      const mask = masks + <usize>cell * <usize>stride;
      let ones: i32 = 0;
      let twos: i32 = 0;
      let both: i32 = 0;
      for (let first = 0; first < stride; first += step * stepsOfBytes) {
        const end = min(stride, first + step * stepsOfBytes);
        let one = i8x16.splat(0);
        let two = i8x16.splat(0);
        let three = i8x16.splat(0);
        for (let byte = first; byte < end; byte += step) {
          // Sums grow from two bits to four to eight: an addition of vectors is cheaper than a count of their bits.
          let one4 = i8x16.splat(0);
          let two4 = i8x16.splat(0);
          let three4 = i8x16.splat(0);
          for (let half = 0; half < step; half += step / 2) {
            const at = row + <usize>(byte + half);
            const under = mask + <usize>(byte + half);
            const a = v128.and(v128.load(at), v128.load(under));
            const b = v128.and(v128.load(at, 16), v128.load(under, 16));
            const c = v128.and(v128.load(at, 32), v128.load(under, 32));
            const lowA = lower(a);
            const lowB = lower(b);
            const lowC = lower(c);
            const highA = lower(i16x8.shr_u(a, 1));
            const highB = lower(i16x8.shr_u(b, 1));
            const highC = lower(i16x8.shr_u(c, 1));
            one4 = i8x16.add(one4, pairs(add3(lowA, lowB, lowC)));
            two4 = i8x16.add(two4, pairs(add3(highA, highB, highC)));
            three4 = i8x16.add(
              three4,
              pairs(add3(v128.and(lowA, highA), v128.and(lowB, highB), v128.and(lowC, highC)))
            );
          }
          one = i8x16.add(one, nibbles(one4));
          two = i8x16.add(two, nibbles(two4));
          three = i8x16.add(three, nibbles(three4));
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

/** The lower bit of every code. */
function lower(codes: v128): v128 {
  return v128.and(codes, i8x16.splat(0x55));
}

/** Of fields of two bits, each 0 or 1. */
function add3(a: v128, b: v128, c: v128): v128 {
  return i8x16.add(i8x16.add(a, b), c);
}

/** Fields of two bits, added in pairs to fields of four. */
function pairs(fields: v128): v128 {
  return i8x16.add(v128.and(fields, i8x16.splat(0x33)), v128.and(i16x8.shr_u(fields, 2), i8x16.splat(0x33)));
}

/** Fields of four bits, added in pairs to bytes. */
function nibbles(fields: v128): v128 {
  return i8x16.add(v128.and(fields, i8x16.splat(0x0f)), v128.and(i16x8.shr_u(fields, 4), i8x16.splat(0x0f)));
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
