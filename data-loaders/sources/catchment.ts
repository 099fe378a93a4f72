import type {CatchmentShare, StratumVariable} from "./cohort.js";
import {findColumn, readDelimited} from "./delimited.js";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";

/** Shares may miss or exceed 1 by so much, as rounded ones do. */
const tolerance = 0.02;

/**
 * Reads the people whom a cohort should serve: TSV or CSV with columns `variable` (a stratum of the cohort), `level` and
 * `population` (people) or `share` (0–1). Shares of a variable are divided by their sum.
 *
 * Errors are `InputError`s with the line: columns, unknown variables, a level twice, numbers out of range, a level of 1 to
 * `limit` people, shares that do not add up to 1, and a variable of which no level is one of the cohort's.
 */
export async function readCatchment(
  input: InputFile,
  strata: readonly Pick<StratumVariable, "name" | "levels">[],
  limit: number
): Promise<CatchmentShare[]> {
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  let columns = {variable: -1, level: -1, size: -1, isShare: false};
  const rows: CatchmentShare[] = [];
  const seen = new Map<string, number>();
  const onHeader = (names: string[]): void => {
    columns = columnsOf(names, (what) => fail(1, what));
  };
  for await (const {line, values} of readDelimited(input, onHeader)) {
    const [variable, level, size] = [columns.variable, columns.level, columns.size].map((at) => values[at]);
    if (!strata.some(({name}) => name === variable))
      throw fail(line, `variable: expected a stratum of the cohort (${strata.map(({name}) => name).join(", ")})`);
    if (level === "") throw fail(line, "level: missing");
    const share = /^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(size) ? Number(size) : NaN;
    if (!(share >= 0 && share <= (columns.isShare ? 1 : 1e12)))
      throw fail(
        line,
        columns.isShare ? "share: expected a number from 0 to 1" : "population: expected a number of people"
      );
    if (!columns.isShare && share > 0 && Math.round(share) <= limit)
      throw fail(line, `population: a level of 1 to ${limit} people; put it together with another, such as “other”`);
    const key = JSON.stringify([variable, level]);
    if (seen.has(key)) throw fail(line, `level: the same as in line ${seen.get(key)}`);
    seen.set(key, line);
    rows.push({variable, level, share});
  }
  if (rows.length === 0) throw fail(null, "has no rows below its header");
  return [...new Set(rows.map(({variable}) => variable))].flatMap((variable) => {
    const own = rows.filter((row) => row.variable === variable);
    const {levels} = strata.find(({name}) => name === variable)!;
    if (!own.some(({level}) => levels.includes(level)))
      throw fail(
        null,
        `no level of ${variable} is one of the cohort's (${levels.join(", ")}); write levels as the cohort does`
      );
    const sum = own.reduce((total, {share}) => total + share, 0);
    if (sum === 0) throw fail(null, `nobody in any level of ${variable}`);
    if (columns.isShare && Math.abs(sum - 1) > tolerance)
      throw fail(null, `shares of ${variable} add up to ${Math.round(sum * 1000) / 1000}, expected 1`);
    return own.map((row) => ({...row, share: row.share / sum}));
  });
}

function columnsOf(
  names: string[],
  fail: (what: string) => InputError
): {variable: number; level: number; size: number; isShare: boolean} {
  const [variable, level, population, share] = ["variable", "level", "population", "share"].map((name) =>
    findColumn(names, name)
  );
  if (variable === undefined || level === undefined)
    throw fail(
      `has no column ${variable === undefined ? "variable" : "level"}; expected variable, level and population or share`
    );
  if ((population === undefined) === (share === undefined))
    throw fail("expected one column population (people) or share (0 to 1)");
  return {variable, level, size: (population ?? share)!, isShare: share !== undefined};
}
