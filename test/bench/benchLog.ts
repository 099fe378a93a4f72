import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {openComparison} from "../../src/policy/compareSets.js";
import {parsePolicySet} from "../../src/policy/policySet.js";
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

  // As the page What if replays it, with the cases and the enumerated requests that are compared at the same time.
  const set = readPolicySet();
  const limits = "policies/thresholds.yaml";
  const text = set.files[limits].replace("max_withheld: 20", "max_withheld: 100");
  const changed = parsePolicySet({...set.files, [limits]: text});
  let steps = 0;
  started = performance.now();
  const compare = openComparison(policyEngineClass, set);
  const {flips, decided} = await compare(changed, entries, {onProgress: () => void ++steps});
  goalRow("replayed under a changed policy", performance.now() - started, 120_000);
  const ofLog = flips.filter(({source, change}) => source === "log" && change !== "reasons");
  const flipped = ofLog.reduce((sum, {times}) => sum + times, 0);
  console.log(`    ${decided.log} past requests, ${flipped} answers flip; ${steps} distinct requests in all`);
}
