import type {EquityGenomicsRow} from "../../src/model/equityGenomics.js";
import {protectComparison, type Protected, type ProtectedTable} from "../disclosure/protect.js";
import type {AssociationOptions} from "../sources/associationOptions.js";
import {metaLevel, type AssociationRows} from "../tables/association/associationRows.js";
import {carryOverRows} from "../tables/equity/carryOverRows.js";
import {equityGenomicsTable} from "../tables/equity/equityGenomicsTable.js";
import {frequencyRows} from "../tables/equity/frequencyRows.js";
import {addFrequencies, type FrequencySums} from "../tables/equity/frequencySums.js";
import {leadVariants} from "../tables/equity/leadVariants.js";
import {powerRows} from "../tables/equity/powerRows.js";

/**
 * Table `equity_genomics`: the genetic ancestry groups of a cohort beside each other. It is made of `allele_counts` and
 * `association` as the readers of the same tier get them, after all protection, so it tells them nothing that they could
 * not work out themselves.
 */
export function compareGroups(
  frequencies: readonly Protected<FrequencySums>[],
  shown: readonly Protected<AssociationRows>[],
  options: Pick<AssociationOptions, "lociBp"> | null
): ProtectedTable {
  return protectComparison(frequencies, shown, (sums, rows) =>
    equityGenomicsTable([
      ...frequencyRows(addFrequencies(sums)),
      ...(options === null ? [] : byTrait(rows).flatMap((batches) => rowsOfTrait(batches, options.lociBp)))
    ])
  );
}

function byTrait(rows: readonly AssociationRows[]): AssociationRows[][] {
  return [...new Set(rows.map(({trait}) => trait))].map((trait) => rows.filter((one) => one.trait === trait));
}

function rowsOfTrait(batches: readonly AssociationRows[], lociBp: number): EquityGenomicsRow[] {
  const levels = batches[0].levels.filter((level) => level !== metaLevel);
  return [...powerRows(batches), ...carryOverRows(batches[0].trait, levels, leadVariants(batches, lociBp), lociBp)];
}
