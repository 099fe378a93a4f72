import type {TableName, Tier, Withheld} from "../../src/model/release.js";

/** Cells kept back, per rule and block of rows. Plain data: shards count their own and are added up. */
export type Tally = Partial<Record<RuleId, number[]>>;

/** Why disclosure control keeps a cell back; the words have the limit in the place of `{limit}`. */
export const rules = {
  "small-cell": "The count is between 1 and {limit}, or stands beside such a count of the same group.",
  "small-group": "The group itself has between 1 and {limit} people, or would give away the size of one that has.",
  "missing-calls": "Between 1 and {limit} people have no call, so neither they nor the reference genotypes are shown.",
  version:
    "A few people joined or left this group since an earlier version that readers hold; both together would tell about them.",
  "few-copies":
    "At most {limit} copies of one allele were seen in the group, or among its cases or controls: an effect would tell of the people who carry them.",
  "few-people": "The group has too few people, cases or controls for the model that was fitted to it.",
  subtraction: "A count between 1 and {limit} could be worked out from this one and others that are shown.",
  "noisy-small-cell":
    "With its noise the count, or the rest of its group, comes out at {limit} people or fewer, among them none.",
  repeated: "The count is withheld in the table of allele counts, of which this one repeats a part.",
  "small-subgroup":
    "The subgroup has between 1 and {limit} people, or at most {limit} of them have or lack what is measured, or it would give away another of which that is so."
} as const;
export type RuleId = keyof typeof rules;

export function addCells(tally: Tally, rule: RuleId, block: number, blocks: number, cells: number): void {
  if (cells === 0) return;
  const perBlock = (tally[rule] ??= Array.from({length: blocks}, () => 0));
  perBlock[block] += cells;
}

/** How many cells a rule might have kept back, for one level of ancestry. */
export interface CellsOfLevel {
  level: string;
  total: number;
}

/** The same levels, with more cells. */
export function addLevels(sum: readonly CellsOfLevel[] | null, more: readonly CellsOfLevel[]): CellsOfLevel[] {
  return more.map(({level, total}, l) => ({level, total: total + (sum?.[l].total ?? 0)}));
}

export function addTally(sum: Tally, more: Tally): void {
  for (const [rule, perBlock] of Object.entries(more) as [RuleId, number[]][])
    perBlock.forEach((cells, block) => addCells(sum, rule, block, perBlock.length, cells));
}

/**
 * The same to whole per cents of all cells of each block: how many exactly are withheld follows from everybody's genotypes,
 * and a `public-safe` cohort publishes nothing that does, except with noise.
 */
export function toPerCents(tally: Tally, totals: readonly number[]): Tally {
  return Object.fromEntries(
    Object.entries(tally).map(([rule, perBlock]) => [
      rule,
      perBlock.map((cells, block) => Math.round((Math.round((100 * cells) / totals[block]) * totals[block]) / 100))
    ])
  );
}

/** One entry per rule that kept something back; `totals` = all cells of the table per block, withheld or not. */
export function withheldCells(
  tally: Tally,
  {
    table,
    tier,
    trait,
    levels,
    totals,
    limit
  }: {table: TableName; tier: Tier; trait?: string; levels: string[]; totals: number[]; limit: number}
): Withheld[] {
  return (Object.keys(rules) as RuleId[]).flatMap((rule) => {
    const perBlock = tally[rule];
    // Rounded to nothing, or nothing.
    if (!perBlock?.some((cells) => cells > 0)) return [];
    return {
      table,
      tier,
      ...(trait !== undefined && {trait}),
      rule,
      sentence: ruleSentence(rule, limit),
      cells: perBlock.reduce((a, b) => a + b, 0),
      byStratum: levels.map((level, b) => ({level, withheld: perBlock[b], total: totals[b]}))
    };
  });
}

export function ruleSentence(rule: RuleId, limit: number): string {
  return rules[rule].replaceAll("{limit}", String(limit));
}
