import type {AnswerPage} from "../model/question.js";
import type {Action} from "../model/request.js";
import {answerCsv} from "./exportCsv.js";
import {unlockEffects} from "./unlockEffects.js";
import type {Workbench} from "./workbench.js";

/** A query that takes longer is stopped, in milliseconds. */
const longestRun = 30_000;

/** How the parts of the SQL page ask, stop, save and link. */
export function sqlEffects(workbench: Workbench) {
  return {
    ask: (text: string, action: Action, stop: AbortSignal) =>
      workbench.askSql(text, action, AbortSignal.any([stop, AbortSignal.timeout(longestRun)])),
    csv: (answer: AnswerPage, facts: readonly [string, string][]) =>
      answerCsv(
        [answer],
        answer.names.map((name) => ({name, label: name})),
        facts
      ),
    text: () => new URLSearchParams(location.search).get("text"),
    keepText: (text: string) =>
      history.replaceState(history.state, "", `${location.pathname}?${new URLSearchParams({text}).toString()}`),
    ...unlockEffects(workbench)
  };
}
