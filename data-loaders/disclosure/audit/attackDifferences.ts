import type {Finding} from "../../../src/model/privacy.js";
import {copiesLeft, isCertainlySmall} from "../association/copiesLeft.js";
import {isSmall} from "../smallCell.js";

/** Frequencies among the people analysed, beside exact allele counts of their whole groups: variants × groups. */
export interface BesideExactCounts {
  /** `registered/association`, … */
  table: string;
  standing: Finding["standing"];
  groups: readonly string[];
  /** The frequency that is published; NaN = withheld. */
  shown: Float64Array;
  /** Copies of the alternate allele and of either, among the people analysed: the first is what the attack looks for. */
  ac: Int32Array;
  an: Int32Array;
  /** The same of all people of the group, as another table shows them; `anAll` 0 = withheld there. */
  acAll: Int32Array;
  anAll: Int32Array;
  /** The fewest and most copies of both alleles that were analysed, by what is published of a row; in steps of 2. */
  analysedOf(row: number): [fewest: number, most: number];
  /** What is published for so many copies: it must not fall where `ac` grows. NaN = withheld. */
  publish(ac: number, an: number, row: number): number;
}

/**
 * Subtracts what may be behind each published frequency from the exact count of everybody: what is left are the copies of
 * the few who were not analysed. The attacker knows the rule, and how many were analysed as far as that is published. A row
 * is found where 1 to `limit` copies of either allele are certain.
 */
export function attackDifferences(beside: BesideExactCounts, limit: number): Finding {
  const {table, standing, groups, shown, ac, an, acAll, anAll} = beside;
  const found = groups.map(() => 0);
  let [hidden, narrowest] = [0, Infinity];
  for (let row = 0; row < shown.length; ++row) {
    if (Number.isNaN(shown[row]) || anAll[row] === 0) continue;
    const left = copiesLeft({
      shown: shown[row],
      acAll: acAll[row],
      anAll: anAll[row],
      analysed: beside.analysedOf(row),
      publish: (ac, an) => beside.publish(ac, an, row)
    });
    const [others, lacking] = [acAll[row] - ac[row], anAll[row] - an[row]];
    if (isSmall(others, limit)) {
      hidden += 1;
      narrowest = Math.min(narrowest, left.alternate[1] - left.alternate[0] + 1);
    }
    if (isSmall(lacking - others, limit)) {
      hidden += 1;
      narrowest = Math.min(narrowest, left.reference[1] - left.reference[0] + 1);
    }
    if (isCertainlySmall(left.alternate, limit) || isCertainlySmall(left.reference, limit))
      found[row % groups.length] += 1;
  }
  const recovered = found.reduce((sum, rows) => sum + rows, 0);
  const worst = found.indexOf(Math.max(...found));
  return {
    table,
    attack: "subtraction",
    pool: recovered === 0 ? "all" : groups[worst],
    figures: {kind: "recovery", recovered, hidden, narrowest: hidden === 0 ? null : narrowest, least: 0},
    withstood: recovered === 0,
    standing
  };
}
