import type {Outcome} from "../../src/model/decision.js";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import {factsOf, type Facts} from "../../src/policy/facts.js";
import {openPolicy, type Engine} from "../../src/policy/policy.js";
import {queryProbes} from "../../src/policy/probes.js";

/** Microseconds a decision. */
export interface DecisionTimes {
  rules: number;
  requests: number;
  first: number;
  /** On facts that differ from all before. */
  distinct: number;
  /** On facts that were asked before, by somebody else and in other words. */
  repeated: number;
  cedarFirst: number;
  /** Cedar keeps nothing: facts that were asked before take as long. */
  cedar: number;
}

/** Runs in Node and in a page. Requests in a fixed order that is no order of the space. */
export async function timeDecisions(
  Oso: new () => Engine,
  bundle: PolicyBundle,
  openPeer: (bundle: PolicyBundle) => (facts: Facts) => Outcome
): Promise<DecisionTimes> {
  const all = queryProbes([bundle.tables]).map(({request}) => request);
  const requests = all.map((_, i) => all[(i * 7919) % all.length]).slice(0, 1800);
  const facts = requests.map((request) => factsOf(request, bundle.tables));
  const inCedar = openPeer(bundle);
  const cedarFirst = await timed(() => Promise.resolve(inCedar(facts[0])));
  const {decide} = await openPolicy(Oso, bundle);
  const first = await timed(() => decide(requests[0]));
  const distinct = await median(requests.slice(1), decide);
  const others = requests.map((request, i) => ({...request, actor: {...request.actor, id: `reader-${i}`}}));
  const repeated = await median(others, decide);
  const cedar = await median(facts, (one) => Promise.resolve(inCedar(one)));
  return {
    rules: Object.keys(bundle.rules).length,
    requests: requests.length,
    first,
    distinct,
    repeated,
    cedarFirst,
    cedar
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return 1000 * (performance.now() - start);
}

/** Of slices of 60, because a page's clock is coarse. */
async function median<T>(values: readonly T[], run: (value: T) => Promise<unknown>): Promise<number> {
  const slice = 60;
  const times: number[] = [];
  for (let i = 0; i + slice <= values.length; i += slice) {
    const start = performance.now();
    for (const value of values.slice(i, i + slice)) await run(value);
    times.push((1000 * (performance.now() - start)) / slice);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
