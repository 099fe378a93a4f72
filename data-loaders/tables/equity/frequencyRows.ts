import {blockJackknife} from "../../../src/kernels/blockJackknife.js";
import type {EquityGenomicsRow, GenomicMeasure} from "../../../src/model/equityGenomics.js";
import {pairsOf, type DriftParts, type FrequencySums} from "./frequencySums.js";

/** Two-sided 95 % quantile of the standard normal distribution. */
export const z95 = 1.959963984540054;

/**
 * How well each group's frequencies are known, as shares of all variants: these are counts of all there is, so they have no
 * interval. And how far each two groups lie apart: Hudson's F_ST over the autosomal variants that are shown in both, with
 * a standard error over stretches of genome.
 */
export function frequencyRows(sums: FrequencySums): EquityGenomicsRow[] {
  const {levels, variants} = sums;
  if (variants === 0) return [];
  const kinds: [GenomicMeasure, number[]][] = [
    ["frequency-measured", sums.measured],
    ["frequency-uncertain", sums.uncertain],
    ["allele-unseen", sums.unseen],
    ["frequency-withheld", sums.withheld]
  ];
  const none = {otherAncestry: null, trait: null, bin: null, se: null, low: null, high: null};
  return [
    ...kinds.flatMap(([measure, counts]) =>
      levels.map((ancestry, g) => ({...none, measure, ancestry, estimate: counts[g] / variants, nVariants: variants}))
    ),
    ...pairsOf(levels.length).map(([a, b], pair): EquityGenomicsRow => {
      const {estimate, se, count} = fixation([...sums.stretches.values()].map((parts) => parts[pair]));
      return {
        ...none,
        measure: "fst",
        ancestry: levels[a],
        otherAncestry: levels[b],
        ...withInterval(estimate, se),
        nVariants: count
      };
    })
  ];
}

/** An estimate with its standard error and the normal interval around it, null for what is unknown. */
export function withInterval(
  estimate: number,
  se: number
): Pick<EquityGenomicsRow, "estimate" | "se" | "low" | "high"> {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    estimate: known(estimate),
    se: known(se),
    low: known(estimate - z95 * se),
    high: known(estimate + z95 * se)
  };
}

function fixation(stretches: readonly DriftParts[]): {estimate: number; se: number; count: number} {
  const sum = (of: (parts: DriftParts) => number): number => stretches.reduce((total, parts) => total + of(parts), 0);
  const [between, total, count] = [sum((s) => s.between), sum((s) => s.total), sum((s) => s.variants)];
  const estimate = between / total;
  const se = blockJackknife(
    estimate,
    stretches.map((parts) => ({
      weight: parts.variants,
      withoutIt: (between - parts.between) / (total - parts.total)
    }))
  );
  return {estimate, se, count};
}
