import type {StratumVariable} from "./cohort.js";

export const unknownLevel = "unknown";

/** More levels than this divide people into hardly more than themselves; most likely the column is an identifier. */
export const maxLevels = 100;

/** With more levels than this, fewer than two people per level look like identifiers too; levels are published. */
const manyLevels = 10;

/**
 * A stratum variable from one value per person (null = missing). Levels are those of included people, alphabetical
 * (bands of age by age), with `unknown` last where somebody has none. People who are left out have code -1.
 * Throws an Error when there are more than 100 levels, or more than 10 and fewer than two people per level.
 */
export function stratumVariable(
  name: string,
  values: readonly (string | null)[],
  included: Uint8Array
): StratumVariable {
  const found = new Set<string>();
  let unknown = false;
  values.forEach((value, i) => {
    if (!included[i]) return;
    if (value === null || value.toLowerCase() === unknownLevel) unknown = true;
    else found.add(value);
  });
  if (found.size > maxLevels)
    throw new Error(`has ${found.size} different values; a stratum divides people into at most ${maxLevels} groups`);
  const people = included.reduce((sum, is) => sum + is, 0);
  if (found.size > manyLevels && people < 2 * found.size)
    throw new Error(`has ${found.size} different values in so few people; it looks like an identifier, not a group`);
  const levels = [...found].sort(byNumberThenText);
  if (unknown || levels.length === 0) levels.push(unknownLevel);
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const last = levels.length - 1;
  const codes = Int16Array.from(values, (value, i) => (included[i] ? (codeOf.get(value ?? unknownLevel) ?? last) : -1));
  return {name, levels, codes};
}

/** `5` before `10` and `90–99` before `100–109`; text in the order of its letters, the same on every machine. */
function byNumberThenText(a: string, b: string): number {
  const [x, y] = [parseFloat(a), parseFloat(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y) && x !== y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}
