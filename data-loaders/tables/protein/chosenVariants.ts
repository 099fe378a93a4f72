import type {GenomeBuild} from "../../../src/model/release.js";
import type {AlleleFrequency, CheckedStructure} from "../../../src/model/structure.js";
import type {TableBatch} from "../../../src/model/table.js";

/** The variants of a cohort that are looked for because a table of effects places them at a residue. Plain data. */
export interface ChosenVariants {
  /** `chrom-pos-ref-alt` of the cohort's build. */
  ids: ReadonlySet<string>;
  /** Reference base of each place, by `chrom-pos`. */
  bases: ReadonlyMap<string, string>;
}

/** What was found of them in a table `allele_counts`, as it is shown. */
export interface FoundVariants {
  rows: AlleleFrequency[];
  /** Variants of the cohort at such a place whose reference begins as the table says, and otherwise. */
  sameBase: number;
  otherBase: number;
}

/** Of models whose table of effects says that it is of the cohort's build; nothing of the others can be found. */
export function chosenVariants(structures: readonly CheckedStructure[], build: GenomeBuild): ChosenVariants {
  const ids = structures.flatMap(({effects, placement: {placed}}) =>
    placed.flatMap(({variant}) => (effects[variant].build === build ? (effects[variant].variantId ?? []) : []))
  );
  const bases = ids.map((id): [string, string] => {
    const [chrom, pos, ref] = id.split("-");
    return [`${chrom}-${pos}`, ref[0]];
  });
  return {ids: new Set(ids), bases: new Map(bases)};
}

export function findChosen({columns}: TableBatch, {ids, bases}: ChosenVariants): FoundVariants {
  const found: FoundVariants = {rows: [], sameBase: 0, otherBase: 0};
  const column = (wanted: string) => columns.find(({name}) => name === wanted);
  const [id, ancestry, ac, an, noise] = ["variant_id", "ancestry", "ac", "an", "noise_sd"].map(column);
  if (id?.type !== "string" || ancestry?.type !== "string" || ac?.type !== "int32" || an?.type !== "int32")
    throw new Error("allele_counts lacks a column: its variants cannot be found");
  if (ids.size === 0) return found;
  const wanted = id.dictionary.map((variant) => {
    const [chrom, pos, ref] = variant.split("-");
    const base = bases.get(`${chrom}-${pos}`);
    if (base !== undefined) found[ref[0] === base ? "sameBase" : "otherBase"] += 1;
    return ids.has(variant);
  });
  const valueOf = (from: typeof noise, row: number): number | null =>
    from === undefined || from.type === "string" || from.valid?.[row] === 0 ? null : from.values[row];
  id.codes.forEach((code, row) => {
    if (!wanted[code]) return;
    found.rows.push({
      variantId: id.dictionary[code],
      ancestry: ancestry.dictionary[ancestry.codes[row]],
      ac: valueOf(ac, row),
      an: valueOf(an, row),
      noiseSd: valueOf(noise, row)
    });
  });
  return found;
}
