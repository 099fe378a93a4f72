/** Counts of cells of people become columns of the tables of counts; each variant adds its cells to their rows. */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * `counts`: variants × cells × 4 Int32, in the order hom_alt, missing, het, hom_ref.
 * `plan`: per cell four Int32: its row in genotype_counts and its row in allele_counts, both within a variant, then
 * whether it is one of men (0 or 1), then nothing. `copies`: one byte for ploidy × 2 + men: 0, 1 or 2.
 * `out`: six columns of `variants × rows` Int32 and two of `variants × groups`, one after the other; overwritten.
 */
export function divide(
  counts: usize,
  ploidy: usize,
  variants: i32,
  plan: usize,
  cells: i32,
  rows: i32,
  groups: i32,
  copies: usize,
  out: usize
): void {
  const column = (<usize>variants * <usize>rows) << 2;
  const alleles = (<usize>variants * <usize>groups) << 2;
  memory.fill(out, 0, 6 * column + 2 * alleles);
  const het = out + column;
  const homAlt = het + column;
  const hemiRef = homAlt + column;
  const hemiAlt = hemiRef + column;
  const missing = hemiAlt + column;
  const ac = missing + column;
  const an = ac + alleles;
  let from = counts;
  for (let variant = 0; variant < variants; ++variant) {
    const copiesHere = copies + ((<usize>load<u8>(ploidy + <usize>variant)) << 1);
    const firstRow = (<usize>variant * <usize>rows) << 2;
    const firstGroup = (<usize>variant * <usize>groups) << 2;
    for (let cell = 0; cell < cells; ++cell, from += 16) {
      const step = plan + ((<usize>cell) << 4);
      const row = firstRow + ((<usize>load<i32>(step)) << 2);
      const group = firstGroup + ((<usize>load<i32>(step, 4)) << 2);
      const calledAlt = load<i32>(from);
      const notCalled = load<i32>(from, 4);
      const calledHet = load<i32>(from, 8);
      const calledRef = load<i32>(from, 12);
      const n = load<u8>(copiesHere + <usize>load<i32>(step, 8));
      if (n === 2) {
        add(out + row, calledRef);
        add(het + row, calledHet);
        add(homAlt + row, calledAlt);
        add(missing + row, notCalled);
        add(ac + group, calledHet + 2 * calledAlt);
        add(an + group, 2 * (calledRef + calledHet + calledAlt));
      } else if (n === 1) {
        add(hemiRef + row, calledRef);
        add(hemiAlt + row, calledAlt);
        add(missing + row, notCalled + calledHet);
        add(ac + group, calledAlt);
        add(an + group, calledRef + calledAlt);
      }
    }
  }
}

function add(to: usize, count: i32): void {
  store<i32>(to, load<i32>(to) + count);
}
