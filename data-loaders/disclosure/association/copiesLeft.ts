/** The fewest and the most of what a number may be. */
export type Range = [fewest: number, most: number];

/** A published frequency beside the exact counts of the whole group. */
export interface BesideExact {
  /** The frequency that is published. */
  shown: number;
  /** Exact copies of the alternate allele and of either, of everybody in the group. */
  acAll: number;
  anAll: number;
  /** The fewest and most copies of both alleles that were analysed, by what is published; in steps of 2. */
  analysed: Range;
  /** What is published for so many copies: it must not fall where `ac` grows. NaN = withheld. */
  publish(ac: number, an: number): number;
}

/** How many copies of either allele those may have who were not analysed, over all numbers of them. */
export function copiesLeft({shown, acAll, anAll, analysed, publish}: BesideExact): {
  alternate: Range;
  reference: Range;
} {
  const alternate: Range = [Infinity, -Infinity];
  const reference: Range = [Infinity, -Infinity];
  const [fewest, most] = analysed;
  for (let an = fewest; an <= Math.min(most, anAll); an += 2) {
    const behind = copiesBehind((count) => publish(count, an), shown, an);
    if (!behind) continue;
    const lacking = anAll - an;
    const least = Math.max(0, acAll - behind[1]);
    const largest = Math.min(lacking, acAll - behind[0]);
    if (least > largest) continue;
    extend(alternate, least, largest);
    extend(reference, lacking - largest, lacking - least);
  }
  if (alternate[0] > alternate[1]) throw new Error("a published frequency is none that the rule gives");
  return {alternate, reference};
}

/**
 * The fewest and most copies that were analysed, by the number of people that is shown for `analysed` people, rounded by
 * `base`. Calls that are missing among them, 2 × `analysed` − `an` copies, are taken as known.
 */
export function analysedRange(an: number, shownPeople: number, analysed: number, base: number): Range {
  const most = an + 2 * Math.max(0, shownPeople - analysed);
  return [most - 2 * (base - 1), most];
}

/** Whether 1 to `limit` is certain. */
export function isCertainlySmall([low, high]: Range, limit: number): boolean {
  return low >= 1 && high <= limit;
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
