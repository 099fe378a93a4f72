import type {AnswerPage} from "../model/question.js";
import type {Action} from "../model/request.js";
import {answerCsv} from "./exportCsv.js";
import {keyring} from "./keyring.js";
import {parseAgeKey} from "./unlock.js";
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
    async unlock(text: string, remember: boolean) {
      const key = parseAgeKey(text);
      await workbench.unlock(key);
      keyring.hold(key);
      if (remember) await keyring.remember();
    },
    async unlockRemembered() {
      const key = await keyring.read();
      if (key) await workbench.unlock(key);
    }
  };
}
