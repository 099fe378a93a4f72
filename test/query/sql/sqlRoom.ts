import {policyEngineClass, readPolicyBundle} from "../../../data-loaders/release/policyEngine.js";
import type {LogEntry} from "../../../src/model/logEntry.js";
import type {ReleaseClass} from "../../../src/model/release.js";
import type {Action, Request} from "../../../src/model/request.js";
import {openPolicy} from "../../../src/policy/policy.js";
import {openDatabase, type LoadableDatabase} from "../../../src/query/duckdb.js";
import {askSql, type AskedSql} from "../../../src/query/sqlCell.js";
import {duckdbInProcess} from "../../fixtures/duckdb.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

export type Row = Record<string, string | number | null>;

/** A small release in the real engine, judged by the real rules. */
export interface SqlRoom {
  ask(text: string, action?: Action, role?: Request["actor"]["role"]): Promise<AskedSql>;
  /** What was recorded, in order. */
  recorded: Pick<LogEntry, "request" | "decision">[];
  /** Texts that were run, in order. */
  ran: string[];
  rows(table: string): Promise<Row[]>;
  database: LoadableDatabase;
}

/** With `exact`, the tables hold every small count that such a release would withhold, so that the query gate stands alone. */
export async function openSqlRoom(
  releaseClass: ReleaseClass = "controlled",
  variants = 100,
  exact = false
): Promise<SqlRoom> {
  const release = await sampleRelease({variants, class: releaseClass});
  if (exact) release.tables = (await sampleRelease({variants, class: "open"})).tables;
  const database = await openDatabase(await duckdbInProcess(), release.manifest.strata);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
    await database.load(name, release.tables[name]);
  await database.run({text: "CREATE TEMP TABLE answer_1 AS SELECT 3 AS ac", values: []});
  const policy = await openPolicy(policyEngineClass, readPolicyBundle("query"));
  const [recorded, ran]: [SqlRoom["recorded"], string[]] = [[], []];
  return {
    database,
    recorded,
    ran,
    ask: (text, action = "view", role = "researcher") =>
      askSql(
        text,
        action,
        {
          actor: {id: "reader", role},
          purpose: {code: "DUO:0000042", statement: "How common variants are in each group."},
          manifest: release.manifest
        },
        {
          policy,
          known: database.known,
          explain: (printed) => database.explain(printed),
          run: (printed) => (ran.push(printed), database.runText(printed)),
          record: (made) => recorded.push(made)
        }
      ),
    async rows(table) {
      const {names, values, rows} = await database.run({text: `SELECT * FROM ${table}`, values: []});
      return Array.from({length: rows}, (_, i) => Object.fromEntries(names.map((name, k) => [name, values[k][i]])));
    }
  };
}
