/**
 * Products of packed genotypes with blocks of 16 columns, by the method of the four Russians: a byte holds four
 * genotypes, so what it adds to a sum is looked up in a table of 256 rows instead of being multiplied out.
 * Eight tables (32 people, or 32 variants) stand together: 128 KB, for the L2 cache. Rows are 16 numbers of 32 bits.
 *
 * A genotype counts its copies of alt here; a missing one counts as none, which `addMissingPeople` and
 * `addMissingVariants` make good. Centring and scaling are left to the caller.
 */
export function heapBase(): usize {
  return __heap_base;
}

/** The eight tables of 32 `rows` (people or variants), of which those from `count` on are taken as zero. */
export function fillTables(rows: usize, count: i32, tables: usize, halves: usize): void {
  for (let eighth = 0; eighth < 8; ++eighth) {
    const table = tables + ((<usize>eighth) << 14);
    if (eighth * 4 >= count) {
      memory.fill(table, 0, 16384);
      continue;
    }
    const row = rows + ((<usize>eighth) << 8);
    fillHalf(row, halves);
    fillHalf(row + 128, halves + 1024);
    for (let upper: usize = 0; upper < 16; ++upper) {
      const half = halves + 1024 + (upper << 6);
      const h0 = v128.load(half);
      const h1 = v128.load(half, 16);
      const h2 = v128.load(half, 32);
      const h3 = v128.load(half, 48);
      const to = table + (upper << 10);
      for (let lower: usize = 0; lower < 1024; lower += 64) {
        v128.store(to + lower, f32x4.add(h0, v128.load(halves + lower)));
        v128.store(to + lower, f32x4.add(h1, v128.load(halves + lower, 16)), 16);
        v128.store(to + lower, f32x4.add(h2, v128.load(halves + lower, 32)), 32);
        v128.store(to + lower, f32x4.add(h3, v128.load(halves + lower, 48)), 48);
      }
    }
  }
}

/** Sums of two rows for the 16 codes of half a byte. */
function fillHalf(rows: usize, half: usize): void {
  for (let code: usize = 0; code < 16; ++code) {
    const first = copies(code & 3);
    const second = copies(code >> 2);
    for (let column: usize = 0; column < 64; column += 16) {
      const sum = f32x4.add(
        f32x4.mul(first, v128.load(rows + column)),
        f32x4.mul(second, v128.load(rows + column, 64))
      );
      v128.store(half + (code << 6) + column, sum);
    }
  }
}

/** Copies of alt that a code stands for. */
function copies(code: usize): v128 {
  return f32x4.splat(code == 0 ? 2 : code == 2 ? 1 : 0);
}

/** Adds what its 8 bytes stand for to each of `count` rows of `sums`. Words are `stride` bytes apart. */
export function addLookedUp(words: usize, stride: usize, count: i32, tables: usize, sums: usize): void {
  for (let i = 0; i < count; ++i) {
    const lower = load<u32>(words);
    const upper = load<u32>(words, 4);
    const r0 = tables + ((lower << 6) & 0x3fc0);
    const r1 = tables + ((lower >> 2) & 0x3fc0);
    const r2 = tables + ((lower >> 10) & 0x3fc0);
    const r3 = tables + ((lower >> 18) & 0x3fc0);
    const r4 = tables + ((upper << 6) & 0x3fc0);
    const r5 = tables + ((upper >> 2) & 0x3fc0);
    const r6 = tables + ((upper >> 10) & 0x3fc0);
    const r7 = tables + ((upper >> 18) & 0x3fc0);
    v128.store(
      sums,
      f32x4.add(
        v128.load(sums, 0),
        f32x4.add(
          f32x4.add(
            f32x4.add(v128.load(r0, 0), v128.load(r1, 16384)),
            f32x4.add(v128.load(r2, 32768), v128.load(r3, 49152))
          ),
          f32x4.add(
            f32x4.add(v128.load(r4, 65536), v128.load(r5, 81920)),
            f32x4.add(v128.load(r6, 98304), v128.load(r7, 114688))
          )
        )
      ),
      0
    );
    v128.store(
      sums,
      f32x4.add(
        v128.load(sums, 16),
        f32x4.add(
          f32x4.add(
            f32x4.add(v128.load(r0, 16), v128.load(r1, 16400)),
            f32x4.add(v128.load(r2, 32784), v128.load(r3, 49168))
          ),
          f32x4.add(
            f32x4.add(v128.load(r4, 65552), v128.load(r5, 81936)),
            f32x4.add(v128.load(r6, 98320), v128.load(r7, 114704))
          )
        )
      ),
      16
    );
    v128.store(
      sums,
      f32x4.add(
        v128.load(sums, 32),
        f32x4.add(
          f32x4.add(
            f32x4.add(v128.load(r0, 32), v128.load(r1, 16416)),
            f32x4.add(v128.load(r2, 32800), v128.load(r3, 49184))
          ),
          f32x4.add(
            f32x4.add(v128.load(r4, 65568), v128.load(r5, 81952)),
            f32x4.add(v128.load(r6, 98336), v128.load(r7, 114720))
          )
        )
      ),
      32
    );
    v128.store(
      sums,
      f32x4.add(
        v128.load(sums, 48),
        f32x4.add(
          f32x4.add(
            f32x4.add(v128.load(r0, 48), v128.load(r1, 16432)),
            f32x4.add(v128.load(r2, 32816), v128.load(r3, 49200))
          ),
          f32x4.add(
            f32x4.add(v128.load(r4, 65584), v128.load(r5, 81968)),
            f32x4.add(v128.load(r6, 98352), v128.load(r7, 114736))
          )
        )
      ),
      48
    );
    words += stride;
    sums += 64;
  }
}

