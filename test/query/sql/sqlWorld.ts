import {policyEngineClass, readPolicyBundle} from "../../../data-loaders/release/policyEngine.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import type {Decision} from "../../../src/model/decision.js";
import type {Request} from "../../../src/model/request.js";
import type {EarlierGroups} from "../../../src/query/earlierGroups.js";
import {openPolicy, type Policy} from "../../../src/policy/policy.js";
import {openDatabase, type LoadableDatabase} from "../../../src/query/duckdb.js";
import type {SqlAsked} from "../../../src/model/sqlAnswer.js";
import {askSql} from "../../../src/query/sqlCell/askSql.js";
import {duckdbInProcess} from "../../fixtures/duckdb.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

/** Tables that can be asked in SQL under the policy of the pages. */
export interface SqlWorld {
  manifest: ReleaseManifest;
  database: LoadableDatabase;
  ask(sql: string, earlier?: EarlierGroups): Promise<SqlAsked>;
  /** What was recorded, in order. */
  records: {request: Request; decision: Decision}[];
}

/**
 * A controlled cohort in real DuckDB. `released`: as the loaders would release it. `exact`: with every small count left in
 * its tables, as if the release gate had failed, so that the query gate stands alone.
 */
export async function sqlWorld(
  kind: "released" | "exact",
  change: (manifest: ReleaseManifest) => void = () => undefined
): Promise<SqlWorld> {
  const {manifest} = await sampleRelease({variants: 60});
  const {tables} = await sampleRelease({variants: 60, class: kind === "exact" ? "open" : "controlled"});
  change(manifest);
  const database = await openDatabase(await duckdbInProcess(), manifest.strata);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const) await database.load(name, tables[name]);
  const records: SqlWorld["records"] = [];
  const policy = await openedPolicy();
  const asker = {
    actor: {id: "reader-1", role: "researcher" as const},
    purpose: {code: "DUO:0000006", statement: "Which lipid genes carry common variants?"},
    manifest
  };
  return {
    manifest,
    database,
    records,
    ask: (sql, earlier) =>
      askSql(sql, "analyse", asker, {policy, database, earlier, record: (made) => void records.push(made)})
  };
}

let opened: Promise<Policy> | null = null;

function openedPolicy(): Promise<Policy> {
  opened ??= openPolicy(policyEngineClass, readPolicyBundle("query"));
  return opened;
}
