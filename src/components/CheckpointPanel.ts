import {html} from "htl";
import {formatCount, shortHash} from "./formatNumber.js";
import {saveFile} from "./saveFile.js";

interface Checkpoint {
  statement: {entries: number; hash: string; at: string; by: string};
  key: string;
}

interface Compared {
  agrees: boolean;
  sentence: string;
}

interface CheckpointOptions<C extends Checkpoint> {
  checkpoints: readonly C[];
  /** Whether the log still holds what was signed. */
  compare: (checkpoint: C) => Compared;
  /** Reads a checkpoint from a file's text and compares it; throws an Error of one line for what is none. */
  compareText: (text: string) => Compared & {checkpoint: C};
  /** Signs with the pasted secret key, or with the reader's own where it is empty; null where nothing can be signed. */
  sign: ((by: string, secret: string) => Promise<void>) | null;
}

/** Signed statements of how far a log reached: those that are there, a form to sign one, and a file to compare with. */
export function checkpointPanel<C extends Checkpoint>({
  checkpoints,
  compare,
  compareText,
  sign
}: CheckpointOptions<C>): HTMLElement {
  const file = html`<input
    type="file"
    accept=".json"
    class="visually-hidden"
    tabindex="-1"
    aria-label="Checkpoint to compare with"
  />` as HTMLInputElement;
  const said = html`<p role="status"></p>` as HTMLElement;
  file.onchange = async () => {
    const chosen = file.files?.[0];
    file.value = "";
    if (!chosen) return;
    try {
      const {checkpoint, ...compared} = compareText(await chosen.text());
      said.replaceChildren(
        sentenceOf(compared),
        ` Signed by ${checkpoint.statement.by || "nobody named"}, key ${checkpoint.key}.`
      );
    } catch (error) {
      said.replaceChildren(sentenceOf({agrees: false, sentence: `${chosen.name}: ${(error as Error).message}.`}));
    }
  };
  return html`<details class="checkpoints">
    <summary>Signed checkpoints: ${formatCount(checkpoints.length)}</summary>
    <p>
      A checkpoint says, signed, how many entries the log had and with which hash it ended. Keep it elsewhere, or send
      it to the board: compared with the log later, it shows whether anything before it was rewritten.
    </p>
    ${
      checkpoints.length === 0
        ? null
        : html`<ol>
            ${checkpoints.map((checkpoint) => item(checkpoint, compare(checkpoint)))}
          </ol>`
    }
    ${sign ? signForm(sign) : null}
    <div class="controls">
      <button type="button" onclick=${() => file.click()}>Compare with a checkpoint kept apart</button>
      ${file}
    </div>
    ${said}
  </details>` as HTMLElement;
}

function item<C extends Checkpoint>(checkpoint: C, compared: Compared): HTMLElement {
  const {statement, key} = checkpoint;
  const save = (): void =>
    saveFile(`checkpoint-${statement.entries}.json`, `${JSON.stringify(checkpoint, null, 2)}\n`, "application/json");
  return html`<li>
    ${formatCount(statement.entries)} ${statement.entries === 1 ? "entry" : "entries"}, ending with
    <code title=${statement.hash}>${shortHash(statement.hash)}</code>, signed
    ${statement.at.slice(0, 16).replace("T", " ")} UTC by ${statement.by || "nobody named"}, key
    <code title=${key}>${shortHash(key.replace("ed25519:", ""))}</code>.
    <span>${sentenceOf(compared)}</span>
    <button type="button" onclick=${save} aria-label=${`Save the checkpoint at ${statement.entries}`}>Save</button>
  </li>` as HTMLElement;
}

function signForm(sign: (by: string, secret: string) => Promise<void>): HTMLElement {
  const by = html`<input name="by" maxlength="200" autocomplete="off" required />` as HTMLInputElement;
  const secret = html`<input
    name="secret"
    type="password"
    autocomplete="off"
    placeholder="empty: this browser’s own key"
  />` as HTMLInputElement;
  const wrong = html`<p role="alert"></p>` as HTMLElement;
  const form = html`<form class="controls" aria-label="Sign a checkpoint">
    <label class="field">Who signs ${by}</label>
    <label class="field">Board member’s secret key ${secret}</label>
    <button type="submit">Sign the log as it is now</button>
  </form>` as HTMLFormElement;
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      await sign(by.value, secret.value.trim());
      wrong.textContent = "";
    } catch (error) {
      wrong.textContent = `Not signed: ${(error as Error).message}.`;
    } finally {
      secret.value = "";
    }
  };
  return html`<div>${form} ${wrong}</div>` as HTMLElement;
}

function sentenceOf({agrees, sentence}: Compared): HTMLElement {
  return html`<span class="chain-word" data-agrees=${String(agrees)}
    ><span aria-hidden="true">${agrees ? "✓" : "✕"}</span> ${sentence}</span
  >` as HTMLElement;
}
