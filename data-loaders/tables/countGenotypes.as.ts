/**
 * Genotype counts of many disjoint groups of people in one pass over .bed-coded bytes.
 *
 * People are cut into blocks of a few thousand, so that a tile of 16 variants × one block stays in the L1 cache.
 * A tile is transposed first: then one 128-bit load holds the same byte (four people) of 16 variants, and the people of
 * a cell are counted one after the other in 16 lanes of 8 bits. The cost of a person does not depend on how many cells
 * there are. The fourth genotype code follows from the number of people counted.
 *
 * The plan is a list of Int32: for each block `column, columns, segments`, then for each segment (one cell, at most 255
 * people) `cell, people, n0, n1, n2, n3` and the n0 + … + n3 byte offsets into the transposed block of the people who
 * sit in bits 0–1, 2–3, 4–5 and 6–7 of their byte. A block of 0 columns ends the plan.
 */
export function heapBase(): usize {
  return __heap_base;
}

/** `genotypes` needs 16 readable bytes after its end; `counts` (variants rounded up to 16 × cells × 4, Int32) is overwritten. */
export function count(
  genotypes: usize,
  bytesPerVariant: usize,
  variants: i32,
  plan: usize,
  cells: i32,
  counts: usize,
  tile: usize
): void {
  const rowBytes = (<usize>cells) << 4;
  memory.fill(counts, 0, rowBytes * <usize>((variants + 15) & ~15));
  for (let variant = 0; variant < variants; variant += 16) {
    const rows = variants - variant;
    const from = genotypes + <usize>variant * bytesPerVariant;
    const to = counts + <usize>variant * rowBytes;
    let step = plan;
    while (load<i32>(step, 4) > 0) {
      const segments = load<i32>(step, 8);
      transpose(from + <usize>load<i32>(step), bytesPerVariant, rows, load<i32>(step, 4), tile);
      step += 12;
      for (let s = 0; s < segments; ++s) step = countSegment(step, tile, to, rowBytes);
    }
  }
}

/** 16 rows of bytes become columns of 16 bytes. Rows past the last variant repeat the last one. */
function transpose(from: usize, stride: usize, rows: i32, columns: i32, tile: usize): void {
  const last = <usize>(min(rows, 16) - 1);
  const p0 = from;
  const p1 = from + stride * min<usize>(1, last);
  const p2 = from + stride * min<usize>(2, last);
  const p3 = from + stride * min<usize>(3, last);
  const p4 = from + stride * min<usize>(4, last);
  const p5 = from + stride * min<usize>(5, last);
  const p6 = from + stride * min<usize>(6, last);
  const p7 = from + stride * min<usize>(7, last);
  const p8 = from + stride * min<usize>(8, last);
  const p9 = from + stride * min<usize>(9, last);
  const p10 = from + stride * min<usize>(10, last);
  const p11 = from + stride * min<usize>(11, last);
  const p12 = from + stride * min<usize>(12, last);
  const p13 = from + stride * min<usize>(13, last);
  const p14 = from + stride * min<usize>(14, last);
  const p15 = from + stride * min<usize>(15, last);
  for (let c: usize = 0; c < <usize>columns; c += 16) {
    const out = tile + (c << 4);
    const r0 = v128.load(p0 + c);
    const r1 = v128.load(p1 + c);
    const r2 = v128.load(p2 + c);
    const r3 = v128.load(p3 + c);
    const r4 = v128.load(p4 + c);
    const r5 = v128.load(p5 + c);
    const r6 = v128.load(p6 + c);
    const r7 = v128.load(p7 + c);
    const r8 = v128.load(p8 + c);
    const r9 = v128.load(p9 + c);
    const r10 = v128.load(p10 + c);
    const r11 = v128.load(p11 + c);
    const r12 = v128.load(p12 + c);
    const r13 = v128.load(p13 + c);
    const r14 = v128.load(p14 + c);
    const r15 = v128.load(p15 + c);
    // Interleaving rows i and i + 8 four times over is a transposition.
    const s0 = low(r0, r8);
    const s1 = high(r0, r8);
    const s2 = low(r1, r9);
    const s3 = high(r1, r9);
    const s4 = low(r2, r10);
    const s5 = high(r2, r10);
    const s6 = low(r3, r11);
    const s7 = high(r3, r11);
    const s8 = low(r4, r12);
    const s9 = high(r4, r12);
    const s10 = low(r5, r13);
    const s11 = high(r5, r13);
    const s12 = low(r6, r14);
    const s13 = high(r6, r14);
    const s14 = low(r7, r15);
    const s15 = high(r7, r15);
    const t0 = low(s0, s8);
    const t1 = high(s0, s8);
    const t2 = low(s1, s9);
    const t3 = high(s1, s9);
    const t4 = low(s2, s10);
    const t5 = high(s2, s10);
    const t6 = low(s3, s11);
    const t7 = high(s3, s11);
    const t8 = low(s4, s12);
    const t9 = high(s4, s12);
    const t10 = low(s5, s13);
    const t11 = high(s5, s13);
    const t12 = low(s6, s14);
    const t13 = high(s6, s14);
    const t14 = low(s7, s15);
    const t15 = high(s7, s15);
    const u0 = low(t0, t8);
    const u1 = high(t0, t8);
    const u2 = low(t1, t9);
    const u3 = high(t1, t9);
    const u4 = low(t2, t10);
    const u5 = high(t2, t10);
    const u6 = low(t3, t11);
    const u7 = high(t3, t11);
    const u8_ = low(t4, t12);
    const u9 = high(t4, t12);
    const u10 = low(t5, t13);
    const u11 = high(t5, t13);
    const u12 = low(t6, t14);
    const u13 = high(t6, t14);
    const u14 = low(t7, t15);
    const u15 = high(t7, t15);
    v128.store(out, low(u0, u8_));
    v128.store(out, high(u0, u8_), 16);
    v128.store(out, low(u1, u9), 32);
    v128.store(out, high(u1, u9), 48);
    v128.store(out, low(u2, u10), 64);
    v128.store(out, high(u2, u10), 80);
    v128.store(out, low(u3, u11), 96);
    v128.store(out, high(u3, u11), 112);
    v128.store(out, low(u4, u12), 128);
    v128.store(out, high(u4, u12), 144);
    v128.store(out, low(u5, u13), 160);
    v128.store(out, high(u5, u13), 176);
    v128.store(out, low(u6, u14), 192);
    v128.store(out, high(u6, u14), 208);
    v128.store(out, low(u7, u15), 224);
    v128.store(out, high(u7, u15), 240);
  }
}

