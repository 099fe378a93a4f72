import type {CountTable, Filter, Measure, Order, Question} from "../model/question.js";
import {identifier, joined, literal, nothing, sql, type Sql} from "./sqlText.js";

/** Columns that may be named in a statement, by table: whatever is not listed here never reaches the database. */
export type KnownColumns = Partial<Record<"variants" | CountTable, readonly string[]>>;

/** Column that every answer carries beside those asked for: its smallest count above 0, or that can be derived from it. */
export const smallestColumn = "smallest_cell";

/**
 * The whole answer: one row per variant (and group), in no order.
 * A measure is NULL when a part of it is withheld, NaN when it has no part.
 * Throws an Error naming a table, column or measure that is not known.
 */
export function answerSql(question: Question, known: KnownColumns): Sql {
  const tables = [...new Set(question.measures.map(({table}) => table))];
  checkQuestion(question, known, tables);
  const parts = tables.map((table) => sql`, ${identifier(part(table))} AS (${measuresSql(table, question, known)})`);
  const selected = [
    sql`c.variant_row`,
    ...question.columns.map((name) => sql`c.${identifier(name)}`),
    ...question.groupBy.map(
      (name) => sql`${identifier(part(tables[0]))}.${identifier(`group ${name}`)} AS ${identifier(name)}`
    ),
    ...question.measures.map(measureOrNothing),
    smallestOf(tables)
  ];
  const join = question.groupBy.length > 0 ? sql`JOIN` : sql`LEFT JOIN`;
  return sql`WITH chosen AS MATERIALIZED (${chosenSql(question.filters, known)})${joined(parts, "")}
SELECT ${joined(selected, ", ")} FROM chosen c ${joined(
    tables.map((table) => sql`${join} ${identifier(part(table))} USING (variant_row)`),
    " "
  )}`;
}

/** How many variants pass the filters. */
export function countVariantsSql(filters: Filter[], known: KnownColumns): Sql {
  return sql`SELECT count(*)::DOUBLE AS n FROM (${chosenSql(filters, known)})`;
}

/** Order of an answer that has `columns`: withheld and empty values last, ties in genome order, then by group. */
export function orderSql(orderBy: Order[], columns: string[], groupBy: string[]): Sql {
  const terms = orderBy.map(({by, descending}) => {
    checkColumn(by, columns, "the answer");
    const value = sql`CASE WHEN ${identifier(by)}::VARCHAR IN ('nan', '') THEN NULL ELSE ${identifier(by)} END`;
    return descending ? sql`${value} DESC NULLS LAST` : sql`${value} ASC NULLS LAST`;
  });
  return sql`ORDER BY ${joined([...terms, sql`variant_row`, ...groupBy.map(identifier)], ", ")}`;
}

