import {html} from "htl";
import {roles, type Role} from "../model/request.js";
import {roleLabels} from "./roleLabels.js";

/** A purpose that a reader can declare: a DUO term and what it is called. */
export interface PurposeChoice {
  code: string;
  label: string;
}

/** What a reader can choose from. */
export interface Declarable {
  purposes: readonly PurposeChoice[];
  /** Aspects of a study that a person looks at first. */
  concerns: readonly {id: string; label: string}[];
}

interface Who {
  role: Role;
  purpose: {code: string; statement: string; concerns?: string[]};
}

const roleWords: Record<Role, string> = {
  researcher: "I study health, disease or genetics",
  ethics_board: "I review how the data are used",
  policymaker: "I ask who benefits and who is left out",
  public: "I took part, or want to know what is done"
};

/** The button at the top of every page: who asks, and why. */
export function whoButton(who: Who, purposes: readonly PurposeChoice[], open: () => void): HTMLElement {
  const purpose = purposes.find(({code}) => code === who.purpose.code)?.label ?? who.purpose.code;
  return html`<button type="button" class="who" aria-haspopup="dialog" onclick=${open}>
    <span class="who-role">${roleLabels[who.role]}</span>
    <span class="who-purpose">${purpose || "say why you ask"}</span>
  </button>` as HTMLElement;
}

/** A modal dialog to choose role, purpose and a sentence of one's own. `save` gets the choice; Escape or Cancel changes nothing. */
export function whoDialog(who: Who, {purposes, concerns}: Declarable, save: (choice: Who) => void): HTMLDialogElement {
  const declared = who.purpose.concerns ?? [];
  const dialog = html`<dialog class="who-dialog" aria-labelledby="who-title">
    <form method="dialog">
      <h2 id="who-title">Who you are, and why you ask</h2>
      <p>
        The rules judge a question by who asks it and what for. Your answer stays in this browser. It is not a login: it
        tells the rules what you intend, and every answer you get is recorded with it.
      </p>
      <fieldset>
        <legend>I am a</legend>
        ${roles.map(
          (role) =>
            html`<label class="choice"
              ><input type="radio" name="role" value=${role} checked=${role === who.role} required /><span
                ><strong>${roleLabels[role]}</strong><small>${roleWords[role]}</small></span
              ></label
            >`
        )}
      </fieldset>
      <label class="field"
        >My purpose
        <select name="code" required>
          <option value="">Choose a purpose</option>
          ${purposes.map(
            ({code, label}) =>
              html`<option value=${code} selected=${code === who.purpose.code}>${label} (${code})</option>`
          )}
        </select></label
      >
      <label class="field"
        >In one sentence: what do you want to find out?
        <textarea name="statement" rows="3" required minlength="10" maxlength="500">${who.purpose.statement}</textarea>
      </label>
      <details class="concerns" open=${declared.length > 0}>
        <summary>Does your study concern any of these?</summary>
        <p class="quiet">A person looks at such questions first, because they have harmed people or could.</p>
        ${concerns.map(
          ({id, label}) =>
            html`<label class="choice"
              ><input type="checkbox" name="concern" value=${id} checked=${declared.includes(id)} /><span
                >${label[0].toUpperCase()}${label.slice(1)}</span
              ></label
            >`
        )}
      </details>
      <div class="dialog-buttons">
        <button type="submit" value="save" class="primary">Keep this</button>
        <button type="submit" value="cancel" formnovalidate>Cancel</button>
      </div>
    </form>
  </dialog>` as HTMLDialogElement;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "save") save(choiceOf(dialog));
    dialog.remove();
  });
  return dialog;
}

function choiceOf(dialog: HTMLDialogElement): Who {
  const form = new FormData(dialog.querySelector("form") as HTMLFormElement);
  const concerns = form.getAll("concern").map(String);
  return {
    role: String(form.get("role") ?? "public") as Role,
    purpose: {
      code: String(form.get("code") ?? ""),
      statement: String(form.get("statement") ?? "").trim(),
      ...(concerns.length > 0 && {concerns})
    }
  };
}