function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Adds one segment to the counts of its cell; returns where the next segment begins. */
function countSegment(segment: usize, tile: usize, counts: usize, rowBytes: usize): usize {
  let code1 = i8x16.splat(0);
  let code2 = i8x16.splat(0);
  let code3 = i8x16.splat(0);
  let person = segment + 24;
  for (let place = 0; place < 4; ++place) {
    const shift = place << 1;
    const end = person + ((<usize>load<i32>(segment + ((<usize>place) << 2), 8)) << 2);
    const is1 = i8x16.splat((<i8>1) << (<i8>shift));
    const is2 = i8x16.splat((<i8>2) << (<i8>shift));
    const is3 = i8x16.splat((<i8>3) << (<i8>shift));
    while (person + 4 < end) {
      const a = v128.and(v128.load(tile + load<u32>(person)), is3);
      const b = v128.and(v128.load(tile + load<u32>(person, 4)), is3);
      code1 = i8x16.sub(i8x16.sub(code1, i8x16.eq(a, is1)), i8x16.eq(b, is1));
      code2 = i8x16.sub(i8x16.sub(code2, i8x16.eq(a, is2)), i8x16.eq(b, is2));
      code3 = i8x16.sub(i8x16.sub(code3, i8x16.eq(a, is3)), i8x16.eq(b, is3));
      person += 8;
    }
    if (person < end) {
      const a = v128.and(v128.load(tile + load<u32>(person)), is3);
      code1 = i8x16.sub(code1, i8x16.eq(a, is1));
      code2 = i8x16.sub(code2, i8x16.eq(a, is2));
      code3 = i8x16.sub(code3, i8x16.eq(a, is3));
      person += 4;
    }
  }
  const people = i8x16.splat(<i8>load<i32>(segment, 4));
  const code0 = i8x16.sub(i8x16.sub(i8x16.sub(people, code1), code2), code3);
  const codes01 = low(code0, code1);
  const codes23 = low(code2, code3);
  const upper01 = high(code0, code1);
  const upper23 = high(code2, code3);
  const out = counts + ((<usize>load<i32>(segment)) << 4);
  add4(out, rowBytes, low16(codes01, codes23));
  add4(out + 4 * rowBytes, rowBytes, high16(codes01, codes23));
  add4(out + 8 * rowBytes, rowBytes, low16(upper01, upper23));
  add4(out + 12 * rowBytes, rowBytes, high16(upper01, upper23));
  return person;
}

function low16(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

function high16(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

/** Adds the four byte counts of four variants to their rows. */
function add4(out: usize, rowBytes: usize, counts: v128): void {
  const lower = i16x8.extend_low_i8x16_u(counts);
  const upper = i16x8.extend_high_i8x16_u(counts);
  const row1 = out + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  v128.store(out, i32x4.add(v128.load(out), i32x4.extend_low_i16x8_u(lower)));
  v128.store(row1, i32x4.add(v128.load(row1), i32x4.extend_high_i16x8_u(lower)));
  v128.store(row2, i32x4.add(v128.load(row2), i32x4.extend_low_i16x8_u(upper)));
  v128.store(row3, i32x4.add(v128.load(row3), i32x4.extend_high_i16x8_u(upper)));
}
