/** Packed genotypes of some people only, in the order of `who`; `genotypes` as `GenotypeBatch` has them. */
export function takePeople(
  genotypes: Uint8Array,
  variants: number,
  people: number,
  who: ArrayLike<number>
): Uint8Array {
  const bytes = Math.ceil(people / 4);
  const bytesTaken = Math.ceil(who.length / 4);
  const taken = new Uint8Array(variants * bytesTaken);
  for (let variant = 0; variant < variants; ++variant) {
    const from = variant * bytes;
    const to = variant * bytesTaken;
    for (let i = 0; i < who.length; ++i) {
      const code = (genotypes[from + (who[i] >> 2)] >> (2 * (who[i] & 3))) & 3;
      taken[to + (i >> 2)] |= code << (2 * (i & 3));
    }
  }
  return taken;
}

/** Rows of packed genotypes, in the order of `which`. */
export function takeVariants(genotypes: Uint8Array, people: number, which: readonly number[]): Uint8Array {
  const bytes = Math.ceil(people / 4);
  const taken = new Uint8Array(which.length * bytes);
  which.forEach((row, i) => taken.set(genotypes.subarray(row * bytes, (row + 1) * bytes), i * bytes));
  return taken;
}
