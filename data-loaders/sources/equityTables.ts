import type {EquityRow} from "../../src/model/equity.js";
import type {EquityCandidate} from "./cohort.js";
import {findColumn, readDelimited} from "./delimited.js";
import {InputError} from "./inputError.js";
import type {EquityTableSource} from "./manifest.js";
import {equityColumns, type EquityColumn} from "./manifestSchema.js";

/** All tables together: the pages read them whole. */
const mostRows = 20_000;

/**
 * Reads the equity tables of a manifest: long tables with the columns of WHO's HEAT, one row per subgroup of a dimension of
 * an indicator. Columns that are not listed in `EquityRow` are ignored. An empty value is unknown; `estimate` may not be.
 *
 * Errors are `InputError`s with the line: missing columns, values out of range, a subgroup twice, an ordered dimension
 * without order or with one twice, two reference subgroups, scale or direction that differ within an indicator, and all
 * of `readDelimited`. Values are not shown: they may be of a few people.
 */
export async function readEquityTables(tables: readonly EquityTableSource[]): Promise<EquityCandidate[]> {
  const rows: EquityCandidate[] = [];
  const seen = new Seen();
  for (const [i, table] of tables.entries()) await readEquityTable(table, `equity[${i}]`, rows, seen);
  return rows;
}

async function readEquityTable(
  table: EquityTableSource,
  field: string,
  rows: EquityCandidate[],
  seen: Seen
): Promise<void> {
  const {file, constants, synthetic, population} = table;
  const before = rows.length;
  let columns: Partial<Record<EquityColumn, number>> = {};
  const onHeader = (names: string[]): void => {
    columns = columnsOf(names, table, field);
  };
  for await (const {line, values} of readDelimited(file, onHeader)) {
    const textOf = (column: EquityColumn): string | null => {
      const at = columns[column];
      return (at === undefined ? constants[column] : values[at]) || null;
    };
    const place = {label: file.label, line};
    const row = {
      ...parseRow(textOf, table, place),
      synthetic,
      countsPeople: population === "people"
    };
    seen.check(row, place);
    if (rows.push(row) > mostRows)
      throw new InputError(
        file.label,
        line,
        `more than ${mostRows} rows in all equity tables; leave some indicators out`
      );
  }
  if (rows.length === before) throw new InputError(file.label, null, "has no rows below its header");
}

interface Place {
  label: string;
  line: number;
}

/** Without these there is no row; each may be a constant of the manifest instead. */
const required: readonly EquityColumn[] = [
  "setting",
  "indicator",
  "dimension",
  "subgroup",
  "estimate",
  "favourable_indicator",
  "ordered_dimension",
  "indicator_scale"
];

/** What HEAT writes where our name is shorter. */
const otherNames: Partial<Record<EquityColumn, string>> = {indicator: "indicator_name"};

function columnsOf(
  names: string[],
  {file, columns, constants, population}: EquityTableSource,
  field: string
): Partial<Record<EquityColumn, number>> {
  const found: Partial<Record<EquityColumn, number>> = {};
  const fail = (what: string): InputError => new InputError(file.label, 1, what);
  for (const column of equityColumns) {
    const renamed = columns[column];
    const at = findColumn(names, renamed ?? column) ?? findColumn(names, (!renamed && otherNames[column]) || "");
    if (at === undefined && renamed !== undefined)
      throw fail(`has no column ${renamed}, which ${field}.columns names for ${column}`);
    if (at !== undefined && constants[column] !== undefined)
      throw fail(
        `has a column for ${column}, which ${field}.${column} of the manifest gives as well; keep one of them`
      );
    if (at !== undefined) found[column] = at;
    else if (required.includes(column) && constants[column] === undefined)
      throw fail(`has no column ${column}; name it in ${field}.columns${remedyOf(column, field)}`);
  }
  if (population === "people" && found.population === undefined)
    throw fail(
      `has no column population; name it in ${field}.columns, or write population: weights in the manifest where no ` +
        "group can be of a few people"
    );
  return found;
}

function remedyOf(column: EquityColumn, field: string): string {
  return column === "estimate" || column === "subgroup" ? "" : ` or give it for all rows as ${field}.${column}`;
}

