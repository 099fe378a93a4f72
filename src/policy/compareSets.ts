import type {Request} from "../model/request.js";
import {findFlips, samplesOfLog, type FlipReport, type Sample} from "./flips.js";
import {openPolicy, type Engine} from "./policy.js";
import {PolicyError} from "./policyError.js";
import {parsePolicySet, type Gate, type PolicyFiles, type PolicySet} from "./policySet.js";
import {queryProbes, releaseProbes} from "./probes.js";

type Decide = Awaited<ReturnType<typeof openPolicy>>["decide"];

/** Both gates of a policy set, ready to decide. Throws a `PolicyError` where one cannot. */
export async function openGates(Oso: new () => Engine, {gates}: PolicySet): Promise<Record<Gate, Decide>> {
  const [release, query] = [await openPolicy(Oso, gates.release), await openPolicy(Oso, gates.query)];
  return {release: release.decide, query: query.decide};
}

/** What keeps the files from deciding; empty when both gates open. Only the first problem is found. */
export async function problemsOf(
  Oso: new () => Engine,
  files: PolicyFiles
): Promise<{file: string; line: number | null; what: string}[]> {
  try {
    await openGates(Oso, parsePolicySet(files));
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [{file: error.file, line: error.line, what: error.what}];
  }
}

/**
 * What flips between two policy sets: in the named cases of both, in an enumerated space of requests, and in a log.
 * A case that only one of the sets has is decided by both all the same.
 */
export async function compareSets(
  Oso: new () => Engine,
  before: PolicySet,
  after: PolicySet,
  log: readonly {request: Request}[],
  effects: Parameters<typeof findFlips>[3]
): Promise<FlipReport> {
  const versions = [before.gates.query.tables, after.gates.query.tables];
  const samples = [
    ...samplesOfLog(log),
    ...casesOf(before, after),
    ...queryProbes(versions),
    ...releaseProbes(versions)
  ];
  return findFlips(await openGates(Oso, before), await openGates(Oso, after), samples, effects);
}

function casesOf(...sets: PolicySet[]): Sample[] {
  const found = new Map<string, Sample>();
  for (const {cases} of sets) {
    for (const gate of ["release", "query"] as const) {
      for (const {sentence, request} of cases[gate]) {
        found.set(JSON.stringify([gate, sentence, request]), {source: "case", gate, request, name: sentence, times: 1});
      }
    }
  }
  return [...found.values()];
}
