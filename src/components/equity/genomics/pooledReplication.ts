import {poissonInterval} from "../../../kernels/poissonInterval.js";
import type {EquityGenomicsRow} from "../../../model/equityGenomics.js";

/** Findings of other groups that a group saw again, over several traits, beside how many it would if effects were the same. */
export interface Replication {
  ancestry: string;
  observed: number;
  expected: number;
  loci: number;
  /** Observed over expected, with an interval that takes the observed as a Poisson count. */
  estimate: number;
  low: number;
  high: number;
}

/** Sums over the rows of all traits that the reader may look at; groups in alphabetical order. */
export function pooledReplication(rows: readonly EquityGenomicsRow[]): Replication[] {
  return [...new Set(rows.map(({ancestry}) => ancestry))].sort().flatMap((ancestry) => {
    const own = rows.filter((row) => row.ancestry === ancestry && isOfOthers(row, rows));
    const sum = (measure: string, of: (row: EquityGenomicsRow) => number | null): number =>
      own.filter((row) => row.measure === measure).reduce((total, row) => total + (of(row) ?? 0), 0);
    const observed = sum("replicated-observed", ({estimate}) => estimate);
    const expected = sum("replicated-expected", ({estimate}) => estimate);
    const loci = sum("replicated-observed", ({nVariants}) => nVariants);
    if (!(expected > 0)) return [];
    const [low, high] = poissonInterval(observed);
    return {
      ancestry,
      observed,
      expected,
      loci,
      estimate: observed / expected,
      low: low / expected,
      // No more can be seen again than there are.
      high: Math.min(high, loci) / expected
    };
  });
}

/** Rows about all other groups together; with two groups, about the one other. */
function isOfOthers({otherAncestry, trait}: EquityGenomicsRow, rows: readonly EquityGenomicsRow[]): boolean {
  const groups = new Set(rows.filter((row) => row.trait === trait).map(({ancestry}) => ancestry));
  return groups.size > 2 ? otherAncestry === null : otherAncestry !== null;
}
