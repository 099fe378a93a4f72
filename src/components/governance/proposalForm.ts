import {html} from "htl";
import {beginDossier, type Dossier} from "../../governance/dossier.js";
import {latestEnd} from "../../governance/review.js";
import {dayOf} from "../../governance/board.js";
import type {FileChange} from "../../model/governance.js";
import {attempt, type BoardEffects} from "./boardEffects.js";
import {proseField} from "./proseField.js";

interface ProposalFormOptions {
  /** Hash of the rules before and after. */
  base: string;
  set: string;
  changes: FileChange[];
  /** Name to propose, where a member signs. */
  author: {id: string; name: string};
  done(dossier: Dossier): void;
  cancel(): void;
}

/** Completes a draft: title, reasons, last day. Signed with the member's key, or with the reader's own. */
export function proposalForm(options: ProposalFormOptions, effects: BoardEffects): HTMLElement {
  const {base, set, changes, author, done, cancel} = options;
  const view = effects.view();
  const latest = latestEnd(view);
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  const form = html`<form class="board-panel" aria-labelledby="proposal-title">
    <h2 id="proposal-title">
      ${changes.length === 0 ? "Ask the board to sign the rules as they are" : "Write the proposal"}
    </h2>
    <p>
      ${
        changes.length === 0
          ? "Nothing is changed. Two members read the rules in force and sign them until a day."
          : `You changed ${changes.length === 1 ? "one file" : `${changes.length} files`}. Say what the change is for; two members who did not write it judge it.`
      }
    </p>
    <label class="field"
      >Title
      <input name="title" required maxlength="200" value=${changes.length === 0 ? "Sign the rules as they are" : ""}
    /></label>
    ${proseField("Reasons", {name: "rationale", rows: 5})}
    <label class="field">Your name <input name="name" required maxlength="100" value=${author.name} /></label>
    <label class="field"
      >In force until
      <input name="until" type="date" required min=${dayOf(view.now)} max=${latest} value=${latest} /><small
        >At most ${view.limits.signoffDays} days, so that the rules are looked at again</small
      ></label
    >
    <div class="controls">
      <button type="submit" class="primary">Sign the proposal</button>
      <button type="button" onclick=${cancel}>Not now</button>
    </div>
    ${said}
  </form>` as HTMLFormElement;
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(said, async () => {
      const field = (name: string): string => String(new FormData(form).get(name) ?? "").trim();
      const {now} = effects.view();
      const proposal = {
        kind: "proposal" as const,
        id: idOf(field("title"), now, effects.random()),
        title: field("title"),
        rationale: field("rationale"),
        base,
        set,
        changes,
        author: {id: author.id, name: field("name")},
        at: now,
        in_force_until: field("until")
      };
      done(await effects.keep(beginDossier(proposal, effects.key() ?? (await effects.readerKey()))));
    })();
  };
  return form;
}

/** Readable, and unlike that of any other proposal. */
function idOf(title: string, now: string, random: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${dayOf(now)}-${words || "proposal"}-${random.slice(0, 6)}`.replace(/-+/g, "-");
}
