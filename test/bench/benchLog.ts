import {Oso} from "oso";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import type {LogEntry} from "../../src/model/logEntry.js";
import {openPolicy} from "../../src/policy/policy.js";
import {parsePolicySet} from "../../src/policy/policySet.js";
import {replay, type PolicyVersion} from "../../src/policy/replay.js";
import {headOf, linkEntry} from "../../src/query/decisionChain.js";
import {logLines, readLog} from "../../src/query/logFile.js";
import {goalRow} from "./goalRow.js";

const length = 100_000;

/** A log of 100,000 decisions: verified as a file, and decided anew under a changed limit. Requests are those of the cases. */
export async function benchLog(): Promise<void> {
  console.log(`\nDecision log of ${length.toLocaleString("en")} entries, on one thread`);
  const inForce = readPolicySet();
  const policy = await openPolicy(Oso, inForce.gates.query);
  const requests = inForce.cases.query.map(({request}) => request);
  const decisions = await Promise.all(requests.map((request) => policy.decide(request)));
  const entries: LogEntry[] = [];
  for (let i = 0; i < length; ++i) {
    const request = requests[i % requests.length];
    const asked = {...request, actor: {...request.actor, id: `reader-${i}`}};
    const at = new Date(1.7e12 + i * 60_000).toISOString();
    entries.push(linkEntry({at, request: asked, decision: decisions[i % requests.length]}, headOf(entries)));
  }
  const file = new Blob([...logLines(entries)]);
  let start = performance.now();
  const {fault, entries: read} = await readLog(file.stream());
  goalRow("read and verified", performance.now() - start, 5000);
  if (fault || read.length !== length) throw new Error(`the log was not verified: ${fault?.sentence}`);

  const limits = "policies/thresholds.yaml";
  const changed = inForce.files[limits].replace(/max_withheld: \d+/, "max_withheld: 1000000");
  const after = parsePolicySet({...inForce.files, [limits]: changed}).gates.query;
  const open = async (gate: typeof after): Promise<PolicyVersion> => ({
    decide: (await openPolicy(Oso, gate)).decide,
    tables: gate.tables
  });
  const versions = [await open(inForce.gates.query), await open(after)] as const;
  start = performance.now();
  const report = await replay(read, ...versions);
  goalRow("replayed under a changed limit", performance.now() - start, 120_000);
  const flipped = report.flips.reduce((sum, {requests}) => sum + requests, 0);
  const [mb, distinct] = [(file.size / 1e6).toFixed(0), report.distinct.toLocaleString("en")];
  console.log(`    ${mb} MB; ${distinct} distinct facts decided, ${flipped.toLocaleString("en")} outcomes flip`);
}
