import type {Decision, Outcome} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {decisionKey} from "./decisionKey.js";
import {parseRequest} from "./parseRequest.js";
import type {Gate} from "./policySet.js";

/** Where a request comes from that is decided under two versions of the rules. */
export const sources = ["case", "space", "log"] as const;
export type Source = (typeof sources)[number];

export interface Sample {
  source: Source;
  gate: Gate;
  request: Request;
  /** The sentence of a named case; of other requests empty. */
  name: string;
  /** Of a named case: its file, and the outcome that it expects. Where the two versions differ, as the changed one has it. */
  expects?: {file: string; outcome: Outcome};
  /** How often it was asked; 1 but in a log. */
  times: number;
}

/** `reasons`: the outcome is the same, and why or on what conditions has changed. */
export type Change = "more permissive" | "stricter" | "reasons";

export interface Flip extends Sample {
  before: Decision;
  after: Decision;
  change: Change;
}

export interface FlipReport {
  flips: Flip[];
  /** Requests decided under both versions, each counted as often as it was asked. */
  decided: Record<Source, number>;
  /** False when it was stopped before the end. */
  complete: boolean;
}

type Decide = (request: Request) => Promise<Decision>;

interface CompareEffects {
  /** After each request: how many of all are decided. */
  onProgress?: (done: number, of: number) => void;
  isStopped?: () => boolean;
  /** A fast look: false when the sample is surely decided the same, so that it need not be decided in full. */
  mayFlip?: (sample: Sample) => Promise<boolean>;
  /** Lets the page draw; called after every slice of about `sliceMs`. */
  breathe?: () => Promise<void>;
  now?: () => number;
}

const sliceMs = 30;

/** Decides every sample under both versions and keeps those whose decision is not the same. */
export async function findFlips(
  before: Record<Gate, Decide>,
  after: Record<Gate, Decide>,
  samples: readonly Sample[],
  {
    onProgress,
    isStopped = () => false,
    mayFlip = async () => true,
    breathe,
    now = () => performance.now()
  }: CompareEffects = {}
): Promise<FlipReport> {
  const flips: Flip[] = [];
  const decided: Record<Source, number> = {case: 0, space: 0, log: 0};
  let began = now();
  for (const [index, sample] of samples.entries()) {
    if (isStopped()) return {flips, decided, complete: false};
    if (await mayFlip(sample)) {
      const [was, is] = [await before[sample.gate](sample.request), await after[sample.gate](sample.request)];
      const change = changeOf(was, is);
      if (change) flips.push({...sample, before: was, after: is, change});
    }
    decided[sample.source] += sample.times;
    onProgress?.(index + 1, samples.length);
    if (!breathe || now() - began < sliceMs) continue;
    await breathe();
    began = now();
  }
  return {flips, decided, complete: true};
}

const permissiveness: Record<Outcome, number> = {forbid: 0, refer: 1, permit: 2};

/** How a decision changed; null when outcome, reasons and conditions come from the same rules, however they are worded. */
export function changeOf(before: Decision, after: Decision): Change | null {
  const more = permissiveness[after.outcome] - permissiveness[before.outcome];
  if (more !== 0) return more > 0 ? "more permissive" : "stricter";
  return rulesOf(before) === rulesOf(after) ? null : "reasons";
}

function rulesOf({reasons, obligations}: Decision): string {
  return [...reasons, ...obligations]
    .map(({rule}) => rule)
    .sort()
    .join(" ");
}

/** Requests of a log, each once with how often it was asked: what was decided then is decided anew by both versions. */
export function samplesOfLog(entries: readonly {request: Request}[]): Sample[] {
  const found = new Map<string, Sample>();
  for (const {request} of entries) {
    const key = keyOf(request);
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, {source: "log", gate: "query", request, name: "", times: 1});
  }
  return [...found.values()];
}

/** The same for requests that no rules can tell apart; an imported log may hold what is no request at all. */
function keyOf(request: Request): string {
  return "problems" in parseRequest(request) ? JSON.stringify(request) : decisionKey(request);
}
