import type {Request} from "../model/request.js";
import type {PolicyBundle} from "./bundle.js";
import {openFingerprints} from "./fingerprints.js";
import {findFlips, samplesOfLog, type FlipReport, type Sample} from "./flips.js";
import {openPolicy, type Engine} from "./policy.js";
import {PolicyError} from "./policyError.js";
import {parsePolicySet, type Gate, type PolicyFiles, type PolicySet} from "./policySet.js";
import {queryProbes, releaseProbes} from "./probes.js";
import {openRules} from "./rules.js";

type Decide = Awaited<ReturnType<typeof openPolicy>>["decide"];

/** Both gates of a policy set, ready to decide. Throws a `PolicyError` where one cannot. */
export async function openGates(Oso: new () => Engine, {gates}: PolicySet): Promise<Record<Gate, Decide>> {
  const [release, query] = [await openPolicy(Oso, gates.release), await openPolicy(Oso, gates.query)];
  return {release: release.decide, query: query.decide};
}

/** What keeps the files from deciding; empty when both gates open. Only the first problem of a gate is found. */
export async function problemsOf(Oso: new () => Engine, files: PolicyFiles): Promise<PolicyError[]> {
  let set: PolicySet;
  try {
    set = parsePolicySet(files);
  } catch (error) {
    return [asPolicyError(error)];
  }
  const problems = await Promise.all(Object.values(set.gates).map((bundle) => problemOf(Oso, bundle)));
  const messages = problems.map((problem) => problem?.message);
  // The limits are every gate's: a problem with them is found twice.
  return problems.filter((problem, i) => problem !== null && messages.indexOf(problem.message) === i) as PolicyError[];
}

/** A clause that does not parse is named rather than what follows from it, such as a rule that has only words left. */
async function problemOf(Oso: new () => Engine, bundle: PolicyBundle): Promise<PolicyError | null> {
  try {
    await openPolicy(Oso, bundle);
    return null;
  } catch (error) {
    return openRules(Oso, bundle.polar).then(() => asPolicyError(error), asPolicyError);
  }
}

function asPolicyError(error: unknown): PolicyError {
  if (error instanceof PolicyError) return error;
  throw error;
}

/** Compares what is in force with changed sets, one after the other, and decides by what is in force only once. */
export function openComparison(
  Oso: new () => Engine,
  before: PolicySet
): (
  after: PolicySet,
  log: readonly {request: Request}[],
  effects: Parameters<typeof findFlips>[3]
) => Promise<FlipReport> {
  const inForce = openGates(Oso, before).then(({release, query}) => ({
    release: remembering(release),
    query: remembering(query)
  }));
  const fingerprints = openFingerprints(Oso, before);
  return async (after, log, effects) => {
    const [was, is] = [await fingerprints, await openFingerprints(Oso, after)];
    return findFlips(await inForce, await openGates(Oso, after), samplesFor(before, after, log), {
      ...effects,
      async mayFlip({gate, request}) {
        const old = await was[gate](request);
        return old === null || old !== (await is[gate](request));
      }
    });
  };
}

/**
 * What is decided under both sets: past requests, the named cases of either, and the enumerated space of requests.
 * A case that only one of the sets has is decided by both all the same.
 */
function samplesFor(before: PolicySet, after: PolicySet, log: readonly {request: Request}[]): Sample[] {
  const versions = [before.gates.query.tables, after.gates.query.tables];
  return [...samplesOfLog(log), ...casesOf(before, after), ...queryProbes(versions), ...releaseProbes(versions)];
}

function remembering(decide: Decide): Decide {
  const known = new Map<string, Awaited<ReturnType<Decide>>>();
  return async (request) => {
    const key = JSON.stringify(request);
    const decision = known.get(key) ?? (await decide(request));
    known.set(key, decision);
    return decision;
  };
}

function casesOf(...sets: PolicySet[]): Sample[] {
  const found = new Map<string, Sample>();
  for (const {cases} of sets) {
    for (const gate of ["release", "query"] as const) {
      for (const {topic, outcome, sentence, request} of cases[gate]) {
        const expects = {file: `policies/${topic}/${outcome}/${sentence}.json`, outcome};
        const key = JSON.stringify([gate, sentence, request]);
        found.set(key, {source: "case", gate, request, name: sentence, expects, times: 1});
      }
    }
  }
  return [...found.values()];
}
