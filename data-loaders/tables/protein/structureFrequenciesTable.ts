import type {AlleleFrequency, ChangeFrequency, CheckedStructure} from "../../../src/model/structure.js";
import type {TableBatch} from "../../../src/model/table.js";
import {stringColumn} from "../stringColumn.js";

/** The changes that variants of the cohort make, with what is shown of those: one row a change and ancestry, by residue. */
export function changeFrequencies(
  structures: readonly CheckedStructure[],
  shown: readonly AlleleFrequency[]
): ChangeFrequency[] {
  const byVariant = new Map<string, AlleleFrequency[]>();
  for (const row of shown) byVariant.set(row.variantId, [...(byVariant.get(row.variantId) ?? []), row]);
  return structures.flatMap(({gene, effects, placement: {placed}}) =>
    placed
      .flatMap(({variant, position, from, to}) =>
        (byVariant.get(effects[variant].variantId ?? "") ?? []).map((row) => ({
          gene,
          position,
          aminoAcid: from,
          change: to,
          ...row
        }))
      )
      .sort((a, b) => a.position - b.position)
  );
}

/** Table `structure_frequencies`; a withheld count is null. */
export function structureFrequenciesTable(rows: readonly ChangeFrequency[]): TableBatch {
  const text = (name: string, of: (row: ChangeFrequency) => string) => stringColumn(name, rows.map(of));
  const values = (of: (row: ChangeFrequency) => number | null): number[] => rows.map((row) => of(row) ?? 0);
  const valid = (of: (row: ChangeFrequency) => number | null): Uint8Array =>
    Uint8Array.from(rows, (row) => (of(row) === null ? 0 : 1));
  const count = (name: "ac" | "an") => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(values((row) => row[name])),
    valid: valid((row) => row[name])
  });
  const noise = ({noiseSd}: ChangeFrequency): number | null => noiseSd;
  return {
    rows: rows.length,
    columns: [
      text("gene", ({gene}) => gene),
      {name: "residue", type: "int32", values: Int32Array.from(rows, ({position}) => position)},
      text("amino_acid", ({aminoAcid}) => aminoAcid),
      text("change", ({change}) => change),
      text("variant_id", ({variantId}) => variantId),
      text("ancestry", ({ancestry}) => ancestry),
      count("ac"),
      count("an"),
      {name: "noise_sd", type: "float64", values: Float64Array.from(values(noise)), valid: valid(noise)}
    ]
  };
}
