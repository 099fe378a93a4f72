import type {CountTable, Filter, Measure, Order, Question} from "../model/question.js";
import {groupName, measureSql, smallestColumn, sumsSql} from "./sumsSql.js";
import {identifier, joined, least, nothing, sql, type Sql} from "./sqlText.js";

/** Columns that may be named in a statement, by table: whatever is not listed here never reaches the database. */
export type KnownColumns = Partial<Record<"variants" | "association" | CountTable, readonly string[]>>;

/**
 * The whole answer, in no order: one row per variant (and group), with `variant_row` and `smallest_cell` beside
 * what is asked for. A measure is NaN when a part of it is withheld and NULL when there is nothing to count.
 * Throws an Error naming a table, column or measure that is not known.
 */
export function answerSql(question: Question, known: KnownColumns): Sql {
  const tables = [...new Set(question.measures.map(({table}) => table))];
  checkQuestion(question, known, tables);
  const parts = tables.map((table) => sumsSql(table, question));
  const selected = [
    sql`c.variant_row`,
    ...question.columns.map((name) => sql`c.${identifier(name)}`),
    ...question.groupBy.map((name) => sql`${identifier(groupName(name))} AS ${identifier(name)}`),
    ...question.measures.map(measureSql),
    sql`${least(parts.flatMap(({derivable}) => derivable))} AS ${identifier(smallestColumn)}`
  ];
  const join = question.groupBy.length > 0 ? sql`JOIN` : sql`LEFT JOIN`;
  const withParts = parts.map(({rows}, i) => sql`,\n${identifier(`part ${tables[i]}`)} AS (${rows})`);
  const joins = tables.map((table) => sql` ${join} ${identifier(`part ${table}`)} USING (variant_row)`);
  return sql`WITH chosen AS MATERIALIZED (${chosenSql(question.filters, known)})${joined(withParts, "")}
SELECT ${joined(selected, ", ")} FROM chosen c${joined(joins, "")}`;
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
  for (const measure of question.measures) checkMeasure(measure, columnsOf(known, measure.table));
  for (const table of tables) for (const name of question.groupBy) checkColumn(name, columnsOf(known, table), table);
  const names = [...question.columns, ...question.groupBy, ...question.measures.map(({name}) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`asked for twice: ${twice}`);
}

function checkMeasure({name, table, sum, over, where}: Measure, columns: readonly string[]): void {
  if (Object.keys(sum).length === 0) throw new Error(`measure ${name} sums no column`);
  for (const column of Object.keys({...sum, ...over, ...where})) checkColumn(column, columns, table);
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

function columnsOf(known: KnownColumns, table: "variants" | CountTable): readonly string[] {
  const columns = known[table];
  if (!columns) throw new Error(`unknown table: ${table}`);
  return columns;
}

function checkColumn(column: string, known: readonly string[], table: string): void {
  if (!known.includes(column)) throw new Error(`unknown column of ${table}: ${column}`);
}
