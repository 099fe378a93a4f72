import type {Decision, Outcome} from "../model/decision.js";
import type {Action, Request, Role} from "../model/request.js";
import type {PolicyTables} from "./bundle.js";
import {factsOf} from "./facts.js";
import {parseRequest} from "./parseRequest.js";
import {toPolar} from "./prelude.js";

/** One version of the rules: what decides, and the tables by which it sees a request. */
export interface PolicyVersion {
  decide(request: Request): Promise<Decision>;
  tables: PolicyTables;
}

/** Past requests of one kind whose outcome is not the same under both versions. */
export interface ReplayFlip {
  from: Outcome;
  to: Outcome;
  role: Role;
  action: Action;
  /** Classes of the trait under the later version; empty without a trait. */
  traitClasses: string[];
  /** "public", "registered", … and "none" where the request does not say. */
  tier: string;
  releaseClass: string;
  /** Past requests of this kind. */
  requests: number;
  /** Number in the log of one of them. */
  example: number;
}

export interface ReplayReport {
  requests: number;
  /** Requests that differ in their facts under either version: as many were decided. */
  distinct: number;
  /** Past requests that this version of Covenant cannot read, and so would refuse. */
  unreadable: number;
  /** Those that concern the most past requests first. */
  flips: ReplayFlip[];
  /** False when it was stopped before the end. */
  complete: boolean;
}

export interface ReplayEffects {
  /** How many of all requests are decided. */
  onProgress?: (done: number, of: number) => void;
  isStopped?: () => boolean;
  /** Lets the page draw; called after every slice of about 30 ms. */
  breathe?: () => Promise<void>;
  now?: () => number;
}

const sliceMs = 30;

/**
 * What past requests would get under two versions of the rules: outcome only.
 * Requests with the same facts are decided once, because the rules see nothing else.
 */
export async function replay(
  entries: readonly {seq: number; request: Request}[],
  before: PolicyVersion,
  after: PolicyVersion,
  {onProgress, isStopped = () => false, breathe, now = () => performance.now()}: ReplayEffects = {}
): Promise<ReplayReport> {
  const outcomes = new Map<string, {from: Outcome; to: Outcome}>();
  const flips = new Map<string, ReplayFlip>();
  const report: Omit<ReplayReport, "flips" | "complete"> = {requests: 0, distinct: 0, unreadable: 0};
  let complete = true;
  let began = now();
  for (const {seq, request} of entries) {
    report.requests += 1;
    // What cannot be read is refused by every version, and so cannot flip.
    if ("problems" in parseRequest(request)) report.unreadable += 1;
    else {
      const facts = factsOf(request, after.tables);
      const {from, to} = await outcomesOf(request, `${toPolar(factsOf(request, before.tables))}\n${toPolar(facts)}`);
      if (from !== to) count({from, to, ...kindOf(request, facts.trait_classes), requests: 0, example: seq});
    }
    if (now() - began < sliceMs) continue;
    onProgress?.(report.requests, entries.length);
    await breathe?.();
    if (isStopped()) {
      complete = false;
      break;
    }
    began = now();
  }
  onProgress?.(report.requests, entries.length);
  const sorted = [...flips.values()].sort((a, b) => b.requests - a.requests || a.example - b.example);
  return {...report, distinct: outcomes.size, flips: sorted, complete};

  async function outcomesOf(request: Request, key: string): Promise<{from: Outcome; to: Outcome}> {
    const known = outcomes.get(key);
    if (known) return known;
    const decided = {from: (await before.decide(request)).outcome, to: (await after.decide(request)).outcome};
    outcomes.set(key, decided);
    return decided;
  }

  function count(flip: ReplayFlip): void {
    const {from, to, role, action, traitClasses, tier, releaseClass} = flip;
    const key = JSON.stringify([from, to, role, action, traitClasses, tier, releaseClass]);
    const known = flips.get(key) ?? flip;
    known.requests += 1;
    flips.set(key, known);
  }
}

function kindOf({actor, action, query, dataset}: Request, traitClasses: string[]) {
  return {role: actor.role, action, traitClasses, tier: query?.tier ?? "none", releaseClass: dataset.class};
}
