import {chromosomeName} from "./chromosome.js";
import type {Reference, ReferenceVariant} from "./cohort.js";
import {findColumn, readDelimited} from "./delimited.js";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";

/**
 * Reads the panel of a manifest: TSV or CSV with columns chrom, pos, ref, alt and one frequency of `alt` per ancestry of
 * `levels`. Variants of a chromosome closer than `spacingBp` are taken as linked. Errors name file and line.
 */
export async function readReference(
  input: InputFile,
  levels: readonly string[],
  spacingBp: number
): Promise<Reference> {
  let columns: {chrom: number; pos: number; ref: number; alt: number; levels: number[]} | undefined;
  const variants: ReferenceVariant[] = [];
  const seen = new Set<string>();
  const onHeader = (names: string[]): void => {
    const at = (name: string): number => {
      const index = findColumn(names, name);
      if (index === undefined)
        throw new InputError(
          input.label,
          1,
          `has no column ${name}; expected chrom, pos, ref, alt and a frequency for each of ${levels.join(", ")}`
        );
      return index;
    };
    columns = {chrom: at("chrom"), pos: at("pos"), ref: at("ref"), alt: at("alt"), levels: levels.map(at)};
  };
  for await (const {line, values} of readDelimited(input, onHeader)) {
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const {chrom, pos, ref, alt, levels: at} = columns!;
    if (values[chrom] === "") throw fail("chrom: missing");
    const position = Number(values[pos]);
    if (!/^\d+$/.test(values[pos]) || position < 1 || position > 2 ** 31 - 1)
      throw fail(`pos: expected a whole number from 1, found ${JSON.stringify(values[pos].slice(0, 40))}`);
    for (const i of [ref, alt])
      if (!/^[ACGTN]+$/i.test(values[i])) throw fail(`${i === ref ? "ref" : "alt"}: expected bases A, C, G, T`);
    const frequencies = at.map((i, k) => {
      const frequency = values[i] === "" ? NaN : Number(values[i]);
      if (!(frequency >= 0 && frequency <= 1))
        throw fail(`${levels[k]}: expected a frequency from 0 to 1, found ${JSON.stringify(values[i].slice(0, 40))}`);
      return frequency;
    });
    const variant = {
      chrom: chromosomeName(values[chrom]),
      pos: position,
      ref: values[ref].toUpperCase(),
      alt: values[alt].toUpperCase(),
      frequencies
    };
    const id = `${variant.chrom}-${variant.pos}-${variant.ref}-${variant.alt}`;
    if (seen.has(id)) throw fail(`${id} came before; each variant once`);
    seen.add(id);
    variants.push({...variant, block: variant.chrom, linkage: spacingBp > 0 ? position / spacingBp : position});
  }
  if (variants.length === 0) throw new InputError(input.label, null, "has no variants below its header");
  return {source: input.label, levels: [...levels], populations: null, variants};
}
