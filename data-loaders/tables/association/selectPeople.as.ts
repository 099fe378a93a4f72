/** Packs the genotypes of some people out of those of all: both .bed-coded, four people a byte. */
export function heapBase(): usize {
  return __heap_base;
}

/** `people`: `count` (a multiple of 4) indices into the people of a row; -1 = padding, packed as 0. */
export function select(
  genotypes: usize,
  bytesPerVariant: i32,
  variants: i32,
  people: usize,
  count: i32,
  out: usize
): void {
  for (let variant = 0; variant < variants; ++variant) {
    const row = genotypes + <usize>variant * <usize>bytesPerVariant;
    const end = people + ((<usize>count) << 2);
    for (let person = people; person < end; person += 16) {
      let byte = code(row, load<i32>(person));
      byte |= code(row, load<i32>(person, 4)) << 2;
      byte |= code(row, load<i32>(person, 8)) << 4;
      byte |= code(row, load<i32>(person, 12)) << 6;
      store<u8>(out, <u8>byte);
      out += 1;
    }
  }
}

function code(row: usize, person: i32): u32 {
  return person < 0 ? 0 : ((<u32>load<u8>(row + <usize>(person >> 2))) >> ((<u32>(person & 3)) << 1)) & 3;
}
