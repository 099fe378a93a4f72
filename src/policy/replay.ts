import type {Outcome} from "../model/decision.js";
import type {Request} from "../model/request.js";
import type {PolicyTables} from "./bundle.js";
import {factsOf, type Facts} from "./facts.js";
import {parseRequest} from "./parseRequest.js";
import type {Policy} from "./policy.js";

/** One of the two policies that are compared, with the tables by which it sees a request. */
export interface PolicyVersion {
  policy: Pick<Policy, "decide">;
  tables: PolicyTables;
}

/** Requests of one kind that the two policies answer differently. */
export interface Flip {
  from: Outcome;
  to: Outcome;
  role: string;
  action: string;
  /** As the policy before classes the trait; empty where no trait is asked about. */
  traitClasses: string[];
  releaseClass: string;
  access: string;
  requests: number;
  /** `seq` of the first of them. */
  example: number;
}

export interface Replay {
  requests: number;
  /** How many of them differ in what the rules see; each of these was decided once by either policy. */
  distinct: number;
  /** Most frequent first. */
  flips: Flip[];
}

/** Work between two rests of the page; about 10 ms where a decision takes as long as reading fifty requests. */
const sliceOfWork = 500;
const workOfDecision = 50;

/**
 * Decides past requests again under two policies and counts what flips; only outcomes are compared.
 * Requests that look the same to the rules are decided once. Rests now and then, so that a page stays alive.
 * Throws what `signal` was aborted with.
 */
export async function replay(
  entries: readonly {seq: number; request: unknown}[],
  before: PolicyVersion,
  after: PolicyVersion,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal
): Promise<Replay> {
  const decided = new Map<string, {from: Outcome; to: Outcome}>();
  const flips = new Map<string, Flip>();
  let work = 0;
  for (const [i, {seq, request: value}] of entries.entries()) {
    const parsed = parseRequest(value);
    if ("problems" in parsed) {
      decided.set("unreadable", {from: "forbid", to: "forbid"});
    } else {
      const seen = factsOf(parsed.request, before.tables);
      const key = JSON.stringify([seen, factsOf(parsed.request, after.tables)]);
      let outcomes = decided.get(key);
      if (!outcomes) {
        outcomes = await decideBoth(parsed.request, before, after);
        decided.set(key, outcomes);
        work += workOfDecision;
      }
      if (outcomes.from !== outcomes.to) count(flips, outcomes, seen, seq);
    }
    if (++work < sliceOfWork) continue;
    work = 0;
    onProgress(i + 1);
    await new Promise((resume) => setTimeout(resume));
    signal?.throwIfAborted();
  }
  onProgress(entries.length);
  return {
    requests: entries.length,
    distinct: decided.size,
    flips: [...flips.values()].sort((a, b) => b.requests - a.requests || a.example - b.example)
  };
}

async function decideBoth(request: Request, before: PolicyVersion, after: PolicyVersion) {
  const [from, to] = [await before.policy.decide(request), await after.policy.decide(request)];
  return {from: from.outcome, to: to.outcome};
}

function count(flips: Map<string, Flip>, outcomes: {from: Outcome; to: Outcome}, facts: Facts, seq: number): void {
  const {role, action, trait_classes: traitClasses, class: releaseClass, access} = facts;
  const kind = {...outcomes, role, action, traitClasses, releaseClass, access};
  const key = JSON.stringify(kind);
  const known = flips.get(key);
  if (known) known.requests += 1;
  else flips.set(key, {...kind, requests: 1, example: seq});
}
