import {html} from "htl";

interface UnlockOptions {
  title?: string;
  /** Why there is something to unlock, in the words of the release class. */
  why: string;
  /** The key of a synthetic cohort, or empty. */
  demoKey: string;
  /** What was wrong with the last key. */
  problem?: string;
  /** Where other things can be looked at meanwhile, the form waits folded up beside the demo key. */
  folded?: boolean;
  /** Rejects with what is wrong with the key. */
  unlock(text: string, remember: boolean): Promise<void>;
}

/** What a panel says of a key that is being tried: how far it is, or what was wrong. */
export interface UnlockProgress {
  opening?: {step: string; share: number};
  problem?: string;
}

/** Why tables are locked here, and where the reader's key goes. The key is never shown again. */
export function unlockPanel(options: UnlockOptions): HTMLElement {
  const {title = "These tables are locked", why, demoKey, problem, folded = false, unlock} = options;
  const input = html`<input
    id="age-key"
    type="password"
    autocomplete="off"
    spellcheck="false"
    placeholder="AGE-SECRET-KEY-1…"
    aria-describedby="age-key-problem"
  />` as HTMLInputElement;
  const remember = html`<input type="checkbox" />` as HTMLInputElement;
  const buttons: HTMLButtonElement[] = [];
  const run = async (text: string): Promise<void> => {
    tellUnlock(panel, {});
    input.removeAttribute("aria-invalid");
    for (const button of buttons) button.disabled = true;
    try {
      await unlock(text, remember.checked);
      input.value = "";
    } catch (error) {
      tellUnlock(panel, {problem: error instanceof Error ? error.message : String(error)});
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
  const form = html`<form
    onsubmit=${(event: Event) => {
      event.preventDefault();
      void run(input.value);
    }}
  >
    <label for="age-key">Your age key</label>
    <div class="unlock-row">${input} ${submit}</div>
    <label class="choice"
      >${remember}<span
        >Remember it in this browser<small>Kept encrypted; the page “Keys” forgets it again</small></span
      ></label
    >
  </form>` as HTMLElement;
  const panel = html`<section class="unlock" aria-labelledby="unlock-title">
    <h2 id="unlock-title">${title}</h2>
    <p>${why}</p>
    ${
      demoKey
        ? html`<div class="unlock-demo">
            <p>${demo}</p>
            <p class="quiet">
              Everybody has the demo key: the people of this cohort are simulated, so it protects nobody.
            </p>
          </div>`
        : null
    }
    ${
      folded && demoKey
        ? html`<details>
            <summary>Use a key of your own</summary>
            ${form}
          </details>`
        : form
    }
    <div class="unlock-said">
      <p id="age-key-problem" class="unlock-problem" role="alert"></p>
      <div class="unlock-opening" hidden>
        <p role="status"></p>
        <progress max="1" value="0" aria-hidden="true"></progress>
      </div>
    </div>
  </section>` as HTMLElement;
  tellUnlock(panel, {problem});
  return panel;
}

/** Says in a panel how far the tables are, or what was wrong with the key; neither clears both. */
export function tellUnlock(panel: HTMLElement, {opening, problem}: UnlockProgress): void {
  const said = panel.querySelector<HTMLElement>(".unlock-problem")!;
  const words = problem ? sentence(problem) : "";
  if (said.textContent !== words) said.textContent = words;
  const place = panel.querySelector<HTMLElement>(".unlock-opening")!;
  place.hidden = !opening;
  // The words change with the step only, so that they can be read out.
  const step = opening ? `${opening.step}…` : "";
  if (place.firstElementChild!.textContent !== step) place.firstElementChild!.textContent = step;
  place.querySelector("progress")!.value = opening?.share ?? 0;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