function parseRow(
  textOf: (column: EquityColumn) => string | null,
  {source, population}: EquityTableSource,
  {label, line}: Place
): Omit<EquityRow, "synthetic"> {
  const fail = (what: string): InputError => new InputError(label, line, what);
  const words = (column: EquityColumn): string => {
    const text = textOf(column);
    if (text === null) throw fail(`${column}: missing`);
    if (text.length > 500) throw fail(`${column}: longer than 500 characters`);
    return text;
  };
  const number = (column: EquityColumn, least: number, most: number, expected: string): number | null => {
    const text = textOf(column);
    if (text === null) return null;
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) throw fail(`${column}: expected ${expected}`);
    return value;
  };
  const flag = (column: EquityColumn): boolean | null => {
    const text = textOf(column)?.toLowerCase() ?? null;
    if (text === null) return null;
    if (["1", "true", "yes"].includes(text)) return true;
    if (["0", "false", "no"].includes(text)) return false;
    throw fail(`${column}: expected 1 (yes) or 0 (no)`);
  };
  const known = <T>(column: EquityColumn, value: T | null): T => {
    if (value === null) throw fail(`${column}: missing`);
    return value;
  };

  const scale = known("indicator_scale", number("indicator_scale", Number.MIN_VALUE, 1e12, "a number above 0"));
  // Where there is no greatest value, HEAT writes a scale of 1.
  const most = scale > 1 ? scale : Infinity;
  const range = most === Infinity ? "a number of 0 or more" : `a number from 0 to ${scale} (indicator_scale)`;
  const estimate = number("estimate", 0, most, range);
  if (estimate === null) throw fail("estimate: missing; leave the row out where there is none");
  const low = number("ci_lb", -Infinity, Infinity, "a number");
  const high = number("ci_ub", -Infinity, Infinity, "a number");
  if ((low === null) !== (high === null)) throw fail("ci_lb and ci_ub: expected both or neither");
  if (low !== null && low > estimate) throw fail("ci_lb: expected no more than the estimate");
  if (high !== null && high < estimate) throw fail("ci_ub: expected no less than the estimate");
  const people = number("population", 0, population === "share" ? 100 : 1e12, populationRange(population));
  if (people === null && population === "people")
    throw fail("population: missing; give the number of people, or leave the row out");
  const ordered = known("ordered_dimension", flag("ordered_dimension"));
  const order = ordered ? number("subgroup_order", 1, 1e6, "a whole number from 1, 1 = most disadvantaged") : null;
  if (ordered && order === null)
    throw fail("subgroup_order: missing in an ordered dimension; number the subgroups from 1 = most disadvantaged");
  if (order !== null && !Number.isInteger(order)) throw fail("subgroup_order: expected a whole number from 1");
  return {
    setting: words("setting"),
    date: textOf("date"),
    source: textOf("source") ?? source,
    indicator: words("indicator"),
    dimension: words("dimension"),
    subgroup: words("subgroup"),
    subgroup_order: order,
    estimate,
    se: number("se", 0, 1e12, "a number of 0 or more"),
    ci_lb: low,
    ci_ub: high,
    population: people,
    setting_average: number("setting_average", 0, most, range),
    favourable_indicator: known("favourable_indicator", flag("favourable_indicator")),
    ordered_dimension: ordered,
    indicator_scale: scale,
    reference_subgroup: flag("reference_subgroup") ?? false
  };
}

function populationRange(population: EquityTableSource["population"]): string {
  return population === "share" ? "a share from 0 to 1, or from 0 to 100" : "a number of 0 or more";
}

/** What rows of an indicator, and of the subgroups that are compared with each other, must have in common. */
class Seen {
  private readonly indicators = new Map<string, {row: EquityRow; place: Place}>();
  private readonly blocks = new Map<string, {row: EquityRow; place: Place}>();
  private readonly subgroups = new Map<string, Place>();
  private readonly orders = new Map<string, Place>();
  private readonly references = new Map<string, Place>();
  private readonly averages = new Map<string, {average: number; place: Place}>();

  check(row: EquityRow, place: Place): void {
    const {setting, date, indicator, dimension, subgroup, subgroup_order: order, setting_average: average} = row;
    const fail = (what: string): InputError => new InputError(place.label, place.line, what);
    const same = (first: {row: EquityRow; place: Place}, column: keyof EquityRow, of: string): void => {
      if (first.row[column] !== row[column])
        throw fail(`${column}: differs from ${where(first.place, place)}; one value for all rows of ${of}`);
    };
    const block = JSON.stringify([setting, date, indicator, dimension]);
    const firstOfIndicator = firstOf(this.indicators, indicator, {row, place});
    same(firstOfIndicator, "indicator_scale", "an indicator");
    same(firstOfIndicator, "favourable_indicator", "an indicator");
    same(firstOf(this.blocks, block, {row, place}), "ordered_dimension", "a dimension");
    if (average !== null) {
      const first = firstOf(this.averages, JSON.stringify([setting, date, indicator]), {average, place});
      if (first.average !== average)
        throw fail(
          `setting_average: differs from ${where(first.place, place)}; one value for all rows of an indicator, setting and date`
        );
    }

    const once = (seen: Map<string, Place>, key: string, what: string): void => {
      const first = firstOf(seen, key, place);
      if (first !== place) throw fail(`${what} ${where(first, place)}`);
    };
    once(this.subgroups, JSON.stringify([block, subgroup]), "subgroup: the same as in");
    if (order !== null) once(this.orders, JSON.stringify([block, order]), "subgroup_order: the same as in");
    if (row.reference_subgroup)
      once(this.references, block, "reference_subgroup: one for each dimension of an indicator, and there is one in");
  }
}

function firstOf<T>(seen: Map<string, T>, key: string, now: T): T {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, now);
  return first ?? now;
}

function where(first: Place, now: Place): string {
  return first.label === now.label ? `line ${first.line}` : `${first.label}:${first.line}`;
}