/**
 * Turns 32 variants of `bytesPerVariant` bytes into one word of 8 bytes for each person: variant i in bits 2i and 2i + 1.
 * Reads up to 15 bytes behind each variant and writes whole blocks of 64 people; what is there must be ignored.
 */
export function transpose(variants: usize, bytesPerVariant: usize, words: usize, quads: usize): void {
  for (let byte: usize = 0; byte < bytesPerVariant; byte += 16) {
    for (let eighth: usize = 0; eighth < 8; ++eighth) {
      const from = variants + eighth * 4 * bytesPerVariant + byte;
      transposeQuad(from, bytesPerVariant, quads + (eighth << 4));
    }
    for (let place: usize = 0; place < 4; ++place) {
      interleave(quads + (place << 7), words + (byte << 5) + (place << 3));
    }
  }
}

/** Four variants × 16 bytes: afterwards place j of every byte of the four is together in the bytes at `to` + 128 j. */
function transposeQuad(from: usize, stride: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  const c = v128.load(from + 2 * stride);
  const d = v128.load(from + 3 * stride);
  const low4 = i8x16.splat(0x0f);
  const high4 = i8x16.splat(<i8>0xf0);
  const ac = v128.or(v128.and(a, low4), i64x2.shl(v128.and(c, low4), 4));
  const ca = v128.or(i64x2.shr_u(v128.and(a, high4), 4), v128.and(c, high4));
  const bd = v128.or(v128.and(b, low4), i64x2.shl(v128.and(d, low4), 4));
  const db = v128.or(i64x2.shr_u(v128.and(b, high4), 4), v128.and(d, high4));
  const low2 = i8x16.splat(0x33);
  const high2 = i8x16.splat(<i8>0xcc);
  v128.store(to, v128.or(v128.and(ac, low2), i64x2.shl(v128.and(bd, low2), 2)));
  v128.store(to, v128.or(i64x2.shr_u(v128.and(ac, high2), 2), v128.and(bd, high2)), 128);
  v128.store(to, v128.or(v128.and(ca, low2), i64x2.shl(v128.and(db, low2), 2)), 256);
  v128.store(to, v128.or(i64x2.shr_u(v128.and(ca, high2), 2), v128.and(db, high2)), 384);
}

/** Eight rows of 16 bytes become 16 words of 8 bytes, 32 bytes apart. */
function interleave(rows: usize, to: usize): void {
  const r0 = v128.load(rows);
  const r1 = v128.load(rows, 16);
  const r2 = v128.load(rows, 32);
  const r3 = v128.load(rows, 48);
  const r4 = v128.load(rows, 64);
  const r5 = v128.load(rows, 80);
  const r6 = v128.load(rows, 96);
  const r7 = v128.load(rows, 112);
  interleaveHalf(low(r0, r4), low(r2, r6), low(r1, r5), low(r3, r7), to);
  interleaveHalf(high(r0, r4), high(r2, r6), high(r1, r5), high(r3, r7), to + 256);
}

function interleaveHalf(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  storeTwo(low(low(a, b), low(c, d)), to);
  storeTwo(high(low(a, b), low(c, d)), to + 64);
  storeTwo(low(high(a, b), high(c, d)), to + 128);
  storeTwo(high(high(a, b), high(c, d)), to + 192);
}

function storeTwo(words: v128, to: usize): void {
  v128.store_lane<i64>(to, words, 0);
  v128.store_lane<i64>(to, words, 1, 32);
}

function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/**
 * Lists where genotypes are missing: for each 8 bytes (32 people) with a missing one the number of the variant and the
 * first byte, in 8 bytes of `list`. Returns how many there are. Without a branch for each: few are foreseeable.
 */
