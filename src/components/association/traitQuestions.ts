import type {AskedAbout, AssociationTables, ReadOfTrait, Region, VariantTest} from "../../model/association.js";
import {smallestPeople} from "../../model/smallestPeople.js";

const testNames = ["variant_id", "ancestry", "n", "n_case", "eaf", "beta", "se", "minus_log10_p", "method"];

/** A trait over the whole genome: no count of people is shown. */
export function aboutGenome(together: boolean): AskedAbout {
  return {columns: ["variant_id", "ancestry", "minus_log10_p"], filters: [], variants: null, together};
}

/** Points along the genome that are taken away, as many as are in view. */
export function aboutPoints(points: number, together: boolean): AskedAbout {
  return {...aboutGenome(together), variants: points};
}

/** Quantiles of p-values, and squares of principal components, name no variant. */
export function aboutShape(table: "qq" | "pca_density"): AskedAbout {
  const columns = table === "qq" ? ["maf_stratum", "expected", "observed"] : ["pc_x", "pc_y", "n"];
  return {table, columns, filters: [], variants: 0};
}

/** For a question of which no value is kept: what is asked is whether it may be taken away. */
export async function readNothing(): Promise<ReadOfTrait<true>> {
  return {value: true, smallestCell: null};
}

/** Tests of a region, or of named variants: with the people that were analysed. */
export function aboutTests(where: Region | {variants: readonly string[]}, together: boolean): AskedAbout {
  const named = "variants" in where;
  return {
    columns: testNames,
    filters: [named ? "variant" : "region"],
    variants: named ? where.variants.length : null,
    together
  };
}

/** Reads tests, and says what the rules judge of them. Together: only those over all groups. */
export function readTests(
  trait: string,
  where: Region | {variants: readonly string[]},
  together: boolean
): (tables: AssociationTables) => Promise<ReadOfTrait<VariantTest[]>> {
  return async (tables) => {
    const all = await tables.tests(trait, where);
    const value = together ? all.filter(({ancestry}) => ancestry === "meta") : all;
    const variants = new Set(value.map(({variantId}) => variantId)).size;
    return {value, smallestCell: smallestPeople(value), ...(variants > 0 && {variants})};
  };
}
