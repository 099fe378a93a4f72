import type {Decision} from "../model/decision.js";
import type {Answer, Filter, Question} from "../model/question.js";
import type {ReleaseManifest} from "../model/release.js";
import type {Action, Request} from "../model/request.js";
import {answeredGroups, type EarlierGroups} from "./earlierGroups.js";
import {mergeGroups} from "./mergeGroups.js";
import {factsOfAnswer, factsOfTable, planQuestion} from "./plan.js";

/** What the gate does to the world; each is given, so that a test can watch. */
export interface GateEffects {
  policy: {decide(request: Request): Decision | Promise<Decision>};
  run(question: Question): Promise<Answer>;
  /** Variants that pass the filters; null without filters. */
  count(filters: Filter[]): Promise<number | null>;
  record(made: {request: Request; decision: Decision}): unknown;
  /** What was answered before, in this visit. */
  earlier?: EarlierGroups;
}

/** Who asks, why, and of which release, with each table once. */
export interface Asker {
  actor: Request["actor"];
  purpose: Request["purpose"];
  manifest: Pick<ReleaseManifest, "cohort" | "people" | "tables" | "privacy">;
  trait?: Request["trait"];
}

export interface Asked {
  request: Request;
  decision: Decision;
  /** Null unless the decision is `permit`. */
  answer: Answer | null;
}

/**
 * Plan, decide, run, recheck, record: nothing is run that the plan does not permit, and nothing is shown
 * before the smallest count of the actual answer was judged too. One entry is recorded per question,
 * before the answer is given out; when that fails, so does the question.
 * This governs honest use. It is not access control: whoever holds the bytes can read them.
 */
export async function ask(asked: Question, action: Action, asker: Asker, effects: GateEffects): Promise<Asked> {
  const question = mergeGroups(asked, asker.manifest.people);
  const planned = planQuestion(question, asker.manifest.people, await effects.count(question.filters));
  const facts = factsOfTable(planned, asker.manifest);
  // A number with noise is no count of people, and subtracting two of them gives more noise.
  const groups = facts.noisy ? [] : answeredGroups(question, asker.manifest.people);
  const difference = effects.earlier?.difference(groups) ?? null;
  const request = requestOf(asker, action, {...facts, ...(difference !== null && {difference})});
  const decision = await effects.policy.decide(request);
  if (decision.outcome !== "permit") return recorded({request, decision, answer: null}, effects);
  const answer = await effects.run(question);
  try {
    const asked = await recheck(request, answer, effects);
    if (asked.answer) effects.earlier?.add(groups);
    return asked;
  } catch (error) {
    await answer.close();
    throw error;
  }
}

async function recheck(planned: Request, answer: Answer, effects: GateEffects): Promise<Asked> {
  const request = {...planned, query: factsOfAnswer(planned.query!, answer)};
  const decision = await effects.policy.decide(request);
  if (decision.outcome === "permit") return recorded({request, decision, answer}, effects);
  await answer.close();
  return recorded({request, decision, answer: null}, effects);
}

async function recorded(asked: Asked, {record}: GateEffects): Promise<Asked> {
  await record({request: asked.request, decision: asked.decision});
  return asked;
}

/** The request that the policy decides; without facts of a query where none could be read. */
export function requestOf({actor, purpose, manifest, trait}: Asker, action: Action, query: Request["query"]): Request {
  const {id, class: releaseClass, consent, synthetic} = manifest.cohort;
  const inventedTraits = synthetic.phenotypes && !synthetic.genotypes;
  return {
    actor,
    purpose,
    dataset: {
      id,
      class: releaseClass,
      consent,
      synthetic: synthetic.genotypes,
      ...(inventedTraits && {invented_traits: true})
    },
    action,
    ...(trait ? {trait} : {}),
    query
  };
}
