import {html} from "htl";

interface UnlockOptions {
  /** Why there is something to unlock, in the words of the release class. */
  why: string;
  /** The key of a synthetic cohort, or empty. */
  demoKey: string;
  /** What was wrong with the last key. */
  problem?: string;
  /** Rejects with what is wrong with the key. */
  unlock(text: string, remember: boolean): Promise<void>;
}

/** Why nothing about variants is public here, and where the reader's key goes. The key is never shown again. */
export function unlockPanel({why, demoKey, problem, unlock}: UnlockOptions): HTMLElement {
  const input = html`<input
    id="age-key"
    type="password"
    autocomplete="off"
    spellcheck="false"
    placeholder="AGE-SECRET-KEY-1…"
    aria-describedby="age-key-problem"
  />` as HTMLInputElement;
  const remember = html`<input type="checkbox" />` as HTMLInputElement;
  const said = html`<p id="age-key-problem" class="unlock-problem" role="alert">${problem ?? ""}</p>` as HTMLElement;
  const buttons: HTMLButtonElement[] = [];
  const run = async (text: string): Promise<void> => {
    said.textContent = "";
    for (const button of buttons) button.disabled = true;
    try {
      await unlock(text, remember.checked);
      input.value = "";
    } catch (error) {
      said.textContent = sentence(error instanceof Error ? error.message : String(error));
      input.setAttribute("aria-invalid", "true");
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  };
  const submit = html`<button type="submit" class=${demoKey ? "" : "primary"}>Unlock</button>` as HTMLButtonElement;
  const demo = html`<button type="button" class="primary" onclick=${() => run(demoKey)}>
    Unlock with the demo key
  </button>` as HTMLButtonElement;
  buttons.push(submit, demo);
  return html`<section class="unlock" aria-labelledby="unlock-title">
    <h2 id="unlock-title">These tables are locked</h2>
    <p>${why}</p>
    ${
      demoKey
        ? html`<p>${demo}</p>
            <p class="quiet">
              Everybody has the demo key: the people of this cohort are simulated, so it protects nobody.
            </p>`
        : null
    }
    <form
      onsubmit=${(event: Event) => {
        event.preventDefault();
        void run(input.value);
      }}
    >
      <label for="age-key">Your age key</label>
      <div class="unlock-row">${input} ${submit}</div>
      ${said}
      <label class="choice"
        >${remember}<span
          >Remember it in this browser<small>Kept encrypted; the page “Keys” forgets it again</small></span
        ></label
      >
    </form>
  </section>` as HTMLElement;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
