/** Packs codes, variants × people, two bits a person, as `GenotypeBatch.genotypes` has them. */
export function packGenotypes(codes: ArrayLike<number>, variants: number, people: number): Uint8Array {
  const bytesPerVariant = Math.ceil(people / 4);
  const packed = new Uint8Array(variants * bytesPerVariant);
  for (let variant = 0; variant < variants; ++variant)
    for (let person = 0; person < people; ++person)
      packed[variant * bytesPerVariant + (person >> 2)] |= codes[variant * people + person] << (2 * (person & 3));
  return packed;
}
