import {Ploidy} from "../../src/model/ploidy.js";
import {mantelHaenszel, type CaseControlTable} from "../../src/kernels/mantelHaenszel.js";
import type {People} from "../sources/cohort.js";
import {ancestryGroups} from "./ancestryGroups.js";
import type {VariantBatch} from "./countBatches.js";
import type {DividedCounts} from "./divideCounts.js";
import type {StrataLayout} from "./strataLayout.js";
import {variantIds} from "./variantIds.js";

/** A binary trait that one of the strata divides into cases and controls. Plain data. */
export interface CaseControlTrait {
  id: string;
  label: string;
  /** Name of the stratum. */
  variable: string;
  /** Per combination of strata: 1 cases, 0 controls, -1 neither. */
  status: Int8Array;
  cases: number;
  controls: number;
}

/** A variant whose alleles differ between cases and controls. `z` is signed: positive where cases carry more of `alt`. */
export interface Hit {
  variantId: string;
  z: number;
  oddsRatio: number;
}

/** Two-sided p = 5 × 10⁻⁸, the usual level of a genome-wide search. */
export const genomeWideZ = 5.451310437845478;

/** The first binary trait whose cases and controls are told apart by the levels of one stratum; null without one. */
export function findCaseControlTrait(
  {strata, traits, included}: People,
  layout: StrataLayout
): CaseControlTrait | null {
  for (const {id, label, kind, values} of traits) {
    if (kind !== "binary") continue;
    for (const [variable, {name, codes, levels}] of strata.entries()) {
      const statusOf = statusOfLevels(codes, levels.length, values, included);
      if (!statusOf) continue;
      const status = Int8Array.from(layout.combinations, (combination) => statusOf[combination.codes[variable]] ?? -1);
      const people = (wanted: number): number =>
        layout.combinations.reduce((sum, {people}, row) => sum + (status[row] === wanted ? people : 0), 0);
      const [cases, controls] = [people(1), people(0)];
      if (cases > 0 && controls > 0) return {id, label, variable: name, status, cases, controls};
    }
  }
  return null;
}

function statusOfLevels(
  codes: Int16Array,
  levels: number,
  values: Float64Array,
  included: Uint8Array
): (0 | 1 | -1)[] | null {
  const status: (0 | 1 | -1 | undefined)[] = Array.from({length: levels});
  for (let person = 0; person < codes.length; ++person) {
    if (!included[person]) continue;
    const value = Number.isNaN(values[person]) ? -1 : (values[person] as 0 | 1);
    status[codes[person]] ??= value;
    if (status[codes[person]] !== value) return null;
  }
  return status.map((value) => value ?? -1);
}

/** Autosomal variants of a batch with |z| of at least `leastZ`, tested within ancestries on allele counts. */
export function strongHits(
  batch: VariantBatch,
  counts: DividedCounts,
  layout: StrataLayout,
  {status}: CaseControlTrait,
  leastZ: number
): Hit[] {
  const {groupOfCombination, levelCodes} = ancestryGroups(layout);
  const rows = layout.combinations.length;
  const hits: Hit[] = [];
  for (let variant = 0; variant < batch.count; ++variant) {
    if (batch.ploidy[variant] !== Ploidy.diploid) continue;
    const tables = levelCodes.map((): CaseControlTable => ({caseAlt: 0, caseRef: 0, controlAlt: 0, controlRef: 0}));
    for (let row = 0; row < rows; ++row) {
      if (status[row] < 0) continue;
      const i = variant * rows + row;
      const alt = counts.het[i] + 2 * counts.homAlt[i];
      const ref = counts.het[i] + 2 * counts.homRef[i];
      const table = tables[groupOfCombination[row]];
      table[status[row] === 1 ? "caseAlt" : "controlAlt"] += alt;
      table[status[row] === 1 ? "caseRef" : "controlRef"] += ref;
    }
    const {z, oddsRatio} = mantelHaenszel(tables);
    if (Math.abs(z) >= leastZ) hits.push({variantId: variantIds(batch)[variant], z, oddsRatio});
  }
  return hits;
}
