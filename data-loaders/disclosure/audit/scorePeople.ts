import {GenotypeCode} from "./genotypeCode.js";

/**
 * Scores by genotype code: `rows × 4`, in the order of `GenotypeCode`. `entryOf` gives what 0, 1 and 2 copies of the
 * alternate allele add to a person's score; a missing call adds 0. Rows are variants, or variants × groups.
 */
export function scoreTable(
  rows: number,
  entryOf: (row: number) => readonly [none: number, one: number, two: number]
): Float64Array {
  const table = new Float64Array(rows * 4);
  for (let row = 0; row < rows; ++row) {
    const [none, one, two] = entryOf(row);
    table[row * 4 + GenotypeCode.homRef] = none;
    table[row * 4 + GenotypeCode.het] = one;
    table[row * 4 + GenotypeCode.homAlt] = two;
  }
  return table;
}

/**
 * Adds to each person's score the table's entry of their genotype, for every variant. `scores` has one number per person;
 * `genotypes` holds `variants × ceil(people / 4)` bytes or more, two bits a person, person 0 in the lowest; `table` is
 * `variants × 4`. Slices of variants, one after another, give the scores of a growing number of variants.
 */
export function addScores(
  scores: Float64Array,
  genotypes: Uint8Array,
  variants: number,
  people: number,
  table: Float64Array
): void {
  checkSizes(scores, genotypes, variants, people, table, 1);
  const bytesPerVariant = Math.ceil(people / 4);
  const whole = people >> 2;
  for (let variant = 0; variant < variants; ++variant) {
    const at = variant * bytesPerVariant;
    const row = variant * 4;
    for (let byte = 0, person = 0; byte < whole; ++byte, person += 4) {
      const four = genotypes[at + byte];
      scores[person] += table[row + (four & 3)];
      scores[person + 1] += table[row + ((four >> 2) & 3)];
      scores[person + 2] += table[row + ((four >> 4) & 3)];
      scores[person + 3] += table[row + (four >> 6)];
    }
    for (let person = whole * 4; person < people; ++person)
      scores[person] += table[row + ((genotypes[at + whole] >> (2 * (person & 3))) & 3)];
  }
}

/**
 * The same where each group of people has scores of its own: `table` is `variants × groups × 4`. `groupOf` has the group
 * of every person, 0 ≤ group < `groups`; -1 = not scored.
 */
export function addGroupScores(
  scores: Float64Array,
  genotypes: Uint8Array,
  variants: number,
  people: number,
  table: Float64Array,
  groupOf: Int16Array,
  groups: number
): void {
  checkSizes(scores, genotypes, variants, people, table, groups);
  const bytesPerVariant = Math.ceil(people / 4);
  for (let variant = 0; variant < variants; ++variant) {
    const at = variant * bytesPerVariant;
    const row = variant * groups * 4;
    for (let person = 0; person < people; ++person) {
      const group = groupOf[person];
      if (group < 0) continue;
      scores[person] += table[row + group * 4 + ((genotypes[at + (person >> 2)] >> (2 * (person & 3))) & 3)];
    }
  }
}

function checkSizes(
  scores: Float64Array,
  genotypes: Uint8Array,
  variants: number,
  people: number,
  table: Float64Array,
  groups: number
): void {
  if (scores.length < people) throw new Error(`${scores.length} scores for ${people} people`);
  const bytes = variants * Math.ceil(people / 4);
  if (genotypes.length < bytes) throw new Error(`${genotypes.length} bytes of genotypes where ${bytes} are needed`);
  const entries = variants * groups * 4;
  if (table.length < entries) throw new Error(`${table.length} entries of a score table where ${entries} are needed`);
}
