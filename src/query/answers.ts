import type {Answer, Filter, Question} from "../model/question.js";
import type {Database} from "./database.js";
import {answerSql, countVariantsSql, orderSql} from "./sql.js";
import {identifier, joined, literal, sql, type Sql} from "./sqlText.js";
import {smallestColumn} from "./sumsSql.js";

let made = 0;

/** Works out the whole answer once; pages of it are then read from where it is kept, until it is closed. */
export async function answerQuestion(question: Question, database: Database): Promise<Answer> {
  const kept = identifier(`answer_${(made += 1)}`);
  await database.run(sql`CREATE TEMP TABLE ${kept} AS ${limited(question, answerSql(question, database.known))}`);
  const measures = question.measures.map(({name}) => name);
  const names = [...question.columns, ...question.groupBy, ...measures];
  const texts = names.length - measures.length;
  const {rows, smallest, withheld} = await summary(database, kept, measures);
  return {
    names,
    rows,
    smallestCell: smallest,
    withheld,
    async page(offset, limit, orderBy = question.orderBy) {
      const columns = joined(names.map(identifier), ", ");
      const order = orderSql(orderBy, names, question.groupBy);
      const page = await database.run(
        sql`SELECT ${columns} FROM ${kept} ${order} LIMIT ${literal(limit)} OFFSET ${literal(offset)}`
      );
      return {
        names,
        values: page.values.map((column, i) => (i < texts ? column : column.map(swapped))),
        rows: page.rows,
        offset
      };
    },
    async close() {
      await database.run(sql`DROP TABLE IF EXISTS ${kept}`);
    }
  };
}

/** How many variants a question is about; null when it has no filter, and so is about all of them. */
export async function countVariants(filters: Filter[], database: Database): Promise<number | null> {
  if (filters.length === 0) return null;
  return (await database.run(countVariantsSql(filters, database.known))).values[0][0] as number;
}

function limited(question: Question, answer: Sql): Sql {
  if (question.limit === null && question.offset === 0) return answer;
  const names = [...question.columns, ...question.groupBy, ...question.measures.map(({name}) => name)];
  const order = orderSql(question.orderBy, names, question.groupBy);
  const limit = question.limit === null ? sql`` : sql`LIMIT ${literal(question.limit)}`;
  return sql`SELECT * FROM (${answer}) ${order} ${limit} OFFSET ${literal(question.offset)}`;
}

/** SQL has NaN for withheld, which sums pass on, and NULL for nothing to count; the model has them the other way round. */
function swapped(value: string | number | null): string | number | null {
  if (value === null) return NaN;
  return Number.isNaN(value) ? null : value;
}

async function summary(database: Database, kept: Sql, measures: string[]) {
  const withheld = measures.map((name) => sql`count_if(isnan(${identifier(name)}))`);
  const {values} = await database.run(
    sql`SELECT count(*)::DOUBLE, min(${identifier(smallestColumn)}), (${joined([sql`0`, ...withheld], " + ")})::DOUBLE FROM ${kept}`
  );
  const [rows, smallest, cells] = values.map(([value]) => value as number | null);
  // NaN is the largest number to DuckDB: it is the smallest only of cells that are all withheld.
  return {rows: rows!, smallest: Number.isNaN(smallest) ? null : smallest, withheld: cells ?? 0};
}
