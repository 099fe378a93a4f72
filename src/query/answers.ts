import type {Answer, Filter, Question} from "../model/question.js";
import type {Database} from "./database.js";
import {answerSql, countVariantsSql, orderSql, smallestColumn} from "./sql.js";
import {identifier, joined, literal, sql, type Sql} from "./sqlText.js";

let made = 0;

/** Works out the whole answer once; pages of it are then read from where it is kept, until it is closed. */
export async function answerQuestion(question: Question, database: Database): Promise<Answer> {
  const kept = identifier(`answer_${(made += 1)}`);
  await database.run(sql`CREATE TEMP TABLE ${kept} AS ${limited(question, answerSql(question, database.known))}`);
  const measures = question.measures.map(({name}) => name);
  const names = [...question.columns, ...question.groupBy, ...measures];
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
      return {names, values: page.values, rows: page.rows, offset};
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

async function summary(database: Database, kept: Sql, measures: string[]) {
  const withheld = measures.map((name) => sql`count(*) - count(${identifier(name)})`);
  const {values} = await database.run(
    sql`SELECT count(*)::DOUBLE, min(${identifier(smallestColumn)}), (${joined([sql`0`, ...withheld], " + ")})::DOUBLE FROM ${kept}`
  );
  const [rows, smallest, cells] = values.map(([value]) => value as number | null);
  return {rows: rows!, smallest, withheld: cells!};
}
