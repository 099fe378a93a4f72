/** Bounds, runs and bit-packing of Int32 columns that lie in this module's memory. */
export function heapBase(): usize {
  return __heap_base;
}

/** Writes smallest, largest and number of runs of equal neighbours (three Int32) to `out`; `count` ≥ 1. */
export function measure(values: usize, count: i32, out: usize): void {
  const first = load<i32>(values);
  let smallest = first;
  let largest = first;
  let changes = 0;
  let i = 1;
  if (count > 8) {
    let low = i32x4.splat(first);
    let high = low;
    let different = i32x4.splat(0);
    for (; i + 4 <= count; i += 4) {
      const at = values + ((<usize>i) << 2);
      const four = v128.load(at);
      low = i32x4.min_s(low, four);
      high = i32x4.max_s(high, four);
      different = i32x4.sub(different, i32x4.ne(four, v128.load(at - 4)));
    }
    smallest = min(
      min(i32x4.extract_lane(low, 0), i32x4.extract_lane(low, 1)),
      min(i32x4.extract_lane(low, 2), i32x4.extract_lane(low, 3))
    );
    largest = max(
      max(i32x4.extract_lane(high, 0), i32x4.extract_lane(high, 1)),
      max(i32x4.extract_lane(high, 2), i32x4.extract_lane(high, 3))
    );
    changes =
      i32x4.extract_lane(different, 0) +
      i32x4.extract_lane(different, 1) +
      i32x4.extract_lane(different, 2) +
      i32x4.extract_lane(different, 3);
  }
  for (; i < count; ++i) {
    const at = values + ((<usize>i) << 2);
    const value = load<i32>(at);
    smallest = min(smallest, value);
    largest = max(largest, value);
    if (value !== load<i32>(at - 4)) ++changes;
  }
  store<i32>(out, smallest);
  store<i32>(out, largest, 4);
  store<i32>(out, changes + 1, 8);
}

/** Packs `value - base` in `width` ≤ 32 bits each, lowest bits first; up to 8 bytes after the last one are overwritten. */
export function pack(values: usize, count: i32, base: i32, width: i32, out: usize): void {
  let bits: u64 = 0;
  let held = 0;
  for (let i = 0; i < count; ++i) {
    bits |= (<u64>(<u32>(load<i32>(values + ((<usize>i) << 2)) - base))) << held;
    held += width;
    if (held >= 32) {
      store<u32>(out, <u32>bits);
      out += 4;
      bits >>= 32;
      held -= 32;
    }
  }
  store<u64>(out, bits);
}
