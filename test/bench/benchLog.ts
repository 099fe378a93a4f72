import {policyEngineClass, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import {openPolicy} from "../../src/policy/policy.js";
import {replay, type PolicyVersion} from "../../src/policy/replay.js";
import {verifyChain} from "../../src/query/decisionChain.js";
import {readLog, toJsonLines} from "../../src/query/decisionFile.js";
import {chunksOf} from "../../src/query/fileLines.js";
import {pastDecisions} from "../fixtures/pastDecisions.js";
import {goalRow, valueRow} from "./goalRow.js";

const decisions = 100_000;

/** A long decision log: read and verified from its file, verified as it is kept, and replayed under a changed policy. */
export async function benchLog(): Promise<void> {
  console.log(`\nA log of ${decisions.toLocaleString("en")} decisions`);
  const entries = pastDecisions(decisions);
  let started = performance.now();
  const file = new Blob([toJsonLines(entries)]);
  valueRow("written as a file", performance.now() - started, `${Math.round(file.size / 1e6)} MB`);

  started = performance.now();
  const {fault} = await readLog(chunksOf(file.stream()));
  if (fault) throw new Error(fault.sentence);
  goalRow("read and verified", performance.now() - started, 5000);

  started = performance.now();
  const verdict = verifyChain(entries);
  if (!verdict.intact) throw new Error(verdict.sentence);
  valueRow("verified as kept in a browser", performance.now() - started);

  const bundle = readPolicyBundle("query");
  const limits = {...bundle.tables.limits, "small_cell.max_withheld": 100};
  const [before, after] = await Promise.all([
    version(bundle),
    version({...bundle, tables: {...bundle.tables, limits}})
  ]);
  started = performance.now();
  const {distinct, flips} = await replay(entries, before, after);
  const flipped = flips.reduce((sum, {requests}) => sum + requests, 0);
  goalRow("replayed under a changed policy", performance.now() - started, 120_000);
  console.log(`    ${distinct} distinct requests decided, ${flipped} of ${decisions} answers flip`);
}

async function version(bundle: PolicyBundle): Promise<PolicyVersion> {
  return {policy: await openPolicy(policyEngineClass, bundle), tables: bundle.tables};
}
