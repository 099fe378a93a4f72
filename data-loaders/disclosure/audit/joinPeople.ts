/** Packed genotypes of several groups of people at the same variants, joined: people of one group behind those of another. */
export function joinPeople(parts: readonly {genotypes: Uint8Array; people: number}[], variants: number): Uint8Array {
  const people = parts.reduce((sum, part) => sum + part.people, 0);
  const bytes = Math.ceil(people / 4);
  const joined = new Uint8Array(variants * bytes);
  let before = 0;
  for (const {genotypes, people} of parts) {
    const bytesOfPart = Math.ceil(people / 4);
    for (let variant = 0; variant < variants; ++variant)
      for (let i = 0; i < people; ++i) {
        const code = (genotypes[variant * bytesOfPart + (i >> 2)] >> (2 * (i & 3))) & 3;
        const at = before + i;
        joined[variant * bytes + (at >> 2)] |= code << (2 * (at & 3));
      }
    before += people;
  }
  return joined;
}
