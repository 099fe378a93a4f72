import type {Finding} from "../../../src/model/privacy.js";
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
    const left = leftOf(beside, row);
    const [others, lacking] = [acAll[row] - ac[row], anAll[row] - an[row]];
    if (isSmall(others, limit)) {
      hidden += 1;
      narrowest = Math.min(narrowest, left.alternate[1] - left.alternate[0] + 1);
    }
    if (isSmall(lacking - others, limit)) {
      hidden += 1;
      narrowest = Math.min(narrowest, left.reference[1] - left.reference[0] + 1);
    }
    const isFound = ([low, high]: Range): boolean => low >= 1 && high <= limit;
    if (isFound(left.alternate) || isFound(left.reference)) found[row % groups.length] += 1;
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

type Range = [fewest: number, most: number];

/** How many copies of either allele those may have who were not analysed, over all numbers of them. */
function leftOf(beside: BesideExactCounts, row: number): {alternate: Range; reference: Range} {
  const {shown, acAll, anAll, publish, analysedOf} = beside;
  const alternate: Range = [Infinity, -Infinity];
  const reference: Range = [Infinity, -Infinity];
  const [fewest, most] = analysedOf(row);
  for (let an = fewest; an <= Math.min(most, anAll[row]); an += 2) {
    const behind = copiesBehind((count) => publish(count, an, row), shown[row], an);
    if (!behind) continue;
    const lacking = anAll[row] - an;
    const least = Math.max(0, acAll[row] - behind[1]);
    const largest = Math.min(lacking, acAll[row] - behind[0]);
    if (least > largest) continue;
    extend(alternate, least, largest);
    extend(reference, lacking - largest, lacking - least);
  }
  if (alternate[0] > alternate[1]) throw new Error("a published frequency is none that the rule gives");
  return {alternate, reference};
}

function extend(range: Range, low: number, high: number): void {
  range[0] = Math.min(range[0], low);
  range[1] = Math.max(range[1], high);
}

/** The fewest and most copies, 0 to `most`, for which the rule gives `shown`; null where there are none. */
export function copiesBehind(
  publish: (copies: number) => number,
  shown: number,
  most: number
): [fewest: number, most: number] | null {
  // Withheld ones are at both ends and stand below and above all others.
  const side = (copies: number): number => {
    const value = publish(copies);
    return Number.isNaN(value) ? (2 * copies < most ? -1 : 1) : Math.sign(value - shown);
  };
  const fewest = firstWhere(most, (copies) => side(copies) >= 0);
  const beyond = firstWhere(most, (copies) => side(copies) > 0);
  return fewest < beyond ? [fewest, beyond - 1] : null;
}

/** The first of 0 to `most` from which on `holds`; `most` + 1 where it never does. */
function firstWhere(most: number, holds: (n: number) => boolean): number {
  let low = 0;
  for (let high = most + 1; low < high;) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
