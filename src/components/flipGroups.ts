import type {Decision, Outcome} from "../model/decision.js";
import type {Request} from "../model/request.js";

/** A request that two versions of the rules decide differently. */
export interface Flip {
  source: "case" | "space" | "log";
  gate: "release" | "query";
  request: Request;
  /** The sentence of a named case; else empty. */
  name: string;
  /** Of a named case: its file, and the outcome that it expects. */
  expects?: {file: string; outcome: Outcome};
  /** How often it was asked. */
  times: number;
  before: Decision;
  after: Decision;
  change: "more permissive" | "stricter" | "reasons";
}

/** Counts of flips with one key, each flip as often as it was asked. */
export interface FlipCounts {
  key: string;
  more: number;
  stricter: number;
  reasons: number;
}

/** Counts by a key of the request, in the order in which keys are first met. */
export function countFlips(flips: readonly Flip[], keyOf: (flip: Flip) => string): FlipCounts[] {
  const groups = new Map<string, FlipCounts>();
  for (const flip of flips) {
    const key = keyOf(flip);
    const group = groups.get(key) ?? {key, more: 0, stricter: 0, reasons: 0};
    group[flip.change === "more permissive" ? "more" : flip.change] += flip.times;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Flips for the same reason: the outcomes before and after, and the rules that came or went. */
export interface FlipKind {
  /** The flip with the shortest request, to stand for all. */
  example: Flip;
  count: number;
  gone: Said[];
  come: Said[];
}

/** A reason or condition as the example's decisions word it. */
type Said = Decision["obligations"][number];

/** What kinds of flips there are, most frequent first. */
export function flipKinds(flips: readonly Flip[]): FlipKind[] {
  const kinds = new Map<string, FlipKind>();
  for (const flip of flips) {
    const [was, is] = [saidIn(flip.before, flip), saidIn(flip.after, flip)];
    const gone = was.filter(({rule}) => !is.some((said) => said.rule === rule));
    const come = is.filter(({rule}) => !was.some((said) => said.rule === rule));
    const key = JSON.stringify([flip.before.outcome, flip.after.outcome, ids(gone), ids(come)]);
    const kind = kinds.get(key);
    if (!kind) kinds.set(key, {example: flip, count: flip.times, gone, come});
    else {
      kind.count += flip.times;
      if (size(flip) < size(kind.example)) Object.assign(kind, {example: flip, gone, come});
    }
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}

function size({request}: Flip): number {
  return JSON.stringify(request).length;
}

/** What a decision gives as reasons; conditions count only where the answer stays, as they go with a permission anyway. */
function saidIn({reasons, obligations}: Decision, {change}: Flip): Said[] {
  return [...reasons, ...(change === "reasons" ? obligations : [])];
}

function ids(said: readonly Said[]): string {
  return [...new Set(said.map(({rule}) => rule))].sort().join(" ");
}