export function findMissing(genotypes: usize, bytesPerVariant: usize, variants: i32, list: usize): i32 {
  let to = list;
  for (let v = 0; v < variants; ++v) {
    for (let byte: usize = 0; byte < bytesPerVariant; byte += 8) {
      store<i32>(to, v);
      store<u32>(to, <u32>byte, 4);
      to += (<usize>(missingOf(genotypes + byte, bytesPerVariant - byte) != 0)) << 3;
    }
    genotypes += bytesPerVariant;
  }
  return <i32>((to - list) >> 3);
}

/** Adds the row of each person whose genotype is missing, times the `centre` of the variant, to the variant's sum. */
export function addMissingPeople(
  genotypes: usize,
  bytesPerVariant: usize,
  list: usize,
  listed: i32,
  centres: usize,
  people: usize,
  sums: usize
): void {
  for (const end = list + ((<usize>listed) << 3); list < end; list += 8) {
    const v = <usize>load<u32>(list);
    const byte = <usize>load<u32>(list, 4);
    const centre = f32x4.splat(load<f32>(centres + (v << 2)));
    let missing = missingOf(genotypes + v * bytesPerVariant + byte, bytesPerVariant - byte);
    while (missing) {
      addScaled(people + (((byte << 2) + <usize>(ctz(missing) >> 1)) << 6), centre, sums + (v << 6));
      missing &= missing - 1;
    }
  }
}

/** Adds the row of each variant, times its `centre`, to the sums of those people whose genotype is missing. */
export function addMissingVariants(
  genotypes: usize,
  bytesPerVariant: usize,
  list: usize,
  listed: i32,
  centres: usize,
  rows: usize,
  sums: usize
): void {
  for (const end = list + ((<usize>listed) << 3); list < end; list += 8) {
    const v = <usize>load<u32>(list);
    const byte = <usize>load<u32>(list, 4);
    const centre = f32x4.splat(load<f32>(centres + (v << 2)));
    let missing = missingOf(genotypes + v * bytesPerVariant + byte, bytesPerVariant - byte);
    while (missing) {
      addScaled(rows + (v << 6), centre, sums + (((byte << 2) + <usize>(ctz(missing) >> 1)) << 6));
      missing &= missing - 1;
    }
  }
}

function addScaled(row: usize, factor: v128, sum: usize): void {
  v128.store(sum, f32x4.add(v128.load(sum), f32x4.mul(factor, v128.load(row))));
  v128.store(sum, f32x4.add(v128.load(sum, 16), f32x4.mul(factor, v128.load(row, 16))), 16);
  v128.store(sum, f32x4.add(v128.load(sum, 32), f32x4.mul(factor, v128.load(row, 32))), 32);
  v128.store(sum, f32x4.add(v128.load(sum, 48), f32x4.mul(factor, v128.load(row, 48))), 48);
}

/** Bit 2i is set where person i of these 32 has no genotype; `left` bytes belong to the variant. */
function missingOf(bytes: usize, left: usize): u64 {
  const word = load<u64>(bytes);
  const firstBits = ((<u64>0x55555555) << 32) | 0x55555555;
  const missing = word & ~(word >> 1) & firstBits;
  return left < 8 ? missing & (((<u64>1) << (left << 3)) - 1) : missing;
}

/** Adds `count` rows of 32-bit numbers to rows of 64-bit numbers, and clears them. */
export function moveSums(from: usize, count: i32, to: usize): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < (<usize>count) << 6; i += 16) {
    const sums = v128.load(from + i);
    const upper = i8x16.shuffle(sums, sums, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    const at = to + (i << 1);
    v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sums)));
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(upper)), 16);
    v128.store(from + i, zero);
  }
}

/**
 * Centres and scales the sums of variants, then scales once more, which makes them the weights of the second product:
 * sum ← (sum − centre × total) × scale; weight ← sum × scale. `totals` is the sum of all rows of people.
 */
export function standardise(
  sums: usize,
  variants: i32,
  centres: usize,
  scales: usize,
  totals: usize,
  weights: usize
): void {
  for (let v: usize = 0; v < <usize>variants; ++v) {
    const centre = f32x4.splat(load<f32>(centres + (v << 2)));
    const scale = f32x4.splat(load<f32>(scales + (v << 2)));
    for (let column: usize = 0; column < 64; column += 16) {
      const at = (v << 6) + column;
      const sum = f32x4.mul(f32x4.sub(v128.load(sums + at), f32x4.mul(centre, v128.load(totals + column))), scale);
      v128.store(sums + at, sum);
      v128.store(weights + at, f32x4.mul(sum, scale));
    }
  }
}
