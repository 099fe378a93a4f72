/**
 * Packs the genotypes of one VCF row whose calls are all four bytes, `a/b⇥` or `a|b⇥` with single digits or dots, into
 * .bed codes of one alternate allele: 16 people (64 bytes) at a time.
 *
 * Every character that can occur has a low nibble of its own (`0`–`8`, tab 9, `|` 12, `.` 14, `/` 15), so a table look-up
 * by nibble gives the one character expected there; it is compared with what is there. That proves the form of all 16.
 */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Returns false, and leaves `out` unspecified, when a call has another form or an allele above `alts`; with `halfCalls`
 * also when a call is half missing, which otherwise is missing.
 * `calls`: people × 4 − 1 bytes. `alts` 0–8. `out`: (people + 3) / 4 bytes. `scratch`: 64 bytes.
 */
export function pack(
  calls: usize,
  people: i32,
  alts: i32,
  alt: i32,
  halfCalls: bool,
  out: usize,
  scratch: usize
): bool {
  const lane = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const characters = v128.and(
    i8x16(0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 9, 0, 0, 0x7c, 0, 0x2e, 0x2f),
    v128.or(i8x16.le_u(lane, i8x16.splat(<i8>alts)), i8x16.gt_u(lane, i8x16.splat(8)))
  );
  // One for a copy of the allele, four for a missing one: 0, 1, 2, 8 are the usual sums, 4 and 5 half-calls.
  const weights = v128.or(
    v128.and(i8x16.eq(lane, i8x16.splat(<i8>alt)), i8x16.splat(1)),
    i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0)
  );
  const half: i8 = halfCalls ? -1 : 1;
  const codes = i8x16.replace_lane(
    i8x16.replace_lane(i8x16(3, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0), 4, half),
    5,
    half
  );

  let from = calls;
  let to = out;
  let left = people;
  for (; left > 16; left -= 16, from += 64, to += 4) {
    const packed = packSixteen(from, characters, weights, codes);
    if (packed < 0) return false;
    store<u32>(to, <u32>packed);
  }
  const empty = i32x4.splat(0x09302f30);
  for (let i: usize = 0; i < 64; i += 16) v128.store(scratch + i, empty);
  memory.copy(scratch, from, ((<usize>left) << 2) - 1);
  const packed = packSixteen(scratch, characters, weights, codes);
  if (packed < 0) return false;
  let last = (<u64>packed) & (((<u64>1) << ((<u64>left) << 1)) - 1);
  for (; left > 0; left -= 4, last >>= 8) store<u8>(to++, <u8>last);
  return true;
}

/** 16 two-bit codes, or −1. */
function packSixteen(from: usize, characters: v128, weights: v128, codes: v128): i64 {
  const nibble = i8x16.splat(15);
  const v0 = v128.load(from);
  const v1 = v128.load(from, 16);
  const v2 = v128.load(from, 32);
  const v3 = v128.load(from, 48);
  const n0 = v128.and(v0, nibble);
  const n1 = v128.and(v1, nibble);
  const n2 = v128.and(v2, nibble);
  const n3 = v128.and(v3, nibble);
  const fine = v128.and(
    v128.and(isCall(v0, n0, characters), isCall(v1, n1, characters)),
    v128.and(isCall(v2, n2, characters), isCall(v3, n3, characters))
  );
  if (!i8x16.all_true(fine)) return -1;
  const sums = i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(sumOf(n0, weights), sumOf(n1, weights)),
    i16x8.narrow_i32x4_s(sumOf(n2, weights), sumOf(n3, weights))
  );
  const code = i8x16.swizzle(codes, sums);
  if (i8x16.bitmask(code) != 0) return -1;
  const pairs = v128.and(v128.or(code, i16x8.shr_u(code, 6)), i16x8.splat(15));
  const bytes = v128.and(v128.or(pairs, i32x4.shr_u(pairs, 12)), i32x4.splat(255));
  const words = i16x8.narrow_i32x4_s(bytes, bytes);
  return <i64>(<u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
}

/** All ones where a byte is a character that may stand at its place in `a/b⇥`. */
function isCall(v: v128, low: v128, characters: v128): v128 {
  const kinds = i8x16(1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 0, 0, 2, 0, 1, 2);
  return v128.and(
    i8x16.eq(i8x16.swizzle(characters, low), v),
    i8x16.eq(i8x16.swizzle(kinds, low), i32x4.splat(0x04010201))
  );
}

function sumOf(low: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i8x16.swizzle(weights, low), i16x8.splat(1));
}

/**
 * Writes the calls in [from, end) of a row of any FORMAT as four bytes each, as `pack` reads them; a haploid call becomes
 * the homozygote, and so does a half-call of the people marked 1 in `haploid`; other half-calls become missing.
 * Returns false when a call has another form than one or two alleles of one character, or the number of columns is not
 * `people`; whether the characters are alleles is left to `pack`. 16 bytes behind `end` must be readable.
 */
export function straighten(from: usize, end: usize, gtIndex: i32, people: i32, haploid: usize, out: usize): bool {
  let at = from;
  for (let person = 0; person < people; ++person, out += 4) {
    if (at > end) return false;
    const gt = gtIndex == 0 ? at : findGt(at, end, gtIndex);
    if (gt >= end) {
      // Behind the last byte there is no call, unless the column leaves GT out.
      if (gt == end || gtIndex == 0) return false;
      store<u32>(out, missingCall);
    } else {
      const width: usize = isEnd(gt + 1, end) ? 1 : 3;
      if (!isEnd(gt + width, end)) return false;
      const first = load<u8>(gt);
      let call = (<u32>first * 0x00010001) | plainMarks;
      if (width == 3) {
        const mark = load<u8>(gt, 1);
        const second = load<u8>(gt, 2);
        if (mark != 0x2f && mark != 0x7c) return false;
        if ((first == 0x2e) == (second == 0x2e)) call = first | ((<u32>second) << 16) | plainMarks;
        else if (load<u8>(haploid + person) == 0) call = missingCall;
        else if (first == 0x2e) call = (<u32>second * 0x00010001) | plainMarks;
      }
      store<u32>(out, call);
      at = gt + width;
    }
    at = findTab(at, end) + 1;
  }
  return at == end + 1;
}

/** `./.` and a tab; a slash and a tab. */
const missingCall: u32 = 0x092e2f2e;
const plainMarks: u32 = 0x09002f00;

/** Whether no more of a call follows: a tab, a colon or the end. */
function isEnd(at: usize, end: usize): bool {
  if (at >= end) return at == end;
  const byte = load<u8>(at);
  return byte == 0x09 || byte == 0x3a;
}

/** Where value number `index` of a column begins; the largest address when the column ends before it. */
function findGt(from: usize, end: usize, index: i32): usize {
  for (let at = from; at < end; ++at) {
    const byte = load<u8>(at);
    if (byte == 0x09) break;
    if (byte == 0x3a && --index == 0) return at + 1;
  }
  return usize.MAX_VALUE;
}

/** The first tab at or behind `from`; `end` when there is none before it. */
function findTab(from: usize, end: usize): usize {
  if (from < end && load<u8>(from) == 0x09) return from;
  for (let at = from; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x09)));
    if (found != 0) return min(at + <usize>ctz(found), end);
  }
  return end;
}
