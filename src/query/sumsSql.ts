import type {CountTable, Measure, Question} from "../model/question.js";
import {identifier, joined, literal, nothing, sql, type Sql} from "./sqlText.js";

/** Column that every answer carries: its smallest count above 0, or that can be worked out from it. */
export const smallestColumn = "smallest_cell";

/**
 * The sums of one table that a question needs, per chosen variant and group: each column once for each set of people.
 * A sum is NaN when a part of it is withheld, because NaN, unlike NULL, is not passed over by `sum`.
 * `derivable` are the counts that a reader could work out from the measures: each column that goes into them, and the
 * other allele. It takes for granted that columns can be told apart, and NULL stands for 0, which is never small.
 */
export function sumsSql(table: CountTable, question: Question): {rows: Sql; derivable: Sql[]} {
  const measures = question.measures.filter((measure) => measure.table === table);
  const sums = new Map<string, Sql>();
  const derivable = new Map<string, Sql>();
  for (const {where, sum, over} of measures) {
    for (const column of Object.keys({...sum, ...over})) {
      const name = sumName(table, column, where);
      sums.set(
        name,
        sql`sum(coalesce(${identifier(column)}::DOUBLE, 'NaN'))${filterWhere(where)} AS ${identifier(name)}`
      );
      derivable.set(name, sql`nullif(${identifier(name)}, 0)`);
    }
    const [ac, an] = ["ac", "an"].map((column) => sumName(table, column, where));
    if (sums.has(ac) && sums.has(an))
      derivable.set(`${an} other`, sql`nullif(${identifier(an)} - ${identifier(ac)}, 0)`);
  }
  const groups = question.groupBy.map((name, i) => ({name: identifier(groupName(name)), value: groupSql(i, question)}));
  const selected = [sql`variant_row`, ...groups.map(({name, value}) => sql`${value} AS ${name}`), ...sums.values()];
  const keys = joined([sql`variant_row`, ...groups.map(({name}) => name)], ", ");
  const rows = sql`SELECT ${joined(selected, ", ")} FROM ${identifier(`${table}_rows`)}
WHERE variant_row IN (SELECT variant_row FROM chosen) GROUP BY ${keys}`;
  return {rows, derivable: [...derivable.values()]};
}

/** One measure from the sums: NULL when there is nothing to count, or no call to divide by. */
export function measureSql({name, table, sum, over, where}: Measure): Sql {
  const of = (weights: Record<string, number>): Sql =>
    joined(
      Object.entries(weights).map(([column, weight]) => {
        const value = identifier(sumName(table, column, where));
        return weight === 1 ? value : sql`${literal(weight)} * ${value}`;
      }),
      " + "
    );
  const value = over ? sql`(${of(sum)}) / nullif(${of(over)}, 0)` : of(sum);
  return sql`${value} AS ${identifier(name)}`;
}

/** Not the column's own name, which a GROUP BY would take it for. */
export function groupName(variable: string): string {
  return `group ${variable}`;
}

function sumName(table: CountTable, column: string, where: Record<string, string>): string {
  return [table, column, ...Object.entries(where).map((entry) => entry.join("="))].join(" ");
}

/** The level of a row's group, or the levels of all the groups that are shown as one with it. */
function groupSql(index: number, {groupBy, merged = []}: Question): Sql {
  const cases = merged.map((groups) => {
    const members = groups.map((levels) => {
      const same = groupBy.map((name, i) => sql`${identifier(name)} = ${levels[i]}`);
      return sql`(${joined(same, " AND ")})`;
    });
    const label = [...new Set(groups.map((levels) => levels[index]))].join(" or ");
    return sql`WHEN ${joined(members, " OR ")} THEN ${label}`;
  });
  const level = sql`${identifier(groupBy[index])}::VARCHAR`;
  return cases.length > 0 ? sql`CASE ${joined(cases, " ")} ELSE ${level} END` : level;
}

function filterWhere(where: Record<string, string>): Sql {
  const conditions = Object.entries(where).map(([variable, level]) => sql`${identifier(variable)} = ${level}`);
  return conditions.length > 0 ? sql` FILTER (WHERE ${joined(conditions, " AND ")})` : nothing;
}
