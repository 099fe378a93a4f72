import {Ploidy} from "../../src/model/ploidy.js";
import type {Column} from "../../src/model/table.js";
import type {Groups} from "./groups.js";
import {Fate, type ExactCounts, type HiddenCounts} from "./hideCounts.js";
import {addCells, type RuleId, type Tally} from "./tally.js";

/** Counts of a row that are hidden together, and the cells of `allele_counts`. */
const genotypeCells = 6;

const ruleOfFate: Partial<Record<number, RuleId>> = {
  [Fate.missingHidden]: "missing-calls",
  [Fate.small]: "small-cell",
  [Fate.group]: "small-group",
  [Fate.complement]: "subtraction",
  [Fate.changed]: "version"
};

/** The columns of counts of `genotype_counts` without what `fates` hides: null, and 0 underneath. */
export function maskGenotypeCounts(
  counts: ExactCounts,
  {rows}: HiddenCounts,
  groups: Groups,
  tally: Tally
): Record<string, Column> {
  const width = groups.people.length;
  const whole = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; ++i) whole[i] = rows[i] > Fate.missingHidden ? 0 : 1;
  const refs = whole.slice();
  const hemiRefs = whole.slice();
  const uncalled = whole.slice();
  const partCells = new Float64Array(width);
  const fateCells = new Float64Array(width * 6);
  for (let variant = 0, i = 0; variant < counts.variants; ++variant) {
    const ploidy = counts.ploidy[variant];
    const hasHom = ploidy === Ploidy.diploid || ploidy === Ploidy.menHaploid;
    const hasHemi = ploidy !== Ploidy.diploid;
    for (let row = 0; row < width; ++row, ++i) {
      const fate = rows[i];
      if (fate === Fate.shown) continue;
      if (fate > Fate.missingHidden) {
        fateCells[fate * width + row] += genotypeCells;
        continue;
      }
      uncalled[i] = 0;
      if (hasHom) refs[i] = 0;
      if (hasHemi) hemiRefs[i] = 0;
      partCells[row] += 1 + Number(hasHom) + Number(hasHemi);
    }
  }
  groups.blocks.forEach(({rows}, b) => {
    for (const row of rows) {
      addCells(tally, "missing-calls", b, groups.blocks.length, partCells[row]);
      for (const fate of [Fate.small, Fate.group, Fate.complement, Fate.changed])
        addCells(tally, ruleOfFate[fate]!, b, groups.blocks.length, fateCells[fate * width + row]);
    }
  });
  return {
    hom_ref: masked("hom_ref", counts.homRef, refs),
    het: masked("het", counts.het, whole),
    hom_alt: masked("hom_alt", counts.homAlt, whole),
    hemi_ref: masked("hemi_ref", counts.hemiRef, hemiRefs),
    hemi_alt: masked("hemi_alt", counts.hemiAlt, whole),
    missing: masked("missing", counts.missing, uncalled)
  };
}

/** The columns `ac` and `an` of `allele_counts` without what `fates` hides; `an` as `hideCounts` describes. */
export function maskAlleleCounts(
  counts: ExactCounts,
  {ac, an, anShown}: HiddenCounts,
  groups: Groups,
  tally: Tally
): Record<string, Column> {
  const width = groups.blocks.length;
  for (let i = 0; i < ac.length; ++i) {
    if (ac[i] !== Fate.shown) addCells(tally, ruleOfFate[ac[i]]!, i % width, width, 1);
    if (an[i] !== Fate.shown) addCells(tally, ruleOfFate[an[i]]!, i % width, width, 1);
  }
  const shown = (fates: Uint8Array): Uint8Array => fates.map((fate) => (fate === Fate.shown ? 1 : 0));
  return {ac: masked("ac", counts.ac, shown(ac)), an: masked("an", anShown, shown(an))};
}

function masked(name: string, values: Int32Array, valid: Uint8Array): Column {
  let all = true;
  const kept = new Int32Array(values.length);
  for (let i = 0; i < values.length; ++i) {
    if (valid[i]) kept[i] = values[i];
    else all = false;
  }
  return all ? {name, type: "int32", values: kept} : {name, type: "int32", values: kept, valid};
}
