import {
  confidenceBand,
  isInterpretable,
  missenseClass,
  type CheckedStructure,
  type StructureResidue
} from "../../../src/model/structure.js";
import type {Column, TableBatch} from "../../../src/model/table.js";
import {stringColumn} from "../stringColumn.js";

/**
 * Table `structure_residues`: every residue of every model, once for each change that a table of effects has there, and
 * once without one where it has none; by residue. Public knowledge: nothing of it comes from the cohort.
 */
export function structureResiduesTable(structures: readonly CheckedStructure[]): TableBatch {
  const rows = structures.flatMap(residuesOf);
  const text = (name: string, of: (row: StructureResidue) => string | null): Column =>
    stringColumn(
      name,
      rows.map((row) => of(row) ?? ""),
      {emptyIsNull: true}
    );
  const number = (name: string, of: (row: StructureResidue) => number | null): Column => ({
    name,
    type: "float64",
    values: Float64Array.from(rows, (row) => of(row) ?? 0),
    valid: Uint8Array.from(rows, (row) => (of(row) === null ? 0 : 1))
  });
  return {
    rows: rows.length,
    columns: [
      text("gene", ({gene}) => gene),
      text("accession", ({accession}) => accession),
      {name: "residue", type: "int32", values: Int32Array.from(rows, ({position}) => position)},
      text("amino_acid", ({aminoAcid}) => aminoAcid),
      number("plddt", ({plddt}) => plddt),
      text("band", ({band}) => band),
      text("interpretable", ({interpretable}) => (interpretable === null ? null : interpretable ? "yes" : "no")),
      text("change", ({change}) => change),
      text("change_variant", ({variantId}) => variantId),
      text("genome", ({build}) => build),
      number("am_pathogenicity", ({score}) => score),
      text("am_class", ({score}) => (score === null ? null : missenseClass(score))),
      text("label", ({pathogenic}) => (pathogenic === null ? null : pathogenic ? "pathogenic" : "benign")),
      text("source", ({source}) => source),
      text("licence", ({licence}) => licence)
    ]
  };
}

function residuesOf({
  gene,
  accession,
  model: {residues},
  effects,
  placement: {placed, mismatches},
  source,
  licence
}: CheckedStructure): StructureResidue[] {
  const place = {gene, accession, source, licence};
  const ofEffect = (variant: number) => {
    const {variantId, build, score, pathogenic} = effects[variant];
    return {variantId, build, score, pathogenic};
  };
  const changed = new Set(placed.map(({position}) => position));
  const rows: StructureResidue[] = [
    ...residues
      .filter(({position}) => !changed.has(position))
      .map(({position, aminoAcid, plddt}) => ({
        ...place,
        position,
        aminoAcid,
        plddt,
        band: confidenceBand(plddt),
        interpretable: isInterpretable(plddt),
        change: null,
        variantId: null,
        build: null,
        score: null,
        pathogenic: null
      })),
    ...placed.map(({variant, from, position, to, plddt, band, interpretable}) => ({
      ...place,
      position,
      aminoAcid: from,
      plddt,
      band,
      interpretable,
      change: to,
      ...ofEffect(variant)
    })),
    ...mismatches.map(({variant, from, position, to}) => ({
      ...place,
      position,
      aminoAcid: from,
      plddt: null,
      band: null,
      interpretable: null,
      change: to,
      ...ofEffect(variant)
    }))
  ];
  return rows.sort((a, b) => a.position - b.position);
}
