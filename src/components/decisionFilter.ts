import type {Outcome} from "../model/decision.js";
import type {LogEntry} from "../model/logEntry.js";

/** Which decisions of a log are wanted; an empty text leaves nothing out. */
export interface DecisionFilter {
  /** Words that all have to occur in the question, its reasons or its time. */
  words: string;
  outcome: Outcome | "";
  role: string;
  action: string;
  /** Id of a rule that gave a reason or a condition. */
  rule: string;
  /** First and last day, ISO 8601 dates, UTC. */
  from: string;
  to: string;
}

export const everyDecision: DecisionFilter = {
  words: "",
  outcome: "",
  role: "",
  action: "",
  rule: "",
  from: "",
  to: ""
};

/** The entries that are wanted, in their order. Cheap conditions come first: a log may have hundreds of thousands. */
export function filterDecisions(entries: readonly LogEntry[], filter: DecisionFilter): LogEntry[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const {request, decision, at} = entry;
    if (filter.outcome && decision.outcome !== filter.outcome) return false;
    if (filter.role && request.actor?.role !== filter.role) return false;
    if (filter.action && request.action !== filter.action) return false;
    if (filter.from && at.slice(0, 10) < filter.from) return false;
    if (filter.to && at.slice(0, 10) > filter.to) return false;
    if (filter.rule && !rulesOf(entry).includes(filter.rule)) return false;
    if (words.length === 0) return true;
    const text = searchText(entry);
    return words.every((word) => text.includes(word));
  });
}

/** Ids of the rules that gave a reason or a condition, each once. */
export function rulesOf({decision}: LogEntry): string[] {
  return [...new Set([...decision.reasons, ...decision.obligations].map(({rule}) => rule))];
}

function searchText({request, decision, at}: LogEntry): string {
  return [JSON.stringify(request), ...decision.reasons.map(({rule, sentence}) => `${rule} ${sentence}`), at]
    .join(" ")
    .toLowerCase();
}
