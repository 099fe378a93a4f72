/**
 * Sums of dosage × value over people, for many variants and a few columns of values, from .bed-coded bytes.
 *
 * A byte holds four people, so what it adds to a column is one of 256 numbers, whatever the people's values: they are
 * tabulated once for some thousand variants, and a byte then costs one addition a column instead of four
 * multiplications. Tables of `positions` bytes × 256 × 8 columns stay in the L2 cache while the variants pass.
 */
export function heapBase(): usize {
  return __heap_base;
}

/** The lower bit of each of the 32 codes of a word. */
const lowBits: u64 = ((<u64>0x55555555) << 32) | 0x55555555;

/** Dosage of the alternate allele by code: homozygous alt, missing, heterozygous, homozygous ref. */
function dosage(code: i32): f64 {
  return code == 0 ? 2.0 : code == 2 ? 1.0 : 0.0;
}

/**
 * `values`: people (rounded up to 4) × 8, f64, the columns of one panel; column `squared` (-1: none) is multiplied by
 * the square of the dosage. `sums` (variants × 8, f64) is added to. `tables` has room for `positions` × 256 × 8 f64.
 */
export function addDosageSums(
  genotypes: usize,
  bytesPerVariant: i32,
  variants: i32,
  values: usize,
  squared: i32,
  positions: i32,
  tables: usize,
  sums: usize
): void {
  for (let first = 0; first < bytesPerVariant; first += positions) {
    const width = min(positions, bytesPerVariant - first);
    for (let p = 0; p < width; ++p)
      tabulate(values + ((<usize>(first + p)) << 8), squared, tables + ((<usize>p) << 14));
    let bytes = genotypes + <usize>first;
    let sum = sums;
    for (let variant = 0; variant < variants; ++variant) {
      let a = v128.load(sum);
      let b = v128.load(sum, 16);
      let c = v128.load(sum, 32);
      let d = v128.load(sum, 48);
      let table = tables;
      for (let p: usize = 0; p < <usize>width; ++p) {
        const entry = table + ((<usize>load<u8>(bytes + p)) << 6);
        a = f64x2.add(a, v128.load(entry));
        b = f64x2.add(b, v128.load(entry, 16));
        c = f64x2.add(c, v128.load(entry, 32));
        d = f64x2.add(d, v128.load(entry, 48));
        table += 16384;
      }
      v128.store(sum, a);
      v128.store(sum, b, 16);
      v128.store(sum, c, 32);
      v128.store(sum, d, 48);
      sum += 64;
      bytes += bytesPerVariant;
    }
  }
}

/** What each of the 256 bytes adds to 8 columns, for the four people whose values begin at `values`. */
function tabulate(values: usize, squared: i32, table: usize): void {
  // The first 16 entries are those of two people, the rest adds the other two: entries 16 × k are made first.
  for (let high = 0; high < 4; ++high) {
    for (let low = 0; low < 4; ++low) {
      const at = table + ((<usize>(low | (high << 2))) << 6);
      const at16 = table + ((<usize>((low | (high << 2)) << 4)) << 6);
      for (let c = 0; c < 8; ++c) {
        const x = c == squared ? dosage(low) * dosage(low) : dosage(low);
        const y = c == squared ? dosage(high) * dosage(high) : dosage(high);
        const person = values + ((<usize>c) << 3);
        const upper = x * load<f64>(person, 128) + y * load<f64>(person, 192);
        if (low != 0 || high != 0) store<f64>(at16 + ((<usize>c) << 3), upper);
        store<f64>(at + ((<usize>c) << 3), x * load<f64>(person) + y * load<f64>(person, 64));
        // Entry 0 belongs to both; it is kept apart until all others are made.
        if (low == 0 && high == 0) store<f64>(table + (255 << 6) + ((<usize>c) << 3), upper);
      }
    }
  }
  const rest = table + (255 << 6);
  const r0 = v128.load(rest);
  const r1 = v128.load(rest, 16);
  const r2 = v128.load(rest, 32);
  const r3 = v128.load(rest, 48);
  for (let k = 15; k >= 0; --k) {
    const block = table + ((<usize>k) << 10);
    const u0 = k == 0 ? r0 : v128.load(block);
    const u1 = k == 0 ? r1 : v128.load(block, 16);
    const u2 = k == 0 ? r2 : v128.load(block, 32);
    const u3 = k == 0 ? r3 : v128.load(block, 48);
    for (let j = 15; j >= 0; --j) {
      const from = table + ((<usize>j) << 6);
      const to = block + ((<usize>j) << 6);
      v128.store(to, f64x2.add(u0, v128.load(from)));
      v128.store(to, f64x2.add(u1, v128.load(from, 16)), 16);
      v128.store(to, f64x2.add(u2, v128.load(from, 32)), 32);
      v128.store(to, f64x2.add(u3, v128.load(from, 48)), 48);
    }
  }
}

/**
 * Sums of values over the people whose genotype is missing: `sums` (variants × 8, f64) is overwritten, and `counts`
 * (variants, i32) with their number. `bytesPerVariant` may be read past by 7 bytes, which are masked.
 */
export function addMissingSums(
  genotypes: usize,
  bytesPerVariant: i32,
  variants: i32,
  values: usize,
  sums: usize,
  counts: usize
): void {
  for (let variant = 0; variant < variants; ++variant) {
    const row = genotypes + <usize>variant * <usize>bytesPerVariant;
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let count = 0;
    for (let byte = 0; byte < bytesPerVariant; byte += 8) {
      let word = load<u64>(row + <usize>byte);
      const left = bytesPerVariant - byte;
      if (left < 8) word &= ((<u64>1) << ((<u64>left) << 3)) - 1;
      let missing = word & ~(word >> 1) & lowBits;
      while (missing != 0) {
        const person = ((<usize>byte) << 2) + <usize>(ctz(missing) >> 1);
        const value = values + (person << 6);
        a = f64x2.add(a, v128.load(value));
        b = f64x2.add(b, v128.load(value, 16));
        c = f64x2.add(c, v128.load(value, 32));
        d = f64x2.add(d, v128.load(value, 48));
        missing &= missing - 1;
        ++count;
      }
    }
    const sum = sums + ((<usize>variant) << 6);
    v128.store(sum, a);
    v128.store(sum, b, 16);
    v128.store(sum, c, 32);
    v128.store(sum, d, 48);
    store<i32>(counts + ((<usize>variant) << 2), count);
  }
}