function checkQuestion(question: Question, known: KnownColumns, tables: CountTable[]): void {
  for (const column of question.columns) checkColumn(column, columnsOf(known, "variants"), "variants");
  if (question.groupBy.length > 0 && tables.length !== 1)
    throw new Error(`a question split by groups needs measures of one table, found ${tables.length}`);
  const names = [...question.columns, ...question.groupBy, ...question.measures.map(({name}) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`asked for twice: ${twice}`);
}

function part(table: CountTable): string {
  return `${table}_part`;
}

/** Without any row of a variant the outer join leaves NULL, which would read as withheld. */
function measureOrNothing({name, table}: Measure): Sql {
  const t = identifier(part(table));
  return sql`CASE WHEN ${t}."parts" IS NULL THEN 'NaN'::DOUBLE ELSE ${t}.${identifier(name)} END AS ${identifier(name)}`;
}

function smallestOf(tables: CountTable[]): Sql {
  const columns = tables.map((table) => sql`${identifier(part(table))}.${identifier(smallestColumn)}`);
  return sql`${columns.length > 0 ? least(columns) : sql`NULL::DOUBLE`} AS ${identifier(smallestColumn)}`;
}

function chosenSql(filters: Filter[], known: KnownColumns): Sql {
  columnsOf(known, "variants");
  const conditions = filters.map((filter) => sql`(${filterSql(filter)})`);
  return sql`SELECT * FROM variants${conditions.length > 0 ? sql` WHERE ${joined(conditions, " AND ")}` : nothing}`;
}

function filterSql(filter: Filter): Sql {
  switch (filter.kind) {
    case "variant":
      return oneOf("variant_id", filter.ids);
    case "rsid":
      return oneOf("rsid", filter.ids);
    case "gene":
      return anyOf(filter.names.map((name) => sql`gene = ${name} OR list_contains(string_split(gene, ';'), ${name})`));
    case "region":
      return sql`chrom = ${filter.chrom} AND pos BETWEEN ${filter.start} AND ${filter.end}`;
    case "text": {
      const text = filter.text.toLowerCase();
      return anyOf(["variant_id", "rsid", "gene"].map((name) => sql`contains(lower(${identifier(name)}), ${text})`));
    }
  }
}

function oneOf(column: string, values: string[]): Sql {
  const list = joined(
    values.map((value) => sql`${value}`),
    ", "
  );
  return values.length > 0 ? sql`${identifier(column)} IN (${list})` : sql`false`;
}

function anyOf(conditions: Sql[]): Sql {
  return conditions.length > 0 ? joined(conditions, " OR ") : sql`false`;
}

/** Sums of one table per chosen variant, and per group where the question has any. */
function measuresSql(table: CountTable, question: Question, known: KnownColumns): Sql {
  const columns = columnsOf(known, table);
  for (const name of question.groupBy) checkColumn(name, columns, table);
  const measures = question.measures.filter((measure) => measure.table === table);
  for (const measure of measures) checkMeasure(measure, columns);
  const groups = question.groupBy.map((name, i) => groupSql(name, i, question));
  const keys = joined([sql`variant_row`, ...groups.map(({name}) => name)], ", ");
  const selected = [
    sql`variant_row`,
    ...groups.map(({name, value}) => sql`${value} AS ${name}`),
    sql`count(*) AS "parts"`,
    ...measures.map(measureSql),
    derivableSql(measures)
  ];
  return sql`SELECT ${joined(selected, ", ")} FROM ${identifier(`${table}_rows`)}
WHERE variant_row IN (SELECT variant_row FROM chosen) GROUP BY ${keys}`;
}

/** The level of a row's group, or the levels of all the groups that are shown as one with it. */
function groupSql(variable: string, index: number, {groupBy, merged = []}: Question): {name: Sql; value: Sql} {
  // Another name than the column's, which a GROUP BY would otherwise take it for.
  const name = identifier(`group ${variable}`);
  const cases = merged.map((groups) => {
    const members = groups.map((levels) =>
      joined(
        groupBy.map((g, i) => sql`${identifier(g)} = ${levels[i]}`),
        " AND "
      )
    );
    const label = [...new Set(groups.map((levels) => levels[index]))].join(" or ");
    return sql`WHEN ${joined(
      members.map((member) => sql`(${member})`),
      " OR "
    )} THEN ${label}`;
  });
  const level = sql`${identifier(variable)}::VARCHAR`;
  return {name, value: cases.length > 0 ? sql`CASE ${joined(cases, " ")} ELSE ${level} END` : level};
}

function checkMeasure({name, table, sum, over, where}: Measure, columns: readonly string[]): void {
  if (Object.keys(sum).length === 0) throw new Error(`measure ${name} sums no column`);
  for (const column of Object.keys({...sum, ...over, ...where})) checkColumn(column, columns, table);
}

function measureSql({name, sum, over, where}: Measure): Sql {
  const only = filterWhere(where);
  const parts = weighted({...over, ...sum});
  const total = sql`sum(${weighted(sum)})${only}::DOUBLE`;
  // A ratio to no calls at all is nothing to count, not something withheld.
  const value = over
    ? sql`CASE WHEN sum(${weighted(over)})${only} = 0 THEN 'NaN'::DOUBLE ELSE ${total} / sum(${weighted(over)})${only} END`
    : total;
  return sql`CASE WHEN count(*)${only} = 0 THEN 'NaN'::DOUBLE WHEN count(*)${only} > count(${parts})${only} THEN NULL ELSE ${value} END AS ${identifier(name)}`;
}

/**
 * Smallest count above 0 that a reader could work out from the measures of a row: each column that goes into them,
 * summed over the same people, and the other allele where both allele count and number go in.
 * Conservative: it takes for granted that columns can be told apart.
 */
function derivableSql(measures: Measure[]): Sql {
  const cells = new Map<string, Sql>();
  for (const {table, sum, over, where} of measures) {
    const add = (key: string, value: Sql): void =>
      void cells.set(JSON.stringify([Object.entries(where), key]), wholeSum(value, filterWhere(where)));
    for (const column of Object.keys({...sum, ...over})) add(column, identifier(column));
    if (table === "allele_counts") add("other allele", sql`"an" - "ac"`);
  }
  return sql`${least([...cells.values()])} AS ${identifier(smallestColumn)}`;
}

/** NULL when 0, when a part is withheld, and when there is no part. */
function wholeSum(value: Sql, only: Sql): Sql {
  return sql`CASE WHEN count(*)${only} = count(${value})${only} THEN nullif(sum(${value})${only}::DOUBLE, 0) END`;
}

function filterWhere(where: Record<string, string>): Sql {
  const conditions = Object.entries(where).map(([variable, level]) => sql`${identifier(variable)} = ${level}`);
  return conditions.length > 0 ? sql` FILTER (WHERE ${joined(conditions, " AND ")})` : nothing;
}

function weighted(weights: Record<string, number>): Sql {
  return joined(
    Object.entries(weights).map(([column, weight]) => sql`${literal(weight)} * ${identifier(column)}`),
    " + "
  );
}

/** DuckDB's `least` ignores NULL. */
function least(values: Sql[]): Sql {
  return values.length > 0 ? sql`least(${joined(values, ", ")})` : sql`NULL::DOUBLE`;
}

function columnsOf(known: KnownColumns, table: "variants" | CountTable): readonly string[] {
  const columns = known[table];
  if (!columns) throw new Error(`unknown table: ${table}`);
  return columns;
}

function checkColumn(column: string, known: readonly string[], table: string): void {
  if (!known.includes(column)) throw new Error(`unknown column of ${table}: ${column}`);
}
